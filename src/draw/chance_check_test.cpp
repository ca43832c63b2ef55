#include "draw/chance_check.h"

#include "draw/quota.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace sunlot::draw {
namespace {

std::string seed_number(int number) {
    return fmt::format("{:064x}", number);
}

/// 3,000 objects in three districts and two strata.
std::string frame_of_a_county() {
    std::string file;
    for (int i = 0; i < 3000; ++i)
        append_row(file, {fmt::format("X:REG:{:07}", i), i % 5 == 0 ? "B" : "A",
                          i % 3 == 0   ? "解放"
                          : i % 3 == 1 ? "团结"
                                       : "新华"});
    return file;
}

Plan plan_of_a_county() {
    Plan plan;
    plan.strata = {{"A", Quota::ratio(10, 100), {}}, {"B", Quota::ratio(50, 100), {}}};
    return plan;
}

bool alarming(const std::vector<ChanceCheck>& checks, std::string_view test) {
    return std::ranges::find(checks, test, &ChanceCheck::test)->alarming;
}

}  // namespace

TEST(ChanceCheck, is_silent_about_honest_samples) {
    const std::string file = frame_of_a_county();
    const auto frame = parse_frame(file).value();
    const Plan plan = plan_of_a_county();
    for (int i = 0; i < 200; ++i) {
        const auto sample = draw_sample(plan, frame, seed_number(i)).value();
        for (const auto& check : check_chance(plan, frame, sample.cells, sample.rows))
            EXPECT_FALSE(check.alarming) << check.test << " " << check.statistic_thousandths << " with seed " << i;
    }
}

TEST(ChanceCheck, alarms_when_a_district_is_spared_or_codes_that_end_alike_are_preferred) {
    const std::string file = frame_of_a_county();
    const auto frame = parse_frame(file).value();
    const Plan plan = plan_of_a_county();
    auto honest = draw_sample(plan, frame, seed_number(1)).value();
    for (const bool by_district : {true, false}) {
        std::vector<DrawnRow> rigged;
        for (const auto& row : frame) {
            const bool taken = by_district ? row.district != "解放" : row.id.back() < '5';
            const auto want = row.stratum == "A" ? 240U : 300U;
            const auto have = std::ranges::count(rigged, std::string(row.stratum), &DrawnRow::stratum);
            if (taken && have < want)
                rigged.push_back({std::string(row.stratum), "", 1, DrawnKind::sample, {}, std::string(row.id)});
        }
        const auto checks = check_chance(plan, frame, honest.cells, rigged);
        EXPECT_TRUE(alarming(checks, by_district ? "district" : "id_tail"));
    }
}

TEST(ChanceCheck, alarms_when_more_are_drawn_of_a_stratum_than_its_quota) {
    const std::string file = frame_of_a_county();
    const auto frame = parse_frame(file).value();
    const Plan plan = plan_of_a_county();
    const auto honest = draw_sample(plan, frame, seed_number(1)).value();
    std::vector<DrawnRow> rigged;
    for (const auto& row : frame)
        if (row.stratum == "A" && rigged.size() < 540)
            rigged.push_back({"A", "", 1, DrawnKind::sample, {}, std::string(row.id)});
    EXPECT_TRUE(alarming(check_chance(plan, frame, honest.cells, rigged), "stratum"));
}

TEST(ChanceCheck, throws_small_categories_together_and_says_nothing_about_tiny_samples) {
    const auto tiny = chi_square("t", {{2'000'000, 4}, {2'000'000, 0}});
    EXPECT_EQ(tiny.degrees, 0U);
    EXPECT_FALSE(tiny.alarming);
    const auto some = chi_square("t", {{10'000'000, 10}, {1'000'000, 1}, {1'000'000, 1}, {8'000'000, 8}});
    EXPECT_EQ(some.degrees, 1U);
    EXPECT_EQ(some.statistic_thousandths, 0U);
}

TEST(ChanceCheck, knows_where_one_in_a_million_begins) {
    // Two equal halves of 2,000,000 expected each: χ² = 2·off²/expected, the bound for one degree is 23.928.
    EXPECT_FALSE(
        chi_square("t", {{1'000'000 * 2'000'000ULL, 2'000'000 + 4'891}, {1'000'000 * 2'000'000ULL, 2'000'000 - 4'891}})
            .alarming);
    EXPECT_TRUE(
        chi_square("t", {{1'000'000 * 2'000'000ULL, 2'000'000 + 4'893}, {1'000'000 * 2'000'000ULL, 2'000'000 - 4'893}})
            .alarming);
}

}  // namespace sunlot::draw
