// Setup, signing in and out, accounts.
#pragma once
#include "api/route.h"
#include "api/session.h"
#include "api/throttle.h"
#include "workflow/account.h"

namespace sunlot::api {

/// All must outlive the router.
struct AccountServices {
    workflow::Accounts& accounts;
    Sessions& sessions;
    Throttle& throttle;
};

void add_account_routes(Router& router, const AccountServices& services);

}  // namespace sunlot::api
