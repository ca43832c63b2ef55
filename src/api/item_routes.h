// The item list: read, draft, publish.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_item_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
