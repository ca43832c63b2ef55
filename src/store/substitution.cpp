#include "store/substitution.h"

#include "base/json.h"
#include "base/text.h"
#include "inspection/substitution.h"
#include "store/database.h"
#include "store/draw.h"
#include "store/projections.h"

#include <stdexcept>
#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kAll = R"sql(
    SELECT number, attempt, what, line, object, slot, reason, state, recused, unavailable, replacement,
           replacement_object, officers, replaced, officer, requested_by, requested_at, answered_at, entry
    FROM draw_substitution WHERE draw = $1 ORDER BY number)sql";
constexpr std::string_view kOne = R"sql(
    SELECT number, attempt, what, line, object, slot, reason, state, recused, unavailable, replacement,
           replacement_object, officers, replaced, officer, requested_by, requested_at, answered_at, entry
    FROM draw_substitution WHERE draw = $1 AND number = $2)sql";
constexpr std::string_view kRequest = R"sql(
    INSERT INTO draw_substitution (draw, number, attempt, what, line, object, slot, reason, state, recused, unavailable,
                                   officers, requested_by, requested_at, entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'requested', $9, $10, '', $11, $12, $13))sql";
constexpr std::string_view kApproveObject = R"sql(
    UPDATE draw_substitution
    SET state = 'approved', answered_by = $3, answered_at = $4, replacement = $5, replacement_object = $6, officers = $7
    WHERE draw = $1 AND number = $2)sql";
constexpr std::string_view kApproveOfficer = R"sql(
    UPDATE draw_substitution SET state = 'approved', answered_by = $3, answered_at = $4, replaced = $5, officer = $6
    WHERE draw = $1 AND number = $2)sql";
constexpr std::string_view kRefuse = R"sql(
    UPDATE draw_substitution SET state = 'refused', answered_by = $3, answered_at = $4
    WHERE draw = $1 AND number = $2)sql";
constexpr std::string_view kSubstituted = R"sql(
    SELECT object, sort, number FROM draw_substituted WHERE draw = $1 ORDER BY object)sql";
constexpr std::string_view kCountCalledUp = R"sql(
    SELECT count(*) FROM draw_substituted s
    JOIN draw_result r ON r.draw = s.draw AND r.attempt = $2 AND r.object = s.object
    WHERE s.draw = $1 AND s.sort = 'called_up' AND r.kind = 'R')sql";
constexpr std::string_view kCallUp = R"sql(
    INSERT INTO draw_substituted (draw, object, sort, number) VALUES ($1, $2, 'called_up', $3))sql";
constexpr std::string_view kForget = R"sql(DELETE FROM draw_substituted WHERE draw = $1 AND object = $2)sql";
constexpr std::string_view kCancel = R"sql(
    INSERT INTO draw_substituted (draw, object, sort, number) VALUES ($1, $2, 'cancelled', $3))sql";
constexpr std::string_view kDropVisit = R"sql(
    DELETE FROM draw_assignment WHERE draw = $1 AND attempt = $2 AND object = $3)sql";
constexpr std::string_view kAddVisit = R"sql(
    INSERT INTO draw_assignment (draw, attempt, object, slot, officer) VALUES ($1, $2, $3, $4, $5))sql";
constexpr std::string_view kHolder = R"sql(
    SELECT officer FROM draw_assignment WHERE draw = $1 AND attempt = $2 AND object = $3 AND slot = $4)sql";
constexpr std::string_view kTakeOver = R"sql(
    UPDATE draw_assignment SET officer = $5 WHERE draw = $1 AND attempt = $2 AND object = $3 AND slot = $4)sql";
constexpr std::string_view kExtend = R"sql(
    INSERT INTO draw_extension (draw, entry, requested_by, reason, strata, state)
    VALUES ($1, $2, $3, $4, $5, 'requested'))sql";
constexpr std::string_view kDropExtensions = R"sql(
    UPDATE draw_extension SET state = 'dropped' WHERE draw = $1 AND state = 'requested')sql";
constexpr std::string_view kApproveExtension = R"sql(
    UPDATE draw_extension SET state = 'approved', attempt = $2 WHERE draw = $1 AND state = 'requested')sql";
constexpr std::string_view kLastExtension = R"sql(
    SELECT requested_by, reason, strata, state, attempt FROM draw_extension
    WHERE draw = $1 AND state <> 'dropped' ORDER BY entry DESC LIMIT 1)sql";
constexpr std::string_view kExtensionOf = R"sql(
    SELECT requested_by, reason, strata, state, attempt FROM draw_extension WHERE draw = $1 AND attempt = $2)sql";
