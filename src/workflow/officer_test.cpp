#include "workflow/officer.h"

#include "store/database.h"
#include "store/journal.h"
#include "store/recusal.h"
#include "workflow/erasure.h"
#include "workflow/import.h"
#include "workflow/officer_change.h"
#include "workflow/parameter.h"
#include "workflow/personal_data.h"
#include "workflow/recusal.h"
#include "workflow/self_audit.h"
#include "workflow/test_bureau.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace sunlot::workflow::testing {
namespace {

// TestBureau's clock stands at 2026-11-22.
struct OfficerBureau : TestBureau {
    OfficerBureau() { import_officers({{.id = "F0001", .tags = {"lead"}}, {.id = "F0002", .tags = {}}}); }
    Result<OfficerDetail> change(std::string_view id, const OfficerFields& fields) const {
        return change_officer(context, clerk, id, fields, "测试");
    }
    Result<OfficerDetail> add(const OfficerFields& fields) const {
        return add_officer(context, clerk, fields, "新到人员");
    }
    OfficerDetail detail(std::string_view id) const { return expect(find_officer(context, id)); }
    bool replays_clean() const { return expect(replay_journal(context, Extent::whole)).clean(); }
};

Date day(const char* text) {
    return expect(Date::parse(text));
}

TEST(OfficerDesk, changes_one_officer_with_a_reason_that_stays_private) {
    OfficerBureau bureau;
    const auto changed =
        expect(bureau.change("F0001", {{"state", "请假"}, {"state_from", "2026-12-01"}, {"state_to", "2026-12-10"}}));
    EXPECT_FALSE(changed.standing.why_not);  // from December on
    ASSERT_EQ(changed.changes.size(), 1U);
    EXPECT_EQ(changed.changes[0].fields, (std::vector<std::string>{"state", "state_from", "state_to"}));
    EXPECT_EQ(changed.changes[0].reason, "测试");
    const auto away = expect(drawability(bureau.context, day("2026-11-22"), day("2026-12-31")));
    ASSERT_EQ(away.out.size(), 1U);
    EXPECT_EQ(away.out[0].why.zh, "人员状态为请假（2026-12-01 至 2026-12-10）");
    EXPECT_EQ(away.drawable, 1);
    EXPECT_EQ(bureau.change("F0001", {{"state", "请假"}}).error().code, "officer.same");
    EXPECT_EQ(bureau.change("F0001", {{"state", "在月球"}}).error().code, "state.unknown");
    EXPECT_EQ(bureau.change("F0001", {{"state", "在月球"}}).error().field, "fields.state");
    EXPECT_EQ(bureau.change("F0001", {{"shoe_size", "42"}}).error().code, "officer.field");
    EXPECT_EQ(bureau.change("F0009", {{"state", "在岗"}}).error().code, "officer.unknown");
    EXPECT_EQ(change_officer(bureau.context, bureau.clerk, "F0001", {{"state", "在岗"}}, " ").error().code,
              "officer.reason");
    {
        auto view = bureau.database->read();
        const auto entry =
            store::journal_page(view, {.kind = "officer.changed", .subject = {}, .before = {}, .limit = 10});
        ASSERT_EQ(entry.size(), 1U);
        EXPECT_EQ(entry[0].entry.find("测试"), std::string::npos);
        EXPECT_EQ(entry[0].entry.find("请假"), std::string::npos);
    }
    EXPECT_TRUE(bureau.replays_clean());
}

TEST(OfficerDesk, shows_and_changes_officers_of_ones_own_units_alone) {
    OfficerBureau bureau;
    expect(bureau.change("F0001", {{"unit", "一中队"}}));
    expect(bureau.change("F0002", {{"unit", "二中队"}}));
    Actor actor = bureau.clerk;
    actor.scope = {.all_units = false, .units = {"一中队"}};
    EXPECT_EQ(list_officers(bureau.context, {.scope = actor.scope}).total, 1);
    EXPECT_TRUE(find_officer(bureau.context, "F0001", actor.scope));
    EXPECT_EQ(find_officer(bureau.context, "F0002", actor.scope).error().code, "officer.unknown");
    EXPECT_EQ(change_officer(bureau.context, actor, "F0002", {{"post", "队长"}}, "测试").error().code,
              "officer.unknown");
    EXPECT_TRUE(change_officer(bureau.context, actor, "F0001", {{"post", "队长"}}, "测试"));
    EXPECT_EQ(expect(drawability(bureau.context, day("2026-12-01"), day("2026-12-02"), actor.scope)).drawable, 1);
}

TEST(OfficerDesk, trains_new_hires_before_their_first_certificate) {
    OfficerBureau bureau;
    const auto hired = expect(bureau.add({{"name", "新录用"}, {"employee_no", "LH900"}, {"hired_on", "2026-10-08"}}));
    const std::string id = hired.standing.officer.id;
    EXPECT_EQ(id, "F0003");
    EXPECT_TRUE(hired.standing.untrained);
    const OfficerFields certificate{
        {"certificate_no", "15080200900"}, {"certificate_from", "2026-11-20"}, {"certificate_to", "2031-11-19"}};
    EXPECT_EQ(bureau.change(id, certificate).error().code, "officer.training_first");
    TrainingRequest training{
        .kind = "岗前培训", .held_on = day("2026-11-02"), .hours = 24, .passed = false, .topic = "行政处罚法"};
    expect(record_training(bureau.context, bureau.clerk, id, training));
    EXPECT_EQ(bureau.change(id, certificate).error().code, "officer.training_first");
    training.passed = true;
    const auto trained = expect(record_training(bureau.context, bureau.clerk, id, training));
    EXPECT_EQ(trained.trainings.size(), 2U);
    EXPECT_FALSE(trained.standing.untrained);
    EXPECT_FALSE(expect(bureau.change(id, certificate)).standing.why_not);
    training.kind = "自学";
    EXPECT_EQ(record_training(bureau.context, bureau.clerk, id, training).error().code, "training.kind");
    training = {.kind = "岗前培训", .held_on = day("2026-11-23"), .hours = 24, .passed = true, .topic = {}};
    EXPECT_EQ(record_training(bureau.context, bureau.clerk, id, training).error().code, "training.day");
    // With a certificate from where they were before: no training asked for.
    EXPECT_TRUE(bureau.add({{"name", "调入"},
                            {"employee_no", "LH901"},
                            {"hired_on", "2026-11-01"},
                            {"certificate_no", "C7"},
                            {"certificate_from", "2024-01-01"},
                            {"certificate_to", "2029-01-01"}}));
    EXPECT_EQ(bureau.add({{"name", "又一个"}, {"employee_no", "LH900"}}).error().code, "officer.known");
    EXPECT_TRUE(bureau.replays_clean());
}

TEST(OfficerDesk, warns_of_certificates_by_the_days_in_force) {
    OfficerBureau bureau;
    expect(bureau.change("F0001", {{"certificate_to", "2026-12-20"}}));
    expect(bureau.change("F0002", {{"certificate_to", "2026-11-21"}}));
    const auto warnings = certificate_warnings(bureau.context);
    ASSERT_EQ(warnings.size(), 2U);
    EXPECT_EQ(warnings[0].officer, "F0002");
    EXPECT_EQ(warnings[0].warning.days_left, -1);
    EXPECT_EQ(warnings[1].warning.level, 30);
    EXPECT_EQ(list_officers(bureau.context, {.warned = true}).total, 2);
    EXPECT_EQ(list_officers(bureau.context, {.drawable = "no"}).total, 1);
    EXPECT_EQ(public_officers(bureau.context).size(), 1U);
    expect(set_parameter(bureau.context, bureau.leader, "officer.warning_days",
                         {.value = "20", .from = day("2026-11-22"), .reason = "本局规定"}));
    EXPECT_EQ(certificate_warnings(bureau.context).size(), 1U);
}

TEST(OfficerDesk, asks_for_both_certificates_once_the_rule_says_so) {
    OfficerBureau bureau;
    EXPECT_EQ(list_officers(bureau.context, {.drawable = "yes"}).total, 2);
    expect(set_parameter(bureau.context, bureau.leader, "officer.certificate_rule",
                         {.value = "both", .from = day("2026-12-01"), .reason = "自治区要求"}));
    EXPECT_EQ(expect(drawability(bureau.context, day("2026-11-22"), day("2026-11-30"))).drawable, 2);
    const auto later = expect(drawability(bureau.context, day("2026-12-01"), day("2026-12-31")));
    EXPECT_EQ(later.drawable, 0);
    EXPECT_EQ(later.out[0].why.zh, "没有劳动保障监察证");
}

TEST(OfficerDesk, an_export_is_imported_again_without_a_change) {
    OfficerBureau bureau;
    expect(bureau.change("F0001", {{"competence", "工资支付、社会保险"},
                                   {"expert_fields", "农民工工资"},
                                   {"employee_no", "LH001"},
                                   {"state", "请假"},
                                   {"state_from", "2026-12-01"},
                                   {"phone", "13900001234"}}));
    for (const auto format : {OfficerFormat::csv, OfficerFormat::csv}) {
        const auto file = export_officers(bureau.context, bureau.clerk, format);
        const auto import =
            expect(start_import(bureau.context, bureau.clerk, inspection::ImportKind::officers, "x.csv", file));
        EXPECT_EQ(import.bad, 0U);
        EXPECT_EQ(import.counts.same, 2U);
        EXPECT_EQ(import.counts.changed + import.counts.added, 0U);
    }
}

TEST(OfficerDesk, a_file_that_says_on_duty_ends_the_dates_of_leave) {
    OfficerBureau bureau;
    expect(bureau.change(
        "F0001",
        {{"employee_no", "LH001"}, {"state", "请假"}, {"state_from", "2026-11-01"}, {"state_to", "2026-12-31"}}));
    const auto file = bureau.folder.path / "back.csv";
    std::ofstream(file) << "单位工号,姓名,人员状态\nLH001,某某,请假\n";
    auto import =
        expect(start_import(bureau.context, bureau.clerk, inspection::ImportKind::officers, "back.csv", file));
    expect(confirm_import(bureau.context, bureau.clerk, import.id, BadRows::refuse));
    EXPECT_FALSE(bureau.detail("F0001").standing.officer.state_to);
    EXPECT_EQ(bureau.detail("F0001").standing.why_not->zh, "人员状态为请假");
}

TEST(OfficerDesk, a_recusal_ends_early_but_not_in_the_past) {
    OfficerBureau bureau;
    bureau.import_objects({{.id = "X:REG:1"}});
    const auto declared = expect(declare_recusal(bureau.context, bureau.clerk,
                                                 {.officer = "F0001",
                                                  .object = "X:REG:1",
                                                  .relation = "近亲属",
                                                  .reason = "配偶任职",
                                                  .valid_from = day("2026-01-01"),
                                                  .valid_to = day("2026-12-31")}));
    const auto end = [&](const char* last, const char* reason = "配偶离职") {
        return end_recusal(bureau.context, bureau.clerk, declared.recusal.id, day(last), reason);
    };
    EXPECT_EQ(end("2026-11-20").error().code, "recusal.last_day");
    EXPECT_EQ(end("2026-12-31").error().code, "recusal.last_day");
    EXPECT_EQ(end("2026-11-30", "").error().code, "recusal.reason");
    const auto ended = expect(end("2026-11-30"));
    EXPECT_EQ(ended.recusal.valid_to, "2026-11-30");
    EXPECT_EQ(ended.recusal.ended_reason, "配偶离职");
    EXPECT_EQ(end_recusal(bureau.context, bureau.clerk, "r9", day("2026-11-30"), "x").error().code, "recusal.unknown");
    {
        auto view = bureau.database->read();
        EXPECT_EQ(store::recusals_within(view, day("2026-11-30"), day("2026-12-31")).size(), 1U);
        EXPECT_TRUE(store::recusals_within(view, day("2026-12-01"), day("2026-12-31")).empty());
    }
    EXPECT_TRUE(bureau.replays_clean());
}

TEST(OfficerDesk, erasing_the_person_reaches_what_was_entered_by_hand) {
    OfficerBureau bureau;
    const Actor security{.account = "u8", .name = "安全员", .roles = {inspection::Role::security_admin}};
    const Actor audit{.account = "u9", .name = "审计员", .roles = {inspection::Role::audit_admin}};
    expect(bureau.change("F0001", {{"phone", "13900001234"}}));
    expect(bureau.change("F0001", {{"post", "中队长"}}));
    const Look look{.purpose = "check", .note = {}};
    EXPECT_EQ(expect(show_officer_person(bureau.context, audit, "F0001", look)).part.at("phone").as_string(),
              "13900001234");
    const auto asked = expect(request_erasure(bureau.context, security,
                                              {.what = "officer",
                                               .basis = "withdrawn",
                                               .entries = {},
                                               .target = "F0001",
                                               .person = "王小明",
                                               .reason = "本人申请"}));
    expect(approve_erasure(bureau.context, audit, asked.id));
    EXPECT_EQ(expect(show_officer_person(bureau.context, audit, "F0001", look)).part.find("phone"), nullptr);
    EXPECT_EQ(bureau.detail("F0001").standing.officer.post, "中队长");
    EXPECT_TRUE(bureau.replays_clean());
}

}  // namespace
}  // namespace sunlot::workflow::testing
