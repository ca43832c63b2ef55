#include "store/exchange.h"

#include "base/text.h"
#include "store/database.h"
#include "store/import.h"
#include "store/journal.h"
#include "store/projections.h"
#include "store/roll.h"

#include <stdexcept>

namespace sunlot::store {
namespace {

constexpr std::string_view kAddSource = R"sql(
    INSERT INTO exchange_source (id, number, settings, name, entry, set_by, set_at, removed_entry, merged_entry,
                                 merged_at, cursor)
    VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, NULL, ''))sql";
// Another place or other columns: what was read before says nothing about the new one, so it begins anew.
constexpr std::string_view kChangeSource = R"sql(
    UPDATE exchange_source SET settings = $2, name = $3, entry = $4, set_by = $5, set_at = $6, removed_entry = NULL,
           cursor = '' WHERE id = $1)sql";
constexpr std::string_view kRemoveSource = R"sql(UPDATE exchange_source SET removed_entry = $2 WHERE id = $1)sql";
constexpr std::string_view kMerged = R"sql(
    UPDATE exchange_source SET merged_entry = $2, merged_at = $3, cursor = $4 WHERE id = $1)sql";
constexpr std::string_view kSources = R"sql(
    SELECT s.id, s.settings, s.name, s.entry, s.set_by, s.set_at, s.removed_entry, s.merged_entry, s.merged_at, s.cursor,
           (SELECT count(*) FROM exchange_conflict c WHERE c.source = s.id AND c.state = 'open')
      FROM exchange_source s WHERE s.removed_entry IS NULL ORDER BY s.number)sql";
constexpr std::string_view kSource = R"sql(
    SELECT s.id, s.settings, s.name, s.entry, s.set_by, s.set_at, s.removed_entry, s.merged_entry, s.merged_at, s.cursor,
           (SELECT count(*) FROM exchange_conflict c WHERE c.source = s.id AND c.state = 'open')
      FROM exchange_source s WHERE s.id = $1)sql";
constexpr std::string_view kCountSources = R"sql(SELECT count(*) FROM exchange_source)sql";

constexpr std::string_view kRaise = R"sql(
    INSERT INTO exchange_conflict (entry, line, source, object, field, ours, theirs, state, raised_at, resolved_entry,
                                   resolved_by, resolved_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, NULL, NULL, NULL))sql";
constexpr std::string_view kPass = R"sql(
    UPDATE exchange_conflict SET state = 'past', resolved_entry = $4
     WHERE object = $1 AND source = $2 AND field = $3 AND state <> 'past')sql";
constexpr std::string_view kDecide = R"sql(
    UPDATE exchange_conflict SET state = $3, resolved_entry = $4, resolved_by = $5, resolved_at = $6
     WHERE entry = $1 AND line = $2)sql";
constexpr std::string_view kConflicts = R"sql(
    SELECT c.entry, c.line, c.source, c.object, COALESCE(o.name, ''), c.field, c.ours, c.theirs, c.state, c.raised_at
      FROM exchange_conflict c LEFT JOIN object o ON o.id = c.object
     WHERE c.state = $1 AND (CAST($2 AS TEXT) = '' OR c.source = $2) AND (CAST($3 AS TEXT) = '' OR c.field = $3)
       AND (c.entry > $4 OR (c.entry = $4 AND c.line > $5))
     ORDER BY c.entry, c.line LIMIT $6)sql";
constexpr std::string_view kCountConflicts = R"sql(
    SELECT count(*) FROM exchange_conflict c
     WHERE c.state = $1 AND (CAST($2 AS TEXT) = '' OR c.source = $2) AND (CAST($3 AS TEXT) = '' OR c.field = $3))sql";
constexpr std::string_view kConflict = R"sql(
    SELECT c.entry, c.line, c.source, c.object, COALESCE(o.name, ''), c.field, c.ours, c.theirs, c.state, c.raised_at
      FROM exchange_conflict c LEFT JOIN object o ON o.id = c.object WHERE c.entry = $1 AND c.line = $2)sql";
constexpr std::string_view kCurrent = R"sql(
    SELECT c.entry, c.line, c.source, c.object, '', c.field, c.ours, c.theirs, c.state, c.raised_at
      FROM exchange_conflict c WHERE c.source = $1 AND c.state <> 'past' ORDER BY c.entry, c.line)sql";

constexpr std::string_view kAddReader = R"sql(
    INSERT INTO exchange_reader (id, number, name, scope, expires_on, key_digest, entry, set_by, set_at, revoked_entry,
                                 given_entry, given_at, given_rows, given_until)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, NULL, NULL, 0, ''))sql";
constexpr std::string_view kRevokeReader = R"sql(UPDATE exchange_reader SET revoked_entry = $2 WHERE id = $1)sql";
constexpr std::string_view kGiven = R"sql(
    UPDATE exchange_reader SET given_entry = $2, given_at = $3, given_rows = given_rows + $4, given_until = $5
     WHERE id = $1)sql";