constexpr std::string_view kWaiting = R"sql(
    SELECT requested_by FROM draw_substitution WHERE draw = $1 AND state = 'requested')sql";
constexpr std::string_view kApproved = R"sql(
    SELECT count(*) FROM draw_substitution WHERE draw = $1 AND state = 'approved')sql";

std::uint64_t unsigned_of(const Row& row, int column) {
    return static_cast<std::uint64_t>(row.integer(column));
}

std::vector<std::string> list_of(const std::string& joined) {
    std::vector<std::string> out;
    if (joined.empty()) return out;
    for (const auto part : split(joined, ',')) out.emplace_back(part);
    return out;
}

SubstitutionState state_of(std::string_view text) {
    if (text == "approved") return SubstitutionState::approved;
    return text == "refused" ? SubstitutionState::refused : SubstitutionState::requested;
}

SubstitutionRecord record(const Row& row) {
    SubstitutionRecord out;
    out.data.number = unsigned_of(row, 0);
    out.data.attempt = unsigned_of(row, 1);
    out.data.what = row.text_view(2) == "object" ? draw::Substituted::object : draw::Substituted::officer;
    out.data.line = unsigned_of(row, 3);
    out.object = row.text(4);
    if (!row.is_null(5)) out.data.slot = unsigned_of(row, 5);
    out.data.reason = row.text(6);
    out.state = state_of(row.text_view(7));
    out.data.recused = list_of(row.text(8));
    out.data.unavailable = list_of(row.text(9));
    if (!row.is_null(10)) out.data.replacement = unsigned_of(row, 10);
    out.replacement_object = row.optional_text(11);
    out.data.officers = list_of(row.text(12));
    out.data.replaced = row.optional_text(13).value_or("");
    out.data.officer = row.optional_text(14);
    out.requested_by = row.text(15);
    out.requested_at = row.instant(16);
    if (!row.is_null(17)) out.answered_at = row.instant(17);
    out.entry = row.integer(18);
    return out;
}

ExtensionRecord extension(const Row& row) {
    ExtensionRecord out{.requested_by = row.text(0),
                        .reason = row.text(1),
                        .strata = {},
                        .waiting = row.text_view(3) == "requested",
                        .attempt = row.optional_integer(4)};
    const Json wrapped = Json::Object{{"strata", parse_canonical(row.text(2)).value()}};
    FieldReader in(wrapped);
    out.strata = draw::read_higher_quotas(in, "strata");
    return out;
}

std::vector<std::string> texts_of(const StoredEvent& event, std::string_view key) {
    std::vector<std::string> out;
    for (const Json& one : event.data.at(key).as_array()) out.push_back(one.as_string());
    return out;
}

std::string object_of(Transaction& transaction, const StoredEvent& event, std::int64_t line) {
    const auto rows = result_rows(transaction, event.subject, event.data.at("attempt").as_integer(), "", std::nullopt,
                                  static_cast<std::size_t>(line) + 1);
    return rows.at(static_cast<std::size_t>(line)).object;
}

void request(Transaction& transaction, const StoredEvent& event) {
    const Json& data = event.data;
    const std::int64_t line = data.at("line").as_integer();
    const Json* slot = data.find("slot");
    const std::string recused = slot == nullptr ? join(texts_of(event, "recused"), ",") : "";
    const std::string unavailable = join(texts_of(event, "unavailable"), ",");
    transaction.execute(
        kRequest,
        {event.subject, data.at("number").as_integer(), data.at("attempt").as_integer(), data.at("what").as_string(),
         line, object_of(transaction, event, line), slot == nullptr ? Param(nullptr) : Param(slot->as_integer()),
         data.at("reason").as_string(), recused, unavailable, event.actor, event.at, event.seq});
}

void approve_object(Transaction& transaction, const StoredEvent& event, const SubstitutionRecord& asked) {
    const auto attempt = asked.data.attempt;
    transaction.execute(kForget, {event.subject, asked.object});  // it may itself have been called up
    transaction.execute(kCancel, {event.subject, asked.object, asked.data.number});
    transaction.execute(kDropVisit, {event.subject, attempt, asked.object});
    const Json* replacement = event.data.find("replacement");
    if (replacement == nullptr) {
        transaction.execute(kApproveObject,
                            {event.subject, asked.data.number, event.actor, event.at, nullptr, nullptr, ""});
        return;
    }
    const std::string object = object_of(transaction, event, replacement->as_integer());
    const auto officers = texts_of(event, "officers");
    transaction.execute(kApproveObject, {event.subject, asked.data.number, event.actor, event.at,
                                         replacement->as_integer(), object, join(officers, ",")});
    transaction.execute(kCallUp, {event.subject, object, asked.data.number});
    for (std::size_t slot = 0; slot < officers.size(); ++slot)
        transaction.execute(kAddVisit, {event.subject, attempt, object, slot, officers[slot]});
}

