#include "store/witness_policy.h"

#include "base/json.h"
#include "store/database.h"
#include "store/projections.h"

#include <stdexcept>

namespace sunlot::store {
namespace {

constexpr std::string_view kInState = R"sql(
    SELECT entry, policy, witnesses, reason, proposed_by, proposed_at, set_entry, set_by, set_at
    FROM witness_policy WHERE state = $1)sql";
constexpr std::string_view kDrop = R"sql(UPDATE witness_policy SET state = 'dropped' WHERE state = 'proposed')sql";
constexpr std::string_view kPropose = R"sql(
    INSERT INTO witness_policy (entry, policy, witnesses, reason, proposed_by, proposed_at, state)
    VALUES ($1, $2, $3, $4, $5, $6, 'proposed'))sql";
constexpr std::string_view kPast = R"sql(UPDATE witness_policy SET state = 'past' WHERE state = 'set')sql";
constexpr std::string_view kSet = R"sql(
    UPDATE witness_policy SET state = 'set', set_entry = $1, set_by = $2, set_at = $3 WHERE state = 'proposed')sql";
constexpr std::string_view kAwaited = R"sql(
    SELECT d.id, a.attempt, a.sealed_seq, d.policy
    FROM draw d JOIN draw_attempt a ON a.draw = d.id AND a.attempt = d.attempt
    WHERE d.policy IS NOT NULL AND d.frame_sealed = 1 AND a.witnessed_seq IS NULL AND d.state IN ('sealed', 'seeded')
    ORDER BY d.id)sql";
constexpr std::string_view kUnderWay = R"sql(
    SELECT count(*) FROM draw WHERE policy IS NOT NULL AND state NOT IN ('closed', 'voided'))sql";

std::vector<ledger::WitnessContact> read_witnesses(std::string_view text) {
    const auto json = parse_json(text);
    if (!json) throw std::logic_error("the witnesses of a policy");
    std::vector<ledger::WitnessContact> out;
    for (const Json& one : json->as_array()) {
        const Json& url = one.at("url");
        out.push_back({one.at("name").as_string(), one.at("organisation").as_string(),
                       url.is_null() ? std::nullopt : std::optional(url.as_string())});
    }
    return out;
}

PolicyRecord record(const Row& row) {
    PolicyRecord out{.entry = row.integer(0),
                     .policy = row.text(1),
                     .witnesses = read_witnesses(row.text_view(2)),
                     .reason = row.text(3),
                     .proposed_by = row.text(4),
                     .proposed_at = row.instant(5),
                     .set_entry = row.optional_integer(6),
                     .set_by = row.optional_text(7),
                     .set_at = std::nullopt};
    if (!row.is_null(8)) out.set_at = row.instant(8);
    return out;
}

void apply_policy(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "log.policy_proposed") {
        transaction.execute(kDrop, {});
        transaction.execute(kPropose,
                            {event.seq, event.data.at("policy").as_string(), to_canonical(event.data.at("witnesses")),
                             event.data.at("reason").as_string(), event.actor, event.at});
    } else if (event.kind == "log.policy_set") {
        transaction.execute(kPast, {});
        transaction.execute(kSet, {event.seq, event.actor, event.at});
    } else {
        unknown_event(event);
    }
}

}  // namespace

std::optional<PolicyRecord> policy_set(View& view) {
    return view.query_one(kInState, {"set"}, record);
}

std::optional<PolicyRecord> policy_proposed(View& view) {
    return view.query_one(kInState, {"proposed"}, record);
}

Json witnesses_json(const std::vector<ledger::WitnessContact>& witnesses) {
    Json::Array out;
    for (const auto& one : witnesses)
        out.push_back(Json::Object{
            {"name", one.name}, {"organisation", one.organisation}, {"url", one.url ? Json(*one.url) : Json(nullptr)}});
    return out;
}

std::vector<AwaitedSealing> awaited_sealings(View& view) {
    return view.query_all(kAwaited, {}, [](const Row& row) {
        return AwaitedSealing{row.text(0), row.integer(1), row.integer(2), row.text(3)};
    });
}

std::int64_t count_witnessed_draws(View& view) {
    return view.count(kUnderWay, {});
}

Projection witness_policy_projection() {
    return {.stem = "witness_policy",
            .kinds = {"log.policy_proposed", "log.policy_set"},
            .apply = apply_policy,
            .tables = {{"witness_policy", {"entry"}}}};
}

}  // namespace sunlot::store
