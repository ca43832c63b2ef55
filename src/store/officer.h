// The directory of officers (执法人员名录库) as the tables hold it. Rows come by `officer.imported` and
// `officer.changed`, both with a blob of rows (officer-v1 or officer-v2); training by `officer.trained`. A bureau has
// tens of officers, a province thousands: lists are read whole.
#pragma once
#include "base/clock.h"
#include "inspection/officer.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class Transaction;
class View;
struct Projection;
struct StoredEvent;

/// The kinds of entries that carry rows of officers in a blob.
inline constexpr std::array<std::string_view, 2> kOfficerRowKinds{"officer.imported", "officer.changed"};
bool carries_officer_rows(std::string_view kind);

/// Without identity number and phone: those are kept apart.
struct OfficerRecord : inspection::OfficerRow {
    std::string initials;
    std::uint64_t entry = 0;
    Instant updated_at;
};

/// Kept apart: read by permission, erasable, sealed in the database.
struct OfficerPerson {
    std::string id_number;
    std::string phone;
};

/// All officers by id.
std::vector<OfficerRecord> all_officers(View& view);
std::optional<OfficerRecord> find_officer(View& view, std::string_view id);
std::optional<OfficerPerson> find_officer_person(View& view, std::string_view id);

/// Every officer as an "officer-v2" line with the person's columns, by id: what an import compares a file with.
std::vector<std::string> officer_lines(View& view);

struct TrainingRecord {
    std::string id;  // o1, o2 …
    std::string officer;
    std::string kind;
    std::string held_on;
    std::int64_t hours = 0;
    bool passed = false;
    std::string topic;
    std::string recorded_by;
    Instant recorded_at;
    std::uint64_t entry = 0;
};
/// Of one, or ("") of all, by officer and day. Without those that were erased.
std::vector<TrainingRecord> trainings(View& view, std::string_view officer);
std::int64_t count_trainings(View& view);

struct OfficerChange {
    std::uint64_t entry = 0;
    std::vector<std::string> fields;
    std::string reason;
    std::string changed_by;
    Instant changed_at;
};
/// What was changed by hand, newest first.
std::vector<OfficerChange> officer_changes(View& view, std::string_view officer);

Projection officer_projection();

}  // namespace sunlot::store
