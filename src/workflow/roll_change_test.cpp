// Changing objects by hand and joining duplicates: who, when, from which source, and that everything replays.
#include "workflow/roll_change.h"

#include "inspection/roll.h"
#include "store/database.h"
#include "store/grid.h"
#include "store/journal.h"
#include "store/replay.h"
#include "workflow/import.h"
#include "workflow/roll_merge.h"
#include "workflow/roll_register.h"
#include "workflow/test_bureau.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::TestBureau;

constexpr const char* kFlour = "91150802MA0N1A2B31";
constexpr const char* kTextile = "91150802MA0Q7K3TXB";
constexpr const char* kOld = "X:REG:110108000000016";

class RollChange : public ::testing::Test {
protected:
    void take(std::string_view text) {
        const auto path = bureau.folder.path / "file.csv";
        std::ofstream(path) << text;
        const auto import = testing::expect(
            start_import(bureau.context, bureau.clerk, inspection::ImportKind::objects, "名录.csv", path));
        testing::expect(confirm_import(bureau.context, bureau.clerk, import.id, BadRows::refuse));
    }
    void SetUp() override {
        take(
            "单位名称,统一社会信用代码/注册号,注册地址,从业人员总数,法定代表人,注册号码,全日制用工\n"
            "临河面粉有限公司,91150802MA0N1A2B31,临河区解放西街1号,,,,\n"
            "河套纺织有限公司,91150802MA0Q7K3TXB,临河区新华镇,80,王某,,60\n"
            "临河面粉厂,110108000000016,临河区解放西街一号,20,李某,,18\n");
    }
    const ObjectField& field(const ObjectDetail& detail, std::string_view name) {
        return *std::ranges::find(detail.fields, inspection::roll_column(name).value(), &ObjectField::column);
    }
    ObjectDetail edit(const std::string& id, std::map<std::string, std::string> fields) {
        return testing::expect(
            edit_object(bureau.context, bureau.clerk, id, {.fields = std::move(fields), .source = "现场核查"}));
    }
    std::vector<std::string> listed() {
        std::vector<std::string> ids;
        for (const auto& row : list_objects(bureau.context, {}).rows) ids.push_back(row.id);
        return ids;
    }
    void expect_replay_clean() {
        const auto report = store::replay(*bureau.database, {.temporary = bureau.folder.path});
        EXPECT_TRUE(report.clean());
        for (const auto& one : report.differences)
            ADD_FAILURE() << one.table << " " << one.key << " " << one.column << ": " << one.expected << " / "
                          << one.found;
    }
    TestBureau bureau;
};

