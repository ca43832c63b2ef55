#include "store/role.h"

#include "base/text.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::store {
namespace {

constexpr std::string_view kDefine = R"sql(
    INSERT INTO role_custom (id, title, permissions, state, entry) VALUES ($1, $2, $3, 'open', $4))sql";
constexpr std::string_view kChange = R"sql(
    UPDATE role_custom SET title = $2, permissions = $3, entry = $4 WHERE id = $1)sql";
constexpr std::string_view kClose = R"sql(
    UPDATE role_custom SET state = 'closed', entry = $2 WHERE id = $1)sql";
constexpr std::string_view kFindRole = R"sql(
    SELECT id, title, permissions, state, entry FROM role_custom WHERE id = $1)sql";
constexpr std::string_view kAllRoles = R"sql(
    SELECT id, title, permissions, state, entry FROM role_custom ORDER BY length(id), id)sql";
constexpr std::string_view kDropFactor = R"sql(DELETE FROM role_factor)sql";
constexpr std::string_view kAddFactor = R"sql(
    INSERT INTO role_factor (role, entry) VALUES ($1, $2))sql";
constexpr std::string_view kFactorRoles = R"sql(
    SELECT role FROM role_factor ORDER BY role)sql";
constexpr std::string_view kDelegate = R"sql(
    INSERT INTO delegation (id, giver, taker, roles, starts, ends, reason, state, granted_at, entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'granted', $8, $9))sql";
constexpr std::string_view kRevoke = R"sql(
    UPDATE delegation SET state = 'revoked', entry = $2 WHERE id = $1)sql";
constexpr std::string_view kForgetReason = R"sql(
    UPDATE delegation SET reason = '' WHERE id = $1)sql";
constexpr std::string_view kFindDelegation = R"sql(
    SELECT id, giver, taker, roles, starts, ends, reason, state, granted_at, entry FROM delegation WHERE id = $1)sql";
constexpr std::string_view kAllDelegations = R"sql(
    SELECT id, giver, taker, roles, starts, ends, reason, state, granted_at, entry
    FROM delegation ORDER BY granted_at DESC, id)sql";
constexpr std::string_view kDelegationsOf = R"sql(
    SELECT id, giver, taker, roles, starts, ends, reason, state, granted_at, entry
    FROM delegation WHERE giver = $1 OR taker = $1 ORDER BY granted_at DESC, id)sql";
constexpr std::string_view kInForce = R"sql(
    SELECT delegation.id, giver, taker, delegation.roles, starts, ends, reason, delegation.state, granted_at, entry
    FROM delegation JOIN account ON account.id = delegation.giver
    WHERE taker = $1 AND delegation.state = 'granted' AND account.state = 'active' AND starts <= $2 AND ends >= $2
    ORDER BY delegation.id)sql";
constexpr std::string_view kCountDelegations = R"sql(
    SELECT count(*) FROM delegation)sql";

std::vector<std::string> cut(std::string_view joined) {
    std::vector<std::string> out;
    if (joined.empty()) return out;
    for (const auto part : split(joined, ',')) out.emplace_back(part);
    return out;
}

std::string joined(const Json& texts) {
    std::vector<std::string> out;
    for (const auto& text : texts.as_array()) out.push_back(text.as_string());
    std::ranges::sort(out);
    return join(out, ",");
}

Date date_in(const Row& row, int column) {
    const auto date = Date::parse(row.text_view(column));
    if (!date) throw std::runtime_error("a delegation holds no date");
    return *date;
}

CustomRole to_role(const Row& row) {
    return {.id = row.text(0),
            .title = row.text(1),
            .permissions = cut(row.text_view(2)),
            .state = row.text(3),
            .entry = static_cast<std::uint64_t>(row.integer(4))};
}

Delegation to_delegation(const Row& row) {
    return {.id = row.text(0),
            .from = row.text(1),
            .to = row.text(2),
            .roles = cut(row.text_view(3)),
            .starts = date_in(row, 4),
            .ends = date_in(row, 5),
            .reason = row.text(6),
            .state = row.text(7),
            .granted_at = row.instant(8),
            .entry = static_cast<std::uint64_t>(row.integer(9))};
}

const std::string& text(const StoredEvent& event, std::string_view key) {
    return event.data.at(key).as_string();
}

void delegate(Transaction& transaction, const StoredEvent& event) {
    const std::string reason = event.private_data.is_null() ? "" : event.private_data.at("reason").as_string();
    transaction.execute(kDelegate,
                        {event.subject, text(event, "from"), text(event, "to"), joined(event.data.at("roles")),
                         text(event, "starts"), text(event, "ends"), reason, event.at, event.seq});
}

void set_factor(Transaction& transaction, const StoredEvent& event) {
    transaction.execute(kDropFactor, {});
    for (const auto& role : event.data.at("roles").as_array())
        transaction.execute(kAddFactor, {role.as_string(), event.seq});
}

void apply_role(Transaction& transaction, const StoredEvent& event) {
    const auto& id = event.subject;
    if (event.kind == "role.defined") {
        transaction.execute(kDefine, {id, text(event, "title"), joined(event.data.at("permissions")), event.seq});
    } else if (event.kind == "role.changed") {
        transaction.execute(kChange, {id, text(event, "title"), joined(event.data.at("permissions")), event.seq});
    } else if (event.kind == "role.closed") {
        transaction.execute(kClose, {id, event.seq});
    } else if (event.kind == "role.factor_set") {
        set_factor(transaction, event);
    } else if (event.kind == "delegation.granted") {
        delegate(transaction, event);
    } else if (event.kind == "delegation.revoked") {
        transaction.execute(kRevoke, {id, event.seq});
    } else if (event.kind == "private.erased") {
        const auto* kind = event.data.find("kind");
        if (kind != nullptr && kind->as_string() == "delegation.granted")
            transaction.execute(kForgetReason, {text(event, "of")});
    } else if (event.kind != "role.grant_refused") {
        unknown_event(event);
    }
}

}  // namespace

std::optional<CustomRole> find_role(View& view, std::string_view id) {
    return view.query_one(kFindRole, {id}, to_role);
}

std::vector<CustomRole> all_roles(View& view) {
    return view.query_all(kAllRoles, {}, to_role);
}

std::set<std::string> factor_roles(View& view) {
    std::set<std::string> out;
    view.query(kFactorRoles, {}, [&](const Row& row) { out.insert(row.text(0)); });
    return out;
}

std::optional<Delegation> find_delegation(View& view, std::string_view id) {
    return view.query_one(kFindDelegation, {id}, to_delegation);
}

std::vector<Delegation> all_delegations(View& view, std::string_view account) {
    return account.empty() ? view.query_all(kAllDelegations, {}, to_delegation)
                           : view.query_all(kDelegationsOf, {account}, to_delegation);
}

std::vector<Delegation> delegations_to(View& view, std::string_view account, Date day) {
    return view.query_all(kInForce, {account, day.text()}, to_delegation);
}

std::int64_t delegation_count(View& view) {
    return view.count(kCountDelegations);
}

Projection role_projection() {
    return {.stem = "role",
            .kinds = {"role.", "delegation.", "private.erased"},
            .apply = apply_role,
            .tables = {{"role_custom", {"id"}}, {"role_factor", {"role"}}, {"delegation", {"id"}}}};
}

}  // namespace sunlot::store
