// Tokens for programs: one's own, and all of them for whoever oversees them.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_token_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
