#include "inspection/roll.h"

#include "inspection/cell.h"
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

void encode(const ObjectRow& row, std::string& line) {
    TsvWriter(line)
        .add(row.id)
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
    if (!in.complete())
        return refuse(RefusalKind::invalid, "roll.malformed", "名录行格式不对（roll-v1）", "not a line of roll-v1");
    return row;
}

}  // namespace sunlot::inspection
