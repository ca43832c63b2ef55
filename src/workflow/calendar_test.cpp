#include "workflow/calendar.h"

#include "store/database.h"
#include "workflow/calendar_announced.h"
#include "workflow/parameter.h"
#include "workflow/self_audit.h"
#include "workflow/test_bureau.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace sunlot::workflow::testing {
namespace {

const Actor kAdmin{.account = "u1", .name = "系统管理员", .roles = {inspection::Role::system_admin}};

bool has(const std::vector<std::string>& terms, const std::string& term) {
    return std::ranges::find(terms, term) != terms.end();
}

Date day(const char* text) {
    return expect(Date::parse(text));
}

TEST(CalendarDesk, refuses_every_term_until_the_year_is_loaded) {
    TestBureau bureau;
    const TermQuestion question{.from = day("2026-09-28"), .days = 7};
    EXPECT_EQ(compute_term(bureau.context, question).error().code, "calendar.not_loaded");
    expect(load_calendar_year(bureau.context, kAdmin, announced_years().front()));
    const auto term = expect(compute_term(bureau.context, question));
    EXPECT_EQ(term.due, day("2026-10-13"));  // 29, 30 September, 8, 9, Saturday 10, 12, 13 October
    EXPECT_FALSE(term.provisional);
    EXPECT_EQ(term.passed.size(), 8U);  // seven holidays and the Saturday
    EXPECT_EQ(compute_term(bureau.context, {.from = day("2026-12-30"), .days = 7}).error().code, "calendar.not_loaded");
}

TEST(CalendarDesk, says_that_a_term_over_an_unannounced_year_is_provisional) {
    TestBureau bureau;
    expect(load_calendar_year(bureau.context, kAdmin, announced_years().front()));
    expect(load_calendar_year(bureau.context, kAdmin, weekdays_of(2027)));
    const auto term = expect(compute_term(bureau.context, {.from = day("2026-12-30"), .days = 2}));
    EXPECT_EQ(term.due, day("2027-01-01"));
    EXPECT_TRUE(term.provisional);
    EXPECT_EQ(load_calendar_year(bureau.context, kAdmin, weekdays_of(2026)).error().code, "calendar.unconfirmed");
    EXPECT_EQ(load_calendar_year(bureau.context, kAdmin, announced_years().front()).error().code, "calendar.same");
}

TEST(CalendarDesk, takes_a_year_from_a_table) {
    TestBureau bureau;
    const auto file = bureau.folder.path / "2027.csv";
    std::ofstream(file)
        << "某某年放假安排\n日期,类型,名称\n2027-01-01,放假,元旦\n2027年1月2日,休,元旦\n2027/1/9,上班,\n";
    auto year = expect(look_at_table(file, 0));
    EXPECT_EQ(year.year, 2027);
    ASSERT_EQ(year.days.size(), 3U);
    EXPECT_TRUE(year.days[1].off);
    EXPECT_FALSE(year.days[2].off);
    EXPECT_EQ(load_calendar_year(bureau.context, kAdmin, year).error().code, "calendar.source");
    year.source = "通知";
    EXPECT_GT(expect(load_calendar_year(bureau.context, kAdmin, year)).entry, 0U);
    std::ofstream(file) << "日期,类型\n2027-01-01,也许\n";
    EXPECT_EQ(look_at_table(file, 0).error().code, "calendar.row");
    std::ofstream(file) << "a,b\n1,2\n";
    EXPECT_EQ(look_at_table(file, 0).error().code, "calendar.columns");
}

TEST(CalendarDesk, counts_by_the_parameter_that_held_on_the_first_day) {
    TestBureau bureau;
    expect(load_calendar_year(bureau.context, kAdmin, announced_years().front()));
    expect(set_parameter(bureau.context, bureau.leader, "term.publish",
                         {.value = "10", .from = day("2026-12-01"), .reason = "按自治区公示规定"}));
    const TermQuestion before{.from = day("2026-11-27"), .days = std::nullopt, .parameter = "term.publish"};
    EXPECT_EQ(expect(compute_term(bureau.context, before)).days, 20);
    const TermQuestion after{.from = day("2026-12-01"), .days = std::nullopt, .parameter = "term.publish"};
    const auto term = expect(compute_term(bureau.context, after));
    EXPECT_EQ(term.days, 10);
    EXPECT_EQ(term.due, day("2026-12-15"));
    EXPECT_EQ(
        compute_term(bureau.context, {.from = day("2026-12-01"), .days = std::nullopt, .parameter = "task.annual_cap"})
            .error()
            .code,
        "parameter.unknown");
}

TEST(ParameterDesk, changes_from_a_day_on_and_never_before_today) {
    TestBureau bureau;
    const auto change = [&](const char* value, const char* from) {
        return set_parameter(bureau.context, bureau.leader, "officer.warning_days",
                             {.value = value, .from = day(from), .reason = "本局规定"});
    };
    EXPECT_EQ(change("60", "2026-11-21").error().code, "parameter.past");
    EXPECT_EQ(change("90,30,7", "2026-12-01").error().code, "parameter.same");
    EXPECT_EQ(expect(change("60,10", "2026-12-01")).value, "90,30,7");
    EXPECT_EQ(expect(change("45", "2026-12-01")).settings.size(), 1U);
    {
        auto view = bureau.database->read();
        EXPECT_EQ(parameter_values(view, "officer.warning_days", day("2026-11-30")),
                  (std::vector<std::int64_t>{90, 30, 7}));
        EXPECT_EQ(parameter_values(view, "officer.warning_days", day("2027-05-01")), (std::vector<std::int64_t>{45}));
        EXPECT_EQ(parameter_value(view, "task.annual_cap", day("2026-11-22")), 1);
        EXPECT_EQ(parameter_choice(view, "officer.certificate_rule", day("2026-11-22")), "enforcement");
        EXPECT_THROW(parameter_value(view, "nothing", day("2026-11-22")), std::logic_error);
    }
    EXPECT_EQ(set_parameter(bureau.context, bureau.leader, "nothing", {}).error().code, "parameter.unknown");
    EXPECT_EQ(set_parameter(bureau.context, bureau.leader, "term.publish",
                            {.value = "9", .from = day("2027-01-01"), .reason = " "})
                  .error()
                  .code,
              "parameter.reason");
}

TEST(ParameterDesk, a_dictionary_grows_and_shrinks_from_a_day_on_and_replays_clean) {
    TestBureau bureau;
    const auto change = [&](const char* term, const char* from, bool in_use) {
        return change_dictionary(bureau.context, bureau.leader, "training_kind",
                                 {.term = term, .from = day(from), .in_use = in_use, .reason = "本局规定"});
    };
    expect(change("网络培训", "2026-12-01", true));
    EXPECT_EQ(change("网络培训", "2026-12-05", true).error().code, "dictionary.same");
    expect(change("年度轮训", "2026-12-01", false));
    EXPECT_EQ(change("没有的", "2026-12-01", false).error().code, "dictionary.same");
    {
        auto view = bureau.database->read();
        const auto now = dictionary_terms(view, "training_kind", day("2026-11-22"));
        const auto then = dictionary_terms(view, "training_kind", day("2026-12-01"));
        EXPECT_TRUE(has(now, "年度轮训"));
        EXPECT_FALSE(has(now, "网络培训"));
        EXPECT_FALSE(has(then, "年度轮训"));
        EXPECT_TRUE(has(then, "网络培训"));
    }
    expect(load_calendar_year(bureau.context, kAdmin, announced_years().front()));
    EXPECT_TRUE(expect(replay_journal(bureau.context, Extent::whole)).clean());
}

}  // namespace
}  // namespace sunlot::workflow::testing
