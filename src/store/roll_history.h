// Where the fields of an object are from, what they were before, and which objects were found to be one: written by the
// entries that carry rows (roll.h), by roll.verified, and by roll.merged, roll.unmerged and roll.kept_apart.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class Transaction;
class View;
struct StoredEvent;

struct FieldOrigin {
    std::string source;
    std::int64_t set_entry = 0;
    std::int64_t set_at = 0;
    std::int64_t verified_at = 0;  // microseconds; not before set_at
};
/// Fields that are not as the row as a whole says (ObjectRecord::source, base_entry, base_at).
std::map<std::string, FieldOrigin> field_origins(View& view, std::string_view object);

struct FieldChange {
    std::int64_t entry = 0;
    std::string field;
    std::string before;  // of a personal field "•" for something, "" for nothing
    std::string after;
    std::string source;
    std::string actor;
    std::int64_t at = 0;
};
/// Latest first; `before` an entry (0: from the end).
std::vector<FieldChange> field_changes(View& view, std::string_view object, std::int64_t before, std::size_t limit);
/// Those of one entry.
std::vector<FieldChange> field_changes_of(View& view, std::string_view object, std::int64_t entry);

struct Merge {
    std::int64_t entry = 0;
    std::string kept;
    std::string gone;
    std::string actor;
    std::int64_t at = 0;
    std::int64_t undone = 0;  // the entry that took them apart again, or 0
};
/// Latest first.
std::vector<Merge> merges(View& view, std::size_t limit);
std::vector<Merge> merges_of(View& view, std::string_view object);

struct Pair {
    std::string first;  // the smaller id
    std::string second;
    friend auto operator<=>(const Pair&, const Pair&) = default;
};
/// Pairs a person found to be two.
std::vector<Pair> kept_apart(View& view);

/// What the entries do beside their rows.
void apply_roll_verified(Transaction& transaction, const StoredEvent& event);
void apply_roll_merged(Transaction& transaction, const StoredEvent& event);
void apply_roll_unmerged(Transaction& transaction, const StoredEvent& event);
void apply_roll_kept_apart(Transaction& transaction, const StoredEvent& event);

}  // namespace sunlot::store