void approve_officer(Transaction& transaction, const StoredEvent& event, const SubstitutionRecord& asked) {
    const auto& data = asked.data;
    const auto holder = transaction.query_one(kHolder, {event.subject, data.attempt, asked.object, data.slot},
                                              [](const Row& row) { return row.text(0); });
    const Json* officer = event.data.find("officer");
    transaction.execute(kApproveOfficer, {event.subject, data.number, event.actor, event.at, holder.value(),
                                          officer == nullptr ? Param(nullptr) : Param(officer->as_string())});
    if (officer != nullptr)
        transaction.execute(kTakeOver, {event.subject, data.attempt, asked.object, data.slot, officer->as_string()});
}

void approve(Transaction& transaction, const StoredEvent& event) {
    const auto asked = transaction.query_one(kOne, {event.subject, event.data.at("number").as_integer()}, record);
    if (!asked) throw std::logic_error("an answer to no substitution in " + event.subject);
    if (asked->data.what == draw::Substituted::object)
        approve_object(transaction, event, *asked);
    else
        approve_officer(transaction, event, *asked);
}

void apply_substitution(Transaction& transaction, const StoredEvent& event) {
    const std::string& id = event.subject;
    if (event.kind == "substitution.requested")
        request(transaction, event);
    else if (event.kind == "substitution.approved")
        approve(transaction, event);
    else if (event.kind == "substitution.refused")
        transaction.execute(kRefuse, {id, event.data.at("number").as_integer(), event.actor, event.at});
    else if (event.kind == "extension.requested") {
        transaction.execute(kDropExtensions, {id});
        transaction.execute(kExtend, {id, event.seq, event.actor, event.data.at("reason").as_string(),
                                      to_canonical(event.data.at("strata"))});
    } else if (event.kind == "extension.approved")
        transaction.execute(kApproveExtension, {id, event.data.at("attempt").as_integer()});
    else if (event.kind == "redraw.approved")
        transaction.execute(kDropExtensions, {id});
    else
        unknown_event(event);
}

}  // namespace

std::string_view name(SubstitutionState state) {
    switch (state) {
        case SubstitutionState::requested:
            return "requested";
        case SubstitutionState::approved:
            return "approved";
        case SubstitutionState::refused:
            return "refused";
    }
    throw std::logic_error("a substitution in no state");
}

std::vector<SubstitutionRecord> substitutions_of(View& view, std::string_view draw) {
    return view.query_all(kAll, {draw}, record);
}

std::vector<draw::Substitution> approved_substitutions(View& view, std::string_view draw) {
    std::vector<draw::Substitution> out;
    for (auto& one : substitutions_of(view, draw))
        if (one.state == SubstitutionState::approved) out.push_back(std::move(one.data));
    return out;
}

std::map<std::string, SubstitutedObject, std::less<>> substituted_objects(View& view, std::string_view draw) {
    std::map<std::string, SubstitutedObject, std::less<>> out;
    view.query(kSubstituted, {draw}, [&](const Row& row) {
        out[row.text(0)] = {.called_up = row.text_view(1) == "called_up", .number = unsigned_of(row, 2)};
    });
    return out;
}

std::uint64_t count_called_up(View& view, std::string_view draw, std::int64_t attempt) {
    return static_cast<std::uint64_t>(view.count(kCountCalledUp, {draw, attempt}));
}

std::optional<ExtensionRecord> last_extension(View& view, std::string_view draw) {
    return view.query_one(kLastExtension, {draw}, extension);
}

std::optional<ExtensionRecord> extension_of_attempt(View& view, std::string_view draw, std::int64_t attempt) {
    return view.query_one(kExtensionOf, {draw, attempt}, extension);
}

DrawChanges draw_changes(View& view, std::string_view draw) {
    DrawChanges out;
    out.substituted = view.count(kApproved, {draw}) > 0;
    out.substitution_requested_by =
        view.query_one(kWaiting, {draw}, [](const Row& row) { return row.text(0); }).value_or("");
    if (const auto extension = last_extension(view, draw); extension && extension->waiting)
        out.extension_requested_by = extension->requested_by;
    return out;
}

Projection substitution_projection() {
    return {.stem = "substitution",
            .kinds = {"substitution.", "extension.", "redraw.approved"},
            .apply = apply_substitution,
            .tables = {{"draw_substitution", {"draw", "number"}},
                       {"draw_substituted", {"draw", "object"}},
                       {"draw_extension", {"draw", "entry"}}}};
}

}  // namespace sunlot::store
