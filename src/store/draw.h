// Draws as the tables hold them. Written by the events of a draw (draw-v1): draw.*, contribution.*, frame.sealed,
// sealing.witnessed, event.recorded, seed.fixed, result.sealed, assignment.sealed, redraw.*. The events carry digests;
// the files they name are blobs, from which the projection takes the parties, the counts, the result and the
// assignment. Of an embargoed draw the digests are in the entries' private parts, and the seed is computed from what
// was delivered.
#pragma once
#include "base/clock.h"
#include "draw/seed.h"
#include "hash/sha256.h"
#include "inspection/draw.h"
#include "store/draw_embargo.h"
#include "store/substitution.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

struct DrawParty {
    std::string id;
    std::string organisation;
    std::string role;
    std::optional<std::string> commitment;
    std::optional<Instant> committed_at;
    std::optional<std::int64_t> committed_seq;
    std::int64_t rejected = 0;  // wrong reveals so far
    std::optional<std::string> value;
    std::optional<std::string> typed;
    std::optional<Instant> revealed_at;
    std::optional<std::int64_t> revealed_seq;
    bool opened = false;  // by the trustees
};

struct DrawEvent {
    std::string kind;
    std::string name;
    std::string not_before;  // as the plan writes it
    std::optional<std::string> content;
    std::optional<Instant> recorded_at;
    std::optional<std::int64_t> recorded_seq;
};

/// One time this draw was drawn. Digests name blobs.
struct DrawAttempt {
    std::int64_t attempt = 1;
    std::string plan;
    std::string seal;
    std::string frame_root;
    std::int64_t journal_size = 0;
    Instant sealed_at;
    std::int64_t sealed_seq = 0;
    std::optional<std::string> result;
    std::optional<std::int64_t> result_seq;
    std::int64_t sample = 0;
    std::int64_t reserve = 0;
    std::optional<std::string> slots;
    std::optional<std::string> assignment;
    std::optional<std::int64_t> assigned_seq;
    std::int64_t thin_slots = 0;  // places that fewer than four officers could fill
    // Mode embargo: what the log holds instead of the digests.
    std::optional<std::string> result_root;
    std::optional<std::string> slots_root;
    std::optional<std::string> assignment_root;
    // sealing.witnessed: when it was recorded, and the tlog-proof that it carries.
    std::optional<std::string> witnessed;
    std::optional<Instant> witnessed_at;
    std::optional<std::int64_t> witnessed_seq;
};

struct DrawRecord {
    std::string id;
    std::int64_t position = 0;
    std::int64_t year = 0;
    std::string task;
    std::string task_number;
    std::string visit_from;
    inspection::DrawState state = inspection::DrawState::opened;
    std::int64_t attempt = 1;
    bool frame_sealed = false;
    std::int64_t drawn_attempt = 0;
    std::int64_t assigned_attempt = 0;
    std::int64_t min_parties = 2;
    std::string terms;                // digest of the plan without commitments
    std::optional<std::string> seed;  // secret while under_embargo()
    std::string opened_by;
    Instant opened_at;
    std::optional<std::string> redraw_requested_by;
    std::optional<std::string> redraw_reason;
    std::optional<std::string> void_reason;
    std::optional<std::string> substitutions;
    std::optional<std::int64_t> sample;  // objects drawn by the attempt in force
    std::vector<DrawParty> parties;      // by id
    std::vector<DrawEvent> events;       // in plan order
    std::vector<DrawAttempt> attempts;   // 1, 2, …: those sealed so far
    draw::Mode mode = draw::Mode::open;
    std::optional<Instant> reveal_by;
    std::optional<std::string> sealed_seed;
    std::optional<std::string> policy;          // digest; its quorum must see each sealing
    std::uint64_t threshold = 0;                // trustees that open a deposit together; 0 = there are none
    std::vector<DrawShare> shares;              // two in mode embargo
    std::optional<std::string> failed_deposit;  // whose deposit is not what was committed to
    std::int64_t disclosed = 0;                 // lines shown so far
    DrawChanges changes;                        // substitutions and extensions

    /// The present attempt, once its frame is sealed; else nullptr.
    const DrawAttempt* present() const;
    /// The attempt whose result is in force, or nullptr.
    const DrawAttempt* drawn() const;
    const DrawAttempt* attempt_number(std::int64_t number) const;
    /// What the rules of inspection/draw.h want to know.
    inspection::DrawProgress progress() const;
    /// Seed, result, slots and assignment are secret now.
    bool under_embargo() const;
    /// seed.txt as it follows from what was revealed, recorded and delivered. REQUIRES: all events recorded.
    draw::SeedText seed_text() const;
};

std::optional<DrawRecord> find_draw(View& view, std::string_view id);
/// Newest first, below `before` (a position) when given; without parties, events and attempts.
std::vector<DrawRecord> list_draws(View& view, std::optional<std::int64_t> before, std::size_t limit);
/// The largest serial of the year, 0 when there is none. Inside a write transaction the next one is free.
std::int64_t last_draw_serial(View& view, std::int64_t year);

struct DrawCount {
    std::string label;  // of a stratum, or a reason for exclusion
    std::int64_t objects = 0;
    std::int64_t drawn = 0;
};
std::vector<DrawCount> strata_counts(View& view, std::string_view draw, std::int64_t attempt);
std::vector<DrawCount> exclusion_counts(View& view, std::string_view draw, std::int64_t attempt);

struct ResultRow {
    std::string stratum;
    std::string district;
    std::int64_t rank = 0;
    std::string kind;
    hash::Digest ticket{};
    std::string object;
    std::string name;  // from the directory; "" when it is not there any more
    std::string address;
    std::uint64_t line = 0;          // of result.tsv, from 0
    std::string substituted;         // "cancelled", "called_up" from the reserve, or ""
    std::uint64_t substitution = 0;  // the number of that substitution
};
std::optional<ResultRow> result_row_of(View& view, std::string_view draw, std::int64_t attempt, std::uint64_t line);
/// Where a page starts: after the row with this key.
struct ResultPlace {
    std::string stratum;
    std::string district;
    std::int64_t rank = 0;
};
/// In the order of result.tsv; `kind` "S" (with the reserves called up), "R" or "" for both.
std::vector<ResultRow> result_rows(View& view, std::string_view draw, std::int64_t attempt, std::string_view kind,
                                   const std::optional<ResultPlace>& after, std::size_t limit);
struct AssignedOfficer {
    std::string id;
    std::string name;  // from the directory
};
/// In the order of the slots.
std::vector<AssignedOfficer> assigned_officers(View& view, std::string_view draw, std::int64_t attempt,
                                               std::string_view object);

/// Visits dealt to each officer in the year by the draws in force, `except` one of them ("" = none).
std::map<std::string, std::int64_t> officer_loads(View& view, std::int64_t year, std::string_view except = "");

struct DrawnObject {
    std::string object;
    std::string task_number;
    std::string visit_from;
    std::int64_t entry = 0;  // the result.sealed entry
};
/// Objects drawn (kind S) by other draws in force with visits from `from` on and before `before`, by object. Draws
/// under embargo are left out: an exclusion is public, and would tell whom they have drawn.
void for_each_drawn_object(View& view, std::string_view from, std::string_view before, std::string_view except,
                           const std::function<void(const DrawnObject&)>& row);

Projection draw_projection();

}  // namespace sunlot::store
