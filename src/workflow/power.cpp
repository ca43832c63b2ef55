#include "workflow/power.h"

#include "inspection/organ_tree.h"
#include "store/account.h"
#include "store/account_guard.h"
#include "store/organ.h"
#include "store/role.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace sunlot::workflow {
namespace {

inspection::Grant grant_in(const store::AccountRow& row) {
    auto grant = inspection::parse_grant(row.roles);
    if (!grant) throw std::runtime_error("account " + row.id + " holds unknown roles");
    return std::move(*grant);
}

void add(inspection::Permissions& to, const inspection::Permissions& more) {
    to.insert(more.begin(), more.end());
}

/// What a role of the bureau's own making gives: nothing once it is closed.
void add_custom(store::View& view, inspection::Permissions& to, const std::set<std::string>& roles) {
    for (const auto& id : roles) {
        const auto role = store::find_role(view, id);
        if (!role || role->state != "open") continue;
        for (const auto& name : role->permissions)
            if (const auto permission = inspection::parse_permission(name)) to.insert(*permission);
    }
}

/// What was delegated, as far as its giver still holds it.
void add_lent(store::View& view, inspection::Permissions& to, const store::Delegation& delegated) {
    const auto giver = store::account_by_id(view, delegated.from);
    for (const auto& name : delegated.roles) {
        if (!giver || std::ranges::find(giver->roles, name) == giver->roles.end()) continue;
        const auto role = inspection::parse_role(name);
        if (role)
            add(to, inspection::permissions_of({*role}));
        else
            add_custom(view, to, {name});
    }
}

bool asks_for_factor(store::View& view, const inspection::Grant& grant) {
    const auto asking = store::factor_roles(view);
    if (asking.empty()) return false;
    return std::ranges::any_of(inspection::names(grant), [&](const auto& role) { return asking.contains(role); });
}

}  // namespace

bool factor_required(store::View& view, std::string_view account) {
    const auto row = store::account_by_id(view, account);
    return row && asks_for_factor(view, grant_in(*row));
}

Power power_of(store::View& view, std::string_view account, Instant now) {
    const auto row = store::account_by_id(view, account);
    if (!row) return {.roles = {}, .permissions = {inspection::Permission::public_access}, .scope = {}};
    const auto grant = grant_in(*row);
    Power power{.roles = grant.roles, .permissions = inspection::permissions_of(grant.roles), .scope = {}};
    add_custom(view, power.permissions, grant.custom);
    for (const auto& delegated : store::delegations_to(view, account, now.beijing_date()))
        add_lent(view, power.permissions, delegated);
    if (const auto place = store::place_of(view, account); !place.empty())
        power.scope = inspection::scope_at(store::organ_tree(view), place);
    power.unfinished = asks_for_factor(view, grant) && !store::account_guard(view, account).totp;
    return power;
}

}  // namespace sunlot::workflow
