// Imports: upload, preview, mapping, confirmation.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_import_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
