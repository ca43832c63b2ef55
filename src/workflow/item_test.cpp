#include "workflow/item.h"

#include "store/database.h"
#include "store/journal.h"
#include "store/replay.h"
#include "workflow/item_list.h"
#include "workflow/task.h"
#include "workflow/test_bureau.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using inspection::Adjustment;
using inspection::ItemState;
using inspection::Verdict;
using testing::expect;
using testing::TestBureau;

constexpr auto kBasis = "《保障农民工工资支付条例》第二十九条";

struct ItemBureau : TestBureau {
    inspection::Item item(std::string_view code) const { return expect(item_versions(context, code)).front().item; }
    store::ItemVersion draft(const inspection::Item& content, std::string_view reason = "调整频次") const {
        return expect(
            draft_item(context, clerk, {.item = content, .reason = std::string(reason), .legal_basis = kBasis}));
    }
    /// A change of L02's frequency, drafted, submitted and reviewed.
    store::ItemVersion reviewed(std::string_view frequency) const {
        auto content = item("L02");
        content.frequency = frequency;
        const auto drafted = draft(content);
        const VersionRef which{.code = "L02", .version = drafted.version};
        expect(submit_items(context, clerk, {&which, 1}));
        return expect(review_items(context, leader, {&which, 1}, Verdict::approved, "")).front();
    }
    std::optional<store::ItemVersion> usable(std::string_view code, const char* made, const char* visit) const {
        auto view = database->read();
        return store::usable_item(view, code, {.made_on = *Date::parse(made), .first_visit = *Date::parse(visit)});
    }
    Result<std::vector<store::ItemVersion>> publish(std::string_view code, std::int64_t version,
                                                    const char* from) const {
        const VersionRef which{.code = std::string(code), .version = version};
        return publish_items(context, clerk, {&which, 1}, {.effective_on = *Date::parse(from)});
    }
};

TEST(ItemUseCases, APublishedVersionStaysAndAChangeIsANewVersionWithItsGrounds) {
    ItemBureau bureau;
    auto item = bureau.item("L02");
    EXPECT_EQ(draft_item(bureau.context, bureau.clerk, {item, "理由", kBasis}).error().code, "item.same");
    item.frequency = "每年不超过2次";
    EXPECT_EQ(draft_item(bureau.context, bureau.clerk, {item, "", kBasis}).error().code, "item.reason");
    EXPECT_EQ(draft_item(bureau.context, bureau.clerk, {item, "理由", " "}).error().code, "item.legal_basis");
    const auto reviewed = bureau.reviewed("每年不超过3次");
    EXPECT_EQ(reviewed.version, 2);
    EXPECT_EQ(reviewed.adjustment, Adjustment::changed);
    EXPECT_EQ(bureau.usable("L02", "2026-11-22", "2026-11-22")->version, 1);
    const auto published = expect(bureau.publish("L02", 2, "2026-12-01")).front();
    EXPECT_EQ(published.state, ItemState::published);
    EXPECT_EQ(published.announcement, 2);
    EXPECT_EQ(bureau.publish("L02", 2, "2026-12-01").error().code, "item.not_draft");
    EXPECT_EQ(bureau.publish("L02", 7, "2026-12-01").error().code, "item.unknown");
    EXPECT_EQ(bureau.usable("L02", "2026-11-22", "2026-11-30")->version, 1);
    EXPECT_EQ(bureau.usable("L02", "2026-11-22", "2026-12-01")->version, 2);
    EXPECT_FALSE(bureau.usable("L02", "2026-11-21", "2026-12-01")) << "a task older than any publication";
    EXPECT_EQ(list_items(bureau.context).size(), 12U);
    EXPECT_TRUE(store::replay(*bureau.database, {.temporary = bureau.folder.path}).clean());
}

