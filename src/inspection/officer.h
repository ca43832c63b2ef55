// The roll of enforcement officers (执法人员名录库). `check_officer` reads a row of a file; `encode` and
// `parse_officer` are the TSV line "officer-v1" of docs/formats/rows-v1.md.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/import.h"
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
    friend bool operator==(const OfficerRow&, const OfficerRow&) = default;

    /// What makes two rows the same person: the employee number, else the certificate number, else the identity number;
    /// prefixed, so that one kind of number is never taken for another.
    std::string key() const;
};

std::span<const Field> officer_fields();
Checked<OfficerRow> check_officer(const Columns& columns, const SheetRow& row, const RowContext& context);

/// Why this officer cannot be drawn for visits up to `day` (no certificate, expired, on leave, auxiliary), or nothing.
std::optional<Text> why_not_drawable(const OfficerRow& officer, Date day);

/// One line of 17 columns without its line feed, appended.
void encode(const OfficerRow& row, std::string& line);
/// Refuses officer.malformed.
Result<OfficerRow> parse_officer(std::string_view line);

}  // namespace sunlot::inspection
