// The log for readers: entries, proofs, consistency and search, as JSON (/api/public/log/…) and as pages (/j).
// Everybody may ask; what searches the database is limited per address. Proofs come from the published files.
#pragma once
#include "api/route.h"
#include "workflow/context.h"

namespace sunlot::api {

void add_log_read_routes(Router& router, const workflow::Context& context);

}  // namespace sunlot::api
