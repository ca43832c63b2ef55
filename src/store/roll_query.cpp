// What screens, draws and imports ask of the directory. Every query walks the primary key.
#include "base/text.h"
#include "inspection/cell.h"
#include "store/database.h"
#include "store/roll.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace sunlot::store {

namespace {

constexpr std::string_view kLines = R"sql(
    SELECT o.id, o.kind, o.name, o.credit_code, o.legacy_number, o.category, o.industry, o.scope, o.region, o.district,
           o.address, o.registered_on, o.status, o.grade, o.risk, o.employees, o.tags, COALESCE(p.legal_person, ''),
           COALESCE(p.contact_name, ''), COALESCE(p.contact_phone, ''), o.source
      FROM object o LEFT JOIN object_person p ON p.id = o.id
     ORDER BY o.id)sql";
constexpr int kLineColumns = 21;

constexpr std::string_view kPool =
    R"sql(SELECT id, kind, status, grade, district, category, name, entry FROM object ORDER BY id)sql";

// $1 after, $2 grade, $3 status, $4 kind, $5 district, $6 name, $7 code, $8 end of a code, $9 initials, $10 limit.
constexpr std::string_view kPage = R"sql(
    SELECT o.id, o.kind, o.status, o.grade, o.risk, o.district, o.category, o.name, o.initials, o.credit_code,
           o.legacy_number, o.industry, o.region, o.registered_on, o.employees, o.tags, o.source, o.address, o.scope,
           o.entry, o.updated_at,
           COALESCE((SELECT MAX(c.checked_on) FROM past_check c WHERE c.object = o.id), '')
      FROM object o
     WHERE o.id > $1
       AND (CAST($2 AS TEXT) = '' OR o.grade = $2) AND (CAST($3 AS TEXT) = '' OR o.status = $3)
       AND (CAST($4 AS TEXT) = '' OR o.kind = $4) AND (CAST($5 AS TEXT) = '' OR o.district = $5)
       AND (CAST($6 AS TEXT) = '' OR o.name LIKE $6 ESCAPE '\' OR o.id LIKE $7 ESCAPE '\' OR o.id LIKE $8 ESCAPE '\'
            OR o.legacy_number LIKE $7 ESCAPE '\' OR o.initials LIKE $9 ESCAPE '\')
     ORDER BY o.id LIMIT $10)sql";
constexpr std::string_view kCountMatches = R"sql(
    SELECT COUNT(*) FROM object o
     WHERE (CAST($1 AS TEXT) = '' OR o.grade = $1) AND (CAST($2 AS TEXT) = '' OR o.status = $2)
       AND (CAST($3 AS TEXT) = '' OR o.kind = $3) AND (CAST($4 AS TEXT) = '' OR o.district = $4)
       AND (o.name LIKE $5 ESCAPE '\' OR o.id LIKE $6 ESCAPE '\' OR o.id LIKE $7 ESCAPE '\'
            OR o.legacy_number LIKE $6 ESCAPE '\' OR o.initials LIKE $8 ESCAPE '\'))sql";
constexpr std::string_view kSumCounts = R"sql(
    SELECT CAST(COALESCE(SUM(objects), 0) AS BIGINT) FROM object_count
     WHERE (CAST($1 AS TEXT) = '' OR grade = $1) AND (CAST($2 AS TEXT) = '' OR status = $2)
       AND (CAST($3 AS TEXT) = '' OR kind = $3) AND (CAST($4 AS TEXT) = '' OR district = $4))sql";
constexpr std::string_view kFind = R"sql(
    SELECT o.id, o.kind, o.status, o.grade, o.risk, o.district, o.category, o.name, o.initials, o.credit_code,
           o.legacy_number, o.industry, o.region, o.registered_on, o.employees, o.tags, o.source, o.address, o.scope,
           o.entry, o.updated_at,
           COALESCE((SELECT MAX(c.checked_on) FROM past_check c WHERE c.object = o.id), '')
      FROM object o WHERE o.id = $1)sql";
constexpr std::string_view kFindPerson =
    R"sql(SELECT legal_person, contact_name, contact_phone FROM object_person WHERE id = $1)sql";
constexpr std::string_view kDistricts = R"sql(
    SELECT district, CAST(SUM(objects) AS BIGINT) FROM object_count GROUP BY district HAVING SUM(objects) > 0
     ORDER BY district)sql";

