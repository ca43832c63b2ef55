#include "store/roll.h"

#include "inspection/initials.h"
#include "inspection/roll.h"
#include "store/database.h"
#include "store/import.h"
#include "store/projections.h"
#include "store/roll_count.h"
#include "store/roll_history.h"
#include "store/roll_label.h"
#include "store/roll_line.h"

#include <algorithm>
#include <vector>

namespace sunlot::store {

namespace {

using inspection::RollLine;

constexpr std::string_view kFirstFormat = "roll-v1";
constexpr std::string_view kSomething = "•";

constexpr std::string_view kBefore = R"sql(
    SELECT o.id, o.kind, o.name, o.credit_code, o.legacy_number, o.category, o.industry, o.scope, o.region, o.district,
           o.address, o.registered_on, o.status, o.grade, o.risk, o.employees, o.tags, o.source, o.grid, o.libraries,
           o.archive, COALESCE(p.person, ''), o.merged_into
      FROM object o LEFT JOIN object_person p ON p.id = o.id WHERE o.id = $1)sql";
constexpr int kBeforePerson = 21;
constexpr int kBeforeMerged = 22;

constexpr std::string_view kUpdate = R"sql(
    UPDATE object SET kind = $2, status = $3, grade = $4, risk = $5, district = $6, category = $7, name = $8,
           initials = $9, credit_code = $10, legacy_number = $11, industry = $12, region = $13, registered_on = $14,
           employees = $15, tags = $16, source = $17, entry = $18, updated_at = $19, address = $20, scope = $21,
           grid = $22, libraries = $23, archive = $24
     WHERE id = $1)sql";
constexpr std::string_view kRebase =
    R"sql(UPDATE object SET base_entry = entry, base_at = updated_at WHERE id = $1)sql";
constexpr std::string_view kDropOrigins = R"sql(DELETE FROM object_field WHERE object = $1)sql";
constexpr std::string_view kDropOrigin = R"sql(DELETE FROM object_field WHERE object = $1 AND field = $2)sql";
constexpr std::string_view kInsertOrigin = R"sql(
    INSERT INTO object_field (object, field, source, set_entry, set_at, verified_at)
    VALUES ($1, $2, $3, $4, $5, $5))sql";
