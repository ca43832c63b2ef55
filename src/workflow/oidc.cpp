#include "workflow/oidc.h"

#include "base/bytes.h"
#include "hash/sha256.h"
#include "http/client.h"
#include "store/database.h"
#include "store/oidc.h"
#include "workflow/id_token.h"

#include <chrono>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

constexpr std::int64_t kTenMinutes = std::int64_t{10} * 60 * 1'000'000;
constexpr std::size_t kMostPending = 10'000;
constexpr std::size_t kSecretBytes = 32;
constexpr int kOk = 200;
const http::Limits kLimits{.body = std::uint64_t{1} << 18U, .total = std::chrono::milliseconds(10'000)};

Refusal unknown() {
    return refuse(RefusalKind::not_found, "oidc.unknown", "没有这个身份认证平台", "There is no such provider");
}

Refusal silent() {
    return refuse(RefusalKind::unavailable, "oidc.provider", "身份认证平台没有正确回答，请稍后再试，或用密码登录",
                  "The identity provider does not answer as it should: try later, or use your password");
}

Refusal wrong_state() {
    return refuse(RefusalKind::unauthenticated, "oidc.state", "这次登录已过期，或不是从本浏览器开始的：请重新登录",
                  "This sign-in is out of date or was begun elsewhere: begin again");
}

std::string percent(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           std::string_view("-._~").contains(c);
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return out;
}

std::string form(const std::vector<std::pair<std::string_view, std::string>>& fields) {
    std::string out;
    for (const auto& [name, value] : fields) out += (out.empty() ? "" : "&") + std::string(name) + "=" + percent(value);
    return out;
}

/// A document of the provider; what went wrong goes to the operational log, not to the stranger at the browser.
Result<Json> fetch_json(http::Client& client, const http::Request& request) {
    const auto answer = client.send(request);
    if (!answer) {
        spdlog::warn("oidc: {}: {}", request.url, answer.error().text.en);
        return silent();
    }
    auto json = parse_json(answer->body);
    if (answer->status == kOk && json && json->is_object()) return std::move(*json);
    spdlog::warn("oidc: {} answered {}", request.url, answer->status);
    return silent();
}

std::string text_in(const Json& object, std::string_view name) {
    const auto* value = object.find(name);
    return value != nullptr && value->is_string() ? value->as_string() : "";
}

/// OpenID Connect Discovery 1.0 §4: the provider's addresses, under the issuer's own name.
Result<Json> discover(http::Client& client, const std::string& issuer) {
    const std::string base = issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer;
    auto found = fetch_json(client, {.url = base + "/.well-known/openid-configuration", .limits = kLimits});
    if (!found) return found;
    if (text_in(*found, "issuer") != issuer) {
        spdlog::warn("oidc: {} calls itself {}", issuer, text_in(*found, "issuer"));
        return silent();
    }
    return found;
}

std::string digest_of(const std::string& provider, const std::string& person) {
    return hash::sha256_hex(provider + "\n" + person);
}

}  // namespace

Result<OidcDesk::Begun> OidcDesk::begin(std::string_view provider, const std::string& redirect,
                                        const std::string& linking) {
    const auto row = [&] {
        auto view = context_.database.read();
        return store::find_provider(view, provider);
    }();
    if (!row || !row->open) return unknown();
    http::Client client;
    const auto found = discover(client, row->issuer);
    if (!found) return pass_on(found.error());
    const auto endpoint = text_in(*found, "authorization_endpoint");
    if (endpoint.empty()) return silent();
    const std::string state = context_.entropy.hex(kSecretBytes);
    Pending pending{.provider = row->id,
                    .redirect = redirect,
                    .linking = linking,
                    .nonce = context_.entropy.hex(kSecretBytes),
                    .verifier = context_.entropy.hex(kSecretBytes),
                    .person = {},
                    .at = context_.clock.now()};
    const auto challenge = hash::sha256(pending.verifier);
    std::string address = endpoint + (endpoint.contains('?') ? "&" : "?") +
                          form({{"response_type", "code"},
                                {"client_id", row->client},
                                {"redirect_uri", redirect},
                                {"scope", "openid"},
                                {"state", state},
                                {"nonce", pending.nonce},
                                {"code_challenge", base64url(as_text(challenge))},
                                {"code_challenge_method", "S256"}});
    put(state, std::move(pending));
    return Begun{.address = std::move(address), .state = state};
}

/// Who the provider says it is, for the code the browser brought.
Result<std::string> OidcDesk::exchange(const Pending& pending, const std::string& code) const {
    const auto row = [&] {
        auto view = context_.database.read();
        return store::find_provider(view, pending.provider);
    }();
    if (!row || !row->open) return unknown();
    http::Client client;
    const auto found = discover(client, row->issuer);
    if (!found) return pass_on(found.error());
    http::Request request{.url = text_in(*found, "token_endpoint"),
                          .method = "POST",
                          .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                          .body = form({{"grant_type", "authorization_code"},
                                        {"code", code},
                                        {"redirect_uri", pending.redirect},
                                        {"client_id", row->client},
                                        {"code_verifier", pending.verifier}}),
                          .limits = kLimits};
    if (!row->secret.empty()) {
        const std::string pair = percent(row->client) + ":" + percent(row->secret);
        request.headers["Authorization"] = "Basic " + to_base64(as_bytes(pair));
    }
    const auto answer = fetch_json(client, request);
    if (!answer) return pass_on(answer.error());
    const auto keys = fetch_json(client, {.url = text_in(*found, "jwks_uri"), .limits = kLimits});
    if (!keys) return pass_on(keys.error());
    return check_id_token(
        text_in(*answer, "id_token"), *keys,
        {.issuer = row->issuer, .client = row->client, .nonce = pending.nonce, .now = context_.clock.now()});
}

Result<OidcDesk::Finished> OidcDesk::finish(const std::string& state, const std::string& code, const std::string& otp) {
    auto pending = take(state);
    if (!pending) return wrong_state();
    if (pending->person.empty()) {
        const auto person = exchange(*pending, code);
        if (!person) return pass_on(person.error());
        pending->person = digest_of(pending->provider, *person);
    }
    if (!pending->linking.empty()) return link(*pending);
    const auto account = [&] {
        auto view = context_.database.read();
        return store::linked_account(view, pending->provider, pending->person);
    }();
    if (!account) {
        return refuse(RefusalKind::forbidden, "oidc.stranger",
                      "您在该平台的身份还没有与本系统的账号关联：请先用密码登录，在“我的账号”中关联",
                      "This identity is linked with no account: sign in by password first and link it in My account");
    }
    auto signed_in = accounts_.sign_in_by_provider(*account, otp);
    if (!signed_in) {
        // The code of the provider is used up: who is only asked for the second factor may come again.
        if (signed_in.error().code.starts_with("login.code")) put(state, std::move(*pending));
        return pass_on(signed_in.error());
    }
    return Finished{.signed_in = std::move(*signed_in)};
}

Result<OidcDesk::Finished> OidcDesk::link(const Pending& pending) {
    auto transaction = context_.database.write();
    const auto taken = store::linked_account(transaction, pending.provider, pending.person);
    if (taken && *taken != pending.linking) {
        return refuse(RefusalKind::conflict, "oidc.taken", "该身份已与另一个账号关联",
                      "This identity is linked with another account");
    }
    transaction.append({.kind = "oidc.linked",
                        .actor = pending.linking,
                        .subject = pending.linking,
                        .at = context_.clock.now(),
                        .data = Json::Object{{"person", pending.person}, {"provider", pending.provider}},
                        .private_data = nullptr});
    transaction.commit();
    return Finished{.signed_in = {}};
}

std::optional<OidcDesk::Pending> OidcDesk::take(const std::string& state) {
    const std::lock_guard lock(mutex_);
    auto found = pending_.extract(state);
    if (found.empty() || found.mapped().at.micros + kTenMinutes < context_.clock.now().micros) return {};
    return std::move(found.mapped());
}

void OidcDesk::put(const std::string& state, Pending pending) {
    const Instant now = context_.clock.now();
    const std::lock_guard lock(mutex_);
    std::erase_if(pending_, [&](const auto& one) { return one.second.at.micros + kTenMinutes < now.micros; });
    if (pending_.size() >= kMostPending) pending_.clear();
    pending_[state] = std::move(pending);
}

}  // namespace sunlot::workflow
