#include "store/officer.h"

#include "base/text.h"
#include "inspection/initials.h"
#include "store/database.h"
#include "store/import.h"
#include "store/projections.h"

#include <algorithm>

namespace sunlot::store {

namespace {

constexpr std::string_view kIdColumn = "officer_person.id_number";
constexpr std::string_view kPhoneColumn = "officer_person.phone";
constexpr std::string_view kReasonColumn = "officer_change.reason";

// The columns of a line of officer-v2 in their order, the person's two apart, then what is no column of it.
constexpr std::string_view kAll = R"sql(
    SELECT o.id, o.employee_no, o.name, o.sex, COALESCE(p.id_number, ''), COALESCE(p.phone, ''), o.unit, o.post,
           o.certificate_no, o.certificate_from, o.certificate_to, o.second_certificate_no, o.second_certificate_to,
           o.tags, o.state, o.auxiliary, o.base_load, o.certificate_state, o.second_certificate_from,
           o.second_certificate_state, o.more_certificates, o.department, o.duties, o.on_post_since, o.education,
           o.major, o.title, o.competence, o.expert_fields, o.state_from, o.state_to, o.hired_on, o.base_load_year, o.initials, o.entry,
           o.updated_at
      FROM officer o LEFT JOIN officer_person p ON p.id = o.id
     WHERE $1 = '' OR o.id = $1
     ORDER BY o.id)sql";
constexpr std::string_view kFindPerson = R"sql(SELECT id_number, phone FROM officer_person WHERE id = $1)sql";
constexpr std::string_view kDrop = R"sql(DELETE FROM officer WHERE id = $1)sql";
constexpr std::string_view kDropPerson = R"sql(DELETE FROM officer_person WHERE id = $1)sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO officer (id, employee_no, name, initials, sex, unit, post, certificate_no, certificate_from,
                         certificate_to, second_certificate_no, second_certificate_to, tags, state, auxiliary,
                         base_load, certificate_state, second_certificate_from, second_certificate_state,
                         more_certificates, department, duties, on_post_since, education, major, title, competence,
                         expert_fields, state_from, state_to, hired_on, base_load_year, entry, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34))sql";
constexpr std::string_view kInsertPerson =
    R"sql(INSERT INTO officer_person (id, id_number, phone, entry) VALUES ($1, $2, $3, $4))sql";
constexpr std::string_view kTrainings = R"sql(
    SELECT id, officer, kind, held_on, hours, passed, topic, recorded_by, recorded_at, entry
      FROM officer_training WHERE kind <> '' AND ($1 = '' OR officer = $1) ORDER BY officer, held_on, entry)sql";
constexpr std::string_view kCountTrainings = R"sql(SELECT count(*) FROM officer_training)sql";
constexpr std::string_view kInsertTraining = R"sql(
    INSERT INTO officer_training (id, officer, kind, held_on, hours, passed, topic, recorded_by, recorded_at, entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql";
constexpr std::string_view kChanges = R"sql(
    SELECT entry, fields, reason, changed_by, changed_at FROM officer_change WHERE officer = $1 ORDER BY entry DESC)sql";
constexpr std::string_view kInsertChange = R"sql(
    INSERT INTO officer_change (entry, officer, fields, reason, changed_by, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6))sql";

enum Column : std::size_t {
    kId = 0,
    kName = 2,
    kIdNumber = 4,
    kPhone = 5,
    kAuxiliary = 15,
    kBaseLoad = 16,
    kBaseLoadYear = 32
};
constexpr int kColumns = static_cast<int>(inspection::kOfficerV2Columns);
constexpr int kInitials = kColumns;
constexpr int kEntry = kColumns + 1;
constexpr int kUpdatedAt = kColumns + 2;

/// As officer-v2; the person's columns stay empty unless they are asked for.
std::string line_of(View& view, const Row& row, bool with_person) {
    std::string line;
    for (int i = 0; i < kColumns; ++i) {
        if (i > 0) line += '\t';
        if (i == static_cast<int>(kAuxiliary) || i == static_cast<int>(kBaseLoad) ||
            i == static_cast<int>(kBaseLoadYear))
            line += std::to_string(row.integer(i));
        else if (i == static_cast<int>(kIdNumber))
            line += with_person ? view.unseal(kIdColumn, row.text_view(0), row.text_view(i)) : std::string();
        else if (i == static_cast<int>(kPhone))
            line += with_person ? view.unseal(kPhoneColumn, row.text_view(0), row.text_view(i)) : std::string();
        else
            line += row.text_view(i);
    }
    return line;
}

std::vector<OfficerRecord> records(View& view, std::string_view id) {
    return view.query_all(kAll, {id}, [&](const Row& row) {
        OfficerRecord record;
        static_cast<inspection::OfficerRow&>(record) = inspection::parse_officer(line_of(view, row, false)).value();
        record.initials = row.text(kInitials);
        record.entry = static_cast<std::uint64_t>(row.integer(kEntry));
        record.updated_at = row.instant(kUpdatedAt);
        return record;
    });
}

