// Parameters and dictionaries.
#pragma once
#include "api/route.h"

namespace sunlot::workflow {
struct Context;
}

namespace sunlot::api {

void add_parameter_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
