// Sources of rows, conflicts that wait for a person, and the readers of our own directory, as the tables hold them
// (exchange.*). Where a source is and its key are read from the private part of its entry, never from a table.
#pragma once
#include "base/clock.h"
#include "base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

struct SourceRecord {
    std::string id;
    Json settings;  ///< inspection::public_part
    std::string name;
    std::int64_t entry = 0;  ///< of the settings
    std::string set_by;
    Instant set_at;
    bool removed = false;
    std::optional<std::int64_t> merged_entry;  ///< the last merge
    std::optional<Instant> merged_at;
    std::string cursor;
    std::int64_t open_conflicts = 0;
};
/// Those not removed, by number.
std::vector<SourceRecord> list_sources(View& view);
std::optional<SourceRecord> find_source(View& view, std::string_view id);
/// How many there ever were: ids are "x1", "x2" …
std::int64_t count_sources(View& view);

struct ConflictRecord {
    std::int64_t entry = 0;
    std::int64_t line = 0;
    std::string source;
    std::string object;
    std::string object_name;  ///< "" when it is no longer in the directory
    std::string field;        ///< "" when the object itself has vanished from the source
    std::string ours;
    std::string theirs;
    std::string state;  ///< open, kept, taken, past
    Instant raised_at;
    std::string id() const { return std::to_string(entry) + "-" + std::to_string(line); }
};
/// "84-1", or nothing.
std::optional<std::pair<std::int64_t, std::int64_t>> parse_conflict_id(std::string_view text);

struct ConflictQuery {
    std::string source = {};
    std::string field = {};
    std::string state = "open";
    std::int64_t after_entry = 0;
    std::int64_t after_line = 0;
    std::size_t limit = 50;
};
/// Oldest first.
std::vector<ConflictRecord> list_conflicts(View& view, const ConflictQuery& query);
std::int64_t count_conflicts(View& view, const ConflictQuery& query);
std::optional<ConflictRecord> find_conflict(View& view, std::int64_t entry, std::int64_t line);
/// All of one source that are not past, whatever was decided; oldest first.
std::vector<ConflictRecord> current_conflicts(View& view, std::string_view source);

struct ReaderRecord {
    std::string id;
    std::string name;
    Json scope;  ///< {"districts","fields","kinds"}
    std::string expires_on;
    std::int64_t entry = 0;
    std::string set_by;
    Instant set_at;
    bool revoked = false;
    std::optional<Instant> given_at;
    std::int64_t given_rows = 0;
    std::string given_until;
};
std::vector<ReaderRecord> list_readers(View& view);
std::optional<ReaderRecord> find_reader(View& view, std::string_view id);
/// Also one that is revoked or over.
std::optional<ReaderRecord> find_reader_by_key(View& view, std::string_view key_digest);
std::int64_t count_readers(View& view);

/// An object and the entry that changed it last.
struct ChangedObject {
    std::int64_t entry = 0;
    std::string id;
    Instant updated_at;
};
/// Those changed after (entry, id), in that order.
std::vector<ChangedObject> changed_objects(View& view, std::int64_t entry, std::string_view id, std::size_t limit);

Projection exchange_projection();

}  // namespace sunlot::store
