#include "workflow/task.h"

#include "workflow/test_bureau.h"

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
using testing::TestBureau;

inspection::Task task_of(const Json& body) {
    return expect(inspection::parse_task(body));
}

inspection::HistoryRow checked(const std::string& object, Date day, inspection::VisitSource source) {
    inspection::HistoryRow row;
    row.object = object;
    row.date = day;
    row.source = source;
    return row;
}

}  // namespace

TEST(Tasks, a_task_gets_the_next_number_of_its_year) {
    TestBureau bureau;
    const auto first = expect(create_task(bureau.context, bureau.clerk, task_of(TestBureau::task_body())));
    EXPECT_EQ(first.id, "t1");
    EXPECT_EQ(first.number, "临人社抽查〔2026〕1号");
    EXPECT_EQ(task_state(first), "draft");
    EXPECT_EQ(first.item_versions.at("L02"), 1);
    EXPECT_EQ(expect(create_task(bureau.context, bureau.clerk, task_of(TestBureau::task_body()))).number,
              "临人社抽查〔2026〕2号");
    bureau.clock.advance_seconds(60 * 86400);  // in January
    Json next_year = TestBureau::task_body();
    next_year.as_object()["period"] = Json::Object{{"from", "2027-03-01"}, {"to", "2027-03-31"}};
    EXPECT_EQ(expect(create_task(bureau.context, bureau.clerk, task_of(next_year))).number, "临人社抽查〔2027〕1号");
}

TEST(Tasks, numbers_have_no_gaps_and_never_repeat_when_many_ask_at_once) {
    TestBureau bureau;
    std::vector<std::thread> clerks;
    for (int clerk = 0; clerk < 4; ++clerk)
        clerks.emplace_back([&] {
            for (int i = 0; i < 8; ++i) bureau.create_task();
        });
    for (auto& clerk : clerks) clerk.join();
    std::set<std::int64_t> serials;
    for (const auto& task : expect(list_tasks(bureau.context, "", 100)).rows) serials.insert(task.serial);
    EXPECT_EQ(serials.size(), 32U);
    EXPECT_EQ(*serials.begin(), 1);
    EXPECT_EQ(*serials.rbegin(), 32);
}

TEST(Tasks, an_unpublished_item_cannot_be_used) {
    TestBureau bureau;
    Json body = TestBureau::task_body();
    body.as_object()["items"] = Json::Array{"L02", "L99"};
    const auto task = create_task(bureau.context, bureau.clerk, task_of(body));
    EXPECT_EQ(task.error().code, "task.item_unpublished");
    EXPECT_NE(task.error().text.zh.find("L99"), std::string::npos);
}

TEST(Tasks, a_draft_can_be_changed_until_a_draw_rests_on_it) {
    TestBureau bureau;
    bureau.import_objects(TestBureau::objects(50));
    const auto id = bureau.create_task();
    Json body = TestBureau::task_body();
    body.as_object()["name"] = "改名";
    EXPECT_EQ(expect(change_task(bureau.context, bureau.clerk, id, task_of(body))).task.name, "改名");
    const auto size = bureau.database->read().journal().size;
    expect(change_task(bureau.context, bureau.clerk, id, task_of(body)));
    EXPECT_EQ(bureau.database->read().journal().size, size) << "the same again writes nothing";

    bureau.open(id);
    EXPECT_EQ(change_task(bureau.context, bureau.clerk, id, task_of(TestBureau::task_body())).error().code,
              "task.in_use");
    EXPECT_EQ(task_state(expect(find_task(bureau.context, id))), "drawing");
    EXPECT_EQ(change_task(bureau.context, bureau.clerk, "t77", task_of(body)).error().code, "task.unknown");
}

TEST(Tasks, lists_run_from_the_newest_and_page_by_a_cursor) {
    TestBureau bureau;
    for (int i = 0; i < 5; ++i) bureau.create_task();
    const auto first = expect(list_tasks(bureau.context, "", 3));
    EXPECT_EQ(first.total, 5);
    EXPECT_EQ(first.rows.front().id, "t5");
    const auto second = expect(list_tasks(bureau.context, *first.next, 3));
    ASSERT_EQ(second.rows.size(), 2U);
    EXPECT_EQ(second.rows.back().id, "t1");
    EXPECT_FALSE(second.next);
    EXPECT_EQ(list_tasks(bureau.context, "x", 3).error().code, "cursor.invalid");
}

