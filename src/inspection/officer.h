// The roll of enforcement officers (执法人员名录库). `check_officer` reads a row of a file or of a form; `encode` and
// `parse_officer` are the TSV line "officer-v2" of docs/formats/rows-v1.md. Who may be drawn: officer_certificate.h.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/import.h"
#include "inspection/officer_certificate.h"
#include "inspection/resident_id.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

enum class OfficerState { on_duty, on_leave, seconded, departed };
/// 在岗 请假 借调 离岗
std::string_view text(OfficerState state);
std::optional<OfficerState> parse_officer_state(std::string_view text);

struct OfficerRow {
    std::string id;  ///< F0001 …, allotted when the import is confirmed; empty until then
    std::string employee_no;
    std::string name;
    Sex sex = Sex::unknown;
    std::string id_number;  ///< private; empty or valid
    std::string phone;      ///< private
    std::string unit;
    std::string post;
    std::string certificate_no;
    std::optional<Date> certificate_from;
    std::optional<Date> certificate_to;
    std::string second_certificate_no;
    std::optional<Date> second_certificate_to;
    std::vector<std::string> tags;  ///< lead, expert, item codes …: sorted, without repeats
    OfficerState state = OfficerState::on_duty;
    bool auxiliary = false;      ///< helps only; may never be drawn (国办发〔2024〕54号)
    std::int64_t base_load = 0;  ///< visits of this year before the system
    // Since officer-v2.
    CertificateState certificate_state = CertificateState::valid;
    std::optional<Date> second_certificate_from;
    CertificateState second_certificate_state = CertificateState::valid;
    std::vector<Certificate> more_certificates;  ///< by their packed text
    std::string department;                      ///< 业务部门 within the unit
    std::vector<std::string> duties;             ///< 从事岗位
    std::optional<Date> on_post_since;
    std::string education;
    std::string major;
    std::string title;                       ///< 专业技术职称
    std::vector<std::string> competence;     ///< 专业领域, item codes: what they may be asked for as
    std::vector<std::string> expert_fields;  ///< an expert when there are any
    std::optional<Date> state_from;          ///< of leave or secondment; none: since ever
    std::optional<Date> state_to;            ///< the last day; none: until changed
    std::optional<Date> hired_on;
    std::int32_t base_load_year = 0;  ///< the year base_load speaks of; 0 in lines of officer-v1: any
    friend bool operator==(const OfficerRow&, const OfficerRow&) = default;

    /// What makes two rows the same person: the employee number, else the certificate number, else the identity number;
    /// prefixed, so that one kind of number is never taken for another.
    std::string key() const;
};

std::span<const Field> officer_fields();
Checked<OfficerRow> check_officer(const Columns& columns, const SheetRow& row, const RowContext& context);

/// What a slot of a team may ask for: tags, competence, "expert" for experts. Sorted, without repeats.
std::vector<std::string> draw_tags(const OfficerRow& officer);

/// Visits of `year` that were made before the system counted them.
std::int64_t base_load_in(const OfficerRow& officer, std::int32_t year);

/// The row as cells under the titles of officer_fields(), which check_officer reads back to the same row: for exports
/// and forms.
std::vector<std::string> officer_cells(const OfficerRow& row);

/// A line of officer-v1 has 17 columns, one of officer-v2 33; those of v1 come first.
inline constexpr std::size_t kOfficerV1Columns = 17;
inline constexpr std::size_t kOfficerV2Columns = 33;
/// One line of officer-v2 without its line feed, appended.
void encode(const OfficerRow& row, std::string& line);
/// Of either version. Refuses officer.malformed.
Result<OfficerRow> parse_officer(std::string_view line);

}  // namespace sunlot::inspection
