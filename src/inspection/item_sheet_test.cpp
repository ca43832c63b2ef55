#include "inspection/item_sheet.h"

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

std::vector<RawSheet> raw(const std::vector<ItemSheet>& sheets) {
    std::vector<RawSheet> out;
    for (const auto& sheet : sheets) {
        RawSheet& one = out.emplace_back();
        one.name = sheet.name;
        one.rows.push_back({.number = 1, .cells = sheet.titles});
        for (const auto& row : sheet.rows) one.rows.push_back({.number = one.rows.size() + 1, .cells = row});
    }
    return out;
}

std::vector<ItemSheet> written(const std::vector<Item>& items) {
    std::vector<ListedItem> listed;
    for (const auto& item : items)
        listed.push_back({.item = &item, .version = 1, .published_on = "2026-11-22", .effective_on = "2026-12-01"});
    return item_sheets(listed);
}

TEST(ItemSheet, WhatIsWrittenIsReadAgain) {
    const auto items = labour_items("某局");
    // Nothing known before: everything must come from the file.
    const auto read = read_item_sheets(raw(written(items)), {}, "某局");
    ASSERT_TRUE(read) << read.error().text.zh;
    ASSERT_EQ(read->size(), items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        EXPECT_TRUE((*read)[i].problems.empty()) << (*read)[i].problems.front().message.zh;
        EXPECT_EQ((*read)[i].item, items[i]) << items[i].code;
    }
}

TEST(ItemSheet, AnEmptyCellLeavesWhatIsKnown) {
    const auto items = labour_items("某局");
    auto sheets = raw(written(items));
    sheets.resize(1);
    for (auto& cell : sheets.front().rows[1].cells)
        if (cell != "L01") cell.clear();
    const auto read = read_item_sheets(sheets, items, "某局");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->front().item, items.front());
}

TEST(ItemSheet, AChangeOnTheFirstSheetIsNotUndoneByTheSheetOfBases) {
    const auto items = labour_items("某局");
    auto sheets = written(items);
    sheets.front().rows[0][8] = "《劳动法》第四条";
    const auto read = read_item_sheets(raw(sheets), items, "某局");
    ASSERT_TRUE(read);
    EXPECT_EQ(basis_sentence(read->front().item.basis), "《劳动法》第四条");
    EXPECT_EQ((*read)[1].item, items[1]);
}

TEST(ItemSheet, AnotherOfficesListIsReadWithItsOwnTitlesAndHeadings) {
    const auto items = labour_items("某局");
    const std::vector<RawSheet> sheets{
        {.name = "Sheet1",
         .rows = {{.number = 1, .cells = {"某市涉企行政检查事项清单（2026年版）"}},
                  {.number = 2,
                   .cells = {"序号", "行政检查事项", "检查方式", "行政检查依据", "检查频次\n（上限）", "检查标准"}},
                  {.number = 3,
                   .cells = {"1", items[1].name, "现场检查", "《劳动合同法》第十条；《劳动法》第十六条",
                             "每年不超过 2 次", "书面合同"}},
                  {.number = 4, .cells = {"2", "不认识的事项", "现场检查", "《劳动法》第三条", "1", ""}}}}};
    const auto read = read_item_sheets(sheets, items, "某局");
    ASSERT_TRUE(read) << read.error().text.zh;
    ASSERT_EQ(read->size(), 2U);
    const auto& known = read->front();
    EXPECT_TRUE(known.problems.empty());
    EXPECT_EQ(known.item.code, "L02");
    EXPECT_EQ(known.item.cap, 2);
    EXPECT_EQ(known.item.standard, "书面合同");
    EXPECT_EQ(known.item.basis.size(), 2U);
    EXPECT_EQ(known.item.checkpoints, items[1].checkpoints);
    ASSERT_FALSE((*read)[1].problems.empty());
    EXPECT_EQ((*read)[1].problems.front().row, 4U);
    EXPECT_EQ((*read)[1].problems.front().column, "事项编码");
}

TEST(ItemSheet, EachProblemNamesItsRowAndColumn) {
    const auto items = labour_items("某局");
    auto sheets = written(items);
    sheets.front().rows[0][3] = "普通";
    sheets.front().rows[1][16] = "很多";
    sheets.front().rows[2][1] = "L04";
    sheets.front().rows[4][10] = "飞船";
    sheets.front().rows[5][1] = "六号";
    sheets.front().rows[5][2] = "新的";
    const auto read = read_item_sheets(raw(sheets), {}, "某局");
    ASSERT_TRUE(read);
    const auto column = [&](std::size_t i) { return (*read)[i].problems.empty() ? "" : (*read)[i].problems[0].column; };
    EXPECT_EQ(column(0), "事项类别");
    EXPECT_EQ(column(1), "检查频次上限");
    EXPECT_EQ(column(3), "事项编码") << "L04 twice";
    EXPECT_EQ(column(4), "监管对象类型");
    EXPECT_EQ(column(5), "事项编码");
}

TEST(ItemSheet, WithoutTitlesOrRowsNothingIsRead) {
    EXPECT_EQ(read_item_sheets({}, {}, "某局").error().code, "item_sheet.empty");
    const std::vector<RawSheet> strange{{.name = "x", .rows = {{.number = 1, .cells = {"a", "b", "c"}}}}};
    EXPECT_EQ(read_item_sheets(strange, {}, "某局").error().code, "item_sheet.no_header");
    const std::vector<RawSheet> bare{
        {.name = "x", .rows = {{.number = 1, .cells = {"事项编码", "检查事项", "检查依据"}}}}};
    EXPECT_EQ(read_item_sheets(bare, {}, "某局").error().code, "item_sheet.empty");
}

}  // namespace
}  // namespace sunlot::inspection
