// The ID token of an identity provider: what holds, and what must not.
#include "workflow/id_token.h"

#include "base/bytes.h"

#include <memory>
#include <string>

#include <cjose/cjose.h>
#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

constexpr const char* kNonce = "n1";

struct Free {
    void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
    void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
    void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};

/// A provider with one key.
struct Provider {
    std::unique_ptr<cjose_jwk_t, Free> key{cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr)};

    Json keys() const {
        char* text = cjose_jwk_to_json(key.get(), false, nullptr);
        Json set = Json::Object{{"keys", Json::Array{parse_json(text).value()}}};
        cjose_get_dealloc()(text);
        return set;
    }
    std::string sign(const Json& claims, const char* algorithm = CJOSE_HDR_ALG_ES256) const {
        const std::unique_ptr<cjose_header_t, Free> header{cjose_header_new(nullptr)};
        cjose_header_set(header.get(), CJOSE_HDR_ALG, algorithm, nullptr);
        const std::string text = to_canonical(claims);
        const std::unique_ptr<cjose_jws_t, Free> token{cjose_jws_sign(
            key.get(), header.get(), reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), nullptr)};
        const char* out = nullptr;
        cjose_jws_export(token.get(), &out, nullptr);
        return out;
    }
};

Json claims() {
    return Json::Object{{"iss", "https://id.example"},
                        {"aud", "sunlot"},
                        {"sub", "wang"},
                        {"nonce", kNonce},
                        {"iat", 1000},
                        {"exp", 1300}};
}

Json with(const char* name, Json value) {
    Json changed = claims();
    changed.as_object()[name] = std::move(value);
    return changed;
}

const IdTokenTerms kTerms{
    .issuer = "https://id.example", .client = "sunlot", .nonce = kNonce, .now = Instant{1'100'000'000}};

TEST(IdToken, names_who_signed_in_there) {
    const Provider provider;
    const auto person = check_id_token(provider.sign(claims()), provider.keys(), kTerms);
    ASSERT_TRUE(person) << person.error().text.en;
    EXPECT_EQ(*person, "wang");
    const Json several = with("aud", Json::Array{"other", "sunlot"});
    EXPECT_FALSE(check_id_token(provider.sign(several), provider.keys(), kTerms)) << "for several, azp says who asked";
    Json asked = several;
    asked.as_object()["azp"] = "sunlot";
    EXPECT_TRUE(check_id_token(provider.sign(asked), provider.keys(), kTerms));
}

TEST(IdToken, is_refused_when_anything_in_it_is_not_as_it_should_be) {
    const Provider provider;
    for (const Json& wrong : {with("iss", "https://evil.example"), with("aud", "another"), with("nonce", "n2"),
                              with("exp", 1000), with("iat", 2000), with("sub", ""), with("sub", 7)})
        EXPECT_FALSE(check_id_token(provider.sign(wrong), provider.keys(), kTerms)) << to_canonical(wrong);
}

TEST(IdToken, is_refused_with_the_signature_of_somebody_else_or_with_none) {
    const Provider provider;
    const Provider other;
    EXPECT_FALSE(check_id_token(other.sign(claims()), provider.keys(), kTerms));
    auto token = provider.sign(claims());
    auto changed = token;
    const auto payload = base64url(to_canonical(with("sub", "li")));
    changed.replace(token.find('.') + 1, token.rfind('.') - token.find('.') - 1, payload);
    EXPECT_FALSE(check_id_token(changed, provider.keys(), kTerms));
    const auto unsigned_token = base64url(R"({"alg":"none"})") + "." + base64url(to_canonical(claims())) + ".";
    EXPECT_FALSE(check_id_token(unsigned_token, provider.keys(), kTerms));
    for (const auto* junk : {"", ".", "a.b.c", "not a token"})
        EXPECT_FALSE(check_id_token(junk, provider.keys(), kTerms));
    EXPECT_FALSE(check_id_token(token, Json(Json::Object{}), kTerms));
}

}  // namespace
}  // namespace sunlot::workflow
