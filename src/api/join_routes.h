// Where the devices of the parties come in, each with the token of its one-time link in the body: no account, no
// cookie. Guessing is slowed down by the throttle, by address.
#pragma once
#include "api/route.h"
#include "api/throttle.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_join_routes(Router& router, const workflow::Context& context, Throttle& throttle);

}  // namespace sunlot::api
