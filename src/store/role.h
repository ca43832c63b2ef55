// Roles of the bureau's own making, who must use a second factor, and standing in for someone who is away. Events:
//   role.defined, role.changed  subject "c1": {"permissions":[…],"title"}
//   role.closed                 subject "c1": {}
//   role.factor_set             subject "factor": {"roles":[…]}, in place of what was set before
//   role.grant_refused          the journal alone
//   delegation.granted          subject "d1": {"ends","from","roles":[…],"starts","to"}, private {"reason"}
//   delegation.revoked          subject "d1": {}
#pragma once
#include "store/projections.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct CustomRole {
    std::string id;
    std::string title;
    /// Sorted names.
    std::vector<std::string> permissions;
    /// open | closed
    std::string state;
    std::uint64_t entry = 0;
};

struct Delegation {
    std::string id;
    std::string from;
    std::string to;
    /// Names of roles and ids of custom ones.
    std::vector<std::string> roles;
    /// Both days count.
    Date starts;
    Date ends;
    std::string reason;
    /// granted | revoked
    std::string state;
    Instant granted_at;
    std::uint64_t entry = 0;
};

std::optional<CustomRole> find_role(View& view, std::string_view id);
/// In the order they were made.
std::vector<CustomRole> all_roles(View& view);
/// Names of the roles whose holders must use a second factor.
std::set<std::string> factor_roles(View& view);

std::optional<Delegation> find_delegation(View& view, std::string_view id);
/// Youngest first. `account`: given by it or to it; empty: all.
std::vector<Delegation> all_delegations(View& view, std::string_view account);
/// Those to the account that are in force on the day and whose giver still has an open account.
std::vector<Delegation> delegations_to(View& view, std::string_view account, Date day);
std::int64_t delegation_count(View& view);

Projection role_projection();

}  // namespace sunlot::store
