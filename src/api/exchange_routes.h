// Interconnection (互联互通): sources, their runs, conflicts, and our directory for other departments.
#pragma once
#include "api/route.h"
#include "workflow/context.h"
#include "workflow/exchange_desk.h"

namespace sunlot::api {

void add_exchange_routes(Router& router, const workflow::Context& context, workflow::ExchangeDesk& desk);

}  // namespace sunlot::api
