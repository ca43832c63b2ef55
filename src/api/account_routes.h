// Setup, signing in and out, one's own password, sessions and second factor; accounts of others.
#pragma once
#include "api/account_json.h"
#include "api/route.h"
#include "api/session.h"
#include "api/throttle.h"
#include "workflow/account.h"

namespace sunlot::api {

/// All must outlive the router.
struct AccountServices {
    const workflow::Context& context;
    workflow::Accounts& accounts;
    Sessions& sessions;
    Throttle& throttle;
};

void add_account_routes(Router& router, const AccountServices& services);
/// One's own sessions and second factor.
void add_factor_routes(Router& router, const AccountServices& services);
/// What administrators do with accounts of others.
void add_account_admin_routes(Router& router, const AccountServices& services);

/// Opens a session for whoever signed in, with its cookie.
Response signed_in_response(const AccountServices& services, const Request& request,
                            const workflow::SignedIn& signed_in);

/// What wrong tries of a login name count towards. The lock is the journal's; this one holds for names of nobody too.
Throttle::Key login_key(std::string_view login);

}  // namespace sunlot::api
