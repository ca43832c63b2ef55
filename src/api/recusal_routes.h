// Recusals: which officer may not be sent where.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_recusal_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
