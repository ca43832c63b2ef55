// The order of a draw: which step may follow which, and who may take it. Pure: the caller says how far the draw has
// come, these rules say yes, or why not and what comes next. Source: the draw protocol, §1 (order of events).
//
//   opened ─► (commit)* ─► seal ─► (reveal)* ─► event ─► seed ─► result ─► assign ─► close
//   sideways: void (only before the event) · redraw: request ─► approval ─► seal ─► result ─► assign, same seed
#pragma once
#include "base/result.h"
#include "draw/plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// How far a draw has come. `event`: the first public event is on record, so reveals are closed.
enum class DrawState { opened, sealed, event, seeded, drawn, assigned, closed, voided };
std::string_view name(DrawState state);
/// For text out of our own tables; another text there is a fault (std::logic_error).
DrawState draw_state(std::string_view name);
/// "已封存" / "sealed"
Text title(DrawState state);

enum class DrawStep {
    commit,
    seal,
    reveal,
    event,
    seed,
    result,
    assign,
    close,
    void_draw,
    request_redraw,
    approve_redraw
};
/// The word the API uses: "commit", …, "void", "redraw", "redraw_approve".
std::string_view name(DrawStep step);
Text title(DrawStep step);

struct PartyProgress {
    std::string id;
    std::string organisation;
    bool committed = false;
    bool revealed = false;
};

struct DrawProgress {
    DrawState state = DrawState::opened;
    std::int64_t attempt = 1;
    bool frame_sealed = false;      // the frame of the present attempt
    bool redraw_requested = false;  // and not yet approved
    std::vector<PartyProgress> parties;
    std::int64_t min_parties = 2;
    std::int64_t events_planned = 1;
    std::int64_t events_recorded = 0;
    std::string opened_by;
    std::string redraw_requested_by;
};

/// Every step the rules would allow now, the main road first.
std::vector<DrawStep> next_steps(const DrawProgress& draw);

/// Refuses with draw.order (and the reason, and what comes next) or, for an event while too few parties have
/// revealed, with draw.too_few_reveals.
Result<Done> allow(DrawStep step, const DrawProgress& draw);

/// Two persons: voiding needs another account than the one that opened the draw (draw.same_person).
Result<Done> allow_void(const DrawProgress& draw, std::string_view account);
/// Two persons: a redraw is approved by another account than the one that asked for it.
Result<Done> allow_approval(const DrawProgress& draw, std::string_view account);

/// Who takes part and which public events end the seed. Refuses draw.parties, draw.min_parties and draw.events: fewer
/// than two parties or two organisations, nobody from outside the organ's operators, an unknown role, no event.
Result<Done> check_terms(const std::vector<draw::Party>& parties, std::int64_t min_parties,
                         const std::vector<draw::PlannedEvent>& events);

/// True when what was revealed suffices: `min_parties`, of at least two organisations.
bool enough_revealed(const DrawProgress& draw);

}  // namespace sunlot::inspection
