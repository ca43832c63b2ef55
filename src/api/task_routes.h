// Tasks of random inspection: preview, create, change, read.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_task_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
