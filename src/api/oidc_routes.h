// Signing in by a provider of identities (workflow/oidc.h). The provider sends the browser back to the page /oidc,
// which hands code and state to POST /api/oidc/finish; the state must also come in a cookie of the browser that began.
#pragma once
#include "api/account_routes.h"
#include "api/route.h"

namespace sunlot::api {

void add_oidc_routes(Router& router, const AccountServices& services);

}  // namespace sunlot::api
