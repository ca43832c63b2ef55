#include "workflow/demo.h"

#include "store/officer.h"
#include "store/replay.h"
#include "store/roll.h"
#include "store/test_data_keys.h"
#include "workflow/demo_directory.h"
#include "workflow/item_list.h"
#include "workflow/officer.h"
#include "workflow/organ.h"
#include "workflow/roll_merge.h"
#include "workflow/roll_register.h"
#include "workflow/test_bureau.h"
#include "workflow/test_keys.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

TEST(Demo, IsTheSameOnEveryMachine) {
    const auto today = *Date::parse("2026-11-22");
    EXPECT_EQ(demo_files(today, 50).objects, demo_files(today, 50).objects);
    EXPECT_NE(demo_files(today, 50).objects, demo_files(today, 51).objects);
}

TEST(Demo, FillsAnEmptyDatabaseThroughTheJournal) {
    testing::Folder folder;
    auto lock = testing::expect(files::DataLock::take(folder.path));
    testing::StandingClock clock;
    testing::CountingEntropy entropy;
    store::BlobStore blobs(folder.path / "blobs", store::test_data_keys());
    auto database = testing::expect(store::Database::open(
        {.url = "sqlite:" + (folder.path / "sunlot.db").string(), .blobs = blobs, .entropy = entropy}));
    LogKey log_key;
    const Context context{.database = *database,
                          .blobs = blobs,
                          .clock = clock,
                          .entropy = entropy,
                          .data_directory = folder.path,
                          .log_key = log_key,
                          .keys = testing::test_keys(folder.path)};
    EXPECT_FALSE(is_demo(context));
    ASSERT_TRUE(load_demo(context));
    EXPECT_TRUE(is_demo(context));
    auto view = database->read();
    EXPECT_TRUE(configured_organ(view)->name.contains("演示"));
    EXPECT_EQ(store::count_all_objects(view), 12'000);
    auto& index = database->object_index();
    const auto critical = store::find_objects(view, index, {.grade = "C"}).total;
    EXPECT_TRUE(critical >= 25 && critical <= 60) << critical;
    EXPECT_GT(store::find_objects(view, index, {.kind = "site"}).total, 80);
    EXPECT_EQ(store::list_objects(view, index, {.limit = 1}).front().source, "演示数据");
    const auto twins = find_duplicates(context, 10);
    ASSERT_EQ(twins.groups.size(), 1U) << "one doubtful pair to look at";
    EXPECT_EQ(twins.groups[0].reason, inspection::SameReason::name_address);
    const auto tree = grid_tree(context);
    EXPECT_EQ(tree.nodes.size(), 13U);
    EXPECT_EQ(tree.outside, 0);
    EXPECT_EQ(tree.nodes[0].objects, 12'000);
    const auto officers = list_officers(context, {.limit = 100}).rows;
    EXPECT_EQ(officers.size(), 26U);
    EXPECT_EQ(std::ranges::count_if(officers, [](const auto& officer) { return officer.why_not.has_value(); }), 3);
    EXPECT_EQ(list_items(context).front().standing, Standing::in_force);
    EXPECT_TRUE(store::replay(*database, {.temporary = folder.path}).clean());
    EXPECT_TRUE(std::filesystem::is_empty(folder.path / "uploads"));
}

}  // namespace
}  // namespace sunlot::workflow
