// The roll of inspection objects (监管对象名录库): one row for each firm, institution or building site, with the labour
// archive (劳动用工档案) and what a site has. `check_object` turns a row of a file into an ObjectRow or says what is
// wrong with it; `encode` and `parse_object` are the TSV line of docs/formats/rows-v2.md ("roll-v2"), in which blobs
// keep them. Every "roll-v1" line is a "roll-v2" line, too. Which fields there are: 万宁、武昌 and 浙江 forms,
// docs/formats/rows-v2.md.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/credit_code.h"
#include "inspection/import.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

enum class ObjectKind {
    enterprise,             ///< 企业
    individual,             ///< 个体工商户
    cooperative,            ///< 农专社
    institution,            ///< 事业单位
    organ,                  ///< 机关
    social,                 ///< 社会团体
    private_nonenterprise,  ///< 民办非企业
    site,                   ///< 工程项目
    other,                  ///< 其他
};
enum class ObjectStatus { active, deregistered, revoked, moved, suspended, unknown };
/// 守法诚信等级 (人社部规〔2016〕1号).
enum class Grade { a, b, c, unrated };
/// Credit risk class of the market regulator; a different thing from the grade.
enum class Risk { unknown, a, b, c, d };

/// What files, tables and the API carry: "enterprise" …; 存续 注销 吊销 迁出 停业 未知; A B C 未评; A B C D or empty.
std::string_view text(ObjectKind kind);
std::string_view text(ObjectStatus status);
std::string_view text(Grade grade);
std::string_view text(Risk risk);
/// 企业, 个体工商户 …
std::string_view title(ObjectKind kind);
/// The exact inverse of `text`.
std::optional<ObjectKind> parse_object_kind(std::string_view text);
std::optional<ObjectStatus> parse_object_status(std::string_view text);
std::optional<Grade> parse_grade(std::string_view text);
std::optional<Risk> parse_risk(std::string_view text);

/// From department and class: 9-1 enterprise, 9-2 individual, 1-2 institution, 5-2 private_nonenterprise …
ObjectKind kind_of(const CreditCode& code);

/// The format that `encode` writes; entries say it beside their blob.
inline constexpr std::string_view kRollFormat = "roll-v2";

/// `until`: a date that may lie ahead; 长期 is 9999-09-09. `flag`: 是 or 否.
enum class ColumnType { text, prose, word, date, until, number, flag, list };

/// One column of a line, and what people call it. All texts are constants of the program.
struct RollColumn {
    std::string_view name;   ///< "credit_code": in the API, in histories, in merge policies
    std::string_view title;  ///< "统一社会信用代码"
    std::string_view group;  ///< "identity" "place" "people" "licence" "labour" "supervision" "site"
    ColumnType type = ColumnType::text;
    bool is_private = false;        ///< personal data: histories say that it changed, never what it was
    std::string_view choices = {};  ///< of a word, separated by '|'
};

/// In the order of a line. The first twenty-one are those of roll-v1.
std::span<const RollColumn> roll_columns();
/// The place of a column in the line, by name.
std::optional<std::size_t> roll_column(std::string_view name);

inline constexpr std::size_t kRollColumnCount = 71;
/// Columns from here on are `ObjectRow::archive`.
inline constexpr std::size_t kFirstArchiveColumn = 28;

struct ObjectRow {
    std::string id;  ///< the credit code; "X:REG:<number>" or "X:SITE:<permit>" for those without one
    ObjectKind kind = ObjectKind::other;
    std::string name;
    std::string credit_code;    ///< empty or valid
    std::string legacy_number;  ///< registration number, permit number
    std::string category;       ///< 企业类型 as registered
    std::string industry;
    std::string scope;
    std::string region;  ///< six digits
    std::string district;
    std::string address;
    std::optional<Date> registered_on;
    ObjectStatus status = ObjectStatus::active;
    Grade grade = Grade::unrated;
    Risk risk = Risk::unknown;
    std::optional<std::int64_t> employees;
    std::vector<std::string> tags;  ///< sorted, without repeats
    std::string legal_person;       ///< private
    std::string contact_name;       ///< private
    std::string contact_phone;      ///< private
    std::string source;
    std::string legal_person_phone;      ///< private
    std::string head_name;               ///< private: 单位负责人
    std::string head_phone;              ///< private
    std::string labour_name;             ///< private: 劳资负责人
    std::string labour_phone;            ///< private
    std::string grid;                    ///< code or name of its cell in the grid tree
    std::vector<std::string> libraries;  ///< 专项库: sorted, without repeats
    /// The other columns as a line keeps them (dates YYYY-MM-DD, flags 是/否): `archive[i]` is column
    /// kFirstArchiveColumn + i of roll_columns().
    std::array<std::string, kRollColumnCount - kFirstArchiveColumn> archive;
    friend bool operator==(const ObjectRow&, const ObjectRow&) = default;
};

std::span<const Field> roll_fields();

/// How a change by hand or a verification came about: 现场核查, 电话核实, 单位申报, 部门通报, 其他.
std::span<const std::string_view> edit_sources();

Checked<ObjectRow> check_object(const Columns& columns, const SheetRow& row, const RowContext& context);

/// The id that a code as people type it stands for (a credit code or an old number), as in `ObjectRow::id`: for history
/// rows, recusals and searches. Refuses as CreditCode and RegistrationNumber do.
Result<std::string> object_id(std::string_view code);

/// One line without its line feed: columns separated by tabs, empty ones at the end left out (but never of the first
/// twenty-one). Appends, so that a million rows need no million strings.
void encode(const ObjectRow& row, std::string& line);
/// Refuses roll.malformed: a line that `encode` did not write.
Result<ObjectRow> parse_object(std::string_view line);

/// A line cut into its columns, those left out at the end as empty texts; nothing when it has too few or too many.
using RollLine = std::array<std::string_view, kRollColumnCount>;
std::optional<RollLine> cut_object(std::string_view line);
/// The inverse: appends.
void join_object(const RollLine& columns, std::string& line);

/// One cell as a person typed it, by the rules of its column (what check_object does to that cell alone): for editing
/// one object. Refuses column.fixed (id, kind, credit_code, status, source: not by typing) and what the column's own
/// rule refuses. An empty text empties the column.
Result<std::string> check_cell(std::size_t column, std::string_view typed, Date today);

}  // namespace sunlot::inspection
