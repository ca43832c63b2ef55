#include "store/roll_history.h"

#include "store/database.h"
#include "store/roll_count.h"

#include <limits>

namespace sunlot::store {
namespace {

constexpr std::string_view kOrigins =
    R"sql(SELECT field, source, set_entry, set_at, verified_at FROM object_field WHERE object = $1 ORDER BY field)sql";
constexpr std::string_view kChanges = R"sql(
    SELECT entry, field, before, after, source, actor, at FROM object_change
     WHERE object = $1 AND entry < $2 ORDER BY entry DESC, field LIMIT $3)sql";
constexpr std::string_view kChangesOf = R"sql(
    SELECT entry, field, before, after, source, actor, at FROM object_change
     WHERE object = $1 AND entry = $2 ORDER BY field)sql";
constexpr std::string_view kMerges =
    R"sql(SELECT entry, kept, gone, actor, at, undone FROM object_merge ORDER BY entry DESC LIMIT $1)sql";
constexpr std::string_view kMergesOf = R"sql(
    SELECT entry, kept, gone, actor, at, undone FROM object_merge WHERE kept = $1 OR gone = $1 ORDER BY entry DESC)sql";
constexpr std::string_view kApart = R"sql(SELECT first, second FROM object_apart ORDER BY first, second)sql";

constexpr std::string_view kVerify =
    R"sql(UPDATE object_field SET verified_at = $3 WHERE object = $1 AND field = $2)sql";
constexpr std::string_view kVerifyBase = R"sql(
    INSERT INTO object_field (object, field, source, set_entry, set_at, verified_at)
    SELECT id, $2, source, base_entry, base_at, $3 FROM object WHERE id = $1)sql";
constexpr std::string_view kSort = R"sql(SELECT district, kind, status, grade FROM object WHERE id = $1)sql";
constexpr std::string_view kSetMerged =
    R"sql(UPDATE object SET merged_into = $2, entry = $3, updated_at = $4 WHERE id = $1)sql";
constexpr std::string_view kInsertMerge =
    R"sql(INSERT INTO object_merge (entry, kept, gone, actor, at, undone) VALUES ($1, $2, $3, $4, $5, 0))sql";
constexpr std::string_view kUndo =
    R"sql(UPDATE object_merge SET undone = $3 WHERE kept = $1 AND gone = $2 AND undone = 0)sql";
constexpr std::string_view kInsertApart =
    R"sql(INSERT INTO object_apart (first, second, actor, at, entry) VALUES ($1, $2, $3, $4, $5))sql";

FieldChange change(const Row& row) {
    return {.entry = row.integer(0),
            .field = row.text(1),
            .before = row.text(2),
            .after = row.text(3),
            .source = row.text(4),
            .actor = row.text(5),
            .at = row.integer(6)};
}

Merge merge(const Row& row) {
    return {.entry = row.integer(0),
            .kept = row.text(1),
            .gone = row.text(2),
            .actor = row.text(3),
            .at = row.integer(4),
            .undone = row.integer(5)};
}

/// Out of the counts, or back into them.
void recount(Transaction& transaction, const std::string& object, std::int64_t by) {
    CountChanges counts;
    transaction.query(kSort, {object}, [&](const Row& row) {
        counts.add(row.text_view(0), row.text_view(1), row.text_view(2), row.text_view(3), by);
    });
    counts.write(transaction);
}

}  // namespace

std::map<std::string, FieldOrigin> field_origins(View& view, std::string_view object) {
    std::map<std::string, FieldOrigin> origins;
    view.query(kOrigins, {object}, [&](const Row& row) {
        origins.emplace(row.text(0), FieldOrigin{.source = row.text(1),
                                                 .set_entry = row.integer(2),
                                                 .set_at = row.integer(3),
                                                 .verified_at = row.integer(4)});
    });
    return origins;
}

std::vector<FieldChange> field_changes(View& view, std::string_view object, std::int64_t before, std::size_t limit) {
    const std::int64_t below = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
    return view.query_all(kChanges, {object, below, limit}, change);
}

std::vector<FieldChange> field_changes_of(View& view, std::string_view object, std::int64_t entry) {
    return view.query_all(kChangesOf, {object, entry}, change);
}

std::vector<Merge> merges(View& view, std::size_t limit) {
    return view.query_all(kMerges, {limit}, merge);
}

std::vector<Merge> merges_of(View& view, std::string_view object) {
    return view.query_all(kMergesOf, {object}, merge);
}

std::vector<Pair> kept_apart(View& view) {
    return view.query_all(kApart, {}, [](const Row& row) { return Pair{row.text(0), row.text(1)}; });
}

void apply_roll_verified(Transaction& transaction, const StoredEvent& event) {
    for (const Json& field : event.data.at("fields").as_array()) {
        if (transaction.execute(kVerify, {event.subject, field.as_string(), event.at}) == 0)
            transaction.execute(kVerifyBase, {event.subject, field.as_string(), event.at});
    }
}

void apply_roll_merged(Transaction& transaction, const StoredEvent& event) {
    const std::string& gone = event.data.at("gone").as_string();
    recount(transaction, gone, -1);
    transaction.execute(kSetMerged, {gone, event.subject, event.seq, event.at});
    transaction.execute(kInsertMerge, {event.seq, event.subject, gone, event.actor, event.at});
}

void apply_roll_unmerged(Transaction& transaction, const StoredEvent& event) {
    const std::string& gone = event.data.at("gone").as_string();
    transaction.execute(kSetMerged, {gone, "", event.seq, event.at});
    recount(transaction, gone, 1);
    transaction.execute(kUndo, {event.subject, gone, event.seq});
}

void apply_roll_kept_apart(Transaction& transaction, const StoredEvent& event) {
    const std::string& other = event.data.at("other").as_string();
    const bool ordered = event.subject < other;
    transaction.execute(kInsertApart, {ordered ? event.subject : other, ordered ? other : event.subject, event.actor,
                                       event.at, event.seq});
}

}  // namespace sunlot::store
