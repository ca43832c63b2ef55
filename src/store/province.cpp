#include "store/province.h"

#include "store/database.h"
#include "store/projections.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kAdd = R"sql(
    INSERT INTO county (origin, name, region, url, vkey, added_entry, size, checkpoint, observed_entry, observed_at)
    VALUES ($1, $2, $3, $4, $5, $6, 0, '', NULL, NULL))sql";
constexpr std::string_view kChange = R"sql(
    UPDATE county SET name = $2, region = $3, url = $4, vkey = $5, added_entry = $6 WHERE origin = $1)sql";
constexpr std::string_view kObserve = R"sql(
    UPDATE county SET size = $2, checkpoint = $3, observed_entry = $4, observed_at = $5 WHERE origin = $1)sql";
constexpr std::string_view kAlarm = R"sql(
    INSERT INTO county_alarm (entry, origin, what, zh, en, held, shown, raised_at, ended_entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL))sql";
constexpr std::string_view kEndSoft = R"sql(
    UPDATE county_alarm SET ended_entry = $2 WHERE origin = $1 AND ended_entry IS NULL
    AND what IN ('silence', 'signature', 'damaged'))sql";
constexpr std::string_view kEndAll = R"sql(
    UPDATE county_alarm SET ended_entry = $2 WHERE origin = $1 AND ended_entry IS NULL)sql";
constexpr std::string_view kAll = R"sql(
    SELECT origin, name, region, url, vkey, size, checkpoint, observed_entry, observed_at FROM county
    ORDER BY region, origin)sql";
constexpr std::string_view kOne = R"sql(
    SELECT origin, name, region, url, vkey, size, checkpoint, observed_entry, observed_at FROM county
    WHERE origin = $1)sql";
constexpr std::string_view kAlarms = R"sql(
    SELECT entry, what, zh, en, raised_at, held, shown FROM county_alarm
    WHERE origin = $1 AND ended_entry IS NULL ORDER BY entry)sql";
constexpr std::string_view kEvidence = R"sql(SELECT held, shown FROM county_alarm WHERE entry = $1)sql";

County county_of(const Row& row) {
    County county{.origin = row.text(0),
                  .name = row.text(1),
                  .region = row.text(2),
                  .url = row.text(3),
                  .vkey = row.text(4),
                  .size = static_cast<std::uint64_t>(row.integer(5)),
                  .checkpoint = row.text(6),
                  .entry = {},
                  .at = {},
                  .alarms = {}};
    if (!row.is_null(7)) county.entry = static_cast<std::uint64_t>(row.integer(7));
    if (!row.is_null(8)) county.at = row.instant(8);
    return county;
}

void add_alarms(View& view, County& county) {
    county.alarms = view.query_all(kAlarms, {county.origin}, [](const Row& row) {
        return CountyAlarm{.entry = static_cast<std::uint64_t>(row.integer(0)),
                           .what = row.text(1),
                           .zh = row.text(2),
                           .en = row.text(3),
                           .at = row.instant(4),
                           .has_held = !row.text(5).empty(),
                           .has_shown = !row.text(6).empty()};
    });
}

void apply_added(Transaction& transaction, const StoredEvent& event) {
    const auto text = [&](const char* key) -> const std::string& { return event.data.at(key).as_string(); };
    const bool known = find_county(transaction, event.subject).has_value();
    transaction.execute(known ? kChange : kAdd,
                        {event.subject, text("name"), text("region"), text("url"), text("vkey"), event.seq});
}

void apply_province(Transaction& transaction, const StoredEvent& event) {
    const auto& data = event.data;
    if (event.kind == "county.added") {
        apply_added(transaction, event);
    } else if (event.kind == "county.observed") {
        transaction.execute(kObserve, {event.subject, data.at("size").as_integer(), data.at("checkpoint").as_string(),
                                       event.seq, event.at});
        transaction.execute(kEndSoft, {event.subject, event.seq});
    } else if (event.kind == "county.alarmed") {
        const auto& evidence = data.at("evidence");
        const auto text = [&](const char* key) -> const std::string& { return evidence.at(key).as_string(); };
        transaction.execute(kAlarm, {event.seq, event.subject, data.at("what").as_string(), text("zh"), text("en"),
                                     text("held"), text("shown"), event.at});
    } else if (event.kind == "county.resolved") {
        transaction.execute(kEndAll, {event.subject, event.seq});
    } else {
        unknown_event(event);
    }
}

}  // namespace

std::vector<County> all_counties(View& view) {
    auto counties = view.query_all(kAll, {}, county_of);
    for (auto& county : counties) add_alarms(view, county);
    return counties;
}

std::optional<County> find_county(View& view, std::string_view origin) {
    auto county = view.query_one(kOne, {origin}, county_of);
    if (county) add_alarms(view, *county);
    return county;
}

std::optional<std::string> alarm_evidence(View& view, std::uint64_t entry, std::string_view which) {
    const int column = which == "held" ? 0 : 1;
    auto text = view.query_one(kEvidence, {entry}, [column](const Row& row) { return row.text(column); });
    if (!text || text->empty()) return std::nullopt;
    return text;
}

bool alarm_ends_by_itself(std::string_view what) {
    return what == "silence" || what == "signature" || what == "damaged";
}

Projection province_projection() {
    return {.stem = "province",
            .kinds = {"county."},
            .apply = apply_province,
            .tables = {{"county", {"origin"}}, {"county_alarm", {"entry"}}}};
}

}  // namespace sunlot::store
