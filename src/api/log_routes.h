// /log/…: the transparency log's static files (workflow/log_files.h), for anyone.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_log_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
