// The directory of objects: list, detail, facets, export.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_roll_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
