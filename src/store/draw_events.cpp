// How the events of a draw become rows. The order of the events was ruled upon before they were appended.
#include "base/text.h"
#include "draw/assignment.h"
#include "draw/embargo.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/quota.h"
#include "draw/sample.h"
#include "draw/seal.h"
#include "draw/slots.h"
#include "store/blob_store.h"
#include "store/draw.h"
#include "store/projections.h"
#include "store/task.h"
#include "store/witness_policy.h"

#include <map>
#include <stdexcept>
#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kOpen = R"sql(
    INSERT INTO draw (id, position, year, serial, task, task_number, visit_from, state, attempt, frame_sealed,
                      drawn_attempt, assigned_attempt, min_parties, terms, opened_by, opened_at, entry, mode, reveal_by,
                      threshold, policy)
    VALUES ($1, (SELECT count(*) + 1 FROM draw), $2, $3, $4, $5, $6, 'opened', 1, 0, 0, 0, $7, $8, $9, $10, $11, $12,
            $13, $14, $15))sql";
constexpr std::string_view kAddParty = R"sql(
    INSERT INTO draw_party (draw, id, organisation, role, rejected) VALUES ($1, $2, $3, $4, 0))sql";
constexpr std::string_view kAddEvent = R"sql(
    INSERT INTO draw_event (draw, position, kind, name, not_before) VALUES ($1, $2, $3, $4, $5))sql";
constexpr std::string_view kCommit = R"sql(
    UPDATE draw_party SET commitment = $3, committed_at = $4, committed_seq = $5 WHERE draw = $1 AND id = $2)sql";
constexpr std::string_view kReveal = R"sql(
    UPDATE draw_party SET value = $3, typed = $4, revealed_at = $5, revealed_seq = $6, opened = $7
    WHERE draw = $1 AND id = $2)sql";
constexpr std::string_view kReject = R"sql(
    UPDATE draw_party SET rejected = rejected + 1 WHERE draw = $1 AND id = $2)sql";
constexpr std::string_view kAddAttempt = R"sql(
    INSERT INTO draw_attempt (draw, attempt, plan, seal, frame_root, journal_size, sealed_at, sealed_seq)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";
constexpr std::string_view kAddCount = R"sql(
    INSERT INTO draw_count (draw, attempt, sort, label, objects, drawn) VALUES ($1, $2, $3, $4, $5, $6))sql";
constexpr std::string_view kSealed = R"sql(
    UPDATE draw SET frame_sealed = 1, state = CASE WHEN attempt = 1 THEN 'sealed' ELSE state END WHERE id = $1)sql";
constexpr std::string_view kWitnessed = R"sql(
    UPDATE draw_attempt SET witnessed = $3, witnessed_at = $4, witnessed_seq = $5
    WHERE draw = $1 AND attempt = $2)sql";
constexpr std::string_view kRecordEvent = R"sql(
    UPDATE draw_event SET content = $4, recorded_at = $5, recorded_seq = $6
    WHERE draw = $1 AND kind = $2 AND name = $3)sql";
constexpr std::string_view kState = R"sql(UPDATE draw SET state = $2 WHERE id = $1)sql";
constexpr std::string_view kSeed =
    R"sql(UPDATE draw SET state = 'seeded', seed = $2, sealed_seed = $3 WHERE id = $1)sql";
constexpr std::string_view kResult = R"sql(
    UPDATE draw_attempt SET result = $3, result_seq = $4, sample = $5, reserve = $6, result_root = $7
    WHERE draw = $1 AND attempt = $2)sql";
constexpr std::string_view kDrawn = R"sql(
    UPDATE draw SET state = 'drawn', drawn_attempt = $2 WHERE id = $1)sql";
constexpr std::string_view kAssignment = R"sql(
    UPDATE draw_attempt SET slots = $3, assignment = $4, assigned_seq = $5, thin_slots = $6, slots_root = $7,
                            assignment_root = $8
    WHERE draw = $1 AND attempt = $2)sql";
constexpr std::string_view kSealOf = R"sql(SELECT seal FROM draw_attempt WHERE draw = $1 AND attempt = $2)sql";
constexpr std::string_view kAssigned = R"sql(
    UPDATE draw SET state = 'assigned', assigned_attempt = $2 WHERE id = $1)sql";
