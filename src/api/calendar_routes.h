// The calendar of working days, and terms computed with it.
#pragma once
#include "api/route.h"

namespace sunlot::workflow {
struct Context;
}

namespace sunlot::api {

void add_calendar_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