TEST(TaskPreview, counts_the_frame_and_says_who_cannot_be_drawn) {
    TestBureau bureau;
    bureau.import_objects(TestBureau::objects(400));
    auto officers = TestBureau::officers(12);
    officers[4].certificate_to = "2026-12-01";  // within the period
    bureau.import_officers(officers);
    const auto preview = expect(preview_task(bureau.context, task_of(TestBureau::task_body())));
    EXPECT_EQ(preview.matched, 400U);
    EXPECT_EQ(preview.frame, 400U);
    ASSERT_EQ(preview.strata.size(), 3U);
    EXPECT_EQ(preview.strata[2].n, 10U);
    EXPECT_EQ(preview.strata[2].k, 10U);
    EXPECT_EQ(preview.strata[1].k, (preview.strata[1].n + 1) / 2);
    EXPECT_EQ(preview.drawable, 11U);
    ASSERT_EQ(preview.out.size(), 1U);
    EXPECT_EQ(preview.out[0].id, "F0005");
    EXPECT_FALSE(preview.out[0].why.zh.empty());
    EXPECT_TRUE(preview.warnings.empty());
}

TEST(TaskPreview, leaves_out_what_was_checked_this_year_and_what_was_drawn_within_the_window) {
    TestBureau bureau;
    bureau.import_objects(TestBureau::objects(100));
    bureau.import_officers(TestBureau::officers(12));
    using inspection::VisitSource;
    bureau.import_history({checked("X:REG:0000001", Date{2026, 5, 1}, VisitSource::routine),
                           checked("X:REG:0000002", Date{2026, 5, 1}, VisitSource::complaint),
                           checked("X:REG:0000003", Date{2025, 12, 1}, VisitSource::random),
                           checked("X:REG:0000004", Date{2025, 12, 1}, VisitSource::routine),
                           checked("X:REG:0000005", Date{2025, 11, 24}, VisitSource::random)});
    const auto preview = expect(preview_task(bureau.context, task_of(TestBureau::task_body())));
    EXPECT_EQ(preview.excluded, (std::map<std::string, std::uint64_t>{{"annual_cap", 1}, {"window", 1}}));
    EXPECT_EQ(preview.frame, 98U);
    Json open = TestBureau::task_body();
    open.as_object()["exclusions"] = Json::Object{{"annual_cap", 0}, {"window_months", 0}};
    EXPECT_EQ(expect(preview_task(bureau.context, task_of(open))).frame, 100U);
}

TEST(TaskPreview, objects_drawn_by_another_task_fill_the_year_too) {
    TestBureau bureau;
    bureau.import_objects(TestBureau::objects(400));
    bureau.import_officers(TestBureau::officers(12));
    const auto before = expect(preview_task(bureau.context, task_of(TestBureau::task_body())));
    std::uint64_t drawn = 0;
    for (const auto& stratum : before.strata) drawn += stratum.k;
    bureau.whole_draw(bureau.create_task());
    const auto after = expect(preview_task(bureau.context, task_of(TestBureau::task_body())));
    EXPECT_EQ(after.excluded.at("annual_cap"), drawn);
    EXPECT_EQ(after.frame, before.frame - drawn);
}

TEST(TaskPreview, warns_when_the_officers_cannot_serve_the_sample) {
    TestBureau bureau;
    bureau.import_objects(TestBureau::objects(400));
    bureau.import_officers({{.id = "F0001", .tags = {"lead"}}});
    const auto preview = expect(preview_task(bureau.context, task_of(TestBureau::task_body())));
    ASSERT_EQ(preview.warnings.size(), 1U);
    EXPECT_NE(preview.warnings[0].zh.find("F0001"), std::string::npos);
}

TEST(TaskPreview, says_when_nothing_matches) {
    TestBureau bureau;
    const auto preview = expect(preview_task(bureau.context, task_of(TestBureau::task_body())));
    EXPECT_EQ(preview.frame, 0U);
    EXPECT_EQ(preview.warnings.size(), 1U);
}

}  // namespace sunlot::workflow
