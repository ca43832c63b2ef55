// On whose behalf a use case runs. The edge (api, cli) has checked the permission; the use case trusts that and only
// writes down who it was.
#pragma once
#include "inspection/permission.h"

#include <string>

namespace sunlot::workflow {

struct Actor {
    /// What the journal records: an account id "u3", or "system" for what the program does by itself. Never a name.
    std::string account;
    /// For screens only; never in the public part of the journal.
    std::string name;
    inspection::Roles roles;
};

/// The program itself: first setup, demonstration data, background jobs.
inline Actor system_actor() {
    return {.account = "system", .name = "系统", .roles = {}};
}

}  // namespace sunlot::workflow
