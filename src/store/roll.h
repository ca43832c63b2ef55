// The directory of objects of inspection (监管对象名录库) as the tables hold it: a county has 10²–10⁵ rows, a test a
// million. Written by `roll.imported`, whose blob holds the new and changed rows sorted by id; reads walk the primary
// key, so that no list and no draw ever sorts or holds the directory.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

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
    std::int64_t entry = 0;
    std::int64_t updated_at = 0;
    std::string last_checked_on;  // YYYY-MM-DD, or "" when never
};

struct ObjectPerson {
    std::string legal_person;
    std::string contact_name;
    std::string contact_phone;
};

/// What a task's pool asks for; an empty list asks for nothing. `q` is a fragment of the name.
struct PoolFilter {
    std::vector<std::string> kinds = {};
    std::vector<std::string> statuses = {};
    std::vector<std::string> districts = {};
    std::vector<std::string> grades = {};
    std::vector<std::string> categories = {};
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

/// A page of the list. `q` finds a fragment of the name, the beginning or the end of a code, or the first letters of
/// the name's pinyin; empty filters ask for nothing.
struct ObjectQuery {
    std::string q = {};
    std::string grade = {};
    std::string status = {};
    std::string kind = {};
    std::string district = {};
    std::string after = {};  // the last id of the page before
    std::size_t limit = 50;
};
std::vector<ObjectRecord> list_objects(View& view, const ObjectQuery& query);
/// How many match; nothing when counting would mean reading a large directory (a search by `q`).
std::optional<std::int64_t> count_objects(View& view, const ObjectQuery& query);
std::int64_t count_all_objects(View& view);

std::optional<ObjectRecord> find_object(View& view, std::string_view id);
std::optional<ObjectPerson> find_object_person(View& view, std::string_view id);

/// The districts there are, with their number of objects.
struct DistrictCount {
    std::string district;
    std::int64_t objects = 0;
};
std::vector<DistrictCount> districts(View& view);
/// The same of categories; empty for a directory too large to be counted while somebody waits.
struct CategoryCount {
    std::string category;
    std::int64_t objects = 0;
};
std::vector<CategoryCount> categories(View& view);

/// Every object as its "roll-v1" line, by id: what an import compares a file with.
void for_each_roll_line(View& view, const std::function<void(std::string_view id, std::string_view line)>& row);

/// roll.imported: inserts and replaces the rows of the entry's blob.
void apply_roll(Transaction& transaction, const StoredEvent& event);
Projection roll_projection();

}  // namespace sunlot::store
