#include "store/token.h"

#include "base/text.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::store {
namespace {

constexpr std::string_view kIssue = R"sql(
    INSERT INTO api_token (id, account, label, scopes, digest, expires, state, issued_at, entry)
    VALUES ($1, $2, $3, $4, $5, $6, 'issued', $7, $8))sql";
constexpr std::string_view kRevoke = R"sql(
    UPDATE api_token SET state = 'revoked', digest = NULL, entry = $2 WHERE id = $1)sql";
constexpr std::string_view kByDigest = R"sql(
    SELECT api_token.id, account, label, scopes, expires, api_token.state, issued_at, entry
    FROM api_token JOIN account ON account.id = api_token.account
    WHERE digest = $1 AND account.state = 'active')sql";
constexpr std::string_view kFind = R"sql(
    SELECT id, account, label, scopes, expires, state, issued_at, entry FROM api_token WHERE id = $1)sql";
constexpr std::string_view kAll = R"sql(
    SELECT id, account, label, scopes, expires, state, issued_at, entry FROM api_token
    ORDER BY issued_at DESC, entry DESC)sql";
constexpr std::string_view kOf = R"sql(
    SELECT id, account, label, scopes, expires, state, issued_at, entry FROM api_token WHERE account = $1
    ORDER BY issued_at DESC, entry DESC)sql";
constexpr std::string_view kCount = R"sql(SELECT count(*) FROM api_token)sql";

ApiToken to_token(const Row& row) {
    ApiToken token{.id = row.text(0),
                   .account = row.text(1),
                   .label = row.text(2),
                   .scopes = {},
                   .expires = row.instant(4),
                   .state = row.text(5),
                   .issued_at = row.instant(6),
                   .entry = static_cast<std::uint64_t>(row.integer(7))};
    for (const auto scope : split(row.text_view(3), ',')) token.scopes.emplace_back(scope);
    return token;
}

void issue(Transaction& transaction, const StoredEvent& event) {
    std::vector<std::string> scopes;
    for (const auto& scope : event.data.at("scopes").as_array()) scopes.push_back(scope.as_string());
    std::ranges::sort(scopes);
    std::optional<std::string> digest;
    std::string label;
    if (!event.private_data.is_null()) {
        digest = event.private_data.at("digest").as_string();
        label = event.private_data.at("label").as_string();
    }
    const auto expires = Instant::parse(event.data.at("expires").as_string());
    transaction.execute(kIssue, {event.subject, event.data.at("account").as_string(), label, join(scopes, ","), digest,
                                 expires.value(), event.at, event.seq});
}

void apply_token(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "token.issued")
        issue(transaction, event);
    else if (event.kind == "token.revoked")
        transaction.execute(kRevoke, {event.subject, event.seq});
    else
        unknown_event(event);
}

}  // namespace

std::optional<ApiToken> token_by_digest(View& view, std::string_view digest) {
    return view.query_one(kByDigest, {digest}, to_token);
}

std::optional<ApiToken> find_token(View& view, std::string_view id) {
    return view.query_one(kFind, {id}, to_token);
}

std::vector<ApiToken> list_tokens(View& view, std::string_view account) {
    return account.empty() ? view.query_all(kAll, {}, to_token) : view.query_all(kOf, {account}, to_token);
}

std::int64_t token_count(View& view) {
    return view.count(kCount);
}

Projection token_projection() {
    return {.stem = "token", .kinds = {"token."}, .apply = apply_token, .tables = {{"api_token", {"id"}}}};
}

}  // namespace sunlot::store
