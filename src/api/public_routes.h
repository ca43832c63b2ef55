// The pages everyone may read: the list of draws, a draw, its files and the whole bundle.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_public_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
