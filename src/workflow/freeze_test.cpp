#include "workflow/freeze.h"

#include "store/alarm.h"
#include "store/replay.h"
#include "workflow/alarm.h"
#include "workflow/draw_step.h"
#include "workflow/test_bureau.h"
#include "workflow/why.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
using testing::expect;
using testing::ReadyBureau;
using testing::TestBureau;

namespace {

constexpr std::int64_t kDay = 86'400;

Json frozen_task() {
    Json body = TestBureau::task_body();
    body.as_object()["exclusions"].as_object()["freeze_days"] = 7;
    return body;
}

std::string sealed_draw(ReadyBureau& bureau, const std::string& task) {
    const auto draw = bureau.open(task);
    bureau.commit(draw);
    bureau.seal(draw);
    return draw;
}

bool warned(const DrawView& draw, std::string_view zh) {
    return std::ranges::any_of(draw.warnings, [&](const Text& text) { return text.zh.contains(zh); });
}

}  // namespace

TEST(Freeze, keeps_out_what_was_added_within_the_days_before_sealing_and_names_the_import) {
    ReadyBureau bureau;
    bureau.clock.advance_seconds(8 * kDay);
    bureau.import_objects({{.id = "X:REG:9000001"}, {.id = "X:REG:9000002"}});
    const auto draw = sealed_draw(bureau, bureau.create_task(frozen_task()));
    EXPECT_EQ(bureau.view(draw).seal->excluded.at("too_new"), 2U);
    EXPECT_EQ(bureau.view(draw).seal->files.at("frame.tsv").lines, 400U);
    FrameShelf shelf;
    const auto answer = expect(why(bureau.context, shelf, draw, "X:REG:9000001"));
    EXPECT_EQ(answer.excluded.value().reason, "too_new");
    EXPECT_EQ(answer.excluded->kind, "roll.imported");
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "sealed as it should be";
}

TEST(Freeze, draws_an_object_regraded_within_the_days_by_its_former_grade) {
    ReadyBureau bureau;
    bureau.clock.advance_seconds(8 * kDay);
    bureau.import_objects({{.id = "X:REG:0000007", .grade = "A"}});  // was a C, of which all are drawn
    const auto draw = sealed_draw(bureau, bureau.create_task(frozen_task()));
    FrameShelf shelf;
    EXPECT_EQ(expect(why(bureau.context, shelf, draw, "X:REG:0000007")).stratum, "C");
    const auto unfrozen = sealed_draw(bureau, bureau.task);
    EXPECT_EQ(expect(why(bureau.context, shelf, unfrozen, "X:REG:0000007")).stratum, "A");
}

TEST(Freeze, shows_the_same_lists_in_the_preview_and_says_nothing_without_the_rule) {
    ReadyBureau bureau;
    bureau.import_objects({{.id = "X:REG:9000001"}});
    EXPECT_FALSE(bureau.view(sealed_draw(bureau, bureau.task)).seal->excluded.contains("too_new"));
}

TEST(Alarm, counts_how_a_frame_differs_from_that_of_the_draw_before_and_warns_when_it_has_grown) {
    ReadyBureau bureau;
    const auto first = sealed_draw(bureau, bureau.task);
    EXPECT_FALSE(bureau.view(first).seal->since);
    auto more = TestBureau::objects(445);
    more.erase(more.begin(), more.begin() + 400);
    more.push_back({.id = "X:REG:0000007", .grade = "A"});
    std::ranges::sort(more, {}, &testing::TestObject::id);
    bureau.import_objects(more);
    const auto second = bureau.view(sealed_draw(bureau, bureau.create_task()));
    ASSERT_TRUE(second.seal->since);
    EXPECT_EQ(second.seal->since->draw_id, first);
    EXPECT_EQ(second.seal->since->added, 45U);
    EXPECT_EQ(second.seal->since->regraded, 1U);
    EXPECT_EQ(second.seal->since->removed, 0U);
    EXPECT_TRUE(warned(second, "超过一成"));
}

TEST(Alarm, of_a_sample_is_put_on_record_and_shown_and_changes_nothing) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    EXPECT_FALSE(warned(bureau.view(draw), "χ²"));
    const draw::ChanceCheck rigged{.test = "district", .statistic_thousandths = 61'234, .degrees = 2, .alarming = true};
    const auto record = [&] {
        auto view = bureau.database->read();
        return known_draw(view, draw).value();
    }();
    raise_alarms(bureau.context, bureau.clerk, record, std::vector{rigged});
    EXPECT_TRUE(warned(bureau.view(draw), "χ²=61.234"));
    EXPECT_EQ(bureau.verdict(draw), "verified");
    EXPECT_TRUE(store::replay(*bureau.database, {.temporary = bureau.folder.path}).clean());
}

}  // namespace sunlot::workflow
