#include "workflow/import_kind.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/history.h"
#include "inspection/officer.h"
#include "inspection/roll.h"
#include "store/database.h"
#include "store/history.h"
#include "store/officer.h"
#include "store/roll.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {

namespace {

using inspection::Columns;
using inspection::RowContext;
using inspection::SheetRow;

/// A column that a rule fills when the file says nothing, and the fields that do say something about it.
struct AssumedColumn {
    std::uint32_t column;
    std::span<const std::string_view> fields;
};

bool says_something(const Columns& columns, const SheetRow& row, std::string_view name) {
    const auto all = inspection::fields(columns.kind());
    const auto field = std::ranges::find(all, name, &inspection::Field::name);
    if (field == all.end()) return false;
    const auto column = columns.column_of(static_cast<std::size_t>(field - all.begin()));
    if (!column || *column >= row.cells.size()) return false;
    constexpr std::size_t kLongestNothing = 16;  // "N/A", "暂无" with blanks around; anything longer says something
    const auto cell = trim(row.cells[*column]);
    return cell.size() > kLongestNothing || !inspection::means_nothing(inspection::tidy(cell));
}

std::uint32_t assumed_columns(const Columns& columns, const SheetRow& row, std::span<const AssumedColumn> candidates) {
    std::uint32_t bits = 0;
    for (const auto& candidate : candidates) {
        const auto said = [&](std::string_view field) { return says_something(columns, row, field); };
        if (std::ranges::none_of(candidate.fields, said)) bits |= 1U << candidate.column;
    }
    return bits;
}

template <class Checked>
void take(Checked checked, CheckedLine& out) {
    out.good = checked.row.has_value();
    out.problems = std::move(checked.problems);
    out.line.clear();
    if (out.good) encode(*checked.row, out.line);
}

/// The first `count` columns of a line.
std::string_view leading(std::string_view line, int count) {
    std::size_t end = 0;
    for (int i = 0; i < count; ++i) end = line.find('\t', i == 0 ? 0 : end + 1);
    return line.substr(0, end);
}

// ── objects ──────────────────────────────────────────────────────────────────────────────────────────────────────

std::span<const std::string_view> roll_column_names() {
    static const auto names = [] {
        std::array<std::string_view, inspection::kRollColumnCount> out;
        std::ranges::transform(inspection::roll_columns(), out.begin(), &inspection::RollColumn::name);
        return out;
    }();
    return names;
}
constexpr std::array<std::string_view, 1> kKindFields{"kind"};
constexpr std::array<std::string_view, 3> kRegionFields{"region", "province", "address"};
constexpr std::array<std::string_view, 2> kDistrictFields{"district", "address"};
constexpr std::array<std::string_view, 1> kStatusFields{"status"};
constexpr std::array<std::string_view, 1> kGradeFields{"grade"};
constexpr std::array kRollAssumed{AssumedColumn{1, kKindFields},     AssumedColumn{8, kRegionFields},
                                  AssumedColumn{9, kDistrictFields}, AssumedColumn{12, kStatusFields},
                                  AssumedColumn{13, kGradeFields},   AssumedColumn{20, {}}};

void check_roll(const Columns& columns, const SheetRow& row, const RowContext& context, CheckedLine& out) {
    take(inspection::check_object(columns, row, context), out);
    if (!out.good) return;
    out.key = leading(out.line, 1);
    out.assumed = assumed_columns(columns, row, kRollAssumed);
}

// ── officers ─────────────────────────────────────────────────────────────────────────────────────────────────────

constexpr std::array<std::string_view, inspection::kOfficerV2Columns> kOfficerColumns{"id",
                                                                                      "employee_no",
                                                                                      "name",
                                                                                      "sex",
                                                                                      "id_number",
                                                                                      "phone",
                                                                                      "unit",
                                                                                      "post",
                                                                                      "certificate_no",
                                                                                      "certificate_from",
                                                                                      "certificate_to",
                                                                                      "second_certificate_no",
                                                                                      "second_certificate_to",
                                                                                      "tags",
                                                                                      "state",
                                                                                      "auxiliary",
                                                                                      "base_load",
                                                                                      "certificate_state",
                                                                                      "second_certificate_from",
                                                                                      "second_certificate_state",
                                                                                      "more_certificates",
                                                                                      "department",
                                                                                      "duties",
                                                                                      "on_post_since",
                                                                                      "education",
                                                                                      "major",
                                                                                      "title",
                                                                                      "competence",
                                                                                      "expert_fields",
                                                                                      "state_from",
                                                                                      "state_to",
                                                                                      "hired_on",
                                                                                      "base_load_year"};
constexpr std::array<std::string_view, 2> kSexFields{"sex", "id_number"};
constexpr std::array<std::string_view, 1> kStateFields{"state"};
constexpr std::array<std::string_view, 1> kAuxiliaryFields{"auxiliary"};
constexpr std::array<std::string_view, 1> kLoadFields{"base_load"};
constexpr std::array<std::string_view, 1> kCertificateFields{"certificate_state"};
constexpr std::array<std::string_view, 1> kSecondFields{"second_certificate_state"};
constexpr std::array kOfficerAssumed{AssumedColumn{3, kSexFields},          AssumedColumn{14, kStateFields},
                                     AssumedColumn{15, kAuxiliaryFields},   AssumedColumn{16, kLoadFields},
                                     AssumedColumn{17, kCertificateFields}, AssumedColumn{19, kSecondFields}};
/// A file that says a state says from when until when too, be it nothing.
constexpr std::array kOfficerFollows{FollowingColumn{.column = 29, .leader = 14},
                                     FollowingColumn{.column = 30, .leader = 14},
                                     FollowingColumn{.column = 32, .leader = 16}};

void check_officer_row(const Columns& columns, const SheetRow& row, const RowContext& context, CheckedLine& out) {
    auto checked = inspection::check_officer(columns, row, context);
    if (checked.row) out.key = checked.row->key();
    take(std::move(checked), out);
    if (out.good) out.assumed = assumed_columns(columns, row, kOfficerAssumed);
}

/// A bureau's officers fit into memory; their key is not the order in which the table keeps them.
void each_officer(store::View& view, const LineCallback& each) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (auto& line : store::officer_lines(view)) {
        const auto officer = inspection::parse_officer(line);
        if (!officer) throw std::logic_error("officer: " + officer.error().code);
        lines.emplace_back(officer->key(), std::move(line));
    }
    std::ranges::sort(lines);
    for (const auto& [key, line] : lines) each(key, line);
}