constexpr std::string_view kReaders = R"sql(
    SELECT id, name, scope, expires_on, entry, set_by, set_at, revoked_entry, given_at, given_rows, given_until
      FROM exchange_reader ORDER BY number)sql";
constexpr std::string_view kReader = R"sql(
    SELECT id, name, scope, expires_on, entry, set_by, set_at, revoked_entry, given_at, given_rows, given_until
      FROM exchange_reader WHERE id = $1)sql";
constexpr std::string_view kReaderByKey = R"sql(
    SELECT id, name, scope, expires_on, entry, set_by, set_at, revoked_entry, given_at, given_rows, given_until
      FROM exchange_reader WHERE key_digest = $1)sql";
constexpr std::string_view kCountReaders = R"sql(SELECT count(*) FROM exchange_reader)sql";
constexpr std::string_view kChanged = R"sql(
    SELECT entry, id, updated_at FROM object WHERE entry >= $1 AND (entry > $1 OR id > $2)
     ORDER BY entry, id LIMIT $3)sql";

Json json_of(std::string_view text) {
    auto json = parse_json(text);
    if (!json) throw std::logic_error("exchange: settings that do not read");
    return std::move(*json);
}

SourceRecord source_of(const Row& row) {
    SourceRecord out{.id = row.text(0),
                     .settings = json_of(row.text_view(1)),
                     .name = row.text(2),
                     .entry = row.integer(3),
                     .set_by = row.text(4),
                     .set_at = row.instant(5),
                     .removed = !row.is_null(6),
                     .merged_entry = row.optional_integer(7),
                     .merged_at = {},
                     .cursor = row.text(9),
                     .open_conflicts = row.integer(10)};
    if (!row.is_null(8)) out.merged_at = row.instant(8);
    return out;
}

// Among the fields are phones and names of persons.
constexpr std::string_view kOursColumn = "exchange_conflict.ours";
constexpr std::string_view kTheirsColumn = "exchange_conflict.theirs";

std::string conflict_row(std::int64_t entry, std::int64_t line) {
    return std::to_string(entry) + "/" + std::to_string(line);
}

ConflictRecord conflict_of(const View& view, const Row& row) {
    const auto key = conflict_row(row.integer(0), row.integer(1));
    return {.entry = row.integer(0),
            .line = row.integer(1),
            .source = row.text(2),
            .object = row.text(3),
            .object_name = row.text(4),
            .field = row.text(5),
            .ours = view.unseal(kOursColumn, key, row.text_view(6)),
            .theirs = view.unseal(kTheirsColumn, key, row.text_view(7)),
            .state = row.text(8),
            .raised_at = row.instant(9)};
}

ReaderRecord reader_of(const Row& row) {
    ReaderRecord out{.id = row.text(0),
                     .name = row.text(1),
                     .scope = json_of(row.text_view(2)),
                     .expires_on = row.text(3),
                     .entry = row.integer(4),
                     .set_by = row.text(5),
                     .set_at = row.instant(6),
                     .revoked = !row.is_null(7),
                     .given_at = {},
                     .given_rows = row.integer(9),
                     .given_until = row.text(10)};
    if (!row.is_null(8)) out.given_at = row.instant(8);
    return out;
}

const std::string& text_of(const StoredEvent& event, std::string_view key) {
    return event.data.at(key).as_string();
}

std::int64_t number_of(std::string_view id) {
    const auto number = parse_unsigned(id.substr(1));
    if (!number) throw std::logic_error("exchange: an id without a number");
    return static_cast<std::int64_t>(*number);
}

void set_source(Transaction& transaction, const StoredEvent& event) {
    const std::string settings = to_canonical(event.data);
    if (transaction.execute(kChangeSource,
                            {event.subject, settings, text_of(event, "name"), event.seq, event.actor, event.at}) == 0)
        transaction.execute(kAddSource, {event.subject, number_of(event.subject), settings, text_of(event, "name"),
                                         event.seq, event.actor, event.at});
}

/// A list of conflicts: a salt line, then op ("+" raised, "-" no longer so), object, field, ours, theirs.
void raise_conflicts(Transaction& transaction, const StoredEvent& event) {
    const Json* digest = event.data.find("conflicts");
    if (digest == nullptr) return;
    const auto blob = transaction.blobs().open(digest->as_string());
    const auto lines = split(blob.text(), '\n');
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].empty()) continue;
        const auto cells = cut_line<5>(lines[i]);
        transaction.execute(kPass, {cells[1], event.subject, cells[2], event.seq});
        if (cells[0] != "+") continue;
        const auto line = static_cast<std::int64_t>(i);
        const auto key = conflict_row(static_cast<std::int64_t>(event.seq), line);
        transaction.execute(
            kRaise, {event.seq, line, event.subject, cells[1], cells[2], transaction.seal(kOursColumn, key, cells[3]),
                     transaction.seal(kTheirsColumn, key, cells[4]), event.at});
    }
}

