#include "workflow/one_time_password.h"

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

/// RFC 6238, appendix B: the seed of SHA-1, "12345678901234567890".
constexpr std::string_view kSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

Instant seconds(std::int64_t count) {
    return Instant{count * 1'000'000};
}

TEST(OneTimePassword, is_that_of_rfc_6238_in_its_last_six_digits) {
    EXPECT_EQ(totp_code(kSecret, seconds(59)), "287082");
    EXPECT_EQ(totp_code(kSecret, seconds(1111111109)), "081804");
    EXPECT_EQ(totp_code(kSecret, seconds(1234567890)), "005924");
    EXPECT_EQ(totp_code(kSecret, seconds(20000000000)), "353130");
}

TEST(OneTimePassword, is_taken_a_step_early_or_late_and_never_again) {
    const auto now = seconds(1111111109);
    const auto step = totp_step(kSecret, "081804", now, 0);
    ASSERT_TRUE(step);
    EXPECT_EQ(*step, 1111111109 / 30);
    EXPECT_EQ(totp_step(kSecret, "081804", seconds(1111111109 + 30), 0), step);
    EXPECT_EQ(totp_step(kSecret, "081804", seconds(1111111109 - 30), 0), step);
    EXPECT_FALSE(totp_step(kSecret, "081804", seconds(1111111109 + 61), 0));
    EXPECT_FALSE(totp_step(kSecret, "081804", now, *step));
    for (const auto* wrong : {"", "81804", "0818040", "08180a", "081805"})
        EXPECT_FALSE(totp_step(kSecret, wrong, now, 0)) << wrong;
}

TEST(OneTimePassword, says_to_the_phone_whose_it_is) {
    EXPECT_EQ(totp_address("ABC", "临人社", "wang"),
              "otpauth://totp/%E4%B8%B4%E4%BA%BA%E7%A4%BE:wang?secret=ABC&issuer=%E4%B8%B4%E4%BA%BA%E7%A4%BE");
}

}  // namespace
}  // namespace sunlot::workflow
