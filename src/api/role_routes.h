// Roles and their permissions, who must use a second factor, granting, and standing in for others.
#pragma once
#include "api/account_routes.h"
#include "api/route.h"

namespace sunlot::api {

void add_role_routes(Router& router, const AccountServices& services);

}  // namespace sunlot::api
