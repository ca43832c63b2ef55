#include "base/text.h"
#include "store/account.h"
#include "store/database.h"
#include "store/role.h"
#include "workflow/account_parts.h"
#include "workflow/role.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

/// Longer than this is no absence: then the account gets other roles.
constexpr std::int64_t kLongestDays = 183;
constexpr std::size_t kLongestReason = 500;

Refusal no(RefusalKind kind, std::string code, std::string zh, std::string en, std::string field = {}) {
    return refuse(kind, std::move(code), std::move(zh), std::move(en), std::move(field));
}

std::string state_of(const store::Delegation& row, Date today) {
    if (row.state == "revoked") return "revoked";
    if (today < row.starts) return "coming";
    return today > row.ends ? "over" : "in_force";
}

std::string name_of(store::View& view, const std::string& account) {
    const auto row = store::account_by_id(view, account);
    return row ? row->name : "";
}

Delegation to_delegation(store::View& view, const store::Delegation& row, Date today) {
    return {.id = row.id,
            .from = row.from,
            .from_name = name_of(view, row.from),
            .to = row.to,
            .to_name = name_of(view, row.to),
            .roles = row.roles,
            .starts = row.starts,
            .ends = row.ends,
            .reason = row.reason,
            .state = state_of(row, today)};
}

bool administers(const std::vector<std::string>& roles) {
    return std::ranges::any_of(roles, [](const std::string& name) {
        const auto role = inspection::parse_role(name);
        return role && inspection::is_administrator(*role);
    });
}

Result<Done> check_words(const NewDelegation& wanted, Date today) {
    if (wanted.starts < today || wanted.ends < wanted.starts ||
        wanted.ends.days() - wanted.starts.days() >= kLongestDays)
        return no(RefusalKind::invalid, "delegation.period", "委托从今天或以后开始，到结束日为止不超过 183 天",
                  "A delegation starts today or later and lasts 183 days at most", "ends");
    if (trim(wanted.reason).empty() || wanted.reason.size() > kLongestReason)
        return no(RefusalKind::invalid, "delegation.reason", "请写明委托的原因", "Say why", "reason");
    return Done{};
}

/// Only one's own, not what one got from others; and nothing that the three administrators keep apart.
Result<Done> check_people(const store::AccountRow& giver, const store::AccountRow& taker,
                          const std::vector<std::string>& roles) {
    if (taker.id == giver.id)
        return no(RefusalKind::invalid, "delegation.self", "不能委托给自己", "Not to oneself", "to");
    if (administers(giver.roles) || administers(taker.roles))
        return no(RefusalKind::forbidden, "delegation.administrator",
                  "系统、安全、审计管理员的职权不能委托，也不能接受委托",
                  "Administrators neither delegate nor stand in", "to");
    const bool own = !roles.empty() && std::ranges::all_of(roles, [&](const std::string& role) {
        return std::ranges::find(giver.roles, role) != giver.roles.end();
    });
    if (!own)
        return no(RefusalKind::forbidden, "delegation.roles", "只能委托自己本来的角色，不能转委托",
                  "Only one's own roles can be delegated", "roles");
    return Done{};
}

}  // namespace

Result<Delegation> delegate(const Context& context, const Actor& actor, const NewDelegation& wanted) {
    const Instant now = context.clock.now();
    const Date today = now.beijing_date();
    const auto words = check_words(wanted, today);
    if (!words) return pass_on(words.error());
    const auto login = inspection::LoginName::parse(wanted.to);
    if (!login) return pass_on(login.error());
    auto transaction = context.database.write();
    const auto giver = store::account_by_id(transaction, actor.account);
    const auto taker = store::account_by_login(transaction, login->text());
    if (!giver || !taker || taker->state != "active") return unknown_account();
    const auto fit = check_people(*giver, *taker, wanted.roles);
    if (!fit) return pass_on(fit.error());
    const std::set<std::string> roles(wanted.roles.begin(), wanted.roles.end());
    const std::string id = "d" + std::to_string(store::delegation_count(transaction) + 1);
    transaction.append({.kind = "delegation.granted",
                        .actor = actor.account,
                        .subject = id,
                        .at = now,
                        .data = Json::Object{{"ends", wanted.ends.text()},
                                             {"from", giver->id},
                                             {"roles", std::vector<std::string>(roles.begin(), roles.end())},
                                             {"starts", wanted.starts.text()},
                                             {"to", taker->id}},
                        .private_data = Json::Object{{"reason", std::string(trim(wanted.reason))}}});
    auto delegation = to_delegation(transaction, store::find_delegation(transaction, id).value(), today);
    transaction.commit();
    return delegation;
}

std::vector<Delegation> list_delegations(const Context& context, std::string_view account) {
    const Date today = context.clock.now().beijing_date();
    auto view = context.database.read();
    std::vector<Delegation> out;
    for (const auto& row : store::all_delegations(view, account)) out.push_back(to_delegation(view, row, today));
    return out;
}

Result<Delegation> revoke_delegation(const Context& context, const Actor& actor, std::string_view id) {
    const Date today = context.clock.now().beijing_date();
    auto transaction = context.database.write();
    const auto row = store::find_delegation(transaction, id);
    if (!row || (row->from != actor.account && !actor.may(inspection::Permission::role_manage)))
        return no(RefusalKind::not_found, "delegation.unknown", "没有这件委托", "There is no such delegation");
    const auto state = state_of(*row, today);
    if (state == "revoked" || state == "over")
        return no(RefusalKind::conflict, "delegation.over", "这件委托已经结束", "The delegation is over");
    transaction.append({.kind = "delegation.revoked",
                        .actor = actor.account,
                        .subject = row->id,
                        .at = context.clock.now(),
                        .data = Json::Object{},
                        .private_data = nullptr});
    auto revoked = to_delegation(transaction, store::find_delegation(transaction, id).value(), today);
    transaction.commit();
    return revoked;
}

}  // namespace sunlot::workflow
