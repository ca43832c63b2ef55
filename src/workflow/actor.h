// On whose behalf a use case runs. The edge (api, cli) has checked the permission; the use case trusts that and only
// writes down who it was.
#pragma once
#include "inspection/data_scope.h"
#include "inspection/permission.h"

#include <string>

namespace sunlot::workflow {

struct Actor {
    /// What the journal records: an account id "u3", or "system" for what the program does by itself. Never a name.
    std::string account;
    /// For screens only; never in the public part of the journal.
    std::string name;
    inspection::Roles roles;
    /// What the account may do at this moment: its roles, custom ones too, and what was delegated to it; with an API
    /// token no more than the token's scopes.
    inspection::Permissions permissions = {};
    /// Which part of the directories it sees.
    inspection::DataScope scope = {};

    bool may(inspection::Permission permission) const { return permissions.contains(permission); }
};

/// The program itself: first setup, demonstration data, background jobs.
inline Actor system_actor() {
    return {.account = "system", .name = "系统", .roles = {}};
}

}  // namespace sunlot::workflow
