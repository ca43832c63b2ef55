#include "store/erasure.h"

#include "base/text.h"
#include "inspection/officer.h"
#include "inspection/roll.h"
#include "store/import.h"
#include "store/officer.h"
#include "store/roll_line.h"

#include <stdexcept>
#include <utility>

namespace sunlot::store {
namespace {

constexpr std::string_view kList = R"sql(
    SELECT id, state, what, basis, entries, requested_by, requested_at, answered_by, answered_at, entry
      FROM erasure ORDER BY entry DESC)sql";
constexpr std::string_view kFind = R"sql(
    SELECT id, state, what, basis, entries, requested_by, requested_at, answered_by, answered_at, entry
      FROM erasure WHERE id = $1)sql";
constexpr std::string_view kCount = R"sql(SELECT count(*) FROM erasure)sql";
constexpr std::string_view kRequest = R"sql(
    INSERT INTO erasure (id, state, what, basis, entries, requested_by, requested_at, entry)
    VALUES ($1, 'requested', $2, $3, $4, $5, $6, $7))sql";
constexpr std::string_view kAnswer = R"sql(
    UPDATE erasure SET state = $2, answered_by = $3, answered_at = $4 WHERE id = $1)sql";

// Nobody is left who could sign in.
constexpr std::string_view kForgetAccount = R"sql(
    UPDATE account SET login = id, name = '', state = 'disabled', password = NULL, activation_code = NULL,
                       activation_expires = NULL
     WHERE id = $1)sql";
constexpr std::string_view kForgetRecusal = R"sql(
    UPDATE recusal SET officer = '', object = '', relation = '', reason = '', salt = '' WHERE id = $1)sql";
constexpr std::string_view kForgetRecusalEnd = R"sql(UPDATE recusal SET ended_reason = '' WHERE id = $1)sql";
constexpr std::string_view kForgetReason = R"sql(UPDATE officer_change SET reason = '' WHERE entry = $1)sql";
constexpr std::string_view kForgetTraining = R"sql(
    UPDATE officer_training SET officer = '', kind = '', held_on = '', hours = 0, passed = 0, topic = ''
     WHERE entry = $1)sql";
constexpr std::string_view kForgetOfficer = R"sql(
    DELETE FROM officer_person WHERE id = $1 AND entry = $2)sql";
constexpr std::string_view kForgetObject = R"sql(
    DELETE FROM object_person WHERE id = $1 AND entry = $2)sql";

ErasureRecord record(const Row& row) {
    ErasureRecord out{.id = row.text(0),
                      .state = row.text(1),
                      .what = row.text(2),
                      .basis = row.text(3),
                      .entries = {},
                      .requested_by = row.text(5),
                      .requested_at = row.instant(6),
                      .answered_by = row.optional_text(7),
                      .answered_at = {},
                      .entry = static_cast<std::uint64_t>(row.integer(9))};
    if (!row.is_null(8)) out.answered_at = row.instant(8);
    if (!row.text_view(4).empty())
        for (const auto number : split(row.text_view(4), ',')) out.entries.push_back(parse_unsigned(number).value());
    return out;
}

const std::string& text_of(const StoredEvent& event, std::string_view key) {
    return event.data.at(key).as_string();
}

void request(Transaction& transaction, const StoredEvent& event) {
    std::string entries;
    for (const Json& entry : event.data.at("entries").as_array())
        entries += (entries.empty() ? "" : ",") + std::to_string(entry.as_integer());
    transaction.execute(kRequest, {event.subject, text_of(event, "what"), text_of(event, "basis"), entries, event.actor,
                                   event.at, event.seq});
}

bool has_officer(std::string_view line) {
    const auto row = inspection::parse_officer(line);
    if (!row) throw ImportMalformed("not a line of officer-v2");
    return !row->id_number.empty() || !row->phone.empty();
}

bool has_object_person(std::string_view line) {
    const auto cells = inspection::cut_object(line);
    if (!cells) throw ImportMalformed("a line with another number of columns than roll-v2 has");
    return has_person(*cells);
}

/// Rows of the redacted file without personal columns, of persons whose present row came from that import. A person
/// that a later import names again is not touched: that import's file is redacted by an entry of its own.
void forget_rows(Transaction& transaction, const StoredEvent& event, std::uint64_t import, bool officers) {
    const auto blob = transaction.blobs().open(text_of(event, "redacted"));
    const auto lines = split(blob.text(), '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].empty() || (officers ? has_officer(lines[i]) : has_object_person(lines[i]))) continue;
        transaction.execute(officers ? kForgetOfficer : kForgetObject,
                            {lines[i].substr(0, lines[i].find('\t')), import});
    }
}

void erase(Transaction& transaction, const StoredEvent& event) {
    const Json* kind = event.data.find("kind");
    if (kind == nullptr) return;  // of a time when only private parts without tables could be erased
    const std::string& of = text_of(event, "of");
    if (kind->as_string() == "account.created")
        transaction.execute(kForgetAccount, {of});
    else if (kind->as_string() == "recusal.declared")
        transaction.execute(kForgetRecusal, {of});
    else if (kind->as_string() == "recusal.ended")
        transaction.execute(kForgetRecusalEnd, {of});
    else if (kind->as_string() == "officer.trained")
        transaction.execute(kForgetTraining, {parse_unsigned(event.subject).value()});
    else if (kind->as_string() == "officer.changed" && event.data.find("redacted") == nullptr)
        transaction.execute(kForgetReason, {parse_unsigned(event.subject).value()});
    else if (event.data.find("redacted") != nullptr)
        forget_rows(transaction, event, parse_unsigned(of).value(), carries_officer_rows(kind->as_string()));
}

void apply_erasure(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "erasure.requested")
        request(transaction, event);
    else if (event.kind == "erasure.approved")
        transaction.execute(kAnswer, {event.subject, "approved", event.actor, event.at});
    else if (event.kind == "erasure.refused")
        transaction.execute(kAnswer, {event.subject, "refused", event.actor, event.at});
    else if (event.kind == "private.erased")
        erase(transaction, event);
    else
        unknown_event(event);
}

}  // namespace

std::vector<ErasureRecord> list_erasures(View& view) {
    return view.query_all(kList, {}, record);
}

std::optional<ErasureRecord> find_erasure(View& view, std::string_view id) {
    return view.query_one(kFind, {id}, record);
}

std::int64_t count_erasures(View& view) {
    return view.count(kCount);
}

Projection erasure_projection() {
    return {.stem = "erasure",
            .kinds = {"erasure.", "private.erased"},
            .apply = apply_erasure,
            .tables = {{"erasure", {"id"}}}};
}

}  // namespace sunlot::store