// ── past checks ──────────────────────────────────────────────────────────────────────────────────────────────────

constexpr std::array<std::string_view, 6> kHistoryColumns{"object", "date", "source", "result", "officers", "task"};
constexpr int kHistoryKey = 3;

void check_history_row(const Columns& columns, const SheetRow& row, const RowContext& context, CheckedLine& out) {
    take(inspection::check_history(columns, row, context), out);
    if (out.good) out.key = leading(out.line, kHistoryKey);
}

constexpr ImportKindRules kOfficers{.event = "officer.imported",
                                    .format = "officer-v2",
                                    .columns = kOfficerColumns,
                                    .code_field = "certificate_no",
                                    .check = check_officer_row,
                                    .each_existing = each_officer,
                                    .follows = kOfficerFollows};
constexpr ImportKindRules kHistory{
    .event = "history.imported",
    .format = "history-v1",
    .columns = kHistoryColumns,
    .code_field = "object",
    .check = check_history_row,
    .each_existing = [](store::View& view, const LineCallback& each) {
        store::for_each_history_line(view, [&](std::string_view line) { each(leading(line, kHistoryKey), line); });
    }};

}  // namespace

const ImportKindRules& import_rules(inspection::ImportKind kind) {
    switch (kind) {
        case inspection::ImportKind::objects: {
            static const ImportKindRules roll{.event = "roll.imported",
                                              .format = inspection::kRollFormat,
                                              .columns = roll_column_names(),
                                              .code_field = "credit_code",
                                              .check = check_roll,
                                              .each_existing = store::for_each_roll_line,
                                              .trimmed = true};
            return roll;
        }
        case inspection::ImportKind::officers:
            return kOfficers;
        case inspection::ImportKind::history:
            return kHistory;
    }
    throw std::logic_error("ImportKind");
}

namespace {
constexpr std::size_t kAssumable = 32;  // bits of `assumed`
constexpr std::size_t kUntrimmed = 21;  // columns that a trimmed line has at least

/// Whether the column goes with another one that the file says.
bool follows_file(const ImportKindRules& rules, std::size_t column, std::uint32_t assumed) {
    const auto found = std::ranges::find(rules.follows, column, &FollowingColumn::column);
    return found != rules.follows.end() && (assumed >> found->leader & 1U) == 0;
}
}  // namespace

void overlay(const ImportKindRules& rules, std::string_view existing, std::string_view line, std::uint32_t assumed,
             std::string& result) {
    result.clear();
    for (std::size_t i = 0; i < rules.columns.size(); ++i) {
        const auto cut = [](std::string_view& rest) {
            const auto end = rest.find('\t');
            const auto column = rest.substr(0, end);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
            return column;
        };
        const auto before = cut(existing);
        const auto now = cut(line);
        const bool is_assumed = i < kAssumable && (assumed >> i & 1U) != 0;
        const bool keep = (now.empty() && !follows_file(rules, i, assumed)) || (is_assumed && !before.empty());
        if (i > 0) result += '\t';
        result += keep ? before : now;
        if (rules.trimmed && i + 1 >= kUntrimmed && existing.empty() && line.empty()) return;
    }
}

}  // namespace sunlot::workflow
