// The organisation tree, and where in it accounts are.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_organ_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