constexpr std::string_view kInsertChange = R"sql(
    INSERT INTO object_change (object, entry, field, before, after, source, actor, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql";
constexpr std::string_view kDropPerson = R"sql(DELETE FROM object_person WHERE id = $1)sql";
constexpr std::string_view kInsertPerson = R"sql(INSERT INTO object_person (id, person, entry) VALUES ($1, $2, $3))sql";

RollLine cut(std::string_view text) {
    const auto line = inspection::cut_object(text);
    if (!line) throw ImportMalformed("a line with another number of columns than roll-v2 has");
    return *line;
}

/// The values of a row of `object`, in the order of kUpdate and, with two more, of the bulk insert.
class ObjectValues {
public:
    explicit ObjectValues(const StoredEvent& event) : event_(event) {}

    Params of(const RollLine& line) {
        initials_ = inspection::initials_of(line[kName]);
        archive_ = archive_of(line);
        values_ = {line[kId],     line[kKind],         line[kStatus],       line[kGrade],
                   line[kRisk],   line[kDistrict],     line[kCategory],     line[kName],
                   initials_,     line[kCreditCode],   line[kLegacyNumber], line[kIndustry],
                   line[kRegion], line[kRegisteredOn], line[kEmployees],    line[kTags],
                   line[kSource], event_.seq,          event_.at,           line[kAddress],
                   line[kScope],  line[kGrid],         line[kLibraries],    archive_};
        return values_;
    }
    Params with_base(const RollLine& line) {
        of(line);
        values_.emplace_back(event_.seq);
        values_.emplace_back(event_.at);
        return values_;
    }

private:
    const StoredEvent& event_;
    std::string initials_;
    std::string archive_;
    std::vector<Param> values_;
};

/// The rows of one entry on their way into the tables.
class RowsOfEntry {
public:
    RowsOfEntry(Transaction& transaction, const StoredEvent& event)
        : transaction_(transaction),
          event_(event),
          first_format_(event.data.at("format").as_string() == kFirstFormat),
          lines_(transaction.blobs(), event, first_format_ ? kFirstFormat : inspection::kRollFormat),
          values_(event) {
        if (const Json* source = event.data.find("source")) source_ = source->as_string();
    }

    void apply() {
        if (lines_.changed() > 0) update_existing();
        if (lines_.added() > 0) insert_new();
        counts_.write(transaction_);
    }

private:
    static void count(CountChanges& counts, const RollLine& line, std::int64_t by) {
        counts.add(line[kDistrict], line[kKind], line[kStatus], line[kGrade], by);
    }

    std::string sealed(const RollLine& line) const {
        return transaction_.seal(kPersonColumn, line[kId], person_of(line));
    }

    /// Rewrites the rows that exist and keeps in mind which lines they were.
    void update_existing() {
        std::string_view text;
        for (lines_.rewind(); lines_.next(text);) {
            const auto line = cut(text);
            const auto merged = transaction_.query_one(kBefore, {line[kId]}, [&](const Row& row) {
                const auto person = transaction_.unseal(kPersonColumn, line[kId], row.text_view(kBeforePerson));
                const auto before = roll_line(row, person);
                std::ranges::copy(before, old_.begin());
                return !row.text_view(kBeforeMerged).empty();
            });
            existed_.push_back(merged.has_value());
            if (merged) update(line, *merged);
        }
    }

    void update(const RollLine& line, bool merged) {
        transaction_.execute(kUpdate, values_.of(line));
        transaction_.execute(kDropPerson, {line[kId]});
        if (has_person(line)) transaction_.execute(kInsertPerson, {line[kId], sealed(line), event_.seq});
        if (!merged) {
            counts_.add(old_[kDistrict], old_[kKind], old_[kStatus], old_[kGrade], -1);
            count(counts_, line, 1);
        }
        if (first_format_) {
            // "roll-v1" knew no fields: the row as a whole is from this entry.
            transaction_.execute(kRebase, {line[kId]});
            transaction_.execute(kDropOrigins, {line[kId]});
        } else {
            record_changes(line);
        }
    }

    void record_changes(const RollLine& line) {
        const auto columns = inspection::roll_columns();
        const std::string_view source = source_.empty() ? line[kSource] : std::string_view(source_);
        for (std::size_t i = 1; i < line.size(); ++i) {
            if (i == kSource || old_[i] == line[i]) continue;
            const auto shown = [&](std::string_view value) {
                return columns[i].is_private && !value.empty() ? kSomething : value;
            };
            transaction_.execute(kDropOrigin, {line[kId], columns[i].name});
            transaction_.execute(kInsertOrigin, {line[kId], columns[i].name, source, event_.seq, event_.at});
            transaction_.execute(kInsertChange, {line[kId], event_.seq, columns[i].name, shown(old_[i]), shown(line[i]),
                                                 source, event_.actor, event_.at});
        }
    }

    template <class Take>
    void each_new(const Take& take) {
        std::size_t index = 0;
        std::string_view text;
        for (lines_.rewind(); lines_.next(text); ++index)
            if (existed_.empty() || !existed_[index]) take(cut(text));
    }

    void insert_new() {
        bool persons = false;
        transaction_.copy_rows(
            "object",
            {"id",        "kind",      "status",      "grade",         "risk",       "district", "category",
             "name",      "initials",  "credit_code", "legacy_number", "industry",   "region",   "registered_on",
             "employees", "tags",      "source",      "entry",         "updated_at", "address",  "scope",
             "grid",      "libraries", "archive",     "base_entry",    "base_at"},
            [&](RowSink& sink) {
                each_new([&](const RollLine& line) {
                    sink.add(values_.with_base(line));
                    count(counts_, line, 1);
                    persons = persons || has_person(line);
                });
            });
        if (!persons) return;
        transaction_.copy_rows("object_person", {"id", "person", "entry"}, [&](RowSink& sink) {
            each_new([&](const RollLine& line) {
                if (has_person(line)) sink.add({line[kId], sealed(line), event_.seq});
            });
        });
    }

    Transaction& transaction_;
    const StoredEvent& event_;
    bool first_format_;
    ImportLines lines_;
    ObjectValues values_;
    std::string source_;
    CountChanges counts_;
    std::vector<bool> existed_;
    std::array<std::string, inspection::kRollColumnCount> old_;
};

void apply_roll(Transaction& transaction, const StoredEvent& event) {
    if (carries_object_rows(event.kind)) {
        apply_object_rows(transaction, event);
        if (event.kind == "roll.merged") apply_roll_merged(transaction, event);
        if (event.kind == "roll.unmerged") apply_roll_unmerged(transaction, event);
    } else if (event.kind == "roll.verified") {
        apply_roll_verified(transaction, event);
    } else if (event.kind == "roll.kept_apart") {
        apply_roll_kept_apart(transaction, event);
    } else if (event.kind == "roll.label_set") {
        apply_label_set(transaction, event);
    } else {
        unknown_event(event);
    }
}

}  // namespace

bool carries_object_rows(std::string_view kind) {
    return std::ranges::find(kObjectRowKinds, kind) != kObjectRowKinds.end();
}

void apply_object_rows(Transaction& transaction, const StoredEvent& event) {
    const Json* blob = event.data.find("blob");
    if (blob == nullptr || blob->as_string().empty()) return;
    RowsOfEntry(transaction, event).apply();
}

Projection roll_projection() {
    return {.stem = "roll",
            .kinds = {"roll."},
            .apply = apply_roll,
            .tables = {{"object", {"id"}},
                       {"object_person", {"id"}, {"person"}},
                       {"object_count", {"district", "kind", "status", "grade"}},
                       {"object_field", {"object", "field"}},
                       {"object_change", {"object", "entry", "field"}},
                       {"object_merge", {"entry"}},
                       {"object_apart", {"first", "second"}},
                       {"object_label", {"kind", "name"}}}};
}

}  // namespace sunlot::store
