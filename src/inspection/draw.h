// The order of a draw: which step may follow which, and who may take it. Pure: the caller says how far the draw has
// come, these rules say yes, or why not and what comes next. Source: docs/formats/draw-v1.md §2 (order of events).
//
//   opened ─► (commit)* ─► seal ─► [witness] ─► (reveal | deliver | open_deposit)* ─► event ─► seed ─► result ─► assign
//   ─► close mode embargo, before close: (disclose)* ─► reveal_shares sideways: void (only before the event) · redraw:
//   request ─► approval ─► seal ─► result ─► assign, same seed · extension: likewise, with higher quotas · after
//   assign: (substitute ─► approve or refuse)*
//
// Without planned events (trustees) the seed takes the event's place. What may be fixed at opening is in draw_terms.h.
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
    witness,  // the plan's policy has a quorum: its witnesses see the sealing; nobody here can take this step
    reveal,
    deliver,       // mode embargo: a department's device hands over its sealed share
    open_deposit,  // trustees open what was not revealed, or not delivered
    event,
    seed,
    result,
    assign,
    disclose,       // mode embargo: lines of the result are shown to those who need them
    reveal_shares,  // mode embargo: both shares are published, and with them everything
    close,
    void_draw,
    request_redraw,
    approve_redraw,
    substitute,            // an object or an officer is to be replaced by the next in line
    approve_substitution,  // or refuse it
    request_extension,     // higher quotas for some strata
    approve_extension
};
/// The word the API uses: "commit", "deliver", "open_deposit", …, "void", "redraw", "redraw_approve", "substitute".
std::string_view name(DrawStep step);
Text title(DrawStep step);

struct PartyProgress {
    std::string id;
    std::string organisation;
    bool committed = false;
    bool revealed = false;  // by itself, or opened by the trustees
};

/// One of the two sealed shares of an embargoed draw.
struct ShareProgress {
    std::string id;
    bool committed = false;
    bool delivered = false;
    bool revealed = false;
};

struct DrawProgress {
    DrawState state = DrawState::opened;
    draw::Mode mode = draw::Mode::open;
    std::int64_t attempt = 1;
    bool frame_sealed = false;      // the frame of the present attempt
    bool redraw_requested = false;  // and not yet approved
    std::vector<PartyProgress> parties;
    std::int64_t min_parties = 2;
    std::int64_t events_planned = 1;
    std::int64_t events_recorded = 0;
    std::string opened_by;
    std::string redraw_requested_by;
    std::vector<ShareProgress> shares = {};      // two in mode embargo, else none
    bool trustees = false;                       // the plan names trustees
    bool deposit_failed = false;                 // a deposit was opened and is not what was committed to
    bool disclosed = false;                      // a line of the result has been shown
    bool substituted = false;                    // a substitution was approved
    std::string substitution_requested_by = {};  // of the one that waits, or ""
    std::string extension_requested_by = {};     // of one not yet approved, or ""
    bool needs_witnesses = false;                // the plan's policy has a quorum
    bool witnessed = false;                      // the present attempt's sealing was seen by it
};

/// Every step the rules would allow now, the main road first.
std::vector<DrawStep> next_steps(const DrawProgress& draw);

/// Refuses with draw.order (and the reason, and what comes next) or, for an event (or a seed without events) while too
/// few parties have revealed, with draw.too_few_reveals, or with draw.unwitnessed while the sealing waits for
/// witnesses.
Result<Done> allow(DrawStep step, const DrawProgress& draw);

/// Two persons: voiding needs another account than the one that opened the draw (draw.same_person).
Result<Done> allow_void(const DrawProgress& draw, std::string_view account);
/// Two persons: a redraw is approved by another account than the one that asked for it.
Result<Done> allow_approval(const DrawProgress& draw, std::string_view account);

/// Two persons: a substitution is approved or refused by another account than the one that asked for it.
Result<Done> allow_substitution_answer(const DrawProgress& draw, std::string_view account);
/// Two persons: an extension is approved by another account than the one that asked for it.
Result<Done> allow_extension_approval(const DrawProgress& draw, std::string_view account);

/// True when what was revealed suffices: `min_parties`, of at least two organisations.
bool enough_revealed(const DrawProgress& draw);

/// Result, seed and officers are sealed: mode embargo, and the two shares are not yet public.
bool under_embargo(const DrawProgress& draw);

}  // namespace sunlot::inspection
