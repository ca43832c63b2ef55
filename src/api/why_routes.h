// "Why me, why not me" over HTTP: as JSON for programs, as a page for everyone.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_why_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
