#include "workflow/api_token.h"

#include "base/bytes.h"
#include "base/text.h"
#include "hash/sha256.h"
#include "store/account.h"
#include "store/database.h"
#include "store/token.h"
#include "workflow/power.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::string_view kPrefix = "slt_";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kLongestLabel = 120;
constexpr std::int64_t kMostDays = 366;
constexpr std::int64_t kDay = std::int64_t{24} * 3600 * 1'000'000;

std::string state_of(const store::ApiToken& row, Instant now) {
    if (row.state == "revoked") return "revoked";
    return row.expires <= now ? "over" : "good";
}

ApiToken to_token(store::View& view, const store::ApiToken& row, Instant now) {
    const auto owner = store::account_by_id(view, row.account);
    return {.id = row.id,
            .account = row.account,
            .account_name = owner ? owner->name : "",
            .label = row.label,
            .scopes = row.scopes,
            .issued_at = row.issued_at,
            .expires = row.expires,
            .state = state_of(row, now)};
}

/// What the token may be used for, sorted.
Result<std::vector<std::string>> checked_scopes(const Actor& actor, const std::vector<std::string>& wanted) {
    std::set<std::string> scopes;
    for (const auto& name : wanted) {
        const auto permission = inspection::parse_permission(name);
        if (!permission) return pass_on(permission.error());
        if (!actor.may(*permission))
            return refuse(RefusalKind::forbidden, "token.scopes", "您自己没有权限 " + name + "，令牌也不能有",
                          "You lack the permission " + name + ", so no token of yours can have it", "scopes");
        scopes.insert(name);
    }
    if (scopes.empty())
        return refuse(RefusalKind::invalid, "token.scopes", "请至少选一项权限", "Choose at least one permission",
                      "scopes");
    return std::vector<std::string>(scopes.begin(), scopes.end());
}

}  // namespace

Result<IssuedToken> issue_token(const Context& context, const Actor& actor, const NewToken& wanted) {
    const std::string label(trim(wanted.label));
    if (label.empty() || label.size() > kLongestLabel)
        return refuse(RefusalKind::invalid, "token.label", "请写明令牌给谁、做什么用（不超过 40 个汉字）",
                      "Say what the token is for", "label");
    if (wanted.days < 1 || wanted.days > kMostDays)
        return refuse(RefusalKind::invalid, "token.days", "有效期为 1 至 366 天", "A token holds for 1 to 366 days",
                      "days");
    const auto scopes = checked_scopes(actor, wanted.scopes);
    if (!scopes) return pass_on(scopes.error());
    std::string secret = std::string(kPrefix) + context.entropy.hex(kSecretBytes);
    const Instant now = context.clock.now();
    auto transaction = context.database.write();
    const std::string id = "k" + std::to_string(store::token_count(transaction) + 1);
    transaction.append({.kind = "token.issued",
                        .actor = actor.account,
                        .subject = id,
                        .at = now,
                        .data = Json::Object{{"account", actor.account},
                                             {"expires", Instant{now.micros + wanted.days * kDay}.text()},
                                             {"scopes", *scopes}},
                        .private_data = Json::Object{{"digest", hash::hex(hash::sha256(secret))}, {"label", label}}});
    IssuedToken issued{.token = to_token(transaction, store::find_token(transaction, id).value(), now),
                       .secret = std::move(secret)};
    transaction.commit();
    return issued;
}

std::vector<ApiToken> list_tokens(const Context& context, std::string_view account) {
    auto view = context.database.read();
    std::vector<ApiToken> out;
    for (const auto& row : store::list_tokens(view, account)) out.push_back(to_token(view, row, context.clock.now()));
    return out;
}

Result<ApiToken> revoke_token(const Context& context, const Actor& actor, std::string_view id) {
    const Instant now = context.clock.now();
    auto transaction = context.database.write();
    const auto row = store::find_token(transaction, id);
    if (!row || (row->account != actor.account && !actor.may(inspection::Permission::token_manage)))
        return refuse(RefusalKind::not_found, "token.unknown", "没有这个令牌", "There is no such token");
    if (state_of(*row, now) != "good")
        return refuse(RefusalKind::conflict, "token.over", "这个令牌已经失效", "The token is over already");
    transaction.append({.kind = "token.revoked",
                        .actor = actor.account,
                        .subject = row->id,
                        .at = now,
                        .data = Json::Object{},
                        .private_data = nullptr});
    auto revoked = to_token(transaction, store::find_token(transaction, id).value(), now);
    transaction.commit();
    return revoked;
}

std::optional<Actor> actor_of_token(const Context& context, std::string_view secret) {
    if (!secret.starts_with(kPrefix) || !is_hex(secret.substr(kPrefix.size()), 2 * kSecretBytes)) return {};
    const Instant now = context.clock.now();
    auto view = context.database.read();
    const auto row = store::token_by_digest(view, hash::hex(hash::sha256(secret)));
    if (!row || state_of(*row, now) != "good") return {};
    auto power = power_of(view, row->account, now);
    if (power.unfinished) return {};
    Actor actor{.account = row->account, .name = {}, .roles = std::move(power.roles), .scope = std::move(power.scope)};
    for (const auto& scope : row->scopes)
        if (const auto permission = inspection::parse_permission(scope);
            permission && power.permissions.contains(*permission))
            actor.permissions.insert(*permission);
    return actor;
}

}  // namespace sunlot::workflow
