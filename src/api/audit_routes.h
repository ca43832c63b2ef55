// The organ's audit of itself: the published log, the replay, and the run of the night.
#pragma once
#include "api/route.h"
#include "workflow/context.h"
#include "workflow/self_audit.h"

namespace sunlot::api {

void add_audit_routes(Router& router, const workflow::Context& context);

/// Of the nightly audit, for /api/status.
Json to_json(const workflow::AuditState& state);

}  // namespace sunlot::api
