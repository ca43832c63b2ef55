// What anyone may know about this server, before signing in.
#pragma once
#include "api/route.h"
#include "workflow/account.h"
#include "workflow/context.h"

#include <string>

namespace sunlot::api {

void add_status_routes(Router& router, const workflow::Context& context, const workflow::Accounts& accounts,
                       std::string version);

}  // namespace sunlot::api
