// What may change a dealt draw, over HTTP: substitutions and extensions, each asked for by one person and answered by
// another.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_substitution_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
