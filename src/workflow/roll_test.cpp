#include "workflow/roll.h"

#include "store/database.h"
#include "store/journal.h"
#include "workflow/recusal.h"
#include "workflow/test_bureau.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::TestBureau;

std::vector<std::string> found(TestBureau& bureau, store::ObjectQuery query) {
    std::vector<std::string> ids;
    for (const auto& row : list_objects(bureau.context, std::move(query)).rows) ids.push_back(row.id);
    return ids;
}

TEST(Roll, IsPagedByKeyWithoutGapsOrRepeats) {
    TestBureau bureau;
    bureau.import_objects(TestBureau::objects(23));
    std::vector<std::string> ids;
    store::ObjectQuery query{.limit = 5};
    for (;;) {
        const auto page = list_objects(bureau.context, query);
        EXPECT_EQ(page.total, 23);
        for (const auto& row : page.rows) ids.push_back(row.id);
        if (!page.next) break;
        query.after = *page.next;
    }
    ASSERT_EQ(ids.size(), 23U);
    EXPECT_TRUE(std::ranges::is_sorted(ids));
}

TEST(Roll, IsSearchedByNameCodeAndPinyinInitials) {
    TestBureau bureau;
    bureau.import_objects({{.id = "91150802MA0N1A2B31"}, {.id = "91150802MA0Q7K3TXB"}});
    EXPECT_EQ(found(bureau, {.q = "Q7K3TXB有限"}), std::vector<std::string>{"91150802MA0Q7K3TXB"});
    EXPECT_EQ(found(bureau, {.q = "2b31"}), std::vector<std::string>{"91150802MA0N1A2B31"});
    EXPECT_EQ(found(bureau, {.q = " 91150802ma0q7k3txb "}), std::vector<std::string>{"91150802MA0Q7K3TXB"});
    EXPECT_EQ(found(bureau, {.q = "91150802MA0Q7K3TXB", .status = "注销"}).size(), 0U);
    EXPECT_EQ(found(bureau, {.q = "91150802MA0Q"}), std::vector<std::string>{"91150802MA0Q7K3TXB"});
    EXPECT_EQ(found(bureau, {.q = "lh9115"}).size(), 2U);
    EXPECT_EQ(found(bureau, {.q = "%"}).size(), 0U);
    EXPECT_EQ(found(bureau, {.q = "_"}).size(), 0U);
    EXPECT_EQ(found(bureau, {.q = "\\"}).size(), 0U);
    EXPECT_EQ(found(bureau, {.q = "' OR 1=1 --"}).size(), 0U);
    EXPECT_EQ(list_objects(bureau.context, {.q = "有限"}).total, 2);
}

TEST(Roll, FiltersAgreeWithTheirTotals) {
    TestBureau bureau;
    bureau.import_objects(TestBureau::objects(200));
    for (const auto* grade : {"A", "B", "C", "未评", "D"}) {
        const auto page = list_objects(bureau.context, {.grade = grade, .district = "解放", .limit = 500});
        EXPECT_EQ(page.total, static_cast<std::int64_t>(page.rows.size())) << grade;
    }
    const auto facets = object_facets(bureau.context);
    EXPECT_EQ(facets.districts.size(), 3U);
}

TEST(Roll, IsExportedWithFormulasDisarmed) {
    TestBureau bureau;
    bureau.import_objects({{.id = "91150802MA0N1A2B31", .district = "=1+2"}});
    const auto path = export_objects(bureau.context, bureau.clerk, {}, ExportFormat::csv);
    std::ifstream in(path);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(text.contains("91150802MA0N1A2B31"));
    EXPECT_TRUE(text.contains("'=1+2"));
}

TEST(Recusal, IsDeclaredForAKnownOfficerAndObjectAndKeptPrivate) {
    TestBureau bureau;
    bureau.import_objects({{.id = "91150802MA0N1A2B31"}});
    bureau.import_officers(TestBureau::officers(2));
    RecusalRequest request{.officer = "F0001",
                           .object = "91150802MA0N1A2B31",
                           .relation = "近亲属",
                           .reason = "配偶任职",
                           .valid_from = *Date::parse("2026-01-01"),
                           .valid_to = *Date::parse("2026-12-31")};
    const auto declared = testing::expect(declare_recusal(bureau.context, bureau.clerk, request));
    EXPECT_EQ(declared.recusal.id, "r1");
    EXPECT_EQ(declared.recusal.salt.size(), 32U);
    auto view = bureau.database->read();
    EXPECT_EQ(store::recusals_within(view, *Date::parse("2026-12-31"), *Date::parse("2027-02-01")).size(), 1U);
    EXPECT_EQ(store::recusals_within(view, *Date::parse("2027-01-01"), *Date::parse("2027-02-01")).size(), 0U);
    const auto entry = store::journal_entry(view, view.journal().size - 1);
    EXPECT_FALSE(entry->entry.contains("F0001"));
    EXPECT_FALSE(entry->entry.contains("91150802MA0N1A2B31"));
    request.officer = "F0009";
    EXPECT_EQ(declare_recusal(bureau.context, bureau.clerk, request).error().code, "officer.unknown");
    request.officer = "F0001";
    request.valid_to = *Date::parse("2025-12-31");
    EXPECT_EQ(declare_recusal(bureau.context, bureau.clerk, request).error().code, "recusal.period");
}

}  // namespace
}  // namespace sunlot::workflow