TEST_F(RollChange, AnEditSaysWhoWhenAndFromWhichSource) {
    bureau.clock.advance_seconds(86'400);
    const auto detail =
        edit(kFlour, {{"employees", "35人"}, {"wage_day", "每月15日"}, {"labour_phone", "13904780001"}});
    EXPECT_EQ(detail.object.employees, "35");
    EXPECT_EQ(field(detail, "employees").source, "现场核查");
    EXPECT_EQ(field(detail, "name").source, "登记名录");
    EXPECT_LT(field(detail, "name").set_at, field(detail, "employees").set_at);
    EXPECT_EQ(field(detail, "labour_phone").value, "•");
    const auto changes = testing::expect(object_changes(bureau.context, kFlour, 0)).rows;
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(changes.front().actor, bureau.clerk.account);
    auto view = bureau.database->read();
    const auto entry = store::journal_entry(view, static_cast<std::uint64_t>(changes.front().entry));
    EXPECT_FALSE(entry->entry.contains("13904780001"));
    expect_replay_clean();
}

TEST_F(RollChange, AnEditRefusesWhatAFileWouldAndWhatWouldChangeNothing) {
    const auto refused = [&](const char* id, ObjectEdit edit) {
        return edit_object(bureau.context, bureau.clerk, id, edit).error().code;
    };
    EXPECT_EQ(refused("91150802MA0N1A2B32", {.fields = {{"name", "x"}}, .source = "其他"}), "object.unknown");
    EXPECT_EQ(refused(kFlour, {.fields = {{"employees", "很多"}}, .source = "其他"}), "number.malformed");
    EXPECT_EQ(refused(kFlour, {.fields = {{"status", "注销"}}, .source = "其他"}), "column.fixed");
    EXPECT_EQ(refused(kFlour, {.fields = {{"colour", "红"}}, .source = "其他"}), "roll.column");
    EXPECT_EQ(refused(kFlour, {.fields = {{"name", "临河面粉有限公司"}}, .source = "其他"}), "object.same");
    EXPECT_EQ(refused(kFlour, {.fields = {{"name", "x"}}, .source = "听说"}), "object.source");
    EXPECT_EQ(refused(kOld, {.fields = {{"legacy_number", ""}}, .source = "其他"}), "column.fixed");
    const auto seen = testing::expect(find_object(bureau.context, kFlour)).object.entry;
    edit(kFlour, {{"employees", "1"}});
    EXPECT_EQ(refused(kFlour, {.fields = {{"employees", "2"}}, .source = "其他", .seen = seen}), "object.changed");
}

TEST_F(RollChange, AStatusChangeTakesTheObjectOutOfThatCount) {
    const auto detail = testing::expect(
        change_status(bureau.context, bureau.clerk, kFlour,
                      {.to = "注销", .on = {2026, 11, 20}, .source = "部门通报", .reason = "市场监管局通报"}));
    EXPECT_EQ(detail.object.status, "注销");
    EXPECT_EQ(list_objects(bureau.context, {.status = "存续"}).total, 2);
    EXPECT_EQ(
        change_status(bureau.context, bureau.clerk, kFlour, {.to = "吊销", .on = {2026, 12, 20}, .source = "部门通报"})
            .error()
            .code,
        "date.future");
    expect_replay_clean();
}

TEST_F(RollChange, VerifiedFieldsCountFromToday) {
    bureau.clock.advance_seconds(10 * 86'400);
    const auto detail =
        testing::expect(verify_object(bureau.context, bureau.clerk, kTextile, {"address", "employees"}, "电话核实"));
    EXPECT_EQ(field(detail, "address").verified_at, bureau.clock.now().micros);
    EXPECT_LT(field(detail, "address").set_at, field(detail, "address").verified_at);
    EXPECT_LT(field(detail, "name").verified_at, field(detail, "address").verified_at);
    expect_replay_clean();
}

TEST_F(RollChange, ALibraryTakesInAndGivesBackManyAtOnceOrNone) {
    const auto done = testing::expect(change_membership(
        bureau.context, bureau.clerk, {.kind = "library", .name = "劳务派遣", .put = {kTextile, kFlour}, .take = {}}));
    EXPECT_EQ(done.put, 2U);
    EXPECT_EQ(list_objects(bureau.context, {.library = "劳务派遣"}).total, 2);
    EXPECT_EQ(change_membership(bureau.context, bureau.clerk,
                                {.kind = "library", .name = "建筑", .put = {kFlour, "91"}, .take = {}})
                  .error()
                  .code,
              "object.unknown");
    EXPECT_EQ(list_objects(bureau.context, {.library = "建筑"}).total, 0);
    const auto back = testing::expect(change_membership(
        bureau.context, bureau.clerk, {.kind = "library", .name = "劳务派遣", .put = {kTextile}, .take = {kFlour}}));
    EXPECT_EQ(back.put + back.taken, 1U);
    const auto labels = list_labels(bureau.context);
    ASSERT_EQ(labels.size(), 1U);
    EXPECT_EQ(labels.front().objects, 1);
    expect_replay_clean();
}

TEST_F(RollChange, TheGridIsATreeWithSomebodyResponsible) {
    const auto set = [&](store::GridNode node) { return set_grid(bureau.context, bureau.clerk, node); };
    testing::expect(
        set({.code = "150802", .name = "临河区", .level = "county", .parent = "", .person = "", .phone = ""}));
    testing::expect(set({.code = "150802001",
                         .name = "解放街道",
                         .level = "town",
                         .parent = "150802",
                         .person = "王某",
                         .phone = "13904780001"}));
    EXPECT_EQ(set({.code = "1", .name = "x", .level = "county", .parent = "150802001", .person = "", .phone = ""})
                  .error()
                  .code,
              "grid.parent");
    EXPECT_EQ(set({.code = "150802",
                   .name = "临河区",
                   .level = "county",
                   .parent = "",
                   .active = false,
                   .person = "",
                   .phone = ""})
                  .error()
                  .code,
              "grid.in_use");
    edit(kFlour, {{"grid", "解放街道"}});
    edit(kTextile, {{"grid", "没有的网格"}});
    const auto tree = grid_tree(bureau.context);
    ASSERT_EQ(tree.nodes.size(), 2U);
    EXPECT_EQ(tree.nodes[0].objects, 1);
    EXPECT_EQ(tree.outside, 2);
    ASSERT_EQ(tree.strange.size(), 1U);
    EXPECT_EQ(tree.nodes[1].node.phone, "139****0001");
    testing::expect(
        set({.code = "150802001", .name = "解放", .level = "town", .parent = "150802", .person = "王某", .phone = ""}));
    auto view = bureau.database->read();
    EXPECT_EQ(store::grid_nodes(view)[1].phone, "13904780001") << "left out, it stays";
    expect_replay_clean();
}

TEST_F(RollChange, DuplicatesAreFoundMergedAndTakenApartAgain) {
    edit(kOld, {{"name", "临河面粉有限责任公司"}});
    auto found = find_duplicates(bureau.context, 10);
    ASSERT_EQ(found.groups.size(), 1U);
    EXPECT_EQ(found.groups[0].reason, inspection::SameReason::name_address);
    EXPECT_EQ(found.groups[0].objects[0].id, kFlour) << "the one with the credit code first";
    EXPECT_EQ(merge_objects(bureau.context, bureau.clerk, {.kept = kOld, .gone = kFlour}).error().code, "merge.code");
    const auto merged = testing::expect(merge_objects(bureau.context, bureau.clerk, {.kept = kFlour, .gone = kOld}));
    EXPECT_EQ(merged.object.employees, "20") << "filled from the other one";
    EXPECT_EQ(field(merged, "legal_person").value, "•");
    EXPECT_EQ(listed(), (std::vector<std::string>{kFlour, kTextile}));
    EXPECT_TRUE(find_duplicates(bureau.context, 10).groups.empty());
    EXPECT_EQ(
        edit_object(bureau.context, bureau.clerk, kOld, {.fields = {{"name", "x"}}, .source = "其他"}).error().code,
        "object.merged");
    expect_replay_clean();
    edit(kFlour, {{"full_time", "19"}});
    const auto apart = testing::expect(unmerge_objects(bureau.context, bureau.clerk, {.kept = kFlour, .gone = kOld}));
    EXPECT_EQ(apart.object.employees, "");
    EXPECT_EQ(field(apart, "full_time").value, "19") << "changed since by a person";
    EXPECT_EQ(field(apart, "legal_person").value, "");
    EXPECT_EQ(listed(), (std::vector<std::string>{kFlour, kTextile, kOld}));
    EXPECT_EQ(unmerge_objects(bureau.context, bureau.clerk, {.kept = kFlour, .gone = kOld}).error().code, "merge.none");
    testing::expect(keep_apart(bureau.context, bureau.clerk, {.kept = kFlour, .gone = kOld}));
    EXPECT_TRUE(find_duplicates(bureau.context, 10).groups.empty());
    expect_replay_clean();
}

TEST_F(RollChange, ChecksOfTheMergedOneCountForTheOneKept) {
    bureau.import_history({{.object = kOld,
                            .date = {2026, 3, 2},
                            .source = inspection::VisitSource::random,
                            .result = "01",
                            .officers = {},
                            .task = ""}});
    testing::expect(merge_objects(bureau.context, bureau.clerk, {.kept = kFlour, .gone = kOld}));
    const auto detail = testing::expect(find_object(bureau.context, kFlour));
    ASSERT_EQ(detail.history.size(), 1U);
    EXPECT_EQ(detail.object.last_checked_on, "2026-03-02");
    std::vector<std::string> counted;
    auto view = bureau.database->read();
    store::for_each_counted_check(view, {2026, 1, 1}, {2026, 12, 31},
                                  [&](const store::PastCheck& check) { counted.push_back(check.object); });
    EXPECT_EQ(counted, std::vector<std::string>{kFlour});
}

}  // namespace
}  // namespace sunlot::workflow
