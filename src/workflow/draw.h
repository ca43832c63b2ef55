// The steps of a draw, in the order of the protocol (docs/formats/draw-v1.md §1). Each is one transaction and one entry
// of the journal; the server refuses any other order (inspection/draw.h). Files (plan, lists, seed, result, slots,
// assignment) are blobs, written before the entry that carries their digests: a crash in between leaves a file that
// nobody refers to.
//
// Asking twice for the same step with the same data (a double click) is answered with "done": the caller then shows the
// draw as it is.
#pragma once
#include "base/result.h"
#include "draw/plan.h"
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/contribution.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct DrawTerms {
    std::string task;                  // id or number
    std::vector<draw::Party> parties;  // without commitments
    std::int64_t min_parties = 2;
    std::vector<draw::PlannedEvent> events;
    draw::Mode mode = draw::Mode::open;
    std::vector<std::string> sealed = {};         // mode embargo: the two departments, for sealed-1 and sealed-2
    std::optional<draw::Embargo> embargo = {};    // mode embargo, optional
    std::optional<draw::Trustees> trustees = {};  // optional; needed when there is no event
};

/// Fixes all that influences the result and gives the draw its id, <organ>-<region>-<year>-<serial>, without gaps.
/// Refuses task.unknown, task.period_past, draw.embargo (reveal_by is past), draw.exists (the task has a draw that was
/// not voided) and as check_terms.
Result<std::string> open_draw(const Context& context, const Actor& actor, const DrawTerms& terms);

/// All below refuse draw.unknown, and draw.order with the step that comes next.

/// Reads the directories in one snapshot and seals frame, exclusions, officers and recusals. For an approved redraw:
/// the corrected ones, with the quotas kept. Refuses draw.frame_empty, draw.infeasible (who can't be served, and by
/// whom alone), and as build_frame.
Result<Done> seal_frame(const Context& context, const Actor& actor, std::string_view draw_id);

/// The first event closes the reveals. `signature`: of a drand round, or "". Refuses draw.too_few_reveals, event.early,
/// event.name, event.content, event.signature.
Result<Done> record_event(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view name,
                          std::string_view content, std::string_view signature = {});
Result<Done> fix_seed(const Context& context, const Actor& actor, std::string_view draw_id);
/// Draws by two code paths; std::runtime_error when they disagree, and then nothing is recorded.
Result<Done> seal_result(const Context& context, const Actor& actor, std::string_view draw_id);
/// Refuses assignment.infeasible: the remedy is a redraw with more officers, which keeps the sample.
Result<Done> seal_assignment(const Context& context, const Actor& actor, std::string_view draw_id);
Result<Done> close_draw(const Context& context, const Actor& actor, std::string_view draw_id);

/// By a leader other than the opener, before the event. Refuses draw.same_person, draw.reason.
Result<Done> void_draw(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view reason);
/// Refuses draw.reason.
Result<Done> request_redraw(const Context& context, const Actor& actor, std::string_view draw_id,
                            std::string_view reason);
/// By a leader other than the one who asked. Refuses draw.same_person.
Result<Done> approve_redraw(const Context& context, const Actor& actor, std::string_view draw_id);

}  // namespace sunlot::workflow
