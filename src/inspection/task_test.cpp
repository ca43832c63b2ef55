#include "inspection/task.h"

#include <string>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

const char* const kBody = R"({
  "name": "2026年第四季度劳动保障双随机抽查", "source": "plan", "source_reason": "2026年度抽查计划第4批",
  "directed": false, "period": {"from": "2026-11-25", "to": "2026-12-20"}, "items": ["L06", "L02"],
  "pool": {"kinds": [], "statuses": ["存续"], "districts": [], "grades": [], "categories": [], "q": ""},
  "exclusions": {"annual_cap": 1, "window_months": 12},
  "strata": [{"label": "A", "grades": ["A", "未评"], "quota": {"ratio": [5, 100]}},
             {"label": "B", "grades": ["B"], "quota": {"ratio": [1, 2]}},
             {"label": "C", "grades": ["C"], "quota": "all"}],
  "spread": false, "reserve": 2,
  "team": [{"name": "lead", "tags": ["lead"]}, {"name": "second", "tags": []}],
  "officer_pool": {"units": [], "cap": null}})";

Json body() {
    return parse_json(kBody).value();
}

/// What happens when the member at `key` is replaced.
Refusal refused(std::string_view key, const char* value) {
    Json changed = body();
    changed.as_object()[std::string(key)] = parse_json(value).value();
    const auto task = parse_task(changed);
    EXPECT_FALSE(task.has_value()) << key << " = " << value;
    return task ? Refusal{} : task.error();
}

}  // namespace

TEST(Task, a_whole_task_is_read_and_written_back) {
    const auto task = parse_task(body());
    ASSERT_TRUE(task.has_value()) << task.error().text.zh;
    EXPECT_EQ(task->items, (std::vector<std::string>{"L02", "L06"})) << "equal tasks have equal bytes";
    EXPECT_EQ(task->strata[0].quota, draw::Quota::ratio(5, 100));
    EXPECT_EQ(parse_task(to_json(*task)).value(), *task);
    EXPECT_EQ(to_canonical(to_json(parse_task(to_json(*task)).value())), to_canonical(to_json(*task)));
}

TEST(Task, every_grade_of_the_pool_lies_in_exactly_one_stratum) {
    EXPECT_EQ(refused("strata", R"([{"label":"A","grades":["A","B","未评"],"quota":"all"},
                                    {"label":"B","grades":["B","C"],"quota":"all"}])")
                  .code,
              "task.strata_overlap");
    const Refusal gap = refused("strata", R"([{"label":"A","grades":["A","B","未评"],"quota":"all"}])");
    EXPECT_EQ(gap.code, "task.strata_gap");
    EXPECT_NE(gap.text.zh.find("“C”"), std::string::npos);
    EXPECT_EQ(refused("strata", R"([{"label":"A","grades":["A","未评"],"quota":"all"},
                                    {"label":"A","grades":["B","C"],"quota":"all"}])")
                  .code,
              "task.strata_repeated");
}

TEST(Task, a_pool_of_one_grade_needs_only_that_stratum) {
    Json changed = body();
    changed.as_object()["pool"].as_object()["grades"] = Json::Array{"C"};
    changed.as_object()["strata"] = parse_json(R"([{"label":"C","grades":["C"],"quota":"all"}])").value();
    EXPECT_TRUE(parse_task(changed).has_value());
}

TEST(Task, a_team_has_at_least_two_officers) {
    EXPECT_EQ(refused("team", R"([{"name":"lead","tags":[]}])").code, "task.team_too_small");
    EXPECT_EQ(refused("team", R"([{"name":"x","tags":[]},{"name":"x","tags":[]}])").code, "task.team_repeated");
}

