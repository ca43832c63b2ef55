#include "workflow/id_token.h"

#include "base/bytes.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include <cjose/cjose.h>

namespace sunlot::workflow {
namespace {

constexpr std::array<std::string_view, 3> kAlgorithms{"RS256", "PS256", "ES256"};
constexpr std::int64_t kSecond = 1'000'000;
/// Clocks of two machines differ.
constexpr std::int64_t kOffSeconds = 60;
constexpr std::size_t kLongestSubject = 255;

struct FreeToken {
    void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};
struct FreeKey {
    void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
using Token = std::unique_ptr<cjose_jws_t, FreeToken>;
using Key = std::unique_ptr<cjose_jwk_t, FreeKey>;

Refusal wrong(const std::string& en) {
    return refuse(RefusalKind::unauthenticated, "oidc.token", "身份认证平台的回答不能接受（" + en + "）",
                  "The identity provider's answer can't be accepted: " + en);
}

std::string header(const Token& token, const char* name) {
    const char* value = cjose_header_get(cjose_jws_get_protected(token.get()), name, nullptr);
    return value == nullptr ? "" : value;
}

std::string text_in(const Json& object, std::string_view name) {
    const auto* value = object.find(name);
    return value != nullptr && value->is_string() ? value->as_string() : "";
}

/// Some key of the set made the signature; with a key id, the one of that name.
bool is_signed(const Token& token, const Json& keys) {
    const auto* set = keys.find("keys");
    if (set == nullptr || !set->is_array()) return false;
    const std::string id = header(token, "kid");
    return std::ranges::any_of(set->as_array(), [&](const Json& one) {
        if (!one.is_object() || (!id.empty() && text_in(one, "kid") != id)) return false;
        const auto kind = text_in(one, "kty");
        if (kind != "RSA" && kind != "EC") return false;
        const std::string json = to_canonical(one);
        const Key key(cjose_jwk_import(json.data(), json.size(), nullptr));
        return key && cjose_jws_verify(token.get(), key.get(), nullptr);
    });
}

bool names_client(const Json& claims, const std::string& client) {
    const auto* audience = claims.find("aud");
    if (audience == nullptr) return false;
    if (audience->is_string()) return audience->as_string() == client;
    if (!audience->is_array()) return false;
    const bool among = std::ranges::any_of(
        audience->as_array(), [&](const Json& one) { return one.is_string() && one.as_string() == client; });
    return among && (audience->as_array().size() == 1 || text_in(claims, "azp") == client);
}

bool in_time(const Json& claims, Instant now) {
    const auto* until = claims.find("exp");
    const auto* since = claims.find("iat");
    const std::int64_t seconds = now.micros / kSecond;
    return until != nullptr && until->is_integer() && until->as_integer() > seconds - kOffSeconds && since != nullptr &&
           since->is_integer() && since->as_integer() < seconds + kOffSeconds;
}

}  // namespace

std::string base64url(std::string_view bytes) {
    std::string out = to_base64(as_bytes(bytes));
    std::ranges::replace(out, '+', '-');
    std::ranges::replace(out, '/', '_');
    while (out.ends_with('=')) out.pop_back();
    return out;
}

Result<std::string> check_id_token(std::string_view text, const Json& keys, const IdTokenTerms& terms) {
    const Token token(cjose_jws_import(text.data(), text.size(), nullptr));
    if (!token) return wrong("no signed token");
    if (std::ranges::find(kAlgorithms, header(token, "alg")) == kAlgorithms.end()) return wrong("its algorithm");
    if (!is_signed(token, keys)) return wrong("its signature");
    std::uint8_t* payload = nullptr;
    std::size_t size = 0;
    if (!cjose_jws_get_plaintext(token.get(), &payload, &size, nullptr)) return wrong("no content");
    const auto claims = parse_json({reinterpret_cast<const char*>(payload), size});
    if (!claims || !claims->is_object()) return wrong("its content");
    if (text_in(*claims, "iss") != terms.issuer) return wrong("another issuer");
    if (!names_client(*claims, terms.client)) return wrong("for somebody else");
    if (text_in(*claims, "nonce") != terms.nonce) return wrong("of another sign-in");
    if (!in_time(*claims, terms.now)) return wrong("out of date");
    auto person = text_in(*claims, "sub");
    if (person.empty() || person.size() > kLongestSubject) return wrong("about nobody");
    return person;
}

}  // namespace sunlot::workflow
