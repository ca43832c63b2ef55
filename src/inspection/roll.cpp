#include "inspection/roll.h"

#include "inspection/cell.h"
#include "inspection/roll_columns.h"
#include "inspection/tsv.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

struct KindName {
    ObjectKind kind;
    std::string_view text;
    std::string_view title;
};
constexpr std::array kKinds{
    KindName{ObjectKind::enterprise, "enterprise", "企业"},
    KindName{ObjectKind::individual, "individual", "个体工商户"},
    KindName{ObjectKind::cooperative, "cooperative", "农专社"},
    KindName{ObjectKind::institution, "institution", "事业单位"},
    KindName{ObjectKind::organ, "organ", "机关"},
    KindName{ObjectKind::social, "social", "社会团体"},
    KindName{ObjectKind::private_nonenterprise, "private_nonenterprise", "民办非企业"},
    KindName{ObjectKind::site, "site", "工程项目"},
    KindName{ObjectKind::other, "other", "其他"},
};
static_assert(kKinds.back().kind == ObjectKind::other &&
              kKinds.size() == static_cast<std::size_t>(ObjectKind::other) + 1);

// In the order of the enumerations.
constexpr std::array<std::string_view, 6> kStatuses{"存续", "注销", "吊销", "迁出", "停业", "未知"};
constexpr std::array<std::string_view, 4> kGrades{"A", "B", "C", "未评"};
constexpr std::array<std::string_view, 5> kRisks{"", "A", "B", "C", "D"};

template <class Enum, std::size_t N>
std::optional<Enum> find_in(const std::array<std::string_view, N>& words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    if (found == words.end()) return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

}  // namespace

std::string_view text(ObjectKind kind) {
    return kKinds[static_cast<std::size_t>(kind)].text;
}
std::string_view title(ObjectKind kind) {
    return kKinds[static_cast<std::size_t>(kind)].title;
}
std::string_view text(ObjectStatus status) {
    return kStatuses[static_cast<std::size_t>(status)];
}
std::string_view text(Grade grade) {
    return kGrades[static_cast<std::size_t>(grade)];
}
std::string_view text(Risk risk) {
    return kRisks[static_cast<std::size_t>(risk)];
}

std::optional<ObjectKind> parse_object_kind(std::string_view text) {
    const auto found = std::ranges::find(kKinds, text, &KindName::text);
    return found == kKinds.end() ? std::nullopt : std::optional(found->kind);
}
std::optional<ObjectStatus> parse_object_status(std::string_view text) {
    return find_in<ObjectStatus>(kStatuses, text);
}
std::optional<Grade> parse_grade(std::string_view text) {
    return find_in<Grade>(kGrades, text);
}
std::optional<Risk> parse_risk(std::string_view text) {
    return find_in<Risk>(kRisks, text);
}

ObjectKind kind_of(const CreditCode& code) {
    switch (code.department()) {
        case '1':
        case 'A':
            if (code.category() == '1') return ObjectKind::organ;
            return code.category() == '2' ? ObjectKind::institution : ObjectKind::social;
        case '5':
            if (code.category() == '2') return ObjectKind::private_nonenterprise;
            return code.category() == '1' || code.category() == '3' ? ObjectKind::social : ObjectKind::other;
        case '9':
            if (code.category() == '2') return ObjectKind::individual;
            return code.category() == '3' ? ObjectKind::cooperative : ObjectKind::enterprise;
        default:
            return ObjectKind::other;
    }
}

namespace {

/// The first twenty-one, which roll-v1 had.
constexpr std::array<RollColumn, kFirstRollColumnCount> kFirstColumns{{
    {.name = "id", .title = "名录编号", .group = "identity"},
    {.name = "kind",
     .title = "主体种类",
     .group = "identity",
     .type = ColumnType::word,
     .choices = "enterprise|individual|cooperative|institution|organ|social|private_nonenterprise|site|other"},
    {.name = "name", .title = "单位名称", .group = "identity"},
    {.name = "credit_code", .title = "统一社会信用代码", .group = "identity"},
    {.name = "legacy_number", .title = "注册号或许可证号", .group = "identity"},
    {.name = "category", .title = "企业类型", .group = "identity"},
    {.name = "industry", .title = "行业", .group = "identity"},
    {.name = "scope", .title = "经营范围", .group = "identity", .type = ColumnType::prose},
    {.name = "region", .title = "地区", .group = "place"},
    {.name = "district", .title = "片区", .group = "place"},
    {.name = "address", .title = "注册地址", .group = "place"},
    {.name = "registered_on", .title = "注册日期", .group = "identity", .type = ColumnType::date},
    {.name = "status",
     .title = "登记状态",
     .group = "identity",
     .type = ColumnType::word,
     .choices = "存续|注销|吊销|迁出|停业|未知"},
    {.name = "grade",
     .title = "守法诚信等级",
     .group = "supervision",
     .type = ColumnType::word,
     .choices = "A|B|C|未评"},
    {.name = "risk", .title = "信用风险等级", .group = "supervision", .type = ColumnType::word, .choices = "A|B|C|D"},
    {.name = "employees", .title = "从业人员总数", .group = "labour", .type = ColumnType::number},
    {.name = "tags", .title = "监管标签", .group = "supervision", .type = ColumnType::list},
    {.name = "legal_person", .title = "法定代表人", .group = "people", .is_private = true},
    {.name = "contact_name", .title = "联系人", .group = "people", .is_private = true},
    {.name = "contact_phone", .title = "联系电话", .group = "people", .is_private = true},
    {.name = "source", .title = "数据来源", .group = "identity"},
}};

std::array<RollColumn, kRollColumnCount> all_columns() {
    std::array<RollColumn, kRollColumnCount> columns{};
    const auto rest = std::ranges::copy(kFirstColumns, columns.begin()).out;
    std::ranges::transform(kAddedColumns, rest, [](const AddedColumn& added) {
        return RollColumn{.name = added.field.name,
                          .title = added.field.title,
                          .group = added.group,
                          .type = added.type,
                          .is_private = added.field.is_private,
                          .choices = added.field.choices};
    });
    return columns;
}

/// Empty columns at the end go, but none of the first twenty-one.
void trim_line(std::string& line, std::size_t end_of_first) {
    while (line.size() > end_of_first && line.back() == '\t') line.pop_back();
}

}  // namespace

