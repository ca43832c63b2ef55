// The directory of objects of inspection (监管对象名录库) as the tables hold it: a county has 10²–10⁵ rows, a test a
// million. Every change of an object is an entry that carries the objects' whole new rows in a blob, sorted by id
// (`carries_object_rows`); from them also come what a field was before (roll_history.h) and where it is from. Reads
// walk the primary key, so that no list and no draw ever sorts or holds the directory; searches ask object_index.h.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class ObjectIndex;
class ReadView;
class Transaction;
class View;
struct Projection;
struct StoredEvent;

struct ObjectRecord {
    std::string id;  // the credit code, or X:<source>:<code>
    std::string kind;
    std::string status;
    std::string grade;
    std::string risk;
    std::string district;
    std::string category;
    std::string name;
    std::string initials;
    std::string credit_code;
    std::string legacy_number;
    std::string industry;
    std::string region;
    std::string registered_on;
    std::string employees;
    std::string tags;
    std::string source;
    std::string address;
    std::string scope;
    std::string grid;
    std::string libraries;
    std::string archive;      // columns of roll-v2 from kFirstArchiveColumn on, separated by tabs
    std::string merged_into;  // the object this one was found to be the same as, or ""
    std::int64_t entry = 0;
    std::int64_t updated_at = 0;
    std::int64_t base_entry = 0;  // with which all fields came of which object_field says nothing
    std::int64_t base_at = 0;
    std::string last_checked_on;  // YYYY-MM-DD, or "" when never
};

struct ObjectPerson {
    std::string legal_person;
    std::string contact_name;
    std::string contact_phone;
    std::string legal_person_phone;
    std::string head_name;
    std::string head_phone;
    std::string labour_name;
    std::string labour_phone;
};

/// What a task's pool asks for; an empty list asks for nothing. `q` is a fragment of the name.
struct PoolFilter {
    std::vector<std::string> kinds = {};
    std::vector<std::string> statuses = {};
    std::vector<std::string> districts = {};
    std::vector<std::string> grades = {};
    std::vector<std::string> categories = {};
    std::vector<std::string> libraries = {};
    std::vector<std::string> tags = {};
    std::string q = {};
};

/// Views into the statement's row: good only during the call.
struct PoolRow {
    std::string_view id;
    std::string_view kind;
    std::string_view status;
    std::string_view grade;
    std::string_view district;
    std::string_view category;
    std::string_view name;
    std::int64_t entry = 0;
};

/// Every object the filter matches, by id.
void for_each_in_pool(View& view, const PoolFilter& filter, const std::function<void(const PoolRow&)>& row);

/// What a list asks for; empty filters ask for nothing. `q` finds a fragment of the name, the beginning or the end of a
/// code, or a run of first letters of the name's pinyin. `grid`: code of a node, with all below it.
struct ObjectQuery {
    std::string q = {};
    std::string grade = {};
    std::string status = {};
    std::string kind = {};
    std::string district = {};
    std::string grid = {};
    std::string library = {};
    std::string tag = {};
    std::vector<std::string> districts = {};  // in one of these, if there is any: what the asker may see
    std::string after = {};                   // the last id of the page before
    std::size_t limit = 50;
};
struct ObjectPage {
    std::vector<ObjectRecord> rows;  // by id, after `query.after`, at most `query.limit`; never merged ones
    std::int64_t total = 0;          // of all that match
};
ObjectPage find_objects(ReadView& view, ObjectIndex& index, const ObjectQuery& query);
/// The rows alone.
std::vector<ObjectRecord> list_objects(ReadView& view, ObjectIndex& index, const ObjectQuery& query);
std::int64_t count_all_objects(View& view);

/// What tells objects apart, of each that is not merged, by id. Views good during the call.
struct IdentityRow {
    std::string_view id, kind, name, address, credit_code, legacy_number;
};
void for_each_identity(View& view, const std::function<void(const IdentityRow&)>& row);

std::optional<ObjectRecord> find_object(View& view, std::string_view id);
std::optional<ObjectPerson> find_object_person(View& view, std::string_view id);

/// The districts there are, with their number of objects.
struct DistrictCount {
    std::string district;
    std::int64_t objects = 0;
};
std::vector<DistrictCount> districts(View& view);
/// Every object as its "roll-v2" line, by id: what an import compares a file with. Merged ones, too.
void for_each_roll_line(View& view, const std::function<void(std::string_view id, std::string_view line)>& row);
/// The same of one object.
std::optional<std::string> object_line(View& view, std::string_view id);

/// Whether an entry of this kind may name a blob of objects' rows (members added, blob, changed, format, rows).
bool carries_object_rows(std::string_view kind);
inline constexpr std::array<std::string_view, 8> kObjectRowKinds{
    "exchange.merged", "exchange.resolved", "roll.edited",         "roll.imported",
    "roll.labelled",   "roll.merged",       "roll.status_changed", "roll.unmerged"};

/// Inserts and replaces the rows of the entry's blob; nothing when it names none. Fields that change are from
/// `data.source` (absent: the row's own source) and leave what they were in object_change.
void apply_object_rows(Transaction& transaction, const StoredEvent& event);
Projection roll_projection();

}  // namespace sunlot::store
