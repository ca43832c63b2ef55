// Erasing personal data: asked for, approved or refused, listed.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_erasure_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
