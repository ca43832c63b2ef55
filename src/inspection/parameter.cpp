#include "inspection/parameter.h"

#include "base/text.h"
#include "inspection/cell.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

constexpr std::size_t kLongestTerm = 60;
constexpr std::size_t kMostCounts = 6;
constexpr std::int64_t kDaysAhead = 5 * 366;
constexpr std::int64_t kMostTermDays = 400;

constexpr std::array kCertificateRule{
    Parameter::Choice{"enforcement", "行政执法证必须有效", "the enforcement certificate must be valid"},
    Parameter::Choice{"either", "行政执法证、劳动保障监察证有一个有效即可",
                      "the enforcement or the labour inspection certificate must be valid"},
    Parameter::Choice{"both", "行政执法证和劳动保障监察证都必须有效", "both certificates must be valid"},
};

constexpr Parameter term_of(std::string_view name, std::string_view zh, std::string_view en, std::string_view initial,
                            std::string_view basis) {
    return {.name = name,
            .zh = zh,
            .en = en,
            .unit_zh = "个工作日",
            .unit_en = "working days",
            .kind = ParameterKind::count,
            .initial = initial,
            .min = 1,
            .max = kMostTermDays,
            .term = true,
            .basis = basis};
}

constexpr std::array kParameters{
    Parameter{.name = "officer.certificate_rule",
              .zh = "抽取执法人员时对证件的要求",
              .en = "Certificates an officer needs to be drawn",
              .kind = ParameterKind::choice,
              .initial = "enforcement",
              .choices = kCertificateRule,
              .basis = "执法人员须持行政执法证上岗；是否同时要求劳动保障监察证由本机构定"},
    Parameter{.name = "officer.warning_days",
              .zh = "执法证到期前几天提醒",
              .en = "Days before a certificate expires on which it is warned of",
              .unit_zh = "天",
              .unit_en = "days",
              .kind = ParameterKind::counts,
              .initial = "90,30,7",
              .min = 1,
              .max = 366,
              .basis = "建议值"},
    Parameter{.name = "officer.training_hours",
              .zh = "岗前培训最少学时",
              .en = "Least hours of training before the first certificate",
              .unit_zh = "学时",
              .unit_en = "hours",
              .kind = ParameterKind::count,
              .initial = "1",
              .min = 1,
              .max = 1000,
              .basis = "各地要求不同，请按本地行政执法资格管理规定设置"},
    Parameter{.name = "task.annual_cap",
              .zh = "新任务：同一对象每年最多检查几次",
              .en = "New tasks: inspections of one object in a year",
              .unit_zh = "次（0 为不限）",
              .unit_en = "times (0: no cap)",
              .kind = ParameterKind::count,
              .initial = "1",
              .min = 0,
              .max = 99,
              .basis = "国办发〔2024〕54号：公布年度检查频次上限"},
    Parameter{.name = "task.window_months",
              .zh = "新任务：几个月内查过的不再抽",
              .en = "New tasks: months in which an object is not drawn again",
              .unit_zh = "个月",
              .unit_en = "months",
              .kind = ParameterKind::count,
              .initial = "12",
              .min = 0,
              .max = 120,
              .basis = "建议值"},
    Parameter{.name = "task.general_percent",
              .zh = "新任务：一般对象的抽取比例",
              .en = "New tasks: share of general objects drawn",
              .unit_zh = "%",
              .unit_en = "%",
              .kind = ParameterKind::count,
              .initial = "5",
              .min = 1,
              .max = 100,
              .basis = "建议值；以本机构公布的事项清单为准"},
    term_of("term.notice", "检查通知：检查前几个工作日送达", "Notice before a visit", "3", "建议值"),
    term_of("term.record", "检查结果录入", "Entering the result of a visit", "5", "建议值"),
    term_of("term.publish", "检查结果公示", "Publishing the result of a visit", "20", "以本地公示规定为准"),
    term_of("term.penalty", "行政处罚信息公示", "Publishing a penalty", "7", "双公示：作出决定之日起七个工作日"),
    term_of("term.filing", "劳动保障监察立案", "Filing a case", "5", "《关于实施〈劳动保障监察条例〉若干规定》"),
    term_of("term.investigation", "劳动保障监察调查", "Investigation", "60", "《劳动保障监察条例》第十七条"),
    term_of("term.extension", "劳动保障监察调查延长", "Extended investigation", "30", "《劳动保障监察条例》第十七条"),
};

constexpr std::array<std::string_view, 4> kRelations{"近亲属", "经济利益", "曾任职", "其他可能影响公正的关系"};
constexpr std::array<std::string_view, 5> kTrainings{"岗前培训", "年度轮训", "专项培训", "法律知识考试",
                                                     "资格续期培训"};

