#include "store/alarm.h"

#include "store/database.h"
#include "store/projections.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO draw_alarm (draw, entry, attempt, test, statistic_thousandths, degrees)
    VALUES ($1, $2, $3, $4, $5, $6))sql";
constexpr std::string_view kOf = R"sql(
    SELECT attempt, test, statistic_thousandths, degrees FROM draw_alarm WHERE draw = $1 ORDER BY entry)sql";

void apply_alarm(Transaction& transaction, const StoredEvent& event) {
    const auto number = [&](const char* key) { return event.data.at(key).as_integer(); };
    transaction.execute(kAdd, {event.subject.substr(0, event.subject.find('/')), event.seq, number("attempt"),
                               event.data.at("test").as_string(), number("statistic_thousandths"), number("degrees")});
}

}  // namespace

std::vector<AlarmRecord> alarms_of(View& view, std::string_view draw) {
    return view.query_all(kOf, {draw}, [](const Row& row) {
        return AlarmRecord{.attempt = row.integer(0),
                           .test = row.text(1),
                           .statistic_thousandths = row.integer(2),
                           .degrees = row.integer(3)};
    });
}

Projection alarm_projection() {
    return {.stem = "alarm",
            .kinds = {"draw.alarmed"},
            .apply = apply_alarm,
            .tables = {{"draw_alarm", {"draw", "entry"}}}};
}

}  // namespace sunlot::store
