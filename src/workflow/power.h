// What an account may do at a moment (权限), worked out anew for every request: nothing of it is kept in a session, so
// that a role taken away is gone at the next click.
#pragma once
#include "base/clock.h"
#include "inspection/data_scope.h"
#include "inspection/permission.h"

#include <string_view>

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

struct Power {
    inspection::Roles roles;
    inspection::Permissions permissions;
    inspection::DataScope scope;
    /// A role asks for a second factor, and there is none: nothing may be done but to set it up.
    bool unfinished = false;
};

/// Nothing but `public_access` for an account there is not.
Power power_of(store::View& view, std::string_view account, Instant now);

/// One of the account's roles asks for a second factor.
bool factor_required(store::View& view, std::string_view account);

}  // namespace sunlot::workflow
