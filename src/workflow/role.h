// Granting of roles, roles of the bureau's own making, and standing in for someone who is away. What the three
// administrators keep apart can't be joined here; whoever tries is refused, and the attempt is in the journal.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/permission.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct Account;

struct CustomRole {
    std::string id;
    std::string title;
    inspection::Permissions permissions;
    bool open = true;
};

struct Delegation {
    std::string id;
    std::string from;
    std::string from_name;
    std::string to;
    std::string to_name;
    std::vector<std::string> roles;
    Date starts;
    Date ends;
    std::string reason;
    /// coming | in_force | over | revoked
    std::string state;
};

struct NewDelegation {
    /// Login of whoever stands in.
    std::string to;
    std::vector<std::string> roles;
    Date starts;
    Date ends;
    std::string reason;
};

/// What these names grant. Refuses account.roles_missing, role.unknown, role.closed, account.roles_exclusive; a refusal
/// of exclusion is recorded with `subject`, an account or "new".
Result<inspection::Grant> check_grant(const Context& context, const Actor& actor, const std::string& subject,
                                      const std::vector<std::string>& names);
/// Gives an account other roles. Refuses account.unknown, account.self, and what check_grant refuses.
Result<Account> set_roles(const Context& context, const Actor& actor, std::string_view id,
                          const std::vector<std::string>& names);

std::vector<CustomRole> list_roles(const Context& context);
/// Refuses role.title, permission.unknown, role.permissions (none, or one that no business role holds).
Result<CustomRole> define_role(const Context& context, const Actor& actor, const std::string& title,
                               const std::vector<std::string>& permissions);
/// Also refuses role.unknown and role.closed.
Result<CustomRole> change_role(const Context& context, const Actor& actor, std::string_view id,
                               const std::string& title, const std::vector<std::string>& permissions);
Result<CustomRole> close_role(const Context& context, const Actor& actor, std::string_view id);

/// Names of the roles whose holders must use a second factor.
std::set<std::string> factor_roles(const Context& context);
/// Refuses role.unknown.
Result<std::set<std::string>> set_factor_roles(const Context& context, const Actor& actor,
                                               const std::vector<std::string>& roles);

/// The actor's own roles, for a time. Refuses account.unknown, delegation.self, .roles, .administrator, .period,
/// .reason.
Result<Delegation> delegate(const Context& context, const Actor& actor, const NewDelegation& wanted);
/// `account`: given by it or to it; empty: all.
std::vector<Delegation> list_delegations(const Context& context, std::string_view account);
/// By its giver, or by whoever may grant roles. Refuses delegation.unknown, .over.
Result<Delegation> revoke_delegation(const Context& context, const Actor& actor, std::string_view id);

}  // namespace sunlot::workflow
