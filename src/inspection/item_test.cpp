#include "inspection/item.h"

#include <set>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

Date day(const char* text) {
    return *Date::parse(text);
}

TEST(Item, TheLabourListHasTwelveItemsThatPassTheirOwnChecks) {
    const auto items = labour_items("阳光县人力资源和社会保障局");
    ASSERT_EQ(items.size(), 12U);
    std::set<std::string> codes;
    for (const auto& item : items) {
        codes.insert(item.code);
        const auto again = item_from_json(to_json(item));
        ASSERT_TRUE(again) << item.code << again.error().text.zh << again.error().field;
        EXPECT_EQ(*again, item);
        EXPECT_FALSE(item.materials.empty());
    }
    EXPECT_EQ(codes.size(), 12U);
    EXPECT_EQ(*codes.begin(), "L01");
    EXPECT_EQ(*codes.rbegin(), "L12");
}

TEST(Item, OnlyTheWagesOfMigrantWorkersAreAKeyItemWithoutACap) {
    for (const auto& item : labour_items("某局")) {
        EXPECT_EQ(item.kind == ItemKind::key, item.code == "L11");
        EXPECT_EQ(item.cap, item.code == "L11" ? 0 : 1);
    }
}

TEST(Item, AGeneralItemWithoutACapIsRefused) {
    auto item = labour_items("某局").front();
    item.cap = 0;
    const auto read = item_from_json(to_json(item));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, "item.cap");
    EXPECT_EQ(read.error().field, "cap");
}

TEST(Item, MalformedCodesAndTagsAreRefusedWithTheirField) {
    auto item = labour_items("某局").front();
    item.code = "L1";
    EXPECT_EQ(item_from_json(to_json(item)).error().code, "item.code");
    item.code = "K01";
    EXPECT_EQ(item_from_json(to_json(item)).error().code, "item.category");
    item.code = "L01";
    item.qualification_tags = {"a,b"};
    EXPECT_EQ(item_from_json(to_json(item)).error().code, "item.tag");
    item.qualification_tags = {};
    item.materials = {{"", ""}};
    EXPECT_FALSE(item_from_json(to_json(item)));
}

TEST(Item, IsPublishedOnceAndNotBackdated) {
    EXPECT_TRUE(may_publish(ItemState::draft, day("2026-03-01"), day("2026-03-01")));
    EXPECT_EQ(may_publish(ItemState::published, day("2026-03-01"), day("2026-03-01")).error().code, "item.not_draft");
    EXPECT_EQ(may_publish(ItemState::draft, day("2026-03-02"), day("2026-03-01")).error().code, "item.effective_on");
}

TEST(Item, IsUsableOnlyWhenPublishedAndInForceOnTheTaskDate) {
    const auto published = day("2026-03-01");
    const auto effective = day("2026-03-10");
    EXPECT_FALSE(usable(ItemState::draft, published, effective, day("2026-12-01")));
    EXPECT_FALSE(usable(ItemState::published, published, effective, day("2026-03-09")));
    EXPECT_TRUE(usable(ItemState::published, published, effective, day("2026-03-10")));
    EXPECT_TRUE(usable(ItemState::superseded, published, effective, day("2026-04-01")));
}

}  // namespace
}  // namespace sunlot::inspection
