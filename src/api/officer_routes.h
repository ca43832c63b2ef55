// The directory of officers, and recusals.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_officer_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