constexpr std::string_view kCategories =
    R"sql(SELECT category, COUNT(*) FROM object GROUP BY category ORDER BY category)sql";

/// Below this many objects a search is counted, too; above, counting would cost more than the page.
constexpr std::int64_t kCountable = 100'000;

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
            .entry = row.integer(19),
            .updated_at = row.integer(20),
            .last_checked_on = row.text(21)};
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == '%' || c == '_') out += '\\';
        out += c;
    }
    return out;
}

/// Matches no value: rows are tidied, so none holds a control character. (An empty pattern would match empty values.)
constexpr std::string_view kNoValue = "\x01";

/// What a search text may mean, as LIKE patterns. An empty `name` asks for nothing.
struct Patterns {
    std::string name;
    std::string code_start{kNoValue};
    std::string code_end{kNoValue};
    std::string initials{kNoValue};
};

Patterns patterns(std::string_view q) {
    const auto text = inspection::tidy(q);
    if (text.empty()) return {};
    Patterns out;
    out.name = "%" + escaped(text) + "%";
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    const auto is_code = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == ':' || c == '-'; };
    if (std::ranges::all_of(text, is_code)) {
        out.code_start = upper(text) + "%";
        out.code_end = "%" + upper(text);
        out.initials = out.code_start;
    }
    return out;
}

/// What kPage asks of an object besides its text.
bool answers(const ObjectQuery& query, const ObjectRecord& object) {
    const auto is = [](const std::string& wanted, const std::string& value) {
        return wanted.empty() || wanted == value;
    };
    return object.id > query.after && is(query.grade, object.grade) && is(query.status, object.status) &&
           is(query.kind, object.kind) && is(query.district, object.district);
}

bool among(const std::vector<std::string>& wanted, std::string_view value) {
    return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
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
            among(filter.categories, object.category) && object.name.contains(fragment)) {
            each(object);
        }
    });
}

void for_each_roll_line(View& view, const std::function<void(std::string_view id, std::string_view line)>& each) {
    std::string line;
    view.scan(kLines, {}, [&](const Row& row) {
        line.clear();
        for (int i = 0; i < kLineColumns; ++i) {
            if (i > 0) line += '\t';
            line += row.text_view(i);
        }
        each(row.text_view(0), line);
    });
}

std::vector<ObjectRecord> list_objects(View& view, const ObjectQuery& query) {
    if (auto one =
            find_object(view, upper(inspection::tidy(query.q)))) {  // a whole code: no need to look at all others
        if (!answers(query, *one)) return {};
        return {std::move(*one)};
    }
    const auto like = patterns(query.q);
    return view.query_all(kPage,
                          {query.after, query.grade, query.status, query.kind, query.district, like.name,
                           like.code_start, like.code_end, like.initials, query.limit},
                          record);
}

std::int64_t count_all_objects(View& view) {
    return view.count(kSumCounts, {"", "", "", ""});
}

std::optional<std::int64_t> count_objects(View& view, const ObjectQuery& query) {
    const auto like = patterns(query.q);
    if (like.name.empty()) return view.count(kSumCounts, {query.grade, query.status, query.kind, query.district});
    if (count_all_objects(view) > kCountable) return std::nullopt;
    return view.count(kCountMatches, {query.grade, query.status, query.kind, query.district, like.name, like.code_start,
                                      like.code_end, like.initials});
}

std::optional<ObjectRecord> find_object(View& view, std::string_view id) {
    return view.query_one(kFind, {id}, record);
}

std::optional<ObjectPerson> find_object_person(View& view, std::string_view id) {
    return view.query_one(kFindPerson, {id},
                          [](const Row& row) { return ObjectPerson{row.text(0), row.text(1), row.text(2)}; });
}

std::vector<DistrictCount> districts(View& view) {
    return view.query_all(kDistricts, {}, [](const Row& row) { return DistrictCount{row.text(0), row.integer(1)}; });
}

std::vector<CategoryCount> categories(View& view) {
    if (count_all_objects(view) > kCountable) return {};
    return view.query_all(kCategories, {}, [](const Row& row) { return CategoryCount{row.text(0), row.integer(1)}; });
}

}  // namespace sunlot::store
