// Substitutions and extensions as the tables hold them. Written by substitution.* and extension.*. The visits in force
// are draw_assignment: an approved substitution changes its rows, so that loads, disclosures and lists need not know
// about it. What was dealt at first stays in the blob of assignment.tsv.
#pragma once
#include "base/clock.h"
#include "draw/seal.h"
#include "draw/substitution.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

enum class SubstitutionState { requested, approved, refused };
/// "requested", …
std::string_view name(SubstitutionState state);

struct SubstitutionRecord {
    draw::Substitution data;  // without the answer until approved
    SubstitutionState state = SubstitutionState::requested;
    std::string object;                             // of its line; secret while under embargo
    std::optional<std::string> replacement_object;  // likewise
    std::string requested_by;
    Instant requested_at;
    std::optional<Instant> answered_at;
    std::int64_t entry = 0;  // substitution.requested
};
/// By number.
std::vector<SubstitutionRecord> substitutions_of(View& view, std::string_view draw);
/// The approved ones in order: what substitutions.json holds.
std::vector<draw::Substitution> approved_substitutions(View& view, std::string_view draw);

struct SubstitutedObject {
    bool called_up = false;    // from the reserve; else cancelled
    std::uint64_t number = 0;  // of the substitution
};
/// By object, over all attempts of the draw.
std::map<std::string, SubstitutedObject, std::less<>> substituted_objects(View& view, std::string_view draw);

/// Reserves of this attempt's result that were called up: they are shown among the drawn.
std::uint64_t count_called_up(View& view, std::string_view draw, std::int64_t attempt);

struct ExtensionRecord {
    std::string requested_by;
    std::string reason;
    std::vector<draw::HigherQuota> strata;
    bool waiting = false;                 // asked for, not yet approved
    std::optional<std::int64_t> attempt;  // that carries it out
};
/// The one asked for last, unless a redraw has overtaken it.
std::optional<ExtensionRecord> last_extension(View& view, std::string_view draw);
/// The one that this attempt carries out, or nothing: then it is a redraw.
std::optional<ExtensionRecord> extension_of_attempt(View& view, std::string_view draw, std::int64_t attempt);

/// What the rules of inspection/draw.h want to know.
struct DrawChanges {
    bool substituted = false;
    std::string substitution_requested_by;
    std::string extension_requested_by;
};
DrawChanges draw_changes(View& view, std::string_view draw);

Projection substitution_projection();

}  // namespace sunlot::store