constexpr std::string_view kClose = R"sql(UPDATE draw SET state = 'closed', substitutions = $2 WHERE id = $1)sql";
constexpr std::string_view kVoid = R"sql(UPDATE draw SET state = 'voided', void_reason = $2 WHERE id = $1)sql";
constexpr std::string_view kRequestRedraw = R"sql(
    UPDATE draw SET redraw_requested_by = $2, redraw_reason = $3 WHERE id = $1)sql";
constexpr std::string_view kApproveRedraw = R"sql(
    UPDATE draw SET state = 'seeded', attempt = $2, frame_sealed = 0, redraw_requested_by = NULL WHERE id = $1)sql";

/// The files were written by our own use cases before their digests entered the journal: one that does not parse is a
/// fault of the store, not an answer.
template <class T>
T sound(Result<T> parsed) {
    if (!parsed) throw BlobDamaged(parsed.error().code + " " + parsed.error().field);
    return std::move(*parsed);
}

const std::string& text_of(const StoredEvent& event, std::string_view key) {
    return event.data.at(key).as_string();
}

/// The digest of a file: in the entry, or while there is an embargo in its private part.
const std::string& digest_of(const StoredEvent& event, std::string_view key) {
    const Json* open = event.data.find(key);
    return (open != nullptr ? *open : event.private_data.at(key)).as_string();
}

/// What stands in the entry instead of a digest; nothing in an open draw.
Param root_of(const StoredEvent& event, std::string_view key) {
    const Json* root = event.data.find(key);
    return root == nullptr ? Param(nullptr) : Param(root->as_string());
}

std::int64_t number_of(const StoredEvent& event, std::string_view key) {
    return event.data.at(key).as_integer();
}

/// A plan always names a policy; that it has a quorum is known from the one in force at the opening.
bool needs_witnesses(Transaction& transaction) {
    const auto set = policy_set(transaction);
    return set && sound(ledger::Policy::parse(set->policy)).has_quorum();
}

void open(Transaction& transaction, const StoredEvent& event) {
    const std::string& terms = text_of(event, "terms");
    const auto plan = sound(draw::parse_plan(transaction.blobs().open(terms).text()));
    const auto parts = split(event.subject, '-');  // <organ>-<region>-<year>-<serial>
    if (parts.size() != 4) throw std::logic_error("draw id: " + event.subject);
    const auto task = find_task(transaction, text_of(event, "task"));
    if (!task) throw std::logic_error("draw of an unknown task: " + text_of(event, "task"));
    std::string_view serial = parts[3];
    while (serial.size() > 1 && serial.front() == '0') serial.remove_prefix(1);
    transaction.execute(kOpen, {event.subject, parse_unsigned(parts[2]).value(), parse_unsigned(serial).value(),
                                task->id, task->number, task->task.from.text(), plan.min_parties, terms, event.actor,
                                event.at, event.seq, plan.mode == draw::Mode::embargo ? "embargo" : "open",
                                plan.embargo ? Param(plan.embargo->reveal_by) : Param(nullptr),
                                plan.trustees ? plan.trustees->threshold : 0,
                                needs_witnesses(transaction) && plan.policy ? Param(*plan.policy) : Param(nullptr)});
    for (const auto& party : plan.parties)
        transaction.execute(kAddParty, {event.subject, party.id, party.organisation, party.role});
    for (std::size_t i = 0; i < plan.events.size(); ++i)
        transaction.execute(kAddEvent, {event.subject, i, draw::text(plan.events[i].kind), plan.events[i].name,
                                        plan.events[i].not_before});
}

/// Objects of each stratum, and how many of them are drawn: by the plan's quota, or as kept from the attempt before.
void count_strata(Transaction& transaction, const StoredEvent& event, const draw::Plan& plan, const draw::Seal& seal) {
    const auto blob = transaction.blobs().open(seal.frame.sha256);
    std::map<std::string_view, std::uint64_t> objects;
    for (const auto& row : sound(draw::parse_frame(blob.text()))) ++objects[row.stratum];
    for (const auto& stratum : plan.strata) {
        const std::uint64_t n = objects[stratum.label];
        std::uint64_t k = seal.attempt == 1 ? draw::quota_of(stratum.quota, n) : 0;
        for (const auto& cell : seal.quotas)
            if (cell.stratum == stratum.label) k += cell.k;
        transaction.execute(kAddCount, {event.subject, seal.attempt, "stratum", stratum.label, n, k});
    }
}

