// What screens, draws and imports ask of the directory. Every query walks the primary key; searches ask the index.
#include "base/text.h"
#include "inspection/cell.h"
#include "store/database.h"
#include "store/object_index.h"
#include "store/roll.h"
#include "store/roll_line.h"

#include <algorithm>
#include <utility>

namespace sunlot::store {

namespace {

constexpr std::string_view kLines = R"sql(
    SELECT o.id, o.kind, o.name, o.credit_code, o.legacy_number, o.category, o.industry, o.scope, o.region, o.district,
           o.address, o.registered_on, o.status, o.grade, o.risk, o.employees, o.tags, o.source, o.grid, o.libraries,
           o.archive, COALESCE(p.person, '')
      FROM object o LEFT JOIN object_person p ON p.id = o.id
     ORDER BY o.id)sql";
constexpr std::string_view kLine = R"sql(
    SELECT o.id, o.kind, o.name, o.credit_code, o.legacy_number, o.category, o.industry, o.scope, o.region, o.district,
           o.address, o.registered_on, o.status, o.grade, o.risk, o.employees, o.tags, o.source, o.grid, o.libraries,
           o.archive, COALESCE(p.person, '')
      FROM object o LEFT JOIN object_person p ON p.id = o.id WHERE o.id = $1)sql";
constexpr int kLinePerson = 21;

constexpr std::string_view kPool = R"sql(
    SELECT id, kind, status, grade, district, category, name, entry, libraries, tags FROM object
     WHERE merged_into = '' ORDER BY id)sql";

constexpr std::string_view kIdentities = R"sql(
    SELECT id, kind, name, address, credit_code, legacy_number FROM object WHERE merged_into = '' ORDER BY id)sql";
constexpr std::string_view kPage = R"sql(
    SELECT o.id, o.kind, o.status, o.grade, o.risk, o.district, o.category, o.name, o.initials, o.credit_code,
           o.legacy_number, o.industry, o.region, o.registered_on, o.employees, o.tags, o.source, o.address, o.scope,
           o.entry, o.updated_at,
           COALESCE((SELECT MAX(c.checked_on) FROM past_check c WHERE c.object = o.id), ''), o.grid, o.libraries,
           o.archive, o.merged_into, o.base_entry, o.base_at
      FROM object o WHERE o.id > $1 AND o.merged_into = '' ORDER BY o.id LIMIT $2)sql";
constexpr std::string_view kFind = R"sql(
    SELECT o.id, o.kind, o.status, o.grade, o.risk, o.district, o.category, o.name, o.initials, o.credit_code,
           o.legacy_number, o.industry, o.region, o.registered_on, o.employees, o.tags, o.source, o.address, o.scope,
           o.entry, o.updated_at,
           COALESCE((SELECT MAX(c.checked_on) FROM past_check c WHERE c.object = o.id), ''), o.grid, o.libraries,
           o.archive, o.merged_into, o.base_entry, o.base_at
      FROM object o WHERE o.id = $1)sql";
constexpr std::string_view kSumCounts = R"sql(
    SELECT CAST(COALESCE(SUM(objects), 0) AS BIGINT) FROM object_count
     WHERE (CAST($1 AS TEXT) = '' OR grade = $1) AND (CAST($2 AS TEXT) = '' OR status = $2)
       AND (CAST($3 AS TEXT) = '' OR kind = $3) AND (CAST($4 AS TEXT) = '' OR district = $4))sql";
constexpr std::string_view kFindPerson = R"sql(SELECT person FROM object_person WHERE id = $1)sql";
constexpr std::string_view kDistricts = R"sql(
    SELECT district, CAST(SUM(objects) AS BIGINT) FROM object_count GROUP BY district HAVING SUM(objects) > 0
     ORDER BY district)sql";

ObjectRecord record(const Row& row) {
    return {.id = row.text(0),
            .kind = row.text(1),
            .status = row.text(2),
            .grade = row.text(3),
            .risk = row.text(4),
            .district = row.text(5),
            .category = row.text(6),
            .name = row.text(7),
            .initials = row.text(8),
            .credit_code = row.text(9),
            .legacy_number = row.text(10),
            .industry = row.text(11),
            .region = row.text(12),
            .registered_on = row.text(13),
            .employees = row.text(14),
            .tags = row.text(15),
            .source = row.text(16),
            .address = row.text(17),
            .scope = row.text(18),
            .grid = row.text(22),
            .libraries = row.text(23),
            .archive = row.text(24),
            .merged_into = row.text(25),
            .entry = row.integer(19),
            .updated_at = row.integer(20),
            .base_entry = row.integer(26),
            .base_at = row.integer(27),
            .last_checked_on = row.text(21)};
}

