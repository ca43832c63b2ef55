#include "inspection/organ_tree.h"

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

using Names = std::set<std::string>;

const std::vector<OrganUnit> kTree{
    {.code = "linhe", .parent = "", .kind = "region", .name = "临河区"},
    {.code = "jiefang", .parent = "linhe", .kind = "region", .name = "解放"},
    {.code = "xinhua", .parent = "linhe", .kind = "region", .name = "新华"},
    {.code = "jiefang-station", .parent = "jiefang", .kind = "department", .name = "解放所"},
    {.code = "brigade", .parent = "", .kind = "department", .name = "监察大队"},
    {.code = "squad", .parent = "brigade", .kind = "department", .name = "一中队"},
};

std::string code(const Result<Done>& result) {
    return result ? "" : result.error().code;
}

TEST(OrganTree, shows_everything_to_whoever_was_put_nowhere) {
    EXPECT_TRUE(scope_at(kTree, "").whole());
}

TEST(OrganTree, shows_a_region_its_districts_and_the_departments_in_it) {
    const auto linhe = scope_at(kTree, "linhe");
    EXPECT_EQ(linhe.districts, (Names{"临河区", "解放", "新华"}));
    EXPECT_EQ(linhe.units, Names{"解放所"});
    const auto jiefang = scope_at(kTree, "jiefang");
    EXPECT_TRUE(jiefang.sees_district("解放"));
    EXPECT_FALSE(jiefang.sees_district("新华"));
    EXPECT_FALSE(jiefang.sees_unit("监察大队"));
    EXPECT_FALSE(scope_at(kTree, "xinhua").sees_unit("解放所"));
}

TEST(OrganTree, shows_a_department_its_units_and_the_region_it_stands_in) {
    const auto brigade = scope_at(kTree, "brigade");
    EXPECT_TRUE(brigade.all_districts);
    EXPECT_EQ(brigade.units, (Names{"监察大队", "一中队"}));
    const auto station = scope_at(kTree, "jiefang-station");
    EXPECT_EQ(station.districts, Names{"解放"});
    EXPECT_EQ(station.units, Names{"解放所"});
}

TEST(OrganTree, shows_nothing_to_whoever_was_put_where_nothing_is) {
    const auto gone = scope_at(kTree, "gone");
    EXPECT_FALSE(gone.sees_district("解放"));
    EXPECT_FALSE(gone.sees_unit("监察大队"));
}

TEST(OrganTree, takes_no_circle_no_region_below_a_department_and_no_unknown_parent) {
    EXPECT_EQ(code(check_unit(kTree, {.code = "n", .parent = "linhe", .kind = "region", .name = "北环"})), "");
    EXPECT_EQ(code(check_unit(kTree, {.code = "linhe", .parent = "jiefang", .kind = "region", .name = "临河区"})),
              "unit.parent");
    EXPECT_EQ(code(check_unit(kTree, {.code = "n", .parent = "nowhere", .kind = "region", .name = "北环"})),
              "unit.parent");
    EXPECT_EQ(code(check_unit(kTree, {.code = "n", .parent = "brigade", .kind = "region", .name = "北环"})),
              "unit.region");
    EXPECT_EQ(code(check_unit(kTree, {.code = "N 1", .parent = "", .kind = "region", .name = "北环"})), "unit.code");
    EXPECT_EQ(code(check_unit(kTree, {.code = "n", .parent = "", .kind = "shop", .name = "北环"})), "unit.kind");
    EXPECT_EQ(code(check_unit(kTree, {.code = "n", .parent = "", .kind = "region", .name = " "})), "unit.name");
}

}  // namespace
}  // namespace sunlot::inspection