TEST(ItemUseCases, NothingIsPublishedUnlessSomeoneElseReviewedWhatWasDrafted) {
    ItemBureau bureau;
    auto item = bureau.item("L02");
    item.frequency = "每年不超过2次";
    const auto drafted = bureau.draft(item);
    const VersionRef which{.code = "L02", .version = 2, .draft = drafted.draft_entry};
    EXPECT_EQ(bureau.publish("L02", 2, "2026-12-01").error().code, "item.not_reviewed");
    EXPECT_EQ(review_items(bureau.context, bureau.leader, {&which, 1}, Verdict::approved, "").error().code,
              "item.not_submitted");
    expect(submit_items(bureau.context, bureau.clerk, {&which, 1}));
    EXPECT_EQ(review_items(bureau.context, bureau.clerk, {&which, 1}, Verdict::approved, "").error().code,
              "item.own_draft");
    EXPECT_EQ(review_items(bureau.context, bureau.leader, {&which, 1}, Verdict::returned, "").error().code,
              "item.opinion");
    // Drafted again while the leader was reading: what is approved must be what was read.
    item.frequency = "每年不超过9次";
    bureau.draft(item);
    EXPECT_EQ(submit_items(bureau.context, bureau.clerk, {&which, 1}).error().code, "item.moved");
    const VersionRef now{.code = "L02", .version = 2};
    expect(submit_items(bureau.context, bureau.clerk, {&now, 1}));
    EXPECT_EQ(review_items(bureau.context, bureau.leader, {&which, 1}, Verdict::approved, "").error().code,
              "item.moved");
    const auto back =
        expect(review_items(bureau.context, bureau.leader, {&now, 1}, Verdict::returned, "依据已失效")).front();
    EXPECT_EQ(back.state, ItemState::draft);
    EXPECT_EQ(back.opinion, "依据已失效");
    EXPECT_EQ(back.drafters, std::vector<std::string>{"u2"});
    const auto again = bureau.draft(item, "按审核意见修改");
    EXPECT_FALSE(again.verdict);
    EXPECT_TRUE(store::replay(*bureau.database, {.temporary = bureau.folder.path}).clean());
}

TEST(ItemUseCases, WhoeverWroteAnyOfTheDraftsDoesNotReview) {
    ItemBureau bureau;
    auto item = bureau.item("L02");
    item.frequency = "每年不超过2次";
    const Actor deputy{.account = "u7", .name = "副局长", .roles = {inspection::Role::leader}};
    expect(draft_item(bureau.context, deputy, {item, "理由", kBasis}));
    item.frequency = "每年不超过3次";
    EXPECT_EQ(bureau.draft(item).drafters, (std::vector<std::string>{"u7", "u2"}));
    const VersionRef which{.code = "L02", .version = 2};
    expect(submit_items(bureau.context, bureau.clerk, {&which, 1}));
    EXPECT_EQ(review_items(bureau.context, deputy, {&which, 1}, Verdict::approved, "").error().code, "item.own_draft");
    expect(review_items(bureau.context, bureau.leader, {&which, 1}, Verdict::approved, ""));
}

TEST(ItemUseCases, ManyAreOneStepOrNone) {
    ItemBureau bureau;
    auto item = bureau.item("L02");
    item.frequency = "每年不超过2次";
    bureau.draft(item);
    const auto size = bureau.database->read().journal().size;
    const std::vector<VersionRef> both{{.code = "L02", .version = 2}, {.code = "L03", .version = 1}};
    const auto no = submit_items(bureau.context, bureau.clerk, both);
    EXPECT_EQ(no.error().code, "item.not_draft");
    EXPECT_TRUE(no.error().text.zh.starts_with("L03：")) << no.error().text.zh;
    EXPECT_EQ(bureau.database->read().journal().size, size);
    EXPECT_EQ(submit_items(bureau.context, bureau.clerk, {}).error().code, "item.none");
    const std::vector<VersionRef> twice{{.code = "L02", .version = 2}, {.code = "L02", .version = 2}};
    EXPECT_EQ(submit_items(bureau.context, bureau.clerk, twice).error().code, "item.twice");
}

