#include "store/history.h"

#include "inspection/history.h"
#include "store/database.h"
#include "store/import.h"
#include "store/projections.h"

#include <array>

namespace sunlot::store {

namespace {

/// The columns of a "history-v1" line, in their order.
enum Column : std::size_t { kObject, kDate, kSource, kResult, kOfficers, kTask, kColumns };

constexpr std::string_view kAll = R"sql(
    SELECT object, checked_on, source, result, officers, task, entry FROM past_check
     ORDER BY object, checked_on, source)sql";
constexpr std::string_view kWithin = R"sql(
    SELECT object, checked_on, source, result, officers, task, entry FROM past_check
     WHERE checked_on >= $1 AND checked_on <= $2 ORDER BY object, checked_on, source)sql";
// The same once there are merged objects: their checks count for the object they were merged into.
constexpr std::string_view kAnyMerged = R"sql(SELECT COUNT(*) FROM object WHERE merged_into <> '')sql";
constexpr std::string_view kWithinMerged = R"sql(
    SELECT COALESCE(m.merged_into, c.object), c.checked_on, c.source, c.result, c.officers, c.task, c.entry
      FROM past_check c LEFT JOIN object m ON m.id = c.object AND m.merged_into <> ''
     WHERE c.checked_on >= $1 AND c.checked_on <= $2 ORDER BY 1, 2, 3)sql";
constexpr std::string_view kOfObject = R"sql(
    SELECT object, checked_on, source, result, officers, task, entry FROM past_check
     WHERE object = $1 ORDER BY checked_on DESC, source)sql";
constexpr std::string_view kDrop =
    R"sql(DELETE FROM past_check WHERE object = $1 AND checked_on = $2 AND source = $3)sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO past_check (object, checked_on, source, task, result, officers, entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";

PastCheck record(const Row& row) {
    return {.object = row.text(0),
            .checked_on = row.text(1),
            .source = row.text(2),
            .task = row.text(5),
            .result = row.text(3),
            .officers = row.text(4),
            .entry = row.integer(6)};
}

}  // namespace

void for_each_counted_check(View& view, Date from, Date to, const std::function<void(const PastCheck&)>& each) {
    const bool merged = view.count(kAnyMerged) > 0;
    view.scan(merged ? kWithinMerged : kWithin, {from.text(), to.text()}, [&](const Row& row) {
        const auto source = inspection::parse_visit_source(row.text_view(2));
        if (source && inspection::counts_for_cap(*source)) each(record(row));
    });
}

std::vector<PastCheck> past_checks_of(View& view, std::string_view object) {
    return view.query_all(kOfObject, {object}, record);
}

void for_each_history_line(View& view, const std::function<void(std::string_view line)>& each) {
    std::string line;
    view.scan(kAll, {}, [&](const Row& row) {
        line.clear();
        for (int i = 0; i < static_cast<int>(kColumns); ++i) {
            if (i > 0) line += '\t';
            line += row.text_view(i);
        }
        each(line);
    });
}

void apply_history(Transaction& transaction, const StoredEvent& event) {
    if (event.kind != "history.imported") unknown_event(event);
    ImportLines lines(transaction.blobs(), event, "history-v1");
    std::string_view text;
    while (lines.next(text)) {
        const auto line = cut_line<kColumns>(text);
        if (lines.changed() > 0) transaction.execute(kDrop, {line[kObject], line[kDate], line[kSource]});
        transaction.execute(kInsert, {line[kObject], line[kDate], line[kSource], line[kTask], line[kResult],
                                      line[kOfficers], event.seq});
    }
}

Projection history_projection() {
    return {.stem = "history",
            .kinds = {"history."},
            .apply = apply_history,
            .tables = {{"past_check", {"object", "checked_on", "source"}}}};
}

}  // namespace sunlot::store
