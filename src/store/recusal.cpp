#include "store/recusal.h"

#include "store/database.h"
#include "store/projections.h"

namespace sunlot::store {

namespace {

constexpr std::string_view kAll = R"sql(
    SELECT id, officer, object, relation, reason, valid_from, valid_to, salt, declared_by, declared_at, entry
      FROM recusal ORDER BY entry)sql";
constexpr std::string_view kWithin = R"sql(
    SELECT id, officer, object, relation, reason, valid_from, valid_to, salt, declared_by, declared_at, entry
      FROM recusal WHERE valid_from <= $2 AND valid_to >= $1 AND officer <> '' ORDER BY officer, object, entry)sql";
constexpr std::string_view kCount = R"sql(SELECT COUNT(*) FROM recusal)sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO recusal (id, officer, object, relation, reason, valid_from, valid_to, salt, declared_by, declared_at,
                         entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql";

Recusal record(const Row& row) {
    return {.id = row.text(0),
            .officer = row.text(1),
            .object = row.text(2),
            .relation = row.text(3),
            .reason = row.text(4),
            .valid_from = row.text(5),
            .valid_to = row.text(6),
            .salt = row.text(7),
            .declared_by = row.text(8),
            .declared_at = row.integer(9),
            .entry = row.integer(10)};
}

}  // namespace

std::vector<Recusal> all_recusals(View& view) {
    return view.query_all(kAll, {}, record);
}

std::int64_t count_recusals(View& view) {
    return view.count(kCount);
}

std::vector<Recusal> recusals_within(View& view, Date from, Date to) {
    return view.query_all(kWithin, {from.text(), to.text()}, record);
}

void apply_recusal(Transaction& transaction, const StoredEvent& event) {
    if (event.kind != "recusal.declared") unknown_event(event);
    // Once erased, the row keeps its number and tells nothing else.
    const auto of = [&](const char* key) {
        return event.private_data.is_null() ? std::string() : event.private_data.at(key).as_string();
    };
    transaction.execute(kInsert, {event.subject, of("officer"), of("object"), of("relation"), of("reason"),
                                  event.data.at("valid_from").as_string(), event.data.at("valid_to").as_string(),
                                  of("salt"), event.actor, event.at, event.seq});
}

Projection recusal_projection() {
    return {.stem = "recusal", .kinds = {"recusal."}, .apply = apply_recusal, .tables = {{"recusal", {"id"}}}};
}

}  // namespace sunlot::store