TEST(Task, a_ratio_is_above_zero_and_at_most_one) {
    for (const char* quota : {R"({"ratio":[0,5]})", R"({"ratio":[6,5]})", R"({"ratio":[1,0]})", R"({"ratio":[1]})", "0",
                              "-3", R"("some")", R"({"ratio":[1,2],"x":1})"}) {
        const std::string strata =
            R"([{"label":"A","grades":["A","B","C","未评"],"quota":)" + std::string(quota) + "}]";
        const Refusal no = refused("strata", strata.c_str());
        EXPECT_EQ(no.code, "task.quota") << quota;
        EXPECT_EQ(no.field, "strata[0].quota");
    }
}

TEST(Task, the_period_runs_forward_and_ends_today_or_later) {
    EXPECT_EQ(refused("period", R"({"from":"2026-12-02","to":"2026-12-01"})").code, "task.period_order");
    EXPECT_EQ(refused("period", R"({"from":"2026-12-02","to":"2026-13-01"})").field, "period.to");
    EXPECT_EQ(refused("period", R"({"from":"2026-12-02","to":"2028-01-01"})").code, "task.period_long");
    const auto task = parse_task(body());
    EXPECT_TRUE(check_period(*task, Date{2026, 12, 20}).has_value());
    EXPECT_EQ(check_period(*task, Date{2026, 12, 21}).error().code, "task.period_past");
}

TEST(Task, a_temporary_task_says_why) {
    Json changed = body();
    changed.as_object()["source"] = "temporary";
    changed.as_object()["source_reason"] = "  ";
    EXPECT_EQ(parse_task(changed).error().code, "task.reason_missing");
}

TEST(Task, words_that_mean_nothing_are_refused) {
    EXPECT_EQ(refused("pool", R"({"statuses":["开业"]})").field, "pool.statuses");
    EXPECT_EQ(refused("pool", R"({"grades":["D"]})").code, "task.word");
    EXPECT_EQ(refused("pool", R"({"kind":["enterprise"]})").code, "field.unknown");
    EXPECT_EQ(refused("items", "[]").code, "task.items_missing");
}

TEST(Task, a_preview_needs_only_what_decides_the_frame) {
    const auto preview = parse_preview(
        parse_json(R"({"pool":{},"exclusions":{},"strata":[{"label":"x","grades":["A","B","C","未评"],"quota":20}]})")
            .value(),
        Date{2026, 11, 22});
    ASSERT_TRUE(preview.has_value()) << preview.error().text.zh;
    EXPECT_EQ(preview->exclusions, (ExclusionRules{1, 12}));
    EXPECT_EQ(preview->team.size(), 2U);
}

TEST(Task, the_cap_may_be_lifted_but_is_one_by_default) {
    Json changed = body();
    changed.as_object()["exclusions"] = parse_json(R"({"annual_cap":null,"window_months":0})").value();
    EXPECT_EQ(parse_task(changed)->exclusions, (ExclusionRules{0, 0}));
    changed.as_object().erase("exclusions");
    EXPECT_EQ(parse_task(changed)->exclusions, (ExclusionRules{1, 12}));
}

TEST(Task, a_grade_finds_its_stratum) {
    const auto task = parse_task(body());
    EXPECT_EQ(stratum_of(*task, "未评")->label, "A");
    EXPECT_EQ(stratum_of(*task, "D"), nullptr);
}

TEST(Task, months_before_keeps_to_the_calendar) {
    EXPECT_EQ(months_before(Date{2026, 11, 25}, 12).text(), "2025-11-25");
    EXPECT_EQ(months_before(Date{2026, 3, 31}, 1).text(), "2026-02-28");
    EXPECT_EQ(months_before(Date{2026, 1, 31}, 2).text(), "2025-11-30");
    EXPECT_EQ(months_before(Date{2024, 2, 29}, 12).text(), "2023-02-28");
}

TEST(Task, the_number_is_written_as_the_office_writes_it) {
    EXPECT_EQ(task_number("临人社", 2026, 1), "临人社抽查〔2026〕1号");
}

}  // namespace sunlot::inspection
