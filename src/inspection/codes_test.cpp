// Credit codes, registration numbers and resident identity numbers against the vectors of docs and their own promises.
#include "inspection/credit_code.h"
#include "inspection/registration_number.h"
#include "inspection/resident_id.h"
#include "inspection/roll.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::inspection {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

rc::Gen<std::string> credit_codes() {
    return rc::gen::map(rc::gen::container<std::string>(17, rc::gen::elementOf(std::string(kAlphabet))),
                        [](std::string text) { return text + credit_code_check_character(text); });
}

}  // namespace

TEST(CreditCode, real_and_synthetic_codes_pass) {
    for (const auto* code :
         {"9144030071526726XG", "914403001922038216", "91330100799655058B", "11370100004188784H", "91230500MA1B3N1N2M",
          "91150802MA0N1A2B31", "91150802MA0Q7K3TXB", "9115080270141234XA", "91150802MABC5D6E3R", "92150802MA0P4W9R7C",
          "12150802460667893L", "52150802MJY1234580", "11150802011745016E"})
        EXPECT_TRUE(CreditCode::parse(code)) << code;
}

TEST(CreditCode, says_which_check_character_would_be_right) {
    const auto wrong = CreditCode::parse("91310115MA1G4L1WXK");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, "credit_code.check");
    const std::string right(1, credit_code_check_character("91310115MA1G4L1WX"));
    EXPECT_TRUE(wrong.error().text.zh.contains("最后一位应为 " + right)) << wrong.error().text.zh;
}

TEST(CreditCode, says_what_a_look_alike_letter_should_be) {
    const auto wrong = CreditCode::parse("9115O802MA0N1A2B31");
    EXPECT_EQ(wrong.error().code, "credit_code.character");
    EXPECT_EQ(wrong.error().text.zh, "第 5 位是字母 O，统一社会信用代码不用 I、O、S、V、Z，多半是 0");
    EXPECT_EQ(CreditCode::parse("91150802MA0N1A2B3").error().code, "credit_code.length");
    EXPECT_TRUE(CreditCode::parse("9.11508E+17").error().text.zh.contains("科学计数法"));
    EXPECT_EQ(CreditCode::parse("91150802ma0n1a2b31").error().code, "credit_code.character");
}

TEST(CreditCode, any_single_wrong_character_is_found) {
    rc::check([] {
        const std::string code = *credit_codes();
        RC_ASSERT(CreditCode::parse(code));
        const auto at = *rc::gen::inRange<std::size_t>(0, 18);
        const char other = *rc::gen::elementOf(std::string(kAlphabet));
        RC_PRE(other != code[at]);
        std::string wrong = code;
        wrong[at] = other;
        RC_ASSERT(!CreditCode::parse(wrong));
    });
}

TEST(CreditCode, any_two_exchanged_characters_are_found) {
    rc::check([] {
        const std::string code = *credit_codes();
        const auto a = *rc::gen::inRange<std::size_t>(0, 17);
        const auto b = *rc::gen::inRange<std::size_t>(0, 17);
        RC_PRE(code[a] != code[b]);
        std::string wrong = code;
        std::swap(wrong[a], wrong[b]);
        RC_ASSERT(!CreditCode::parse(wrong));  // 31 is prime and the weights 3^i differ
    });
}

TEST(CreditCode, knows_the_kind_of_its_holder) {
    const auto kind = [](std::string_view code) { return kind_of(CreditCode::parse(code).value()); };
    EXPECT_EQ(kind("91150802MA0N1A2B31"), ObjectKind::enterprise);
    EXPECT_EQ(kind("92150802MA0P4W9R7C"), ObjectKind::individual);
    EXPECT_EQ(kind("12150802460667893L"), ObjectKind::institution);
    EXPECT_EQ(kind("52150802MJY1234580"), ObjectKind::private_nonenterprise);
    EXPECT_EQ(kind("11150802011745016E"), ObjectKind::organ);
}

TEST(CreditCode, the_organisation_code_inside_is_checked_apart) {
    EXPECT_TRUE(CreditCode::parse("9144030071526726XG")->organisation_code_checks());
    EXPECT_TRUE(CreditCode::parse("914403001922038216")->organisation_code_checks());
    std::string text = "91150802MA0N1A2B9";
    text += credit_code_check_character(text);
    EXPECT_FALSE(CreditCode::parse(text)->organisation_code_checks());
}

TEST(RegistrationNumber, checks_by_iso_7064) {
    EXPECT_TRUE(RegistrationNumber::parse("110108000000016"));
    const auto wrong = RegistrationNumber::parse("110108000000017");
    EXPECT_EQ(wrong.error().code, "registration_number.check");
    EXPECT_TRUE(wrong.error().text.zh.contains("最后一位应为 6"));
    EXPECT_EQ(RegistrationNumber::parse("11010800000001").error().code, "registration_number.length");
    EXPECT_EQ(RegistrationNumber::parse("11010800000001X").error().code, "registration_number.character");
}

TEST(RegistrationNumber, any_single_wrong_digit_is_found) {
    rc::check([] {
        const auto at = *rc::gen::inRange<std::size_t>(0, 15);
        const char other = *rc::gen::elementOf(std::string("0123456789"));
        std::string wrong = "110108000000016";
        RC_PRE(wrong[at] != other);
        wrong[at] = other;
        RC_ASSERT(!RegistrationNumber::parse(wrong));
    });
}

TEST(ResidentId, tells_birth_sex_and_age_and_hides_itself) {
    const auto id = ResidentId::parse("11010519491231002X");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->birth().text(), "1949-12-31");
    EXPECT_EQ(id->sex(), Sex::female);
    EXPECT_EQ(id->age_on({2026, 12, 30}), 76);
    EXPECT_EQ(id->age_on({2026, 12, 31}), 77);
    EXPECT_EQ(id->masked(), "110105********002X");
}

TEST(ResidentId, refuses_without_telling_the_right_character) {
    const auto wrong = ResidentId::parse("110105194912310021");
    EXPECT_EQ(wrong.error().code, "resident_id.check");
    EXPECT_FALSE(wrong.error().text.zh.contains("X"));
    EXPECT_EQ(ResidentId::parse("110105194902310021").error().code, "resident_id.birth");
    EXPECT_EQ(ResidentId::parse("1101051949123100X2").error().code, "resident_id.character");
    EXPECT_EQ(ResidentId::parse("11010519491231").error().code, "resident_id.length");
}

}  // namespace sunlot::inspection