constexpr std::array kDictionaries{
    Dictionary{"recusal_relation", "回避关系", "Relations that call for recusal", kRelations},
    Dictionary{"training_kind", "培训种类", "Kinds of training", kTrainings},
};

Refusal bad_value(const Parameter& parameter, std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "parameter.value", fmt::format("{}：{}", parameter.zh, zh),
                  fmt::format("{}: {}", parameter.en, en), "value");
}

Result<std::string> check_counts(const Parameter& parameter, std::string_view value) {
    std::vector<std::int64_t> counts;
    std::string plain = tidy(value);
    for (char& c : plain)
        if (c == ' ') c = ',';
    constexpr std::string_view kPause = "、";
    for (std::size_t at = plain.find(kPause); at != std::string::npos; at = plain.find(kPause)) {
        plain[at] = ',';
        plain.erase(at + 1, kPause.size() - 1);
    }
    for (const auto part : split(plain, ',')) {
        if (part.empty()) continue;
        const auto count = parse_unsigned(part);
        if (!count || static_cast<std::int64_t>(*count) < parameter.min ||
            static_cast<std::int64_t>(*count) > parameter.max)
            return bad_value(parameter, fmt::format("应为 {} 到 {} 的整数", parameter.min, parameter.max),
                             fmt::format("a whole number from {} to {}", parameter.min, parameter.max));
        counts.push_back(static_cast<std::int64_t>(*count));
    }
    std::ranges::sort(counts, std::greater{});
    counts.erase(std::ranges::unique(counts).begin(), counts.end());
    const bool several = parameter.kind == ParameterKind::counts;
    if (counts.empty() || counts.size() > (several ? kMostCounts : 1))
        return bad_value(parameter, several ? "请填 1 到 6 个数，用逗号隔开" : "请填一个数",
                         several ? "one to six numbers" : "one number");
    return fmt::format("{}", fmt::join(counts, ","));
}

}  // namespace

std::string_view text(ParameterKind kind) {
    constexpr std::array<std::string_view, 3> kNames{"count", "counts", "choice"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::span<const Parameter> all_parameters() {
    return kParameters;
}

const Parameter* find_parameter(std::string_view name) {
    const auto found = std::ranges::find(kParameters, name, &Parameter::name);
    return found == kParameters.end() ? nullptr : &*found;
}

Result<std::string> check_parameter(const Parameter& parameter, std::string_view value) {
    if (parameter.kind != ParameterKind::choice) return check_counts(parameter, value);
    const auto found = std::ranges::find(parameter.choices, trim(value), &Parameter::Choice::value);
    if (found == parameter.choices.end()) return bad_value(parameter, "没有这个选项", "there is no such choice");
    return std::string(found->value);
}

std::vector<std::int64_t> counts_of(std::string_view value) {
    std::vector<std::int64_t> counts;
    for (const auto part : split(value, ','))
        if (const auto count = parse_unsigned(part)) counts.push_back(static_cast<std::int64_t>(*count));
    return counts;
}

std::span<const Dictionary> all_dictionaries() {
    return kDictionaries;
}

const Dictionary* find_dictionary(std::string_view name) {
    const auto found = std::ranges::find(kDictionaries, name, &Dictionary::name);
    return found == kDictionaries.end() ? nullptr : &*found;
}

std::vector<std::string> terms_on(const Dictionary& dictionary, std::span<const TermChange> changes, Date day) {
    std::vector<std::string> order(dictionary.initial.begin(), dictionary.initial.end());
    std::map<std::string_view, const TermChange*> latest;
    for (const TermChange& change : changes) {
        if (change.from > day) continue;
        if (std::ranges::find(order, change.term) == order.end()) order.push_back(change.term);
        auto& known = latest[change.term];
        if (known == nullptr || known->from <= change.from) known = &change;
    }
    std::erase_if(order, [&](const std::string& term) {
        const auto found = latest.find(term);
        return found != latest.end() && !found->second->in_use;
    });
    return order;
}

Result<std::string> check_term(std::string_view term) {
    std::string tidied = tidy(term);
    if (tidied.empty() || tidied.size() > kLongestTerm || tidied.find_first_of(",|") != std::string::npos)
        return refuse(RefusalKind::invalid, "dictionary.term", "请填写词条（60 字节以内，不含逗号和竖线）",
                      "a term of at most 60 bytes, without comma or bar", "term");
    return tidied;
}

Result<Done> check_effective_day(Date from, Date today) {
    if (from < today)
        return refuse(RefusalKind::invalid, "parameter.past",
                      "生效日期不能早于今天：已经办的事以当时的数值为准，不能回头改",
                      "it can't hold from a day that is over: what was done then rests on what held then", "from");
    if (from.days() > today.days() + kDaysAhead)
        return refuse(RefusalKind::invalid, "parameter.far", "生效日期太远，请核对", "that day is too far ahead",
                      "from");
    return Done{};
}

}  // namespace sunlot::inspection
