#include "store/calendar.h"

#include "base/json.h"
#include "store/database.h"
#include "store/projections.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kYears = R"sql(
    SELECT year, confirmed, days, source, loaded_by, loaded_at, entry FROM calendar_year ORDER BY year)sql";
constexpr std::string_view kDrop = R"sql(DELETE FROM calendar_year WHERE year = $1)sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO calendar_year (year, confirmed, days, source, loaded_by, loaded_at, entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";

std::vector<inspection::SpecialDay> days_from(std::string_view text) {
    const auto json = parse_json(text);
    if (!json) throw std::logic_error("the days of a calendar year");
    std::vector<inspection::SpecialDay> days;
    for (const Json& one : json->as_array())
        days.push_back({.date = Date::parse(one.at("date").as_string()).value(),
                        .off = one.at("off").as_bool(),
                        .name = one.at("name").as_string()});
    return days;
}

CalendarRecord record(const Row& row) {
    return {.year = {.year = static_cast<std::int32_t>(row.integer(0)),
                     .days = days_from(row.text_view(2)),
                     .source = row.text(3),
                     .confirmed = row.boolean(1)},
            .loaded_by = row.text(4),
            .loaded_at = row.instant(5),
            .entry = static_cast<std::uint64_t>(row.integer(6))};
}

void apply_calendar(Transaction& transaction, const StoredEvent& event) {
    if (event.kind != "calendar.loaded") unknown_event(event);
    const std::int64_t year = event.data.at("year").as_integer();
    transaction.execute(kDrop, {year});
    transaction.execute(kInsert, {year, event.data.at("confirmed").as_bool(), to_canonical(event.data.at("days")),
                                  event.data.at("source").as_string(), event.actor, event.at, event.seq});
}

}  // namespace

std::vector<CalendarRecord> calendar_years(View& view) {
    return view.query_all(kYears, {}, record);
}

inspection::Calendar load_calendar(View& view) {
    auto records = calendar_years(view);
    std::ranges::sort(records, {}, &CalendarRecord::entry);
    std::vector<inspection::CalendarYear> years;
    years.reserve(records.size());
    for (auto& one : records) years.push_back(std::move(one.year));
    return inspection::Calendar(years);
}

Projection calendar_projection() {
    return {
        .stem = "calendar", .kinds = {"calendar."}, .apply = apply_calendar, .tables = {{"calendar_year", {"year"}}}};
}

}  // namespace sunlot::store