bool among(const std::vector<std::string>& wanted, std::string_view value) {
    return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

/// What a query asks of an object besides its text.
bool answers(const ObjectQuery& query, const ObjectRecord& object) {
    const auto is = [](const std::string& wanted, const std::string& value) {
        return wanted.empty() || wanted == value;
    };
    return object.merged_into.empty() && object.id > query.after && query.grid.empty() && query.library.empty() &&
           query.tag.empty() && is(query.grade, object.grade) && is(query.status, object.status) &&
           is(query.kind, object.kind) && is(query.district, object.district) &&
           among(query.districts, object.district);
}

/// What object_count tells without looking at the objects.
bool counted_apart(const ObjectQuery& query) {
    return inspection::tidy(query.q).empty() && query.grid.empty() && query.library.empty() && query.tag.empty() &&
           query.districts.empty();
}

bool asks_nothing(const ObjectQuery& query) {
    return counted_apart(query) && query.grade.empty() && query.status.empty() && query.kind.empty() &&
           query.district.empty();
}

std::vector<ObjectRecord> rows_of(View& view, const std::vector<std::string>& ids) {
    std::vector<ObjectRecord> rows;
    for (const auto& id : ids)
        if (auto row = find_object(view, id)) rows.push_back(std::move(*row));
    return rows;
}

/// Whether a list, joined by commas, holds one of those wanted.
bool holds_one(const std::vector<std::string>& wanted, std::string_view list) {
    if (wanted.empty()) return true;
    return !list.empty() && std::ranges::any_of(split(list, ','), [&](std::string_view one) {
        return std::ranges::find(wanted, one) != wanted.end();
    });
}

}  // namespace

void for_each_in_pool(View& view, const PoolFilter& filter, const std::function<void(const PoolRow&)>& each) {
    const auto fragment = inspection::tidy(filter.q);
    view.scan(kPool, {}, [&](const Row& row) {
        const PoolRow object{.id = row.text_view(0),
                             .kind = row.text_view(1),
                             .status = row.text_view(2),
                             .grade = row.text_view(3),
                             .district = row.text_view(4),
                             .category = row.text_view(5),
                             .name = row.text_view(6),
                             .entry = row.integer(7)};
        if (among(filter.kinds, object.kind) && among(filter.statuses, object.status) &&
            among(filter.districts, object.district) && among(filter.grades, object.grade) &&
            among(filter.categories, object.category) && holds_one(filter.libraries, row.text_view(8)) &&
            holds_one(filter.tags, row.text_view(9)) && object.name.contains(fragment)) {
            each(object);
        }
    });
}

void for_each_identity(View& view, const std::function<void(const IdentityRow&)>& each) {
    view.scan(kIdentities, {}, [&](const Row& row) {
        each({.id = row.text_view(0),
              .kind = row.text_view(1),
              .name = row.text_view(2),
              .address = row.text_view(3),
              .credit_code = row.text_view(4),
              .legacy_number = row.text_view(5)});
    });
}

void for_each_roll_line(View& view, const std::function<void(std::string_view id, std::string_view line)>& each) {
    std::string line;
    view.scan(kLines, {}, [&](const Row& row) {
        line.clear();
        const auto person = view.unseal(kPersonColumn, row.text_view(0), row.text_view(kLinePerson));
        inspection::join_object(roll_line(row, person), line);
        each(row.text_view(0), line);
    });
}

std::optional<std::string> object_line(View& view, std::string_view id) {
    return view.query_one(kLine, {id}, [&](const Row& row) {
        std::string line;
        const auto person = view.unseal(kPersonColumn, id, row.text_view(kLinePerson));
        inspection::join_object(roll_line(row, person), line);
        return line;
    });
}

std::vector<ObjectRecord> list_objects(ReadView& view, ObjectIndex& index, const ObjectQuery& query) {
    if (asks_nothing(query)) return view.query_all(kPage, {query.after, query.limit}, record);
    return rows_of(view, index.find(view, query, ObjectIndex::Total::leave).ids);
}

ObjectPage find_objects(ReadView& view, ObjectIndex& index, const ObjectQuery& query) {
    if (auto one = find_object(view, upper(inspection::tidy(query.q))); one && answers(query, *one)) {
        // A whole code: no need to look at all others.
        ObjectPage page;
        page.rows.push_back(std::move(*one));
        page.total = 1;
        return page;
    }
    if (counted_apart(query))
        return {.rows = list_objects(view, index, query),
                .total = view.count(kSumCounts, {query.grade, query.status, query.kind, query.district})};
    auto answer = index.find(view, query, ObjectIndex::Total::count);
    return {.rows = rows_of(view, answer.ids), .total = answer.total};
}

std::int64_t count_all_objects(View& view) {
    return view.count(kSumCounts, {"", "", "", ""});
}

std::optional<ObjectRecord> find_object(View& view, std::string_view id) {
    return view.query_one(kFind, {id}, record);
}

std::optional<ObjectPerson> find_object_person(View& view, std::string_view id) {
    return view.query_one(kFindPerson, {id}, [&](const Row& row) {
        const auto person = view.unseal(kPersonColumn, id, row.text_view(0));
        inspection::RollLine line;
        put_person(person, line);
        return ObjectPerson{.legal_person = std::string(line[kLegalPerson]),
                            .contact_name = std::string(line[kContactName]),
                            .contact_phone = std::string(line[kContactPhone]),
                            .legal_person_phone = std::string(line[kLegalPersonPhone]),
                            .head_name = std::string(line[kHeadName]),
                            .head_phone = std::string(line[kHeadPhone]),
                            .labour_name = std::string(line[kLabourName]),
                            .labour_phone = std::string(line[kLabourPhone])};
    });
}

std::vector<DistrictCount> districts(View& view) {
    return view.query_all(kDistricts, {}, [](const Row& row) { return DistrictCount{row.text(0), row.integer(1)}; });
}

}  // namespace sunlot::store
