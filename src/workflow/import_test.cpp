#include "workflow/import.h"

#include "documents/table_writer.h"
#include "store/journal.h"
#include "store/replay.h"
#include "store/roll.h"
#include "workflow/import_kind.h"
#include "workflow/officer.h"
#include "workflow/roll.h"
#include "workflow/test_bureau.h"

#include <fstream>
#include <vector>

#include <gtest/gtest.h>
#include <unicode/ucnv.h>

namespace sunlot::workflow {
namespace {

using inspection::ImportKind;
using testing::TestBureau;

constexpr auto kHeader = "企业名称,统一社会信用代码,注册日期,企业类型,经营范围,所在省份,地区,注册地址\n";
constexpr auto kFlour =
    "临河面粉有限公司,91150802MA0N1A2B31,2016-05-09,有限责任公司,面粉加工,内蒙古,巴彦淖尔,"
    "内蒙古巴彦淖尔市临河区解放街道1号\n";
constexpr auto kTextile =
    "河套纺织有限公司,91150802MA0Q7K3TXB,2017-01-03,N/A,纺织,内蒙古,巴彦淖尔,"
    "内蒙古巴彦淖尔市临河区新华镇\n";
constexpr auto kNoodles = "老王面馆,92150802MA0P4W9R7C,2019-08-01,个体户,餐饮,内蒙古,巴彦淖尔,临河区团结街道\n";
const std::string kThree = std::string(kHeader) + kFlour + kTextile + kNoodles;

class ImportTest : public ::testing::Test {
protected:
    std::filesystem::path file(std::string_view bytes) {
        const auto path = bureau.folder.path / ("upload-" + std::to_string(++files_));
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    Import start(std::string_view bytes, ImportKind kind = ImportKind::objects) {
        return testing::expect(start_import(bureau.context, bureau.clerk, kind, "名录.csv", file(bytes)));
    }
    Result<Import> confirm(const Import& import, BadRows bad_rows = BadRows::refuse) {
        return confirm_import(bureau.context, bureau.clerk, import.id, bad_rows);
    }
    Import take(std::string_view bytes, ImportKind kind = ImportKind::objects) {
        return testing::expect(confirm(start(bytes, kind)));
    }
    std::int64_t objects() {
        auto view = bureau.database->read();
        return store::count_all_objects(view);
    }
    std::uint64_t journal_size() { return bureau.database->read().journal().size; }
    store::ObjectRecord object(std::string_view id) { return testing::expect(find_object(bureau.context, id)).object; }
    void expect_replay_clean() {
        const auto report = store::replay(*bureau.database, {.temporary = bureau.folder.path});
        EXPECT_TRUE(report.clean()) << report.journal_faults_total << " faults, " << report.differences_total
                                    << " differences";
        for (const auto& difference : report.differences)
            ADD_FAILURE() << difference.table << " " << difference.key << " " << difference.column << " "
                          << difference.expected << " " << difference.found;
    }

    TestBureau bureau;

private:
    int files_ = 0;
};

TEST_F(ImportTest, NothingIsWrittenBeforeTheImportIsConfirmed) {
    const auto before = journal_size();
    const auto preview = start(kThree);
    EXPECT_EQ(preview.format, "csv");
    EXPECT_EQ(preview.encoding, "utf-8");
    EXPECT_EQ(preview.rows, 3U);
    EXPECT_EQ(preview.counts, (CompareCounts{3, 0, 0}));
    EXPECT_EQ(preview.bad, 0U);
    ASSERT_EQ(preview.sample.size(), 3U);
    EXPECT_EQ(preview.sample[0].row, 2U);
    EXPECT_EQ(preview.sample[0].cells.at("name"), "临河面粉有限公司");
    EXPECT_EQ(objects(), 0);
    EXPECT_EQ(journal_size(), before);
    const auto done = testing::expect(confirm(preview));
    EXPECT_EQ(done.state, ImportState::confirmed);
    ASSERT_TRUE(done.entry);
    EXPECT_EQ(*done.entry, before);
    EXPECT_EQ(objects(), 3);
    EXPECT_EQ(object("91150802MA0N1A2B31").district, "解放街道");
    expect_replay_clean();
}

TEST_F(ImportTest, TheSameFileAgainChangesNothingAndLeavesNoEntry) {
    take(kThree);
    const auto before = journal_size();
    const auto again = start(kThree);
    EXPECT_EQ(again.counts, (CompareCounts{0, 0, 3}));
    const auto done = testing::expect(confirm(again));
    EXPECT_EQ(done.state, ImportState::confirmed);
    EXPECT_FALSE(done.entry);
    EXPECT_EQ(journal_size(), before);
    expect_replay_clean();
}

TEST_F(ImportTest, BadRowsAreNamedAndBlockTheImportUnlessTheyAreSkipped) {
    const auto preview = start(kThree + "坏代码公司,91310115MA1G4L1WXK,2019-01-01,,,,,\n,92150802MA0P4W9R7C,,,,,,\n");
    EXPECT_EQ(preview.rows, 5U);
    EXPECT_EQ(preview.bad, 2U);
    EXPECT_EQ(preview.counts.added, 3U);
    ASSERT_GE(preview.problems.size(), 2U);
    EXPECT_EQ(preview.problems[0].row, 5U);
    EXPECT_EQ(preview.problems[0].column, "统一社会信用代码");
    EXPECT_EQ(preview.problems[0].value, "91310115MA1G4L1WXK");
    EXPECT_FALSE(preview.problems[0].message.zh.empty());
    const auto refused = confirm(preview);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "import.bad_rows");
    EXPECT_EQ(objects(), 0);
    EXPECT_TRUE(confirm(preview, BadRows::skip));
    EXPECT_EQ(objects(), 3);
}

TEST_F(ImportTest, RowsThatContradictEachOtherAreAllBadAndIdenticalOnesCountOnce) {
    const auto preview = start(kThree + kFlour + "河套纺织厂,91150802MA0Q7K3TXB,2017-01-03,,,,,\n");
    EXPECT_EQ(preview.rows, 5U);
    EXPECT_EQ(preview.bad, 2U);
    EXPECT_EQ(preview.counts, (CompareCounts{2, 0, 1}));
    ASSERT_GE(preview.problems.size(), 2U);
    EXPECT_EQ(preview.problems[0].row, 3U);
    EXPECT_EQ(preview.problems[1].row, 6U);
}

TEST_F(ImportTest, AFileOfGradesChangesGradesAndNothingElse) {
    take(kThree);
    const auto preview = start(
        "单位名称,统一社会信用代码,守法诚信等级,注册地址\n河套纺织有限公司,91150802MA0Q7K3TXB,C,\n"
        "临河面粉有限公司,91150802MA0N1A2B31,,\n");
    EXPECT_EQ(preview.counts, (CompareCounts{0, 1, 1}));
    testing::expect(confirm(preview));
    const auto textile = object("91150802MA0Q7K3TXB");
    EXPECT_EQ(textile.grade, "C");
    EXPECT_EQ(textile.scope, "纺织");
    EXPECT_EQ(textile.district, "新华镇");
    EXPECT_EQ(textile.address, "内蒙古巴彦淖尔市临河区新华镇");
    auto view = bureau.database->read();
    EXPECT_EQ(store::find_objects(view, bureau.database->object_index(), {.grade = "C"}).total, 1);
    EXPECT_EQ(store::find_objects(view, bureau.database->object_index(), {.grade = "未评"}).total, 2);
    expect_replay_clean();
}

TEST_F(ImportTest, NewAndChangedRowsOfOneFileGoInTogether) {
    take(std::string(kHeader) + kFlour + kNoodles);
    const auto preview = start(std::string(kHeader) + kTextile +
                               "老王面馆,92150802MA0P4W9R7C,2019-08-01,个体户,餐饮、外卖,内蒙古,巴彦淖尔,临河区北环\n");
    EXPECT_EQ(preview.counts, (CompareCounts{1, 1, 0}));
    testing::expect(confirm(preview));
    EXPECT_EQ(objects(), 3);
    EXPECT_EQ(object("92150802MA0P4W9R7C").scope, "餐饮、外卖");
    expect_replay_clean();
}

TEST_F(ImportTest, TakesGbkFiles) {
    UErrorCode status = U_ZERO_ERROR;
    std::string gbk(kThree.size() * 2, '\0');
    const auto length = ucnv_convert("GBK", "UTF-8", gbk.data(), static_cast<std::int32_t>(gbk.size()), kThree.data(),
                                     static_cast<std::int32_t>(kThree.size()), &status);
    ASSERT_TRUE(U_SUCCESS(status));
    gbk.resize(static_cast<std::size_t>(length));
    const auto done = take(gbk);
    EXPECT_EQ(done.encoding, "gbk");
    EXPECT_EQ(object("92150802MA0P4W9R7C").name, "老王面馆");
    EXPECT_EQ(object("92150802MA0P4W9R7C").kind, "individual");
}

TEST_F(ImportTest, PersonalDataStaysOutOfTheEntries) {
    take(
        "单位名称,统一社会信用代码,法定代表人,联系人,联系电话\n"
        "临河面粉有限公司,91150802MA0N1A2B31,王建国甲,李四乙,13904780001\n");
    take(
        "姓名,性别,身份证号,手机号码,工作单位,执法证号,执法证有效期至\n"
        "赵明丙,男,11010519491231002X,13904780002,劳动保障监察大队,15080201,2029-12-31\n",
        ImportKind::officers);
    auto view = bureau.database->read();
    for (std::uint64_t seq = 0; seq < view.journal().size; ++seq) {
        const auto row = store::journal_entry(view, seq);
        for (const auto* secret : {"王建国甲", "李四乙", "13904780001", "赵明丙", "13904780002", "11010519491231002X"})
            EXPECT_FALSE(row->entry.contains(secret)) << row->kind;
    }
    const auto person = store::find_object_person(view, "91150802MA0N1A2B31");
    ASSERT_TRUE(person);
    EXPECT_EQ(person->contact_phone, "13904780001");
    const auto officer = store::find_officer_person(view, "F0001");
    ASSERT_TRUE(officer);
    EXPECT_EQ(officer->id_number, "11010519491231002X");
    expect_replay_clean();
}

TEST_F(ImportTest, ThePreviewMasksPrivateCells) {
    const auto preview = start("单位名称,统一社会信用代码,联系电话\n临河面粉有限公司,91150802MA0N1A2B31,13904780001\n");
    ASSERT_EQ(preview.columns.size(), 3U);
    EXPECT_EQ(preview.columns[2].field, "contact_phone");
    EXPECT_EQ(preview.columns[2].sample.at(0), "139****0001");
    EXPECT_EQ(preview.sample.at(0).cells.at("contact_phone"), "139****0001");
}

TEST_F(ImportTest, AFaultWhileConfirmingLeavesNothingAndTheImportCanBeConfirmedLater) {
    const auto preview = start(kThree);
    const auto before = journal_size();
    const auto blobs = bureau.blobs.directory();
    std::filesystem::remove_all(blobs);
    std::ofstream(blobs) << "not a folder";
    EXPECT_ANY_THROW((void)confirm(preview));
    EXPECT_EQ(objects(), 0);
    EXPECT_EQ(journal_size(), before);
    std::filesystem::remove(blobs);
    std::filesystem::create_directories(blobs);
    EXPECT_TRUE(confirm(preview));
    EXPECT_EQ(objects(), 3);
    expect_replay_clean();
}

TEST_F(ImportTest, APreviewThatTheDirectoryHasOvertakenIsShownAnewBeforeItIsConfirmed) {
    const auto first = start(kThree);
    const auto second = start(kThree);
    testing::expect(confirm(first));
    const auto refused = confirm(second);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "import.stale");
    EXPECT_EQ(testing::expect(find_import(bureau.context, second.id)).counts, (CompareCounts{0, 0, 3}));
    EXPECT_FALSE(testing::expect(confirm(second)).entry);
}

TEST_F(ImportTest, AConfirmedOrDiscardedImportIsClosed) {
    const auto done = take(kThree);
    EXPECT_EQ(confirm(done).error().code, "import.closed");
    const auto other = start(kThree);
    EXPECT_EQ(testing::expect(discard_import(bureau.context, other.id)).state, ImportState::discarded);
    EXPECT_EQ(confirm(other).error().code, "import.closed");
    EXPECT_EQ(map_columns(bureau.context, other.id, {}).error().code, "import.closed");
}

TEST_F(ImportTest, AnIdFromOutsideNeverNamesAnotherPath) {
    for (const auto* id : {"", "i", "../keys", "i../../../../etc", "iABCDEF0123456789", "i0123456789abcdef"})
        EXPECT_EQ(find_import(bureau.context, id).error().code, "import.unknown") << id;
}

TEST_F(ImportTest, AColumnThatIsNotRecognisedCanBeMapped) {
    const auto preview = start("甲,乙,统一社会信用代码\n临河面粉有限公司,B,91150802MA0N1A2B31\n");
    EXPECT_EQ(preview.missing, std::vector<std::string>{"name"});
    EXPECT_EQ(preview.rows, 0U);
    EXPECT_EQ(confirm(preview).error().code, "import.missing_columns");
    EXPECT_EQ(map_columns(bureau.context, preview.id, {{"丙", "name"}}).error().code, "mapping.unknown_title");
    const auto mapped = testing::expect(map_columns(
        bureau.context, preview.id, {{"甲", "name"}, {"乙", std::nullopt}, {"统一社会信用代码", "credit_code"}}));
    EXPECT_EQ(mapped.counts.added, 1U);
    testing::expect(confirm(mapped));
    EXPECT_EQ(object("91150802MA0N1A2B31").name, "临河面粉有限公司");
}

TEST_F(ImportTest, AFileWithoutTitlesOrRowsIsRefusedInWords) {
    EXPECT_EQ(
        start_import(bureau.context, bureau.clerk, ImportKind::objects, "x.csv", file("1,2,3\n4,5,6\n")).error().code,
        "import.no_header");
    EXPECT_EQ(confirm(start(kHeader)).error().code, "import.empty");
}

TEST_F(ImportTest, AllProblemsCanBeDownloadedForTheOfficeTheFileCameFrom) {
    const auto preview = start(kThree + "坏代码公司,91310115MA1G4L1WXK,2019-01-01,,,,,\n");
    const auto report = testing::expect(problem_report(bureau.context, preview.id));
    std::ifstream in(report);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_TRUE(text.contains("91310115MA1G4L1WXK"));
    EXPECT_TRUE(text.contains("行号"));
}

TEST_F(ImportTest, OfficersGetNumbersInTheOrderOfTheFileAndKeepThem) {
    const std::string titles = "姓名,性别,手机号码,工作单位,执法证号,执法证有效期至,人员状态\n";
    take(titles +
             "王一,男,13900000001,监察大队,15089902,2029-12-31,在岗\n"
             "李二,女,13900000002,监察大队,15089901,2026-01-31,在岗\n",
         ImportKind::officers);
    const auto again = start(titles +
                                 "赵三,女,13900000003,监察大队,15089900,2029-12-31,请假\n"
                                 "李二,女,13900000002,监察大队,15089901,2029-01-31,在岗\n",
                             ImportKind::officers);
    EXPECT_EQ(again.counts, (CompareCounts{1, 1, 0}));
    testing::expect(confirm(again));
    const auto page = list_officers(bureau.context, {});
    ASSERT_EQ(page.rows.size(), 3U);
    EXPECT_EQ(page.rows[0].officer.id, "F0001");
    EXPECT_EQ(page.rows[0].officer.name, "王一");
    EXPECT_EQ(page.rows[1].officer.name, "李二");
    EXPECT_EQ(page.rows[1].officer.certificate_to->text(), "2029-01-31");
    EXPECT_FALSE(page.rows[1].why_not);
    EXPECT_EQ(page.rows[2].officer.id, "F0003");
    EXPECT_TRUE(page.rows[2].why_not);
    EXPECT_EQ(list_officers(bureau.context, {.q = "ls"}).total, 0);
    EXPECT_EQ(list_officers(bureau.context, {.q = "le"}).total, 1);
    expect_replay_clean();
}

TEST_F(ImportTest, PastChecksStandWithTheirObject) {
    take(kThree);
    const std::string rows =
        "统一社会信用代码,检查日期,检查来源,检查结果,检查人员,任务编号\n"
        "91150802MA0N1A2B31,2025-06-03,双随机,01,王一、李二,临人社抽查〔2025〕1号\n"
        "91150802MA0N1A2B31,2025-09-01,投诉举报,01,,\n";
    EXPECT_EQ(take(rows, ImportKind::history).counts.added, 2U);
    const auto again = start(rows, ImportKind::history);
    EXPECT_EQ(again.counts, (CompareCounts{0, 0, 2}));
    const auto detail = testing::expect(find_object(bureau.context, "91150802MA0N1A2B31"));
    ASSERT_EQ(detail.history.size(), 2U);
    EXPECT_EQ(detail.history[0].checked_on, "2025-09-01");
    EXPECT_EQ(detail.object.last_checked_on, "2025-09-01");
    auto view = bureau.database->read();
    int counted = 0;
    store::for_each_counted_check(view, *Date::parse("2025-01-01"), *Date::parse("2025-12-31"),
                                  [&](const store::PastCheck& check) {
                                      ++counted;
                                      EXPECT_EQ(check.source, "双随机");
                                  });
    EXPECT_EQ(counted, 1);
    expect_replay_clean();
}

TEST_F(ImportTest, TakesXlsxFiles) {
    const auto path = bureau.folder.path / "roll.xlsx";
    int row = 0;
    documents::write_xlsx(path, "名录", {{"单位名称"}, {"统一社会信用代码"}}, [&](std::vector<std::string>& cells) {
        cells = {"临河面粉有限公司", "91150802MA0N1A2B31"};
        return ++row == 1;
    });
    const auto preview =
        testing::expect(start_import(bureau.context, bureau.clerk, ImportKind::objects, "roll.xlsx", path));
    EXPECT_EQ(preview.format, "xlsx");
    EXPECT_EQ(testing::expect(confirm(preview)).counts.added, 1U);
}

TEST_F(ImportTest, OldImportsAreClearedAway) {
    const auto old = start(kThree);
    bureau.clock.advance_seconds(31 * 24 * 3600);
    start(kThree);
    EXPECT_EQ(find_import(bureau.context, old.id).error().code, "import.unknown");
}

TEST(Overlay, WhatAFileDoesNotSayStaysAsItIs) {
    const auto& rules = import_rules(ImportKind::history);
    std::string result;
    overlay(rules, "A\t2025-01-01\t双随机\t01\t王一\tT1", "A\t2025-01-01\t双随机\t\t李二\t", 0, result);
    EXPECT_EQ(result, "A\t2025-01-01\t双随机\t01\t李二\tT1");
    overlay(rules, "A\t\t双随机\t01\t\t", "A\tx\t日常\t02\t\t", 0b000110, result);
    EXPECT_EQ(result, "A\tx\t双随机\t02\t\t");
}

}  // namespace
}  // namespace sunlot::workflow
