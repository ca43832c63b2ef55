#include "inspection/item_diff.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

std::string marks(const DiffLine& line) {
    std::string out;
    for (const auto& piece : line) out += piece.changed ? "[" + piece.text + "]" : piece.text;
    return out;
}

const FieldDiff& field(const std::vector<FieldDiff>& all, std::string_view name) {
    return *std::ranges::find(all, name, &FieldDiff::field);
}

TEST(ItemDiff, ANumberThatChangedIsMarkedAlone) {
    const auto row = compare_lines("同一对象每年不超过1次", "同一对象每年不超过2次");
    EXPECT_EQ(marks(*row.before), "同一对象每年不超过[1]次");
    EXPECT_EQ(marks(*row.after), "同一对象每年不超过[2]次");
}

TEST(ItemDiff, AnInsertedClauseIsMarkedAsOnePiece) {
    const auto row = compare_lines("是否按月支付；是否克扣；", "是否按月支付；是否提供工资清单；是否克扣；");
    EXPECT_EQ(marks(*row.before), "是否按月支付；是否克扣；");
    EXPECT_EQ(marks(*row.after), "是否按月支付；[是否提供工资清单；]是否克扣；");
}

TEST(ItemDiff, CharactersAreNeverCutInTheMiddle) {
    // 甲 E7 94 B2 and 申 E7 94 B3 differ in their last byte, 乙 E4 B9 99 and 丙 E4 B8 99 in their middle one.
    EXPECT_EQ(marks(*compare_lines("甲", "申").before), "[甲]");
    EXPECT_EQ(marks(*compare_lines("乙级", "丙级").after), "[丙]级");
    EXPECT_EQ(marks(*compare_lines("", "全新").after), "[全新]");
    EXPECT_TRUE(compare_lines("全新", "").after->empty());
}

TEST(ItemDiff, RowsAreComparedRowByRow) {
    auto before = labour_items("某局").front();
    auto after = before;
    after.materials.insert(after.materials.begin(), {"营业执照", "副本"});
    after.cap = 2;
    const auto all = compare_items(before, after);
    const auto& materials = field(all, "materials");
    ASSERT_TRUE(materials.changed);
    EXPECT_FALSE(materials.rows.front().before);
    EXPECT_EQ(marks(*materials.rows.front().after), "[营业执照：副本]");
    EXPECT_FALSE(materials.rows[1].changed);
    EXPECT_FALSE(field(all, "name").changed);
    const auto titles = changed_fields(before, after);
    ASSERT_EQ(titles.size(), 2U);
    EXPECT_EQ(titles[0].zh, "检查频次上限");
    EXPECT_EQ(titles[1].zh, "检查材料清单");
    EXPECT_TRUE(changed_fields(before, before).empty());
}

}  // namespace
}  // namespace sunlot::inspection
