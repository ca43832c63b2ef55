// The provincial log: the public page of all counties, its JSON, the evidence of an alarm, and what the administrator
// does (who also names the witnesses: the same power).
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

/// `context` must outlive the router.
void add_province_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
