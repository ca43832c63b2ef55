#include "api/rate_limit.h"

#include <gtest/gtest.h>

namespace sunlot::api {
namespace {

struct SetClock : Clock {
    Instant now() const override { return at; }
    Instant at{1'000'000'000};
};

TEST(RateLimit, a_burst_is_answered_and_what_follows_waits_for_its_turn) {
    SetClock clock;
    RateLimit limit(clock, {.burst = 3, .per_second = 2});
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.take("a"));
    EXPECT_EQ(limit.take("a").error().code, "rate.limited");
    EXPECT_TRUE(limit.take("b"));
    clock.at.micros += 500'000;
    EXPECT_TRUE(limit.take("a"));
    EXPECT_FALSE(limit.take("a"));
}

TEST(RateLimit, a_long_pause_fills_the_bucket_and_no_more) {
    SetClock clock;
    RateLimit limit(clock, {.burst = 2, .per_second = 1});
    EXPECT_TRUE(limit.take("a"));
    clock.at.micros += 1'000'000'000'000;
    EXPECT_TRUE(limit.take("a"));
    EXPECT_TRUE(limit.take("a"));
    EXPECT_FALSE(limit.take("a"));
}

TEST(RateLimit, a_flood_of_addresses_does_not_fill_the_memory) {
    SetClock clock;
    RateLimit limit(clock, {.burst = 2, .per_second = 1});
    for (int i = 0; i < 50'000; ++i) EXPECT_TRUE(limit.take(std::to_string(i)));
}

}  // namespace
}  // namespace sunlot::api
