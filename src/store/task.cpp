#include "store/task.h"

#include "store/projections.h"

#include <stdexcept>
#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kInsert = R"sql(
    INSERT INTO task (id, position, year, serial, number, name, content, item_versions, created_by, created_at,
                      updated_at, entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))sql";
constexpr std::string_view kChange = R"sql(
    UPDATE task SET name = $2, content = $3, item_versions = $4, updated_at = $5, entry = $6 WHERE id = $1)sql";
constexpr std::string_view kCount = R"sql(SELECT count(*) FROM task)sql";
constexpr std::string_view kLastSerial = R"sql(SELECT coalesce(max(serial), 0) FROM task WHERE year = $1)sql";
constexpr std::string_view kFind = R"sql(
    SELECT t.id, t.position, t.year, t.serial, t.number, t.content, t.item_versions, t.created_by, t.created_at,
           t.updated_at, t.entry, d.id, d.state
    FROM task t LEFT JOIN draw d ON d.task = t.id AND d.state <> 'voided'
    WHERE t.id = $1 OR t.number = $1)sql";
constexpr std::string_view kList = R"sql(
    SELECT t.id, t.position, t.year, t.serial, t.number, t.content, t.item_versions, t.created_by, t.created_at,
           t.updated_at, t.entry, d.id, d.state
    FROM task t LEFT JOIN draw d ON d.task = t.id AND d.state <> 'voided'
    WHERE t.position < $1 ORDER BY t.position DESC LIMIT $2)sql";

/// Text out of our own tables: what cannot be read there is a fault, not an answer.
Json stored_json(const std::string& text) {
    auto value = parse_json(text);
    if (!value) throw std::logic_error("task table: " + value.error().text.en);
    return std::move(*value);
}

inspection::Task stored_task(const std::string& text) {
    auto task = inspection::parse_task(stored_json(text));
    if (!task) throw std::logic_error("task table: " + task.error().text.zh);
    return std::move(*task);
}

TaskRecord record(const Row& row) {
    TaskRecord task{.id = row.text(0),
                    .position = row.integer(1),
                    .year = row.integer(2),
                    .serial = row.integer(3),
                    .number = row.text(4),
                    .task = stored_task(row.text(5)),
                    .item_versions = {},
                    .created_by = row.text(7),
                    .created_at = row.instant(8),
                    .updated_at = row.instant(9),
                    .entry = row.integer(10),
                    .draw = row.optional_text(11),
                    .draw_state = row.optional_text(12)};
    const Json versions = stored_json(row.text(6));
    for (const auto& [code, version] : versions.as_object()) task.item_versions[code] = version.as_integer();
    return task;
}

void apply_task(Transaction& transaction, const StoredEvent& event) {
    const Json& content = event.data.at("task");
    const std::string& name = content.at("name").as_string();
    const std::string content_text = to_canonical(content);
    const std::string versions = to_canonical(event.data.at("item_versions"));
    if (event.kind == "task.created")
        transaction.execute(kInsert, {event.subject, count_tasks(transaction) + 1, event.data.at("year").as_integer(),
                                      event.data.at("serial").as_integer(), event.data.at("number").as_string(), name,
                                      content_text, versions, event.actor, event.at, event.at, event.seq});
    else if (event.kind == "task.changed")
        transaction.execute(kChange, {event.subject, name, content_text, versions, event.at, event.seq});
    else
        unknown_event(event);
}

}  // namespace

std::optional<TaskRecord> find_task(View& view, std::string_view id_or_number) {
    return view.query_one(kFind, {id_or_number}, record);
}

std::vector<TaskRecord> list_tasks(View& view, std::optional<std::int64_t> before, std::size_t limit) {
    return view.query_all(kList, {before.value_or(INT64_MAX), limit}, record);
}

std::int64_t count_tasks(View& view) {
    return view.count(kCount);
}

std::int64_t last_task_serial(View& view, std::int64_t year) {
    return view.count(kLastSerial, {year});
}

Projection task_projection() {
    return {.stem = "task", .kinds = {"task."}, .apply = apply_task, .tables = {{"task", {"id"}}}};
}

}  // namespace sunlot::store