void put_officer(Transaction& transaction, const StoredEvent& event, std::string_view text) {
    const auto row = inspection::parse_officer(text);
    if (!row) throw ImportMalformed(event.kind + ": " + row.error().text.en);
    std::string line;
    inspection::encode(*row, line);
    const auto cells = cut_line<inspection::kOfficerV2Columns>(line);
    transaction.execute(kDrop, {row->id});
    transaction.execute(kDropPerson, {row->id});
    const std::string initials = inspection::initials_of(row->name);
    std::vector<Param> values{cells[0], cells[1], cells[2], initials};
    for (std::size_t i = kName + 1; i < cells.size(); ++i) {
        if (i == kIdNumber || i == kPhone) continue;
        if (i == kAuxiliary)
            values.emplace_back(row->auxiliary);
        else if (i == kBaseLoad)
            values.emplace_back(row->base_load);
        else if (i == kBaseLoadYear)
            values.emplace_back(row->base_load_year);
        else
            values.emplace_back(cells[i]);
    }
    values.emplace_back(event.seq);
    values.emplace_back(event.at);
    transaction.execute(kInsert, values);
    if (row->id_number.empty() && row->phone.empty()) return;
    transaction.execute(kInsertPerson, {row->id, transaction.seal(kIdColumn, row->id, row->id_number),
                                        transaction.seal(kPhoneColumn, row->id, row->phone), event.seq});
}

void put_rows(Transaction& transaction, const StoredEvent& event) {
    const std::string& format = event.data.at("format").as_string();
    ImportLines lines(transaction.blobs(), event, format == "officer-v1" ? "officer-v1" : "officer-v2");
    std::string_view text;
    while (lines.next(text)) put_officer(transaction, event, text);
}

void put_change(Transaction& transaction, const StoredEvent& event) {
    std::vector<std::string> fields;
    for (const Json& field : event.data.at("fields").as_array()) fields.push_back(field.as_string());
    const std::string reason = event.private_data.is_null() ? "" : event.private_data.at("reason").as_string();
    transaction.execute(kInsertChange,
                        {event.seq, event.subject, join(fields, ","),
                         transaction.seal(kReasonColumn, std::to_string(event.seq), reason), event.actor, event.at});
}

/// Once erased, the row keeps its number and tells nothing else.
void put_training(Transaction& transaction, const StoredEvent& event) {
    const Json& what = event.private_data;
    if (what.is_null()) {
        transaction.execute(kInsertTraining,
                            {event.data.at("id").as_string(), "", "", "", 0, 0, "", event.actor, event.at, event.seq});
        return;
    }
    transaction.execute(kInsertTraining,
                        {event.data.at("id").as_string(), event.subject, what.at("kind").as_string(),
                         what.at("held_on").as_string(), what.at("hours").as_integer(), what.at("passed").as_bool(),
                         what.at("topic").as_string(), event.actor, event.at, event.seq});
}

void apply_officer(Transaction& transaction, const StoredEvent& event) {
    if (carries_officer_rows(event.kind)) {
        put_rows(transaction, event);
        if (event.kind == "officer.changed") put_change(transaction, event);
    } else if (event.kind == "officer.trained") {
        put_training(transaction, event);
    } else {
        unknown_event(event);
    }
}

}  // namespace

bool carries_officer_rows(std::string_view kind) {
    return std::ranges::find(kOfficerRowKinds, kind) != kOfficerRowKinds.end();
}

std::vector<OfficerRecord> all_officers(View& view) {
    return records(view, "");
}

std::optional<OfficerRecord> find_officer(View& view, std::string_view id) {
    if (id.empty()) return std::nullopt;
    auto found = records(view, id);
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<OfficerPerson> find_officer_person(View& view, std::string_view id) {
    return view.query_one(kFindPerson, {id}, [&](const Row& row) {
        return OfficerPerson{view.unseal(kIdColumn, id, row.text_view(0)),
                             view.unseal(kPhoneColumn, id, row.text_view(1))};
    });
}

std::vector<std::string> officer_lines(View& view) {
    return view.query_all(kAll, {""}, [&](const Row& row) { return line_of(view, row, true); });
}

std::vector<TrainingRecord> trainings(View& view, std::string_view officer) {
    return view.query_all(kTrainings, {officer}, [](const Row& row) {
        return TrainingRecord{.id = row.text(0),
                              .officer = row.text(1),
                              .kind = row.text(2),
                              .held_on = row.text(3),
                              .hours = row.integer(4),
                              .passed = row.boolean(5),
                              .topic = row.text(6),
                              .recorded_by = row.text(7),
                              .recorded_at = row.instant(8),
                              .entry = static_cast<std::uint64_t>(row.integer(9))};
    });
}

std::int64_t count_trainings(View& view) {
    return view.count(kCountTrainings);
}

std::vector<OfficerChange> officer_changes(View& view, std::string_view officer) {
    return view.query_all(kChanges, {officer}, [&](const Row& row) {
        OfficerChange change{.entry = static_cast<std::uint64_t>(row.integer(0)),
                             .fields = {},
                             .reason = view.unseal(kReasonColumn, std::to_string(row.integer(0)), row.text_view(2)),
                             .changed_by = row.text(3),
                             .changed_at = row.instant(4)};
        for (const auto field : split(row.text_view(1), ',')) change.fields.emplace_back(field);
        return change;
    });
}

Projection officer_projection() {
    return {.stem = "officer",
            .kinds = {"officer."},
            .apply = apply_officer,
            .tables = {{.name = "officer", .key = {"id"}},
                       {.name = "officer_person", .key = {"id"}, .sealed = {"id_number", "phone"}},
                       {.name = "officer_training", .key = {"id"}},
                       {.name = "officer_change", .key = {"entry"}, .sealed = {"reason"}}}};
}

}  // namespace sunlot::store
