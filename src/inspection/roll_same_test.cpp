#include "inspection/roll_same.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

bool look_alike(const ObjectIdentity& a, const ObjectIdentity& b) {
    for (const auto& one : same_keys(a))
        for (const auto& other : same_keys(b))
            if (one.reason == other.reason && one.key == other.key) return true;
    return false;
}

}  // namespace

TEST(RollSame, names_and_addresses_are_one_however_they_are_written) {
    EXPECT_EQ(plain_name("内蒙古恒丰（集团）有限责任公司"), plain_name("内蒙古恒丰(集团) 有限公司"));
    EXPECT_NE(plain_name("恒丰第一分公司"), plain_name("恒丰第二分公司"));
    EXPECT_EQ(plain_address("内蒙古自治区巴彦淖尔市临河区建设南路５０号"), plain_address("临河区 建设南路50号"));
    EXPECT_EQ(plain_address("临河区干召庙镇广联村一社"), plain_address("干召庙镇广联村1社"));
}

TEST(RollSame, old_numbers_and_codes_tie_objects_together) {
    const ObjectIdentity coded{.id = "91150802MA0N1A2B31",
                               .kind = "enterprise",
                               .name = "甲公司",
                               .address = "",
                               .credit_code = "91150802MA0N1A2B31",
                               .legacy_number = "150802000000013"};
    const ObjectIdentity old{.id = "X:REG:150802000000013",
                             .kind = "enterprise",
                             .name = "甲厂",
                             .address = "解放西街",
                             .credit_code = "",
                             .legacy_number = "150802000000013"};
    const ObjectIdentity elsewhere{.id = "91150821MA0N1A2B3X",
                                   .kind = "enterprise",
                                   .name = "乙公司",
                                   .address = "",
                                   .credit_code = "91150821MA0N1A2B3X",
                                   .legacy_number = ""};
    EXPECT_TRUE(look_alike(coded, old));
    EXPECT_TRUE(look_alike(coded, elsewhere));
    EXPECT_FALSE(look_alike(old, elsewhere));
}

TEST(RollSame, a_name_alone_or_an_empty_address_ties_nothing) {
    const ObjectIdentity one{
        .id = "1", .kind = "individual", .name = "老王面馆", .address = "", .credit_code = "", .legacy_number = ""};
    const ObjectIdentity two{
        .id = "2", .kind = "individual", .name = "老王面馆", .address = "", .credit_code = "", .legacy_number = ""};
    EXPECT_FALSE(look_alike(one, two));
}

TEST(RollSame, sites_of_one_builder_are_not_one) {
    const ObjectIdentity one{.id = "X:SITE:1",
                             .kind = "site",
                             .name = "一号楼",
                             .address = "新区",
                             .credit_code = "91150802MA0N1A2B31",
                             .legacy_number = "1"};
    EXPECT_TRUE(same_keys(one).empty());
}

}  // namespace sunlot::inspection
