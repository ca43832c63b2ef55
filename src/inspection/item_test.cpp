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

TEST(Item, IsPublishedOnceReviewedAndNotBackdated) {
    EXPECT_TRUE(may_publish(ItemState::reviewed, day("2026-03-01"), day("2026-03-01")));
    EXPECT_EQ(may_publish(ItemState::published, day("2026-03-01"), day("2026-03-01")).error().code, "item.not_draft");
    EXPECT_EQ(may_publish(ItemState::draft, day("2026-03-01"), day("2026-03-01")).error().code, "item.not_reviewed");
    EXPECT_EQ(may_publish(ItemState::submitted, day("2026-03-01"), day("2026-03-01")).error().code,
              "item.not_reviewed");
    EXPECT_EQ(may_publish(ItemState::reviewed, day("2026-03-02"), day("2026-03-01")).error().code, "item.effective_on");
}

TEST(Item, IsReviewedByNobodyWhoDraftedIt) {
    EXPECT_TRUE(may_review(ItemState::submitted, {"u2", "u5"}, "u3"));
    EXPECT_EQ(may_review(ItemState::submitted, {"u2", "u5"}, "u5").error().code, "item.own_draft");
    EXPECT_EQ(may_review(ItemState::draft, {"u2"}, "u3").error().code, "item.not_submitted");
    EXPECT_EQ(may_review(ItemState::reviewed, {"u2"}, "u3").error().code, "item.not_submitted");
    EXPECT_TRUE(may_submit(ItemState::draft));
    EXPECT_EQ(may_submit(ItemState::reviewed).error().code, "item.not_draft");
}

TEST(Item, IsUsableOnlyWhenPublishedByTheDayTheTaskIsMadeAndInForceAtItsFirstVisit) {
    const auto published = day("2026-03-01");
    const auto effective = day("2026-03-10");
    const auto days = [](const char* made, const char* visit) { return TaskDays{day(made), day(visit)}; };
    EXPECT_FALSE(usable(ItemState::draft, published, effective, days("2026-12-01", "2026-12-01")));
    EXPECT_FALSE(usable(ItemState::reviewed, published, effective, days("2026-12-01", "2026-12-01")));
    EXPECT_FALSE(usable(ItemState::published, published, effective, days("2026-03-01", "2026-03-09")));
    EXPECT_TRUE(usable(ItemState::published, published, effective, days("2026-03-01", "2026-03-10")));
    EXPECT_FALSE(usable(ItemState::published, published, effective, days("2026-02-28", "2026-03-10")));
    EXPECT_TRUE(usable(ItemState::superseded, published, effective, days("2026-04-01", "2026-04-01")));
}

TEST(Item, EveryLabourItemSaysHowItIsInspectedAndWhatFollows) {
    for (const auto& item : labour_items("某局")) {
        EXPECT_GE(item.checkpoints.size(), 2U) << item.code;
        EXPECT_FALSE(item.standard.empty()) << item.code;
        EXPECT_EQ(item.outcomes.size(), 8U);
        for (const auto& point : item.checkpoints) EXPECT_FALSE(point.how.empty() || point.failed.empty());
    }
}

TEST(Item, WrongWordsAndDoubleOutcomesAreRefused) {
    auto item = labour_items("某局").front();
    item.object_kinds = {"planet"};
    EXPECT_EQ(item_from_json(to_json(item)).error().code, "item.object_kind");
    item.object_kinds = {};
    item.methods = {};
    EXPECT_EQ(item_from_json(to_json(item)).error().code, "item.method");
    item.methods = {"现场检查"};
    item.outcomes = {{"99", "", "立案"}};
    EXPECT_EQ(item_from_json(to_json(item)).error().field, "outcomes");
    item.outcomes = {{"01", "", "立案"}, {"01", "", "移送"}};
    EXPECT_EQ(item_from_json(to_json(item)).error().code, "item.outcome");
    item.outcomes = {};
    item.basis = {};
    EXPECT_EQ(item_from_json(to_json(item)).error().code, "item.basis");
}

TEST(Item, ThatWouldNotFitIntoAnEntryIsRefused) {
    auto item = labour_items("某局").front();
    item.checkpoints.assign(60, {.what = "要点", .how = std::string(900, 'x'), .passed = "", .failed = ""});
    EXPECT_EQ(item_from_json(to_json(item)).error().code, "item.too_long");
}

TEST(Item, AnEntryOfTheFirstFormIsReadable) {
    const auto old = parse_json(R"({"code":"L06","category":"L","name":"工资支付","kind":"一般","subject":"某局",
        "objects":"用人单位","basis":"《劳动法》第五十条、第九十一条；《劳动保障监察条例》（国务院令第423号）第十条",
        "content":"是否按月支付","method":"现场检查、书面审查","ratio":"5%","frequency":"每年不超过1次","cap":1,
        "qualification_tags":[],"materials":[{"name":"工资表","note":""}]})");
    const auto item = item_from_entry("item-v1", *old);
    ASSERT_TRUE(item) << item.error().field;
    ASSERT_EQ(item->basis.size(), 2U);
    EXPECT_EQ(item->basis[1].law, "《劳动保障监察条例》（国务院令第423号）");
    EXPECT_EQ(item->basis[1].article, "第十条");
    EXPECT_EQ(item->methods, (std::vector<std::string>{"现场检查", "书面审查"}));
    EXPECT_EQ(item_from_entry("item-v9", *old).error().code, "item.format");
}

TEST(ItemBasis, TakenApartAndPutTogetherIsTheSameSentence) {
    const std::string sentence =
        "《劳动法》第三十六条至第四十五条、第九十条；《国务院关于职工工作时间的规定》；《职工带薪年休假条例》（国务院令"
        "第514号）";
    const auto basis = parse_basis(sentence);
    ASSERT_EQ(basis.size(), 3U);
    EXPECT_EQ(basis[0].article, "第三十六条至第四十五条、第九十条");
    EXPECT_EQ(basis[2].article, "");
    EXPECT_EQ(basis_sentence(basis), sentence);
    EXPECT_TRUE(parse_basis(" ；\n").empty());
    EXPECT_EQ(parse_basis("三定方案").front().law, "三定方案");
}

}  // namespace
}  // namespace sunlot::inspection
