// Every route of the program, in the order of the work.
#pragma once
#include "api/route.h"
#include "api/session.h"
#include "api/throttle.h"
#include "workflow/account.h"
#include "workflow/context.h"
#include "workflow/exchange_desk.h"

#include <string>

namespace sunlot::api {

/// What the routes work with; all must outlive the router.
struct Services {
    workflow::Context& context;
    workflow::Accounts& accounts;
    Sessions& sessions;
    Throttle& throttle;
    std::string version;
    workflow::ExchangeDesk& exchange;
};

void add_all_routes(Router& router, const Services& services);

}  // namespace sunlot::api
