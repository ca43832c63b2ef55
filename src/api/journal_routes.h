// The journal, its signed head, and the audit by replay.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_journal_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