void count_exclusions(Transaction& transaction, const StoredEvent& event, const draw::Seal& seal) {
    const auto blob = transaction.blobs().open(seal.exclusions.sha256);
    std::map<std::string_view, std::uint64_t> objects;
    for (const auto& row : sound(draw::parse_exclusions(blob.text()))) ++objects[row.reason];
    for (const auto& [reason, n] : objects)
        transaction.execute(kAddCount, {event.subject, seal.attempt, "excluded", reason, n, 0});
}

void seal_frame(Transaction& transaction, const StoredEvent& event) {
    const auto seal = sound(draw::parse_seal(transaction.blobs().open(text_of(event, "seal")).text()));
    const auto plan = sound(draw::parse_plan(transaction.blobs().open(text_of(event, "plan")).text()));
    transaction.execute(kAddAttempt,
                        {event.subject, number_of(event, "attempt"), text_of(event, "plan"), text_of(event, "seal"),
                         text_of(event, "frame_root"), number_of(event, "journal_size"), event.at, event.seq});
    count_strata(transaction, event, plan, seal);
    count_exclusions(transaction, event, seal);
    transaction.execute(kSealed, {event.subject});
}

void record_event(Transaction& transaction, const StoredEvent& event) {
    transaction.execute(kRecordEvent, {event.subject, text_of(event, "kind"), text_of(event, "name"),
                                       text_of(event, "content"), event.at, event.seq});
    transaction.execute(kState, {event.subject, "event"});
}

void seal_result(Transaction& transaction, const StoredEvent& event) {
    const std::int64_t attempt = number_of(event, "attempt");
    const auto blob = transaction.blobs().open(digest_of(event, "result"));
    const auto rows = sound(draw::parse_result(blob.text()));
    transaction.copy_rows(
        "draw_result", {"draw", "attempt", "stratum", "district", "rank", "kind", "ticket", "object", "line"},
        [&](RowSink& sink) {
            std::uint64_t line = 0;
            for (const auto& row : rows)
                sink.add({event.subject, attempt, row.stratum, row.district, row.rank,
                          row.kind == draw::DrawnKind::sample ? "S" : "R", row.ticket, row.id, line++});
        });
    transaction.execute(kResult, {event.subject, attempt, digest_of(event, "result"), event.seq,
                                  number_of(event, "sample"), number_of(event, "reserve"), root_of(event, "root")});
    transaction.execute(kDrawn, {event.subject, attempt});
}

constexpr std::size_t kFewCandidates = 4;

/// Places that so few officers could fill that anyone can guess who comes.
std::int64_t thin_slots(Transaction& transaction, const StoredEvent& event) {
    const auto seal_digest = transaction.query_one(kSealOf, {event.subject, number_of(event, "attempt")},
                                                   [](const Row& row) { return row.text(0); });
    const auto seal = sound(draw::parse_seal(transaction.blobs().open(seal_digest.value()).text()));
    const auto officers = sound(draw::parse_officers(transaction.blobs().open(seal.officers.sha256).text()));
    const auto blob = transaction.blobs().open(digest_of(event, "slots"));
    const auto slots = sound(draw::parse_slots(blob.text(), officers));
    std::int64_t thin = 0;
    for (std::size_t slot = 0; slot < slots.slot_count(); ++slot)
        thin += slots.candidates(slot).size() < kFewCandidates ? 1 : 0;
    return thin;
}

