#include "store/item.h"

#include "store/database.h"
#include "store/projections.h"

#include <stdexcept>

namespace sunlot::store {

namespace {

constexpr std::string_view kAll = R"sql(
    SELECT version, state, content, reason, published_on, effective_on, drafted_at, entry
      FROM item ORDER BY code, version)sql";
constexpr std::string_view kVersions = R"sql(
    SELECT version, state, content, reason, published_on, effective_on, drafted_at, entry
      FROM item WHERE code = $1 ORDER BY version DESC)sql";
constexpr std::string_view kDropDraft =
    R"sql(DELETE FROM item WHERE code = $1 AND version = $2 AND state = 'draft')sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO item (code, version, state, content, reason, drafted_at, published_on, effective_on, entry)
    VALUES ($1, $2, 'draft', $3, $4, $5, '', '', $6))sql";
constexpr std::string_view kSupersede = R"sql(
    UPDATE item SET state = 'superseded', entry = $3 WHERE code = $1 AND version < $2 AND state = 'published')sql";
constexpr std::string_view kPublish = R"sql(
    UPDATE item SET state = 'published', published_on = $3, effective_on = $4, entry = $5
     WHERE code = $1 AND version = $2 AND state = 'draft')sql";

/// What was accepted into the journal is readable; if it is not, that is a fault and no refusal.
template <class T>
T stored(Result<T> read) {
    if (!read) throw std::logic_error("item: " + read.error().code + " " + read.error().field);
    return std::move(*read);
}

ItemVersion record(const Row& row) {
    return {.item = stored(inspection::item_from_json(stored(parse_json(row.text_view(2))))),
            .version = row.integer(0),
            .state = stored(inspection::parse_item_state(row.text_view(1))),
            .reason = row.text(3),
            .published_on = row.text(4),
            .effective_on = row.text(5),
            .drafted_at = row.integer(6),
            .entry = row.integer(7)};
}

}  // namespace

std::vector<ItemVersion> current_items(View& view) {
    std::vector<ItemVersion> current;
    // By code and rising version: a later published version replaces an earlier one, a draft only stands for itself.
    for (auto& version : view.query_all(kAll, {}, record)) {
        if (current.empty() || current.back().item.code != version.item.code)
            current.push_back(std::move(version));
        else if (version.state != inspection::ItemState::draft)
            current.back() = std::move(version);
    }
    return current;
}

std::vector<ItemVersion> item_versions(View& view, std::string_view code) {
    return view.query_all(kVersions, {code}, record);
}

std::optional<ItemVersion> usable_item(View& view, std::string_view code, Date task_date) {
    for (auto& version : item_versions(view, code)) {
        if (version.state == inspection::ItemState::draft) continue;
        const auto published = stored(Date::parse(version.published_on));
        const auto effective = stored(Date::parse(version.effective_on));
        if (inspection::usable(version.state, published, effective, task_date)) return std::move(version);
    }
    return std::nullopt;
}

void apply_item(Transaction& transaction, const StoredEvent& event) {
    const auto version = event.data.at("version").as_integer();
    if (event.kind == "item.drafted") {
        transaction.execute(kDropDraft, {event.subject, version});
        transaction.execute(kInsert, {event.subject, version, to_canonical(event.data.at("item")),
                                      event.data.at("reason").as_string(), event.at, event.seq});
    } else if (event.kind == "item.published") {
        transaction.execute(kSupersede, {event.subject, version, event.seq});
        transaction.execute(kPublish, {event.subject, version, event.data.at("published_on").as_string(),
                                       event.data.at("effective_on").as_string(), event.seq});
    } else {
        unknown_event(event);
    }
}

Projection item_projection() {
    return {.stem = "item", .kinds = {"item."}, .apply = apply_item, .tables = {{"item", {"code", "version"}}}};
}

}  // namespace sunlot::store
