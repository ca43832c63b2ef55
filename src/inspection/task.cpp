#include "inspection/task.h"

#include "base/text.h"
#include "draw/frame.h"
#include "inspection/roll.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace sunlot::inspection {
namespace {

constexpr std::size_t kMostItems = 100;
constexpr std::int64_t kLongestPeriod = 366;  // days: a plan is for a year
const std::vector<std::string> kAllGrades{"A", "B", "C", "未评"};

/// Sorted and without repeats, so that equal filters have equal bytes in the plan.
std::vector<std::string> ordered(std::vector<std::string> texts) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

template <class Known>
std::vector<std::string> read_words(FieldReader& in, std::string_view key, Known known) {
    auto words = ordered(in.texts(key));
    for (const std::string& word : words)
        if (!known(word))
            in.refuse_field(key, "task.word", "没有“" + word + "”这一选项", "unknown value \"" + word + "\"");
    return words;
}

/// Nothing but the draw that is re-inspected.
bool stands_alone(Pool pool) {
    pool.reinspects.clear();
    return pool == Pool{};
}

Result<Pool> parse_pool(const Json& value, const std::string& path) {
    FieldReader in(value, path);
    Pool pool;
    pool.kinds = read_words(in, "kinds", [](const auto& word) { return parse_object_kind(word).has_value(); });
    pool.statuses = read_words(in, "statuses", [](const auto& word) { return parse_object_status(word).has_value(); });
    pool.districts = read_words(in, "districts", [](const auto& word) { return draw::is_label(word); });
    pool.grades = read_words(in, "grades", [](const auto& word) { return parse_grade(word).has_value(); });
    pool.categories = ordered(in.texts("categories"));
    pool.q = trim(in.optional_text("q", 200).value_or(""));
    pool.reinspects = trim(in.optional_text("reinspects", 64).value_or(""));
    if (!pool.reinspects.empty() && (!draw::is_draw_id(pool.reinspects) || !stands_alone(pool)))
        in.refuse_field("reinspects", "task.reinspects", "复查只写原抽取的编号，不再选其他范围",
                        "must be the id of a draw, and stand alone");
    if (auto no = in.refusal()) return pass_on(*no);
    return pool;
}

Result<ExclusionRules> parse_exclusions(const Json& value, const std::string& path) {
    ExclusionRules rules;
    if (value.is_null()) return rules;
    FieldReader in(value, path);
    const Json* cap = value.find("annual_cap");  // null says "no cap", absence says "the default"
    rules.annual_cap = in.integer_or("annual_cap", cap != nullptr && cap->is_null() ? 0 : 1, 0, 366);
    rules.window_months = in.integer_or("window_months", 12, 0, 120);
    rules.freeze_days = in.integer_or("freeze_days", 0, 0, 366);
    if (auto no = in.refusal()) return pass_on(*no);
    return rules;
}

Result<draw::Quota> parse_quota(const Json& value, FieldReader& in) {
    const auto no = [&] {
        in.refuse_field("quota", "task.quota",
                        "抽取数量应为：正整数（户数）、{\"ratio\":[分子,分母]}（0＜分子≤分母）或 \"all\"",
                        "must be a positive number, {\"ratio\":[a,b]} with 0 < a <= b, or \"all\"");
        return pass_on(*in.refusal());
    };
    if (value.is_string() && value.as_string() == "all") return draw::Quota::all();
    if (value.is_integer() && value.as_integer() > 0)
        return draw::Quota::number(static_cast<std::uint64_t>(value.as_integer()));
    const Json* ratio = value.find("ratio");
    if (ratio == nullptr || value.as_object().size() != 1 || !ratio->is_array() || ratio->as_array().size() != 2)
        return no();
    const auto& [over, under] = std::tie(ratio->as_array()[0], ratio->as_array()[1]);
    if (!over.is_integer() || !under.is_integer() || over.as_integer() <= 0 || over.as_integer() > under.as_integer() ||
        under.as_integer() > 1'000'000)
        return no();
    return draw::Quota::ratio(static_cast<std::uint64_t>(over.as_integer()),
                              static_cast<std::uint64_t>(under.as_integer()));
}

constexpr std::array<std::string_view, 3> kReinspected{"passed", "cancelled", "excluded"};

/// Of a re-inspection: its strata are categories of the earlier draw, not grades.
void check_categories(FieldReader& in, const std::vector<draw::Stratum>& strata) {
    std::set<std::string> labels;
    for (const auto& stratum : strata)
        if (std::find(kReinspected.begin(), kReinspected.end(), stratum.label) == kReinspected.end() ||
            !stratum.grades.empty() || !labels.insert(stratum.label).second)
            in.refuse_field("strata", "task.reinspects",
                            "复查的分层只能是 passed（已检查）、cancelled（已替换）、excluded（已排除），不写等级",
                            "the strata of a re-inspection are passed, cancelled and excluded, without grades");
    if (strata.empty()) in.refuse_field("strata", "task.strata_gap", "至少选择一层", "must have at least one stratum");
}

Result<draw::Stratum> parse_stratum(const Json& value, const std::string& path, bool by_grade) {
    FieldReader in(value, path);
    draw::Stratum stratum;
    stratum.label = in.text("label", 1, 64);
    if (!stratum.label.empty() && !draw::is_label(stratum.label))
        in.refuse_field("label", "task.label", "层名不能含控制字符或首尾空格", "must be a plain label");
    if (by_grade || value.find("grades") != nullptr)
        stratum.grades = read_words(in, "grades", [](const auto& word) { return parse_grade(word).has_value(); });
    if (by_grade && stratum.grades.empty())
        in.refuse_field("grades", "task.grades_missing", "这一层没有等级，请至少选一个",
                        "must name at least one grade");
    auto quota = parse_quota(in.any("quota"), in);
    if (auto no = in.refusal()) return pass_on(*no);
    stratum.quota = *quota;
    return stratum;
}

/// Every grade of the pool in exactly one stratum: otherwise some objects could never be drawn, or by two rules.
void check_cover(FieldReader& in, const std::vector<draw::Stratum>& strata, const Pool& pool) {
    std::map<std::string, std::string> label_of;
    std::set<std::string> labels;
    for (const auto& stratum : strata) {
        if (!labels.insert(stratum.label).second)
            in.refuse_field("strata", "task.strata_repeated", "层名“" + stratum.label + "”重复",
                            "label \"" + stratum.label + "\" appears twice");
        for (const std::string& grade : stratum.grades)
            if (const auto [place, fresh] = label_of.emplace(grade, stratum.label); !fresh)
                in.refuse_field("strata", "task.strata_overlap",
                                "等级“" + grade + "”同时在“" + place->second + "”和“" + stratum.label + "”两层",
                                "grade \"" + grade + "\" is in two strata");
    }
    for (const std::string& grade : pool.grades.empty() ? kAllGrades : pool.grades)
        if (!label_of.contains(grade))
            in.refuse_field("strata", "task.strata_gap",
                            "等级“" + grade + "”不在任何一层，请加入某一层，或在范围中去掉",
                            "grade \"" + grade + "\" is in no stratum");
}

Result<draw::TeamSlot> parse_slot(const Json& value, const std::string& path) {
    FieldReader in(value, path);
    draw::TeamSlot slot;
    slot.name = in.text("name", 1, 64);
    slot.tags = read_words(
        in, "tags", [](const auto& word) { return draw::is_label(word) && word.find(',') == std::string::npos; });
    if (!slot.name.empty() && !draw::is_label(slot.name))
        in.refuse_field("name", "task.label", "不能含控制字符或首尾空格", "must be a plain label");
    if (auto no = in.refusal()) return pass_on(*no);
    return slot;
}

void check_team(FieldReader& in, const std::vector<draw::TeamSlot>& team) {
    if (team.size() < 2)
        in.refuse_field("team", "task.team_too_small", "每户至少两名执法人员（行政处罚法第四十二条）",
                        "every object needs at least two officers");
    std::set<std::string> names;
    for (const auto& slot : team)
        if (!names.insert(slot.name).second)
            in.refuse_field("team", "task.team_repeated", "岗位“" + slot.name + "”重复",
                            "slot \"" + slot.name + "\" appears twice");
}

Result<OfficerPool> parse_officer_pool(const Json& value, const std::string& path) {
    OfficerPool pool;
    if (value.is_null()) return pool;
    FieldReader in(value, path);
    pool.units = ordered(in.texts("units"));
    if (!in.any("cap").is_null()) pool.cap = in.integer("cap", 1, draw::kLargestLoad);
    if (auto no = in.refusal()) return pass_on(*no);
    return pool;
}

/// Reads an array of objects, each by `parse_one(value, path)`.
template <class T, class ParseOne>
Result<std::vector<T>> parse_each(FieldReader& in, std::string_view key, ParseOne parse_one) {
    std::vector<T> out;
    for (const Json& item : in.array(key, 100)) {
        auto one = parse_one(item, in.path(key) + "[" + std::to_string(out.size()) + "]");
        if (!one) return pass_on(one.error());
        out.push_back(std::move(*one));
    }
    return out;
}

Result<Done> parse_period(FieldReader& in, Task& task) {
    FieldReader period(in.any("period"), "period");
    const auto date = [&](std::string_view key) {
        const auto day = Date::parse(period.text(key, 1, 10));
        if (!day) period.refuse_field(key, "task.date", "日期应写作 2026-11-30", "must be a date like 2026-11-30");
        return day ? *day : Date{};
    };
    task.from = date("from");
    task.to = date("to");
    if (task.to < task.from)
        period.refuse_field("to", "task.period_order", "截止日期早于开始日期", "is before the first day");
    if (task.to.days() - task.from.days() >= kLongestPeriod)
        period.refuse_field("to", "task.period_long", "任务期限不能超过一年",
                            "is more than a year after the first day");
    if (auto no = period.refusal()) return pass_on(*no);
    return Done{};
}

/// Pool, exclusions and strata: what decides the frame.
Result<Done> parse_frame_rules(FieldReader& in, Task& task) {
    auto pool = parse_pool(in.any("pool"), "pool");
    if (!pool) return pass_on(pool.error());
    auto rules = parse_exclusions(in.any("exclusions"), "exclusions");
    if (!rules) return pass_on(rules.error());
    const bool by_grade = pool->reinspects.empty();
    auto strata = parse_each<draw::Stratum>(
        in, "strata", [&](const Json& value, const std::string& path) { return parse_stratum(value, path, by_grade); });
    if (!strata) return pass_on(strata.error());
    task.pool = std::move(*pool);
    task.exclusions = *rules;
    task.strata = std::move(*strata);
    if (by_grade)
        check_cover(in, task.strata, task.pool);
    else
        check_categories(in, task.strata);
    return Done{};
}

Result<Done> parse_officers(FieldReader& in, Task& task) {
    auto team = parse_each<draw::TeamSlot>(in, "team", parse_slot);
    if (!team) return pass_on(team.error());
    task.team = std::move(*team);
    check_team(in, task.team);
    auto pool = parse_officer_pool(in.any("officer_pool"), "officer_pool");
    if (!pool) return pass_on(pool.error());
    task.officer_pool = std::move(*pool);
    return Done{};
}

void parse_head(FieldReader& in, Task& task) {
    task.name = trim(in.text("name", 1, 200));
    const std::string source = in.text("source", 1, 20);
    if (source != "plan" && source != "temporary")
        in.refuse_field("source", "task.source", "应为 plan（年度计划）或 temporary（临时任务）",
                        "must be \"plan\" or \"temporary\"");
    task.source = source == "temporary" ? TaskSource::temporary : TaskSource::plan;
    task.source_reason = trim(in.optional_text("source_reason", 2000).value_or(""));
    if (task.source == TaskSource::temporary && task.source_reason.empty())
        in.refuse_field("source_reason", "task.reason_missing", "临时任务须写明来源或理由",
                        "a temporary task must say why it is needed");
    task.directed = in.flag("directed", false);
    task.items = ordered(in.texts("items", kMostItems));
    if (task.items.empty())
        in.refuse_field("items", "task.items_missing", "至少选择一个抽查事项", "must name at least one item");
    task.spread = in.flag("spread", false);
    task.reserve = in.integer_or("reserve", 0, 0, 10'000);
}

Json to_json(const draw::Quota& quota) {
    switch (quota.kind) {
        case draw::Quota::Kind::all:
            return "all";
        case draw::Quota::Kind::number:
            return quota.numerator;
        case draw::Quota::Kind::ratio:
            return Json::Object{{"ratio", Json::Array{quota.numerator, quota.denominator}}};
    }
    throw std::logic_error("quota of no kind");
}

}  // namespace

Result<Task> parse_task(const Json& body) {
    FieldReader in(body);
    Task task;
    parse_head(in, task);
    if (body.is_object()) {
        if (auto period = parse_period(in, task); !period) return pass_on(period.error());
        if (auto frame = parse_frame_rules(in, task); !frame) return pass_on(frame.error());
        if (auto officers = parse_officers(in, task); !officers) return pass_on(officers.error());
    }
    if (auto no = in.refusal()) return pass_on(*no);
    return task;
}

Result<Task> parse_preview(const Json& body, Date today) {
    FieldReader in(body);
    Task task;
    task.from = task.to = today;
    task.team = {{.name = "1", .tags = {}}, {.name = "2", .tags = {}}};
    if (body.find("period") != nullptr)
        if (auto period = parse_period(in, task); !period) return pass_on(period.error());
    if (auto frame = parse_frame_rules(in, task); !frame) return pass_on(frame.error());
    if (body.find("team") != nullptr)
        if (auto officers = parse_officers(in, task); !officers) return pass_on(officers.error());
    task.spread = in.flag("spread", false);
    task.reserve = in.integer_or("reserve", 0, 0, 10'000);
    task.items = in.texts("items", kMostItems);
    if (auto no = in.refusal()) return pass_on(*no);
    return task;
}

Json to_json(const Pool& pool) {
    if (!pool.reinspects.empty()) return Json::Object{{"reinspects", pool.reinspects}};
    return Json::Object{{"kinds", pool.kinds},   {"statuses", pool.statuses},     {"districts", pool.districts},
                        {"grades", pool.grades}, {"categories", pool.categories}, {"q", pool.q}};
}

Json to_json(const ExclusionRules& rules) {
    Json::Object out{{"annual_cap", rules.annual_cap}, {"window_months", rules.window_months}};
    if (rules.freeze_days > 0) out["freeze_days"] = rules.freeze_days;
    return out;
}

Json to_json(const OfficerPool& pool) {
    return Json::Object{{"units", pool.units}, {"cap", pool.cap ? Json(*pool.cap) : Json()}};
}

Json visit_window(const Task& task) {
    return Json::Object{{"from", task.from.text()}, {"to", task.to.text()}};
}

Json to_json(const Task& task) {
    Json::Array strata;
    for (const auto& stratum : task.strata)
        strata.push_back(
            Json::Object{{"label", stratum.label}, {"grades", stratum.grades}, {"quota", to_json(stratum.quota)}});
    Json::Array team;
    for (const auto& slot : task.team) team.push_back(Json::Object{{"name", slot.name}, {"tags", slot.tags}});
    return Json::Object{{"name", task.name},
                        {"source", task.source == TaskSource::plan ? "plan" : "temporary"},
                        {"source_reason", task.source_reason},
                        {"directed", task.directed},
                        {"period", visit_window(task)},
                        {"items", task.items},
                        {"pool", to_json(task.pool)},
                        {"exclusions", to_json(task.exclusions)},
                        {"strata", strata},
                        {"spread", task.spread},
                        {"reserve", task.reserve},
                        {"team", team},
                        {"officer_pool", to_json(task.officer_pool)}};
}

Result<Done> check_period(const Task& task, Date today) {
    if (task.to >= today) return Done{};
    return refuse(RefusalKind::invalid, "task.period_past",
                  "任务期限 " + task.to.text() + " 已过（今天 " + today.text() + "），请改到今天或以后",
                  "the period ended on " + task.to.text() + ", before today", "period.to");
}

const draw::Stratum* stratum_of(const Task& task, std::string_view grade) {
    for (const auto& stratum : task.strata)
        if (std::find(stratum.grades.begin(), stratum.grades.end(), grade) != stratum.grades.end()) return &stratum;
    return nullptr;
}

Date months_before(Date day, std::int64_t months) {
    const std::int64_t index = std::int64_t{day.year} * 12 + day.month - 1 - months;
    Date first{static_cast<std::int32_t>(index / 12), static_cast<std::int32_t>(index % 12 + 1), 1};
    const Date next = first.month == 12 ? Date{first.year + 1, 1, 1} : Date{first.year, first.month + 1, 1};
    const auto length = static_cast<std::int32_t>(next.days() - first.days());
    return Date{first.year, first.month, std::min(day.day, length)};
}

std::string task_number(std::string_view abbreviation, std::int64_t year, std::int64_t serial) {
    return std::string(abbreviation) + "抽查〔" + std::to_string(year) + "〕" + std::to_string(serial) + "号";
}

}  // namespace sunlot::inspection
