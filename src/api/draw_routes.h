// The draw, step by step, and what it shows. Every step answers with the draw as it then stands.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_draw_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
