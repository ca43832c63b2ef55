#include "store/roll.h"

#include "inspection/cell.h"
#include "inspection/initials.h"
#include "store/database.h"
#include "store/import.h"
#include "store/projections.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace sunlot::store {

namespace {

/// The columns of a "roll-v1" line, in their order.
enum Column : std::size_t {
    kId,
    kKind,
    kName,
    kCreditCode,
    kLegacyNumber,
    kCategory,
    kIndustry,
    kScope,
    kRegion,
    kDistrict,
    kAddress,
    kRegisteredOn,
    kStatus,
    kGrade,
    kRisk,
    kEmployees,
    kTags,
    kLegalPerson,
    kContactName,
    kContactPhone,
    kSource,
    kColumns
};
using Line = std::array<std::string_view, kColumns>;

constexpr std::string_view kSortOf = R"sql(SELECT district, kind, status, grade FROM object WHERE id = $1)sql";
constexpr std::string_view kUpdate = R"sql(
    UPDATE object SET kind = $2, status = $3, grade = $4, risk = $5, district = $6, category = $7, name = $8,
           initials = $9, credit_code = $10, legacy_number = $11, industry = $12, region = $13, registered_on = $14,
           employees = $15, tags = $16, source = $17, entry = $18, updated_at = $19, address = $20, scope = $21
     WHERE id = $1)sql";
constexpr std::string_view kDropPerson = R"sql(DELETE FROM object_person WHERE id = $1)sql";
constexpr std::string_view kInsertPerson = R"sql(
    INSERT INTO object_person (id, legal_person, contact_name, contact_phone) VALUES ($1, $2, $3, $4))sql";
constexpr std::string_view kRecount = R"sql(
    UPDATE object_count SET objects = objects + $5
     WHERE district = $1 AND kind = $2 AND status = $3 AND grade = $4)sql";
constexpr std::string_view kFirstCount = R"sql(
    INSERT INTO object_count (district, kind, status, grade, objects) VALUES ($1, $2, $3, $4, $5))sql";

/// The values of a row of `object`, in the order of kUpdate and of the bulk insert.
class ObjectValues {
public:
    explicit ObjectValues(const StoredEvent& event) : event_(event) {}

    Params of(const Line& line) {
        initials_ = inspection::initials_of(line[kName]);
        values_ = {line[kId],           line[kKind],     line[kStatus], line[kGrade],        line[kRisk],
                   line[kDistrict],     line[kCategory], line[kName],   initials_,           line[kCreditCode],
                   line[kLegacyNumber], line[kIndustry], line[kRegion], line[kRegisteredOn], line[kEmployees],
                   line[kTags],         line[kSource],   event_.seq,    event_.at,           line[kAddress],
                   line[kScope]};
        return values_;
    }

private:
    const StoredEvent& event_;
    std::string initials_;
    std::vector<Param> values_;
};

bool has_person(const Line& line) {
    return !line[kLegalPerson].empty() || !line[kContactName].empty() || !line[kContactPhone].empty();
}

/// Changes of object_count, written at the end: a few hundred sums instead of a million updates.
class CountChanges {
public:
    void add(std::string_view district, std::string_view kind, std::string_view status, std::string_view grade,
             std::int64_t by) {
        const auto found = changes_.find(std::tie(district, kind, status, grade));
        if (found != changes_.end())
            found->second += by;
        else
            changes_.emplace(Sort(district, kind, status, grade), by);
    }
    void add(const Line& line) { add(line[kDistrict], line[kKind], line[kStatus], line[kGrade], 1); }

    void write(Transaction& transaction) const {
        for (const auto& [sort, by] : changes_) {
            const auto& [district, kind, status, grade] = sort;
            if (by == 0) continue;
            if (transaction.execute(kRecount, {district, kind, status, grade, by}) == 0)
                transaction.execute(kFirstCount, {district, kind, status, grade, by});
        }
    }

private:
    using Sort = std::tuple<std::string, std::string, std::string, std::string>;
    std::map<Sort, std::int64_t, std::less<>> changes_;
};

/// Rewrites the rows that exist and says which lines they were (nothing when all rows are new).
std::vector<bool> update_existing(Transaction& transaction, const StoredEvent& event, ImportLines& lines,
                                  CountChanges& counts) {
    std::vector<bool> existed;
    if (lines.changed() == 0) return existed;
    ObjectValues values(event);
    std::string_view text;
    for (lines.rewind(); lines.next(text);) {
        const auto line = cut_line<kColumns>(text);
        const auto before = transaction.query_one(kSortOf, {line[kId]}, [&](const Row& row) {
            counts.add(row.text_view(0), row.text_view(1), row.text_view(2), row.text_view(3), -1);
            return true;
        });
        existed.push_back(before.has_value());
        if (!before) continue;
        transaction.execute(kUpdate, values.of(line));
        transaction.execute(kDropPerson, {line[kId]});
        if (has_person(line)) {
            transaction.execute(kInsertPerson,
                                {line[kId], line[kLegalPerson], line[kContactName], line[kContactPhone]});
        }
        counts.add(line);
    }
    return existed;
}

void insert_new(Transaction& transaction, const StoredEvent& event, ImportLines& lines,
                const std::vector<bool>& existed, CountChanges& counts) {
    const auto each_new = [&](const auto& take) {
        std::size_t index = 0;
        std::string_view text;
        for (lines.rewind(); lines.next(text); ++index)
            if (existed.empty() || !existed[index]) take(cut_line<kColumns>(text));
    };
    bool persons = false;
    ObjectValues values(event);
    transaction.copy_rows(
        "object", {"id",        "kind",     "status",      "grade",         "risk",       "district", "category",
                   "name",      "initials", "credit_code", "legacy_number", "industry",   "region",   "registered_on",
                   "employees", "tags",     "source",      "entry",         "updated_at", "address",  "scope"},
        [&](RowSink& sink) {
            each_new([&](const Line& line) {
                sink.add(values.of(line));
                counts.add(line);
                persons = persons || has_person(line);
            });
        });
    if (!persons) return;
    transaction.copy_rows("object_person", {"id", "legal_person", "contact_name", "contact_phone"}, [&](RowSink& sink) {
        each_new([&](const Line& line) {
            if (!has_person(line)) return;
            sink.add({line[kId], line[kLegalPerson], line[kContactName], line[kContactPhone]});
        });
    });
}

}  // namespace

void apply_roll(Transaction& transaction, const StoredEvent& event) {
    if (event.kind != "roll.imported") unknown_event(event);
    ImportLines lines(transaction.blobs(), event, "roll-v1");
    CountChanges counts;
    const auto existed = update_existing(transaction, event, lines, counts);
    if (lines.added() > 0) insert_new(transaction, event, lines, existed, counts);
    counts.write(transaction);
}

Projection roll_projection() {
    return {
        .stem = "roll",
        .kinds = {"roll."},
        .apply = apply_roll,
        .tables = {
            {"object", {"id"}}, {"object_person", {"id"}}, {"object_count", {"district", "kind", "status", "grade"}}}};
}

}  // namespace sunlot::store