TEST(ItemUseCases, ACancelledItemLeavesTheListOnItsDayAndMayComeBack) {
    ItemBureau bureau;
    EXPECT_EQ(cancel_item(bureau.context, bureau.clerk, "L04", "", kBasis).error().code, "item.reason");
    EXPECT_EQ(cancel_item(bureau.context, bureau.clerk, "L99", "x", kBasis).error().code, "item.unknown");
    const auto drafted = expect(cancel_item(bureau.context, bureau.clerk, "L04", "没有实际成效", kBasis));
    EXPECT_EQ(drafted.adjustment, Adjustment::cancelled);
    const VersionRef which{.code = "L04", .version = 2};
    expect(submit_items(bureau.context, bureau.clerk, {&which, 1}));
    expect(review_items(bureau.context, bureau.leader, {&which, 1}, Verdict::approved, "同意"));
    expect(bureau.publish("L04", 2, "2027-01-01"));
    EXPECT_EQ(bureau.usable("L04", "2026-11-22", "2026-12-31")->version, 1);
    EXPECT_FALSE(bureau.usable("L04", "2026-11-22", "2027-01-01"));
    EXPECT_EQ(items_in_force(bureau.context, *Date::parse("2026-12-31")).size(), 12U);
    EXPECT_EQ(items_in_force(bureau.context, *Date::parse("2027-01-01")).size(), 11U);
    const auto list = public_list(bureau.context);
    ASSERT_EQ(list.coming.size(), 1U);
    EXPECT_EQ(list.in_force.size(), 12U);
    bureau.clock.advance_seconds(60 * 86400);  // in January
    EXPECT_EQ(public_list(bureau.context).cancelled.front().item.code, "L04");
    EXPECT_EQ(cancel_item(bureau.context, bureau.clerk, "L04", "再取消", kBasis).error().code, "item.not_published");
    EXPECT_EQ(bureau.draft(bureau.item("L04"), "恢复").adjustment, Adjustment::added);
}

TEST(ItemUseCases, ADraftCanBeDroppedAndAPublishedVersionNever) {
    ItemBureau bureau;
    auto item = bureau.item("L02");
    item.code = "L40";
    bureau.draft(item);
    EXPECT_EQ(discard_draft(bureau.context, bureau.clerk, {.code = "L40", .version = 1}, "").error().code,
              "item.reason");
    expect(discard_draft(bureau.context, bureau.clerk, {.code = "L40", .version = 1}, "编码填错"));
    EXPECT_EQ(item_versions(bureau.context, "L40").error().code, "item.unknown");
    EXPECT_EQ(discard_draft(bureau.context, bureau.clerk, {.code = "L02", .version = 1}, "x").error().code,
              "item.not_draft");
    EXPECT_TRUE(store::replay(*bureau.database, {.temporary = bureau.folder.path}).clean());
}

TEST(ItemUseCases, TheHistorySaysWhatEachAnnouncementChangedAndWhy) {
    ItemBureau bureau;
    bureau.reviewed("每年不超过2次");
    const VersionRef which{.code = "L02", .version = 2};
    expect(publish_items(
        bureau.context, bureau.clerk, {&which, 1},
        {.effective_on = *Date::parse("2027-01-01"), .title = "2027年度清单调整", .document = "临人社发〔2026〕9号"}));
    const auto history = item_history(bureau.context);
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].announcement.title, "2027年度清单调整");
    ASSERT_EQ(history[0].changes.size(), 1U);
    ASSERT_EQ(history[0].changes[0].fields.size(), 1U);
    EXPECT_EQ(history[0].changes[0].fields[0].zh, "检查频次");
    EXPECT_EQ(history[0].changes[0].version.legal_basis, kBasis);
    EXPECT_EQ(history[1].changes.size(), 12U);
    const auto row = list_items(bureau.context)[1];
    EXPECT_EQ(row.shown.version, 1) << "in force until the new one is";
    EXPECT_EQ(row.coming->version, 2);
    const auto versions = expect(public_versions(bureau.context, "L02"));
    EXPECT_EQ(holds(versions, versions[1]).until, Date::parse("2026-12-31").value());
    const auto compared = expect(compare_versions(bureau.context, "L02", 1, 2, Readers::everybody));
    EXPECT_EQ(std::ranges::count_if(compared.fields, &inspection::FieldDiff::changed), 1);
    EXPECT_EQ(compare_versions(bureau.context, "L02", 1, 3, Readers::staff).error().code, "item.unknown");
}

