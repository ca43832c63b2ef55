// Personal data unmasked, each look with a purpose and an entry of its own.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_personal_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