void merged(Transaction& transaction, const StoredEvent& event) {
    apply_object_rows(transaction, event);
    raise_conflicts(transaction, event);
    const Json* cursor = event.data.find("cursor");
    transaction.execute(kMerged,
                        {event.subject, event.seq, event.at, cursor != nullptr ? cursor->as_string() : std::string()});
}

void resolved(Transaction& transaction, const StoredEvent& event) {
    apply_object_rows(transaction, event);
    const char* state = text_of(event, "choice") == "take" ? "taken" : "kept";
    for (const Json& id : event.data.at("conflicts").as_array()) {
        const auto place = parse_conflict_id(id.as_string());
        if (!place) throw std::logic_error("exchange.resolved: " + id.as_string());
        transaction.execute(kDecide, {place->first, place->second, state, event.seq, event.actor, event.at});
    }
}

void set_reader(Transaction& transaction, const StoredEvent& event) {
    const Json scope = Json::Object{{"districts", event.data.at("districts")},
                                    {"fields", event.data.at("fields")},
                                    {"kinds", event.data.at("kinds")}};
    const std::string key = event.private_data.is_object() ? event.private_data.at("key").as_string() : event.subject;
    transaction.execute(kAddReader,
                        {event.subject, number_of(event.subject), text_of(event, "name"), to_canonical(scope),
                         text_of(event, "expires_on"), key, event.seq, event.actor, event.at});
}

void apply_exchange(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "exchange.source_set") return set_source(transaction, event);
    if (event.kind == "exchange.merged") return merged(transaction, event);
    if (event.kind == "exchange.resolved") return resolved(transaction, event);
    if (event.kind == "exchange.reader_set") return set_reader(transaction, event);
    if (event.kind == "exchange.source_removed")
        transaction.execute(kRemoveSource, {event.subject, event.seq});
    else if (event.kind == "exchange.reader_revoked")
        transaction.execute(kRevokeReader, {event.subject, event.seq});
    else if (event.kind == "exchange.given")
        transaction.execute(
            kGiven, {event.subject, event.seq, event.at, event.data.at("rows").as_integer(), text_of(event, "until")});
    else
        unknown_event(event);
}

}  // namespace

std::optional<std::pair<std::int64_t, std::int64_t>> parse_conflict_id(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto entry = parse_unsigned(text.substr(0, dash));
    const auto line = parse_unsigned(text.substr(dash + 1));
    if (!entry || !line) return std::nullopt;
    return std::pair(static_cast<std::int64_t>(*entry), static_cast<std::int64_t>(*line));
}

std::vector<SourceRecord> list_sources(View& view) {
    return view.query_all(kSources, {}, source_of);
}
std::optional<SourceRecord> find_source(View& view, std::string_view id) {
    return view.query_one(kSource, {id}, source_of);
}
std::int64_t count_sources(View& view) {
    return view.count(kCountSources);
}

std::vector<ConflictRecord> list_conflicts(View& view, const ConflictQuery& query) {
    return view.query_all(kConflicts,
                          {query.state, query.source, query.field, query.after_entry, query.after_line, query.limit},
                          [&](const Row& row) { return conflict_of(view, row); });
}
std::int64_t count_conflicts(View& view, const ConflictQuery& query) {
    return view.count(kCountConflicts, {query.state, query.source, query.field});
}
std::optional<ConflictRecord> find_conflict(View& view, std::int64_t entry, std::int64_t line) {
    return view.query_one(kConflict, {entry, line}, [&](const Row& row) { return conflict_of(view, row); });
}
std::vector<ConflictRecord> current_conflicts(View& view, std::string_view source) {
    return view.query_all(kCurrent, {source}, [&](const Row& row) { return conflict_of(view, row); });
}

std::vector<ReaderRecord> list_readers(View& view) {
    return view.query_all(kReaders, {}, reader_of);
}
std::optional<ReaderRecord> find_reader(View& view, std::string_view id) {
    return view.query_one(kReader, {id}, reader_of);
}
std::optional<ReaderRecord> find_reader_by_key(View& view, std::string_view key_digest) {
    return view.query_one(kReaderByKey, {key_digest}, reader_of);
}
std::int64_t count_readers(View& view) {
    return view.count(kCountReaders);
}

std::vector<ChangedObject> changed_objects(View& view, std::int64_t entry, std::string_view id, std::size_t limit) {
    return view.query_all(kChanged, {entry, id, limit},
                          [](const Row& row) { return ChangedObject{row.integer(0), row.text(1), row.instant(2)}; });
}

Projection exchange_projection() {
    return {.stem = "exchange",
            .kinds = {"exchange."},
            .apply = apply_exchange,
            .tables = {{.name = "exchange_source", .key = {"id"}},
                       {.name = "exchange_conflict", .key = {"entry", "line"}, .sealed = {"ours", "theirs"}},
                       {.name = "exchange_reader", .key = {"id"}}}};
}

}  // namespace sunlot::store