TEST(ItemUseCases, TheListAndItsComparisonsShowNoDrafts) {
    ItemBureau bureau;
    auto item = bureau.item("L02");
    item.frequency = "每年不超过2次";
    bureau.draft(item);
    EXPECT_EQ(expect(public_versions(bureau.context, "L02")).size(), 1U);
    EXPECT_EQ(compare_versions(bureau.context, "L02", 1, 2, Readers::everybody).error().code, "item.unknown");
    EXPECT_TRUE(compare_versions(bureau.context, "L02", 1, 2, Readers::staff));
}

TEST(ItemUseCases, EntriesOfTheFirstFormAreReplayedAndReviewedByAnother) {
    ItemBureau bureau;
    const auto old = parse_json(R"({"version":1,"reason":"","item":{"code":"L50","category":"L","name":"旧事项",
        "kind":"一般","subject":"某局","objects":"用人单位","basis":"《劳动法》第五十条","content":"是否按月支付",
        "method":"现场检查","ratio":"5%","frequency":"每年1次","cap":1,"qualification_tags":[],"materials":[]}})");
    {
        auto transaction = bureau.database->write();
        transaction.append(
            {.kind = "item.drafted", .actor = "u2", .subject = "L50", .at = bureau.clock.now(), .data = *old});
        transaction.commit();
    }
    const VersionRef which{.code = "L50", .version = 1};
    expect(submit_items(bureau.context, bureau.leader, {&which, 1}));
    const auto version = expect(item_versions(bureau.context, "L50")).front();
    EXPECT_EQ(version.item.methods.front(), "现场检查");
    EXPECT_EQ(version.adjustment, Adjustment::added);
    EXPECT_EQ(review_items(bureau.context, bureau.clerk, {&which, 1}, Verdict::approved, "").error().code,
              "item.own_draft");
    expect(review_items(bureau.context, bureau.leader, {&which, 1}, Verdict::approved, ""));
    {
        auto transaction = bureau.database->write();
        transaction.append(
            {.kind = "item.published",
             .actor = "u2",
             .subject = "L50",
             .at = bureau.clock.now(),
             .data = Json::Object{{"effective_on", "2026-11-22"}, {"published_on", "2026-11-22"}, {"version", 1}}});
        transaction.commit();
    }
    EXPECT_EQ(bureau.usable("L50", "2026-11-22", "2026-11-22")->version, 1);
    EXPECT_EQ(item_history(bureau.context).back().announcement.number, 0);
    EXPECT_TRUE(store::replay(*bureau.database, {.temporary = bureau.folder.path}).clean());
}

TEST(TaskItems, ATaskTakesTheVersionInForceAtItsFirstVisitAndIsSavedAgainWhenTheListChanged) {
    ItemBureau bureau;
    bureau.import_objects(TestBureau::objects(400));
    bureau.import_officers(TestBureau::officers(12));
    Json body = TestBureau::task_body();
    body.as_object()["period"] = Json::Object{{"from", "2027-01-05"}, {"to", "2027-02-05"}};
    const auto id = bureau.create_task(body);
    bureau.reviewed("每年不超过2次");
    expect(bureau.publish("L02", 2, "2027-01-01"));
    const auto opened = open_draw(bureau.context, bureau.clerk, TestBureau::terms(id));
    EXPECT_EQ(opened.error().code, "task.items_adjusted");
    const auto task = expect(inspection::parse_task(body));
    EXPECT_EQ(expect(change_task(bureau.context, bureau.clerk, id, task)).item_versions.at("L02"), 2);
    EXPECT_TRUE(open_draw(bureau.context, bureau.clerk, TestBureau::terms(id)));
    // A task of this year still takes the version of this year.
    EXPECT_EQ(expect(find_task(bureau.context, bureau.create_task())).item_versions.at("L02"), 1);
    body.as_object()["period"] = Json::Object{{"from", "2026-12-20"}, {"to", "2027-01-10"}};
    const auto preview = expect(preview_task(bureau.context, expect(inspection::parse_task(body))));
    EXPECT_TRUE(std::ranges::any_of(preview.warnings, [](const Text& text) { return text.zh.contains("2027-01-01"); }));
}

}  // namespace
}  // namespace sunlot::workflow
