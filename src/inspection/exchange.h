// Interconnection (互联互通): where rows about objects come from, how their columns feed our fields, and which side is
// right when the two differ. Pure: settings and rules; the reading is workflow/exchange_delivery.h.
//
// A source is a folder into which files are dropped, an HTTP address that is pulled with a key, or a table of an
// exchange database (前置库). What opens it (keys, passwords) is apart from its settings and never shown.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

enum class SourceKind { folder, http, postgres };
/// "folder", "http", "postgres"
std::string_view text(SourceKind kind);

/// What a source may do to a field that the directory already fills.
///   take    the source is right (以来源为准)
///   fill    only what is empty, and what it filled itself (只补空白)
///   ask     a person decides (人工判断)
///   ignore  the source says nothing about it (不采用)
enum class FieldPolicy { take, fill, ask, ignore };
std::string_view text(FieldPolicy policy);

/// One column of the source. `values`: words of the source and what they mean here ("1" → "存续"); others stay.
struct SourceColumn {
    std::string column;
    std::string field;
    std::map<std::string, std::string, std::less<>> values;
    friend bool operator==(const SourceColumn&, const SourceColumn&) = default;
};

struct FolderPlace {
    std::string path;
    friend bool operator==(const FolderPlace&, const FolderPlace&) = default;
};

/// Pulled page by page: `<url>?<cursor_parameter>=<cursor>`; the answer is JSON
/// `{"<rows>":[{…}],"<next>":"<cursor>","<more>":true}`, or, with `table`, a CSV or XLSX file.
struct HttpPlace {
    std::string url;
    std::string header = "Authorization";  ///< carries the key; with Authorization as "Bearer <key>"
    bool table = false;
    std::string cursor_parameter = "since";
    std::string rows = "rows";
    std::string next = "next";
    std::string more = "more";
    friend bool operator==(const HttpPlace&, const HttpPlace&) = default;
};

/// `order`: the column that only grows (a number, a time); empty: the whole table is read each time.
struct PostgresPlace {
    std::string host;
    std::int64_t port = 5432;
    std::string database;
    std::string user;
    std::string table;  ///< "schema.table" or "table"
    std::string order;
    std::string tls = "prefer";  ///< disable, prefer, require, verify-full
    friend bool operator==(const PostgresPlace&, const PostgresPlace&) = default;
};

struct SourceSettings {
    std::string name;
    SourceKind kind = SourceKind::folder;
    bool enabled = true;
    std::int64_t every_minutes = 0;  ///< 0: only when a person says so
    /// Each delivery is the whole stock: what is no longer in it has vanished.
    bool complete = true;
    /// Vanished objects wait for a person, instead of being told in the report alone.
    bool ask_vanished = false;
    /// Empty: columns are recognised by their titles.
    std::vector<SourceColumn> columns;
    FieldPolicy policy = FieldPolicy::ask;
    std::map<std::string, FieldPolicy, std::less<>> policies;  ///< by column of roll.h, where it differs
    FolderPlace folder;
    HttpPlace http;
    PostgresPlace postgres;

    FieldPolicy policy_of(std::string_view field) const;
    /// Rows arrive since a cursor, not all of them.
    bool incremental() const;
    friend bool operator==(const SourceSettings&, const SourceSettings&) = default;
};

/// Refuses exchange.name, exchange.kind, exchange.place, exchange.schedule, exchange.columns, exchange.policy (a field
/// of persons can't be asked about), each with its field.
Result<SourceSettings> read_source(const Json& object);
/// What everybody may read of them: all but where the source is.
Json::Object public_part(const SourceSettings& settings);
/// Where it is, for administrators: {"path"} …
Json::Object place_part(const SourceSettings& settings);
/// The inverse of both. Throws for what `read_source` did not let through.
SourceSettings source_from(const Json& public_part, const Json& place_part);

enum class MergeStep { keep, take, ask };
/// What becomes of one field. `own`: the directory's value came from this very source.
MergeStep merge_step(FieldPolicy policy, std::string_view field, std::string_view ours, std::string_view theirs,
                     bool own);
/// A word that says nothing: empty, 未评 as grade, 未知 as status.
bool says_nothing(std::string_view field, std::string_view value);

/// Fields whose values other departments may be given; no personal ones.
const std::vector<std::string>& shareable_fields();

/// What another department may read of our directory (对外共享).
struct ReaderScope {
    std::string name;  ///< of the department and its system
    std::vector<std::string> fields;
    std::vector<std::string> districts;  ///< empty: all
    std::vector<std::string> kinds;      ///< empty: all
    Date expires_on;
    friend bool operator==(const ReaderScope&, const ReaderScope&) = default;
};
/// Refuses exchange.reader with the field: no name, no field, one that is not shareable, an unknown kind of object, a
/// last day before `today` or more than three years after it.
Result<ReaderScope> read_reader(const Json& object, Date today);

}  // namespace sunlot::inspection
