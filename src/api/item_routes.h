// The item list: read, draft, review, publish; and what everybody may read of it.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_item_routes(Router& router, const workflow::Context& context);
void add_public_item_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
