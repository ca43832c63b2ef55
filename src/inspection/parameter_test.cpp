#include "inspection/parameter.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

Date day(const char* text) {
    return *Date::parse(text);
}

TEST(Parameter, every_initial_value_passes_its_own_check_and_is_in_its_form) {
    std::set<std::string_view> names;
    for (const auto& parameter : all_parameters()) {
        EXPECT_TRUE(names.insert(parameter.name).second) << parameter.name;
        const auto checked = check_parameter(parameter, parameter.initial);
        ASSERT_TRUE(checked) << parameter.name;
        EXPECT_EQ(*checked, parameter.initial);
        EXPECT_FALSE(parameter.zh.empty() || parameter.en.empty() || parameter.basis.empty()) << parameter.name;
        EXPECT_EQ(&parameter, find_parameter(parameter.name));
    }
    EXPECT_EQ(find_parameter("nothing"), nullptr);
}

TEST(Parameter, takes_numbers_as_people_write_them_and_no_others) {
    const auto& days = *find_parameter("officer.warning_days");
    EXPECT_EQ(*check_parameter(days, " 7、30，90 90"), "90,30,7");
    EXPECT_EQ(counts_of("90,30,7"), (std::vector<std::int64_t>{90, 30, 7}));
    for (const char* bad : {"", "0", "367", "seven", "1,2,3,4,5,6,7"})
        EXPECT_EQ(check_parameter(days, bad).error().code, "parameter.value") << bad;
    EXPECT_EQ(check_parameter(*find_parameter("term.publish"), "7,8").error().code, "parameter.value");
    EXPECT_EQ(check_parameter(*find_parameter("officer.certificate_rule"), "none").error().code, "parameter.value");
}

TEST(Parameter, holds_from_today_or_later) {
    EXPECT_TRUE(check_effective_day(day("2026-11-23"), day("2026-11-23")));
    EXPECT_EQ(check_effective_day(day("2026-11-22"), day("2026-11-23")).error().code, "parameter.past");
    EXPECT_EQ(check_effective_day(day("2062-11-22"), day("2026-11-23")).error().code, "parameter.far");
}

TEST(Dictionary, has_the_terms_in_use_on_a_day) {
    const auto& kinds = *find_dictionary("training_kind");
    const std::vector<TermChange> changes{{.term = "网络培训", .from = day("2026-12-01")},
                                          {.term = "年度轮训", .from = day("2027-01-01"), .in_use = false},
                                          {.term = "年度轮训", .from = day("2028-01-01")}};
    const auto has = [&](const char* term, const char* on) {
        const auto terms = terms_on(kinds, changes, day(on));
        return std::ranges::find(terms, term) != terms.end();
    };
    EXPECT_TRUE(has("岗前培训", "2026-01-01"));
    EXPECT_FALSE(has("网络培训", "2026-11-30"));
    EXPECT_TRUE(has("网络培训", "2026-12-01"));
    EXPECT_TRUE(has("年度轮训", "2026-12-31"));
    EXPECT_FALSE(has("年度轮训", "2027-06-01"));
    EXPECT_TRUE(has("年度轮训", "2028-01-01"));
    EXPECT_EQ(check_term(" 网络培训 ").value(), "网络培训");
    EXPECT_EQ(check_term("a,b").error().code, "dictionary.term");
}

}  // namespace
}  // namespace sunlot::inspection
