#include "store/recusal.h"

#include "store/database.h"
#include "store/projections.h"

namespace sunlot::store {

namespace {

constexpr std::string_view kAll = R"sql(
    SELECT id, officer, object, relation, reason, valid_from, valid_to, salt, declared_by, declared_at, entry,
           ended_entry, ended_reason
      FROM recusal ORDER BY entry)sql";
constexpr std::string_view kWithin = R"sql(
    SELECT id, officer, object, relation, reason, valid_from, valid_to, salt, declared_by, declared_at, entry,
           ended_entry, ended_reason
      FROM recusal WHERE valid_from <= $2 AND valid_to >= $1 AND officer <> '' ORDER BY officer, object, entry)sql";
constexpr std::string_view kFind = R"sql(
    SELECT id, officer, object, relation, reason, valid_from, valid_to, salt, declared_by, declared_at, entry,
           ended_entry, ended_reason
      FROM recusal WHERE id = $1)sql";
constexpr std::string_view kEnd = R"sql(
    UPDATE recusal SET valid_to = $2, ended_entry = $3, ended_reason = $4 WHERE id = $1)sql";
constexpr std::string_view kCount = R"sql(SELECT COUNT(*) FROM recusal)sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO recusal (id, officer, object, relation, reason, valid_from, valid_to, salt, declared_by, declared_at,
                         entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql";

constexpr std::string_view kRelation = "recusal.relation";
constexpr std::string_view kReason = "recusal.reason";
constexpr std::string_view kEndedReason = "recusal.ended_reason";

Recusal record(View& view, const Row& row) {
    const std::string id = row.text(0);
    return {.id = id,
            .officer = row.text(1),
            .object = row.text(2),
            .relation = view.unseal(kRelation, id, row.text_view(3)),
            .reason = view.unseal(kReason, id, row.text_view(4)),
            .valid_from = row.text(5),
            .valid_to = row.text(6),
            .salt = row.text(7),
            .declared_by = row.text(8),
            .declared_at = row.integer(9),
            .entry = row.integer(10),
            .ended_entry = row.optional_integer(11),
            .ended_reason = view.unseal(kEndedReason, id, row.text_view(12))};
}

void declare(Transaction& transaction, const StoredEvent& event) {
    // Once erased, the row keeps its number and tells nothing else.
    const auto of = [&](const char* key) {
        return event.private_data.is_null() ? std::string() : event.private_data.at(key).as_string();
    };
    const std::string& id = event.subject;
    transaction.execute(kInsert, {id, of("officer"), of("object"), transaction.seal(kRelation, id, of("relation")),
                                  transaction.seal(kReason, id, of("reason")), event.data.at("valid_from").as_string(),
                                  event.data.at("valid_to").as_string(), of("salt"), event.actor, event.at, event.seq});
}

void end(Transaction& transaction, const StoredEvent& event) {
    const std::string reason = event.private_data.is_null() ? "" : event.private_data.at("reason").as_string();
    transaction.execute(kEnd, {event.subject, event.data.at("valid_to").as_string(), event.seq,
                               transaction.seal(kEndedReason, event.subject, reason)});
}

void apply_recusal(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "recusal.declared")
        declare(transaction, event);
    else if (event.kind == "recusal.ended")
        end(transaction, event);
    else
        unknown_event(event);
}

}  // namespace

std::vector<Recusal> all_recusals(View& view) {
    return view.query_all(kAll, {}, [&](const Row& row) { return record(view, row); });
}

std::optional<Recusal> find_recusal(View& view, std::string_view id) {
    return view.query_one(kFind, {id}, [&](const Row& row) { return record(view, row); });
}

std::int64_t count_recusals(View& view) {
    return view.count(kCount);
}

std::vector<Recusal> recusals_within(View& view, Date from, Date to) {
    return view.query_all(kWithin, {from.text(), to.text()}, [&](const Row& row) { return record(view, row); });
}

Projection recusal_projection() {
    return {.stem = "recusal",
            .kinds = {"recusal."},
            .apply = apply_recusal,
            .tables = {{.name = "recusal", .key = {"id"}, .sealed = {"relation", "reason", "ended_reason"}}}};
}

}  // namespace sunlot::store
