#include "store/parameter.h"

#include "store/database.h"
#include "store/projections.h"

namespace sunlot::store {
namespace {

constexpr std::string_view kOnDay = R"sql(
    SELECT value FROM parameter_setting
     WHERE name = $1 AND valid_from = (SELECT max(valid_from) FROM parameter_setting
                                        WHERE name = $1 AND valid_from <= $2))sql";
constexpr std::string_view kSettings = R"sql(
    SELECT name, valid_from, value, reason, set_by, set_at, entry
      FROM parameter_setting WHERE $1 = '' OR name = $1 ORDER BY name, valid_from)sql";
constexpr std::string_view kDropSetting = R"sql(DELETE FROM parameter_setting WHERE name = $1 AND valid_from = $2)sql";
constexpr std::string_view kInsertSetting = R"sql(
    INSERT INTO parameter_setting (name, valid_from, value, reason, set_by, set_at, entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";
constexpr std::string_view kChanges = R"sql(
    SELECT dictionary, term, valid_from, in_use, reason, changed_by, changed_at, entry
      FROM dictionary_change WHERE $1 = '' OR dictionary = $1 ORDER BY entry)sql";
constexpr std::string_view kInsertChange = R"sql(
    INSERT INTO dictionary_change (entry, dictionary, term, valid_from, in_use, reason, changed_by, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";

const std::string& text_of(const StoredEvent& event, std::string_view key) {
    return event.data.at(key).as_string();
}

void apply_parameter(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "parameter.set") {
        // Set again for the same day, the later word counts.
        transaction.execute(kDropSetting, {event.subject, text_of(event, "from")});
        transaction.execute(kInsertSetting, {event.subject, text_of(event, "from"), text_of(event, "value"),
                                             text_of(event, "reason"), event.actor, event.at, event.seq});
    } else if (event.kind == "dictionary.changed") {
        transaction.execute(kInsertChange,
                            {event.seq, event.subject, text_of(event, "term"), text_of(event, "from"),
                             event.data.at("in_use").as_bool(), text_of(event, "reason"), event.actor, event.at});
    } else {
        unknown_event(event);
    }
}

}  // namespace

std::optional<std::string> parameter_setting(View& view, std::string_view name, Date day) {
    return view.query_one(kOnDay, {name, day.text()}, [](const Row& row) { return row.text(0); });
}

std::vector<ParameterSetting> parameter_settings(View& view, std::string_view name) {
    return view.query_all(kSettings, {name}, [](const Row& row) {
        return ParameterSetting{.name = row.text(0),
                                .from = row.text(1),
                                .value = row.text(2),
                                .reason = row.text(3),
                                .set_by = row.text(4),
                                .set_at = row.instant(5),
                                .entry = static_cast<std::uint64_t>(row.integer(6))};
    });
}

std::vector<DictionaryChange> dictionary_changes(View& view, std::string_view dictionary) {
    return view.query_all(kChanges, {dictionary}, [](const Row& row) {
        return DictionaryChange{.dictionary = row.text(0),
                                .term = row.text(1),
                                .from = row.text(2),
                                .in_use = row.boolean(3),
                                .reason = row.text(4),
                                .changed_by = row.text(5),
                                .changed_at = row.instant(6),
                                .entry = static_cast<std::uint64_t>(row.integer(7))};
    });
}

Projection parameter_projection() {
    return {.stem = "parameter",
            .kinds = {"parameter.", "dictionary."},
            .apply = apply_parameter,
            .tables = {{"parameter_setting", {"name", "valid_from"}}, {"dictionary_change", {"entry"}}}};
}

}  // namespace sunlot::store
