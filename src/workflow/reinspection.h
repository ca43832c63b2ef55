// Re-inspection (docs/formats/draw-v1.md §10.2): a draw over what an earlier draw left behind. Its frame are the
// objects inspected then, those cancelled by substitution, and those a rule excluded, each category a stratum: so that
// "all fine", "could not be found" and "exempt" are checked by somebody else.
#pragma once
#include "base/result.h"
#include "draw/plan.h"
#include "inspection/task.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/frame.h"

namespace sunlot::workflow {

/// Refuses draw.reinspects: the earlier draw is not there, or not closed. Categories that no stratum names stay out;
/// the rules of exclusion do not apply.
Result<FrameLists> build_reinspection(const Context& context, store::View& view, const inspection::Task& task);

/// By somebody else than the earlier draw: another account than the one that opened it, and operators of other
/// organisations. Refuses draw.reinspects, draw.same_person, draw.same_organ. One server holds one organ: that the
/// organisations named are who they say is vouched for by the parties themselves.
Result<Done> check_reinspection(const Context& context, store::View& view, const Actor& actor,
                                const inspection::Task& task, const std::vector<draw::Party>& parties);

/// What plan.json records as `pool`.
Json reinspection_pool(const inspection::Task& task, std::string_view log_origin);

}  // namespace sunlot::workflow
