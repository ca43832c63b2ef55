// The witnesses of the log: how they stand, which policy is in force, and requests and answers carried by hand.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_witness_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
