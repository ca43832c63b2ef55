// Reports for auditors: what was taken back, and everything of a period with its proofs.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_report_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
