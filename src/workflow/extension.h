// Extension: a higher quota only adds objects (docs/formats/draw-v1.md §10.1). Whoever knows the seed could see whom it
// adds, so two persons answer for it and the quotas are all they choose. Once approved it is carried out like a redraw:
// seal, result, assignment, with the same seed and the same frame.
#pragma once
#include "base/result.h"
#include "draw/seal.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// Refuses draw.reason, draw.order, extension.stratum (not in the plan), extension.nothing (no cell would grow).
Result<Done> request_extension(const Context& context, const Actor& actor, std::string_view draw_id,
                               const std::vector<draw::HigherQuota>& strata, std::string_view reason);
/// By another person. Refuses draw.same_person, draw.order.
Result<Done> approve_extension(const Context& context, const Actor& actor, std::string_view draw_id);

}  // namespace sunlot::workflow
