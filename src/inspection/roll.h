// The roll of inspection objects (监管对象名录库): one row for each firm, institution or building site.
// `check_object` turns a row of a file into an ObjectRow or says what is wrong with it; `encode` and `parse_object` are
// the TSV line of docs/formats/rows-v1.md ("roll-v1"), in which import blobs keep them.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/credit_code.h"
#include "inspection/import.h"

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
    friend bool operator==(const ObjectRow&, const ObjectRow&) = default;
};

std::span<const Field> roll_fields();

Checked<ObjectRow> check_object(const Columns& columns, const SheetRow& row, const RowContext& context);

/// The id that a code as people type it stands for (a credit code or an old number), as in `ObjectRow::id`: for history
/// rows, recusals and searches. Refuses as CreditCode and RegistrationNumber do.
Result<std::string> object_id(std::string_view code);

/// One line without its line feed: 21 columns separated by tabs. Appends, so that a million rows need no million
/// strings.
void encode(const ObjectRow& row, std::string& line);
/// Refuses roll.malformed: a line that `encode` did not write.
Result<ObjectRow> parse_object(std::string_view line);

}  // namespace sunlot::inspection