void seal_assignment(Transaction& transaction, const StoredEvent& event) {
    const std::int64_t attempt = number_of(event, "attempt");
    const auto blob = transaction.blobs().open(digest_of(event, "assignment"));
    const auto assignment = sound(draw::parse_assignment(blob.text()));
    transaction.copy_rows("draw_assignment", {"draw", "attempt", "object", "slot", "officer"}, [&](RowSink& sink) {
        for (const auto& job : assignment)
            for (std::size_t slot = 0; slot < job.officers.size(); ++slot)
                sink.add({event.subject, attempt, job.job, slot, job.officers[slot]});
    });
    transaction.execute(
        kAssignment, {event.subject, attempt, digest_of(event, "slots"), digest_of(event, "assignment"), event.seq,
                      thin_slots(transaction, event), root_of(event, "slots_root"), root_of(event, "assignment_root")});
    transaction.execute(kAssigned, {event.subject, attempt});
}

void reveal(Transaction& transaction, const StoredEvent& event) {
    const Json* typed = event.data.find("typed");
    transaction.execute(kReveal, {event.subject, text_of(event, "party"), text_of(event, "value"),
                                  typed == nullptr ? Param(nullptr) : Param(typed->as_string()), event.at, event.seq,
                                  event.kind == "contribution.opened"});
}

/// In mode embargo the entry does not name the seed: it follows from what was revealed, recorded and delivered.
void fix_seed(Transaction& transaction, const StoredEvent& event) {
    const Json* sealed = event.data.find("sealed_seed");
    if (sealed == nullptr) {
        transaction.execute(kSeed, {event.subject, text_of(event, "seed"), nullptr});
        return;
    }
    const auto seed = hash::sha256_hex(draw::encode(find_draw(transaction, event.subject).value().seed_text()));
    if (draw::sealed_seed(seed) != sealed->as_string()) throw std::logic_error("not the seed of " + event.subject);
    transaction.execute(kSeed, {event.subject, seed, sealed->as_string()});
}

void apply_draw(Transaction& transaction, const StoredEvent& event) {
    const std::string& id = event.subject;
    if (event.kind == "draw.opened")
        open(transaction, event);
    else if (event.kind == "contribution.committed")
        transaction.execute(kCommit, {id, text_of(event, "party"), text_of(event, "commitment"), event.at, event.seq});
    else if (event.kind == "frame.sealed")
        seal_frame(transaction, event);
    else if (event.kind == "sealing.witnessed")
        transaction.execute(kWitnessed,
                            {id, number_of(event, "attempt"), text_of(event, "proof"), event.at, event.seq});
    else if (event.kind == "contribution.revealed" || event.kind == "contribution.opened")
        reveal(transaction, event);
    else if (event.kind == "contribution.rejected")
        transaction.execute(kReject, {id, text_of(event, "party")});
    else if (event.kind == "event.recorded")
        record_event(transaction, event);
    else if (event.kind == "seed.fixed")
        fix_seed(transaction, event);
    else if (event.kind == "result.sealed")
        seal_result(transaction, event);
    else if (event.kind == "assignment.sealed")
        seal_assignment(transaction, event);
    else if (event.kind == "draw.closed")
        transaction.execute(kClose, {id, text_of(event, "substitutions")});
    else if (event.kind == "draw.voided")
        transaction.execute(kVoid, {id, text_of(event, "reason")});
    else if (event.kind == "redraw.requested")
        transaction.execute(kRequestRedraw, {id, event.actor, text_of(event, "reason")});
    else if (event.kind == "redraw.approved" || event.kind == "extension.approved")
        transaction.execute(kApproveRedraw, {id, number_of(event, "attempt")});
    else if (event.kind != "draw.alarmed")  // store/alarm.h
        unknown_event(event);
}

}  // namespace

Projection draw_projection() {
    return {.stem = "draw",
            .kinds = {"draw.", "contribution.", "frame.sealed", "sealing.witnessed", "event.recorded", "seed.fixed",
                      "result.sealed", "assignment.sealed", "redraw.", "extension.approved"},
            .apply = apply_draw,
            .tables = {{"draw", {"id"}},
                       {"draw_party", {"draw", "id"}},
                       {"draw_event", {"draw", "position"}},
                       {"draw_attempt", {"draw", "attempt"}},
                       {"draw_count", {"draw", "attempt", "sort", "label"}},
                       {"draw_result", {"draw", "attempt", "stratum", "district", "rank"}},
                       {"draw_assignment", {"draw", "attempt", "object", "slot"}}}};
}

}  // namespace sunlot::store
