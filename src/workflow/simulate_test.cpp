#include "workflow/simulate.h"

#include "workflow/simulate_report.h"

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

/// 300 firms in two strata, 8 officers of whom every other may lead.
SimulationInput small_county(bool spread = false) {
    SimulationInput input;
    input.plan.strata = {{.label = "A", .quota = draw::Quota::ratio(7, 100), .grades = {}},
                         {.label = "B", .quota = draw::Quota::number(13), .grades = {}}};
    input.plan.spread = spread;
    input.plan.reserve = 2;
    input.plan.team = {{"lead", {"lead"}}, {"second", {}}};
    for (int i = 0; i < 300; ++i)
        input.frame +=
            "X:" + std::to_string(1000 + i) + "\t" + (i % 3 == 0 ? "B" : "A") + "\tD" + std::to_string(i % 7) + "\n";
    for (int i = 0; i < 8; ++i) {
        draw::Officer officer{.id = "F" + std::to_string(i), .base_load = 0, .cap = 1000, .tags = {}};
        if (i % 2 == 0) officer.tags = {"lead"};
        input.officers.push_back(officer);
    }
    return input;
}

}  // namespace

TEST(ChiSquareTail, agrees_with_the_tables) {
    EXPECT_NEAR(chi_square_tail(3.841, 1), 0.05, 1e-4);
    EXPECT_NEAR(chi_square_tail(18.307, 10), 0.05, 1e-4);
    EXPECT_NEAR(chi_square_tail(124.342, 100), 0.05, 1e-4);
    EXPECT_NEAR(chi_square_tail(5, 10), 0.8912, 1e-4);
    EXPECT_LT(chi_square_tail(5000, 1000), 1e-12);
}

TEST(JavaRandom, gives_the_numbers_java_gives) {
    EXPECT_EQ(java_random_below(0, 100), 60U);
    EXPECT_EQ(java_random_below(42, 10), 0U);
    EXPECT_LT(java_random_below(42, 16), 16U);
}

TEST(Simulate, every_firm_has_its_chance_and_no_sample_comes_twice) {
    for (const bool spread : {false, true}) {
        const auto report = simulate(small_county(spread), 400);
        ASSERT_TRUE(report);
        const auto& ours = report->by_object[0];
        EXPECT_GT(ours.all.p, 1e-4) << simulation_text(*report);
        EXPECT_LT(ours.all.worst, 5);
        EXPECT_EQ(ours.all.never, 0U);
        EXPECT_EQ(ours.different_samples, 400U);
    }
}

TEST(Simulate, an_offset_and_every_kth_row_is_seen_to_be_unfair) {
    const auto report = simulate(small_county(), 400);
    ASSERT_TRUE(report);
    const auto& theirs = report->by_object[1];
    EXPECT_LT(theirs.all.p, 1e-12);
    EXPECT_LT(theirs.different_samples, 100U) << "there are no more offsets than that";
    EXPECT_GT(theirs.all.never, 0U) << "rows behind the last step are never reached";
}

TEST(Simulate, officers_in_turn_always_go_with_the_same_colleagues) {
    const auto report = simulate(small_county(), 200);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->by_officer[0].pair_fairness.never, 0U);
    EXPECT_GT(report->by_officer[1].pair_fairness.worst, report->by_officer[0].pair_fairness.worst * 3);
}

TEST(Simulate, the_same_report_each_time) {
    const auto once = simulate(small_county(), 20);
    const auto again = simulate(small_county(), 20);
    EXPECT_EQ(simulation_csv(*once), simulation_csv(*again));
    EXPECT_EQ(simulation_svg(*once), simulation_svg(*again));
    EXPECT_TRUE(simulation_svg(*once).ends_with("</svg>\n"));
}

TEST(Simulate, a_sample_that_nobody_can_serve_is_refused) {
    auto input = small_county();
    for (auto& officer : input.officers) officer.cap = 1;
    const auto report = simulate(input, 1);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, "assignment.infeasible");
}

}  // namespace sunlot::workflow