std::span<const std::string_view> edit_sources() {
    static constexpr std::array<std::string_view, 5> kSources{"现场核查", "电话核实", "单位申报", "部门通报", "其他"};
    return kSources;
}

std::span<const RollColumn> roll_columns() {
    static const auto columns = all_columns();
    return columns;
}

std::optional<std::size_t> roll_column(std::string_view name) {
    const auto all = roll_columns();
    const auto found = std::ranges::find(all, name, &RollColumn::name);
    if (found == all.end()) return std::nullopt;
    return static_cast<std::size_t>(found - all.begin());
}

void encode(const ObjectRow& row, std::string& line) {
    TsvWriter out(line);
    out.add(row.id)
        .add(text(row.kind))
        .add(row.name)
        .add(row.credit_code)
        .add(row.legacy_number)
        .add(row.category)
        .add(row.industry)
        .add(row.scope)
        .add(row.region)
        .add(row.district)
        .add(row.address)
        .add(row.registered_on)
        .add(text(row.status))
        .add(text(row.grade))
        .add(text(row.risk))
        .add(row.employees)
        .add(row.tags)
        .add(row.legal_person)
        .add(row.contact_name)
        .add(row.contact_phone)
        .add(row.source);
    const std::size_t end_of_first = line.size();
    out.add(row.legal_person_phone)
        .add(row.head_name)
        .add(row.head_phone)
        .add(row.labour_name)
        .add(row.labour_phone)
        .add(row.grid)
        .add(row.libraries);
    for (const auto& value : row.archive) out.add(value);
    trim_line(line, end_of_first);
}

Result<ObjectRow> parse_object(std::string_view line) {
    TsvReader in(line);
    ObjectRow row;
    row.id = in.text();
    row.kind = in.word(parse_object_kind);
    row.name = in.text();
    row.credit_code = in.text();
    row.legacy_number = in.text();
    row.category = in.text();
    row.industry = in.text();
    row.scope = in.text();
    row.region = in.text();
    row.district = in.text();
    row.address = in.text();
    row.registered_on = in.date();
    row.status = in.word(parse_object_status);
    row.grade = in.word(parse_grade);
    row.risk = in.word(parse_risk);
    row.employees = in.number();
    row.tags = in.items();
    row.legal_person = in.text();
    row.contact_name = in.text();
    row.contact_phone = in.text();
    row.source = in.text();
    row.legal_person_phone = in.text_if_any();
    row.head_name = in.text_if_any();
    row.head_phone = in.text_if_any();
    row.labour_name = in.text_if_any();
    row.labour_phone = in.text_if_any();
    row.grid = in.text_if_any();
    row.libraries = in.items_if_any();
    for (auto& value : row.archive) value = in.text_if_any();
    if (!in.complete() || !cut_object(line))
        return refuse(RefusalKind::invalid, "roll.malformed", "名录行格式不对（roll-v2）", "not a line of roll-v2");
    return row;
}

std::optional<RollLine> cut_object(std::string_view line) {
    RollLine columns;
    std::size_t start = 0;
    for (std::size_t i = 0; i < kRollColumnCount; ++i) {
        const auto end = line.find('\t', start);
        columns[i] = line.substr(start, end == std::string_view::npos ? end : end - start);
        if (end == std::string_view::npos) {
            const bool too_few = i + 1 < kFirstRollColumnCount;
            const bool untrimmed = i + 1 > kFirstRollColumnCount && columns[i].empty();
            return too_few || untrimmed ? std::nullopt : std::optional(columns);
        }
        start = end + 1;
    }
    return std::nullopt;
}

void join_object(const RollLine& columns, std::string& line) {
    std::size_t end_of_first = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) line += '\t';
        line += columns[i];
        if (i + 1 == kFirstRollColumnCount) end_of_first = line.size();
    }
    trim_line(line, end_of_first);
}

}  // namespace sunlot::inspection
