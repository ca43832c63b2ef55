// What an embargoed draw and its trustees need beyond the ordinary steps: delivery of the sealed shares, deposits that
// trustees open, disclosure line by line, the doorstep proof, and the reveal at the end.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_embargo_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
