#include "store/officer.h"

#include "base/text.h"
#include "inspection/initials.h"
#include "store/database.h"
#include "store/import.h"
#include "store/projections.h"

#include <array>

namespace sunlot::store {

namespace {

/// The columns of an "officer-v1" line, in their order.
enum Column : std::size_t {
    kId,
    kEmployeeNo,
    kName,
    kSex,
    kIdNumber,
    kPhone,
    kUnit,
    kPost,
    kCertificateNo,
    kCertificateFrom,
    kCertificateTo,
    kSecondCertificateNo,
    kSecondCertificateTo,
    kTags,
    kState,
    kAuxiliary,
    kBaseLoad,
    kColumns
};

constexpr std::string_view kLines = R"sql(
    SELECT o.id, o.employee_no, o.name, o.sex, COALESCE(p.id_number, ''), COALESCE(p.phone, ''), o.unit, o.post,
           o.certificate_no, o.certificate_from, o.certificate_to, o.second_certificate_no, o.second_certificate_to,
           o.tags, o.state, o.auxiliary, o.base_load
      FROM officer o LEFT JOIN officer_person p ON p.id = o.id
     ORDER BY o.id)sql";
constexpr std::string_view kAll = R"sql(
    SELECT id, employee_no, name, initials, sex, unit, post, certificate_no, certificate_from, certificate_to,
           second_certificate_no, second_certificate_to, tags, state, auxiliary, base_load, entry
      FROM officer ORDER BY id)sql";
constexpr std::string_view kFind = R"sql(
    SELECT id, employee_no, name, initials, sex, unit, post, certificate_no, certificate_from, certificate_to,
           second_certificate_no, second_certificate_to, tags, state, auxiliary, base_load, entry
      FROM officer WHERE id = $1)sql";
constexpr std::string_view kFindPerson = R"sql(SELECT id_number, phone FROM officer_person WHERE id = $1)sql";
constexpr std::string_view kDrop = R"sql(DELETE FROM officer WHERE id = $1)sql";
constexpr std::string_view kDropPerson = R"sql(DELETE FROM officer_person WHERE id = $1)sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO officer (id, employee_no, name, initials, sex, unit, post, certificate_no, certificate_from,
                         certificate_to, second_certificate_no, second_certificate_to, tags, state, auxiliary,
                         base_load, entry, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18))sql";
constexpr std::string_view kInsertPerson =
    R"sql(INSERT INTO officer_person (id, id_number, phone) VALUES ($1, $2, $3))sql";

OfficerRecord record(const Row& row) {
    OfficerRecord officer{.id = row.text(0),
                          .employee_no = row.text(1),
                          .name = row.text(2),
                          .initials = row.text(3),
                          .sex = row.text(4),
                          .unit = row.text(5),
                          .post = row.text(6),
                          .certificate_no = row.text(7),
                          .certificate_from = row.text(8),
                          .certificate_to = row.text(9),
                          .second_certificate_no = row.text(10),
                          .second_certificate_to = row.text(11),
                          .tags = {},
                          .state = row.text(13),
                          .auxiliary = row.boolean(14),
                          .base_load = row.integer(15),
                          .entry = row.integer(16)};
    if (const auto tags = row.text_view(12); !tags.empty())
        for (const auto tag : split(tags, ',')) officer.tags.emplace_back(tag);
    return officer;
}

std::int64_t whole_number(std::string_view text) {
    const auto number = parse_unsigned(text);
    if (!number) throw ImportMalformed("officer-v1: not a whole number");
    return static_cast<std::int64_t>(*number);
}

}  // namespace

std::vector<OfficerRecord> all_officers(View& view) {
    return view.query_all(kAll, {}, record);
}

std::optional<OfficerRecord> find_officer(View& view, std::string_view id) {
    return view.query_one(kFind, {id}, record);
}

std::optional<OfficerPerson> find_officer_person(View& view, std::string_view id) {
    return view.query_one(kFindPerson, {id}, [](const Row& row) { return OfficerPerson{row.text(0), row.text(1)}; });
}

std::vector<std::string> officer_lines(View& view) {
    return view.query_all(kLines, {}, [](const Row& row) {
        std::string line;
        for (int i = 0; i < static_cast<int>(kColumns); ++i) {
            if (i > 0) line += '\t';
            if (i == kAuxiliary || i == kBaseLoad)
                line += std::to_string(row.integer(i));
            else
                line += row.text_view(i);
        }
        return line;
    });
}

void apply_officer(Transaction& transaction, const StoredEvent& event) {
    if (event.kind != "officer.imported") unknown_event(event);
    ImportLines lines(transaction.blobs(), event, "officer-v1");
    std::string_view text;
    while (lines.next(text)) {
        const auto line = cut_line<kColumns>(text);
        transaction.execute(kDrop, {line[kId]});
        transaction.execute(kDropPerson, {line[kId]});
        transaction.execute(
            kInsert, {line[kId], line[kEmployeeNo], line[kName], inspection::initials_of(line[kName]), line[kSex],
                      line[kUnit], line[kPost], line[kCertificateNo], line[kCertificateFrom], line[kCertificateTo],
                      line[kSecondCertificateNo], line[kSecondCertificateTo], line[kTags], line[kState],
                      whole_number(line[kAuxiliary]), whole_number(line[kBaseLoad]), event.seq, event.at});
        if (!line[kIdNumber].empty() || !line[kPhone].empty())
            transaction.execute(kInsertPerson, {line[kId], line[kIdNumber], line[kPhone]});
    }
}

Projection officer_projection() {
    return {.stem = "officer",
            .kinds = {"officer."},
            .apply = apply_officer,
            .tables = {{"officer", {"id"}}, {"officer_person", {"id"}}}};
}

}  // namespace sunlot::store
