#include "workflow/draw.h"

#include "draw/seed.h"
#include "workflow/draw_view.h"
#include "workflow/public_draw.h"
#include "workflow/recusal.h"
#include "workflow/task.h"
#include "workflow/test_bureau.h"

#include <map>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::workflow {
using testing::expect;
using testing::ReadyBureau;
using testing::refusal_of;
using testing::TestBureau;

TEST(Draw, goes_from_opening_to_closing_and_the_view_follows) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    EXPECT_EQ(draw, "lhrs-150802-2026-0001");
    EXPECT_EQ(bureau.view(draw).next, (std::vector<std::string>{"commit", "void"}));
    bureau.commit(draw);
    EXPECT_EQ(bureau.view(draw).next.front(), "seal");
    bureau.seal(draw);
    auto view = bureau.view(draw);
    ASSERT_TRUE(view.seal);
    EXPECT_EQ(view.seal->strata[0].label, "A");
    EXPECT_EQ(view.seal->strata[2].k, 10U);
    EXPECT_EQ(view.seal->files.at("frame.tsv").lines, 400U);
    EXPECT_EQ(view.seal->journal_size, view.entries.back().seq) << "nothing came between reading and sealing";
    bureau.reveal(draw);
    EXPECT_EQ(bureau.view(draw).next.front(), "event");
    bureau.record(draw);
    bureau.seed(draw);
    view = bureau.view(draw);
    EXPECT_NE(view.seed_txt->find("event=ssq:2026135:03,09,12,18,26,31+07\n"), std::string::npos);
    EXPECT_EQ(*view.seed, draw::seed_of(*view.seed_txt));
    bureau.result(draw);
    EXPECT_EQ(bureau.view(draw).sample, bureau.sample(draw).size());
    bureau.assign(draw);
    for (const auto& row : bureau.rows(draw)) EXPECT_EQ(row.officers.size(), row.kind == "S" ? 2U : 0U);
    bureau.close(draw);
    view = bureau.view(draw);
    EXPECT_EQ(view.state, inspection::DrawState::closed);
    EXPECT_TRUE(view.next.empty());
    EXPECT_EQ(task_state(expect(find_task(bureau.context, bureau.task))), "closed");
}

TEST(Draw, steps_out_of_order_are_refused_and_name_the_next_one) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    const auto& context = bureau.context;
    EXPECT_EQ(refusal_of(seal_frame(context, bureau.clerk, draw)), "draw.order");
    EXPECT_EQ(refusal_of(fix_seed(context, bureau.clerk, draw)), "draw.order");
    bureau.commit(draw);
    EXPECT_EQ(refusal_of(seal_result(context, bureau.clerk, draw)), "draw.order");
    const auto early =
        reveal_contribution(context, bureau.clerk, draw, {.party = "bureau", .value = TestBureau::kFirst, .typed = ""});
    EXPECT_EQ(early.error().kind, RefusalKind::conflict);
    EXPECT_NE(early.error().text.zh.find("下一步：封存名单"), std::string::npos) << early.error().text.zh;
    bureau.seal(draw);
    EXPECT_EQ(refusal_of(record_event(context, bureau.clerk, draw, "2026135", TestBureau::kEvent)),
              "draw.too_few_reveals");
    EXPECT_EQ(refusal_of(seal_assignment(context, bureau.clerk, draw)), "draw.order");
    EXPECT_EQ(refusal_of(close_draw(context, bureau.clerk, "lhrs-150802-2026-0009")), "draw.unknown");
}

TEST(Draw, a_double_click_is_answered_with_the_present_state) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto entries = bureau.view(draw).entries.size();
    bureau.assign(draw);
    bureau.seed(draw);
    bureau.record(draw);
    bureau.reveal(draw);
    bureau.commit(draw);
    bureau.close(draw);
    bureau.close(draw);
    EXPECT_EQ(bureau.view(draw).entries.size(), entries + 1);
}

TEST(Draw, opening_twice_gives_the_same_draw_but_other_terms_are_refused) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    EXPECT_EQ(bureau.open(bureau.task), draw);
    auto terms = TestBureau::terms(bureau.task);
    terms.events[0].name = "2026136";
    EXPECT_EQ(open_draw(bureau.context, bureau.clerk, terms).error().code, "draw.exists");
}

TEST(Draw, needs_two_organisations_and_a_public_event) {
    ReadyBureau bureau;
    auto terms = TestBureau::terms(bureau.task);
    terms.parties[0].organisation = terms.parties[1].organisation;
    EXPECT_EQ(open_draw(bureau.context, bureau.clerk, terms).error().code, "draw.parties");
    terms = TestBureau::terms(bureau.task);
    terms.parties.pop_back();
    EXPECT_EQ(open_draw(bureau.context, bureau.clerk, terms).error().code, "draw.parties");
    terms = TestBureau::terms(bureau.task);
    terms.events.clear();
    EXPECT_EQ(open_draw(bureau.context, bureau.clerk, terms).error().code, "draw.events");
    terms = TestBureau::terms(bureau.task);
    terms.min_parties = 3;
    EXPECT_EQ(open_draw(bureau.context, bureau.clerk, terms).error().code, "draw.min_parties");
}

TEST(Draw, a_commitment_cannot_be_changed) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    const std::string one(64, '1');
    expect(commit_contribution(bureau.context, bureau.clerk, draw, "jiwei", one));
    expect(commit_contribution(bureau.context, bureau.clerk, draw, "jiwei", one));
    EXPECT_EQ(refusal_of(commit_contribution(bureau.context, bureau.clerk, draw, "jiwei", std::string(64, '2'))),
              "contribution.committed");
    EXPECT_EQ(refusal_of(commit_contribution(bureau.context, bureau.clerk, draw, "bureau", "short")),
              "contribution.commitment");
    EXPECT_EQ(refusal_of(commit_contribution(bureau.context, bureau.clerk, draw, "nobody", one)), "draw.party");
}

TEST(Draw, a_wrong_reveal_is_put_on_record_and_may_be_tried_again) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    bureau.commit(draw);
    bureau.seal(draw);
    EXPECT_EQ(refusal_of(reveal_contribution(bureau.context, bureau.clerk, draw,
                                             {.party = "jiwei", .value = "", .typed = "not what was typed"})),
              "contribution.wrong");
    EXPECT_EQ(bureau.view(draw).entries.back().kind, "contribution.rejected");
    bureau.reveal(draw);
    bureau.record(draw);
    EXPECT_EQ(bureau.verdict(draw), "unfinished");
}

TEST(Draw, a_party_that_does_not_reveal_is_dropped_and_named) {
    ReadyBureau bureau;
    auto terms = TestBureau::terms(bureau.task);
    terms.parties.push_back({.id = "firm", .organisation = "企业代表", .role = "outside", .commitment = {}});
    const auto draw = expect(open_draw(bureau.context, bureau.clerk, terms));
    bureau.commit(draw);
    expect(commit_contribution(bureau.context, bureau.clerk, draw, "firm", std::string(64, 'a')));
    bureau.seal(draw);
    bureau.reveal(draw);
    bureau.record(draw);
    bureau.seed(draw);
    bureau.result(draw);
    bureau.assign(draw);
    const auto view = bureau.view(draw);
    EXPECT_EQ(view.parties[1].id, "firm");
    EXPECT_EQ(view.parties[1].dropped, "missing");
    EXPECT_EQ(view.seed_txt->find("firm"), std::string::npos);
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Draw, the_event_is_recorded_in_its_form_and_not_before_its_time) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    bureau.commit(draw);
    bureau.seal(draw);
    bureau.reveal(draw);
    const auto record = [&](const char* name, const char* content) {
        return refusal_of(record_event(bureau.context, bureau.clerk, draw, name, content));
    };
    EXPECT_EQ(record("2026135", TestBureau::kEvent), "event.early");
    bureau.clock.advance_seconds(3 * 86400);
    EXPECT_EQ(record("2026135", "9,3,12,18,26,31+07"), "event.content");
    EXPECT_EQ(record("2026134", TestBureau::kEvent), "event.name");
    EXPECT_EQ(record("2026135", TestBureau::kEvent), "done");
    EXPECT_EQ(record("2026135", "03,09,12,18,26,31+08"), "draw.order") << "what is on record stays";
}

TEST(Draw, is_voided_by_another_person_before_the_event_and_the_task_is_free_again) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    bureau.commit(draw);
    bureau.seal(draw);
    EXPECT_EQ(refusal_of(void_draw(bureau.context, bureau.clerk, draw, "设备故障")), "draw.same_person");
    EXPECT_EQ(refusal_of(void_draw(bureau.context, bureau.leader, draw, "  ")), "draw.reason");
    expect(void_draw(bureau.context, bureau.leader, draw, "设备故障"));
    expect(void_draw(bureau.context, bureau.leader, draw, "设备故障"));
    EXPECT_EQ(bureau.view(draw).void_reason, "设备故障");
    EXPECT_EQ(bureau.verdict(draw), "voided");
    EXPECT_EQ(task_state(expect(find_task(bureau.context, bureau.task))), "draft");
    EXPECT_EQ(bureau.open(bureau.task), "lhrs-150802-2026-0002") << "serials have no gaps and none is used twice";
}

TEST(Draw, cannot_be_voided_after_the_event) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    bureau.commit(draw);
    bureau.seal(draw);
    bureau.reveal(draw);
    bureau.record(draw);
    EXPECT_EQ(refusal_of(void_draw(bureau.context, bureau.leader, draw, "不满意")), "draw.order");
}

TEST(Draw, nothing_is_sealed_when_there_is_nothing_to_draw_from_or_nobody_to_go) {
    TestBureau bureau;
    const auto task = bureau.create_task();
    const auto draw = bureau.open(task);
    bureau.commit(draw);
    EXPECT_EQ(refusal_of(seal_frame(bureau.context, bureau.clerk, draw)), "draw.frame_empty");
    bureau.import_objects(TestBureau::objects(40));
    EXPECT_EQ(refusal_of(seal_frame(bureau.context, bureau.clerk, draw)), "draw.infeasible");
    bureau.import_officers({{.id = "F0001", .tags = {"lead"}}, {.id = "F0002", .tags = {"lead"}}});
    expect(seal_frame(bureau.context, bureau.clerk, draw));
}

TEST(Draw, who_is_recused_is_not_sent) {
    ReadyBureau bureau;
    for (int object = 0; object < 400; ++object) {
        std::string id = "X:REG:" + std::to_string(10'000'000 + object).replace(0, 1, "");
        if (object % 5 == 2)
            expect(declare_recusal(bureau.context, bureau.clerk,
                                   {.officer = "F0001",
                                    .object = id,
                                    .relation = "近亲属",
                                    .reason = "配偶任职",
                                    .valid_from = Date{2026, 1, 1},
                                    .valid_to = Date{2026, 12, 31}}));
    }
    const auto draw = bureau.whole_draw(bureau.task);
    std::size_t visits = 0;
    for (const auto& row : bureau.rows(draw))
        for (const auto& officer : row.officers) {
            if (officer.id != "F0001") continue;
            ++visits;
            EXPECT_NE(std::stoi(row.id.substr(6)) % 5, 2) << row.id;
        }
    EXPECT_GT(visits, 0U);
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Draw, the_result_is_paged_in_its_order) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto all = bureau.rows(draw);
    std::vector<std::string> paged;
    DrawnQuery query{.kind = "S", .after = "", .limit = 7, .names = OfficerNames::masked};
    for (;;) {
        const auto page = expect(drawn_rows(bureau.context, draw, query));
        EXPECT_EQ(page.total, bureau.sample(draw).size());
        for (const auto& row : page.rows) {
            paged.push_back(row.id);
            EXPECT_EQ(row.officers.front().name, "王**");
        }
        if (!page.next) break;
        query.after = *page.next;
    }
    std::vector<std::string> expected;
    for (const auto& row : all)
        if (row.kind == "S") expected.push_back(row.id);
    EXPECT_EQ(paged, expected);
    query.after = "zz";
    EXPECT_EQ(drawn_rows(bureau.context, draw, query).error().code, "cursor.invalid");
}

TEST(Draw, the_public_view_shows_the_seed_part_by_part) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto shown = expect(public_draw(bureau.context, draw, {.names = OfficerNames::masked}));
    ASSERT_EQ(shown.seed_parts.size(), 5U);
    EXPECT_EQ(shown.seed_parts[0].kind, "format");
    EXPECT_EQ(shown.seed_parts[2].source, "临河区人社局");
    EXPECT_TRUE(shown.seed_parts[3].seq);
    EXPECT_EQ(shown.seed_parts[4].source, "ssq 2026135");
    EXPECT_EQ(shown.draw.warnings.size(), 2U) << "no witness, and one lottery is not enough chance";
}

TEST(Draw, several_clerks_pressing_at_once_leave_one_entry) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    bureau.commit(draw);
    std::vector<std::thread> clerks;
    for (int i = 0; i < 4; ++i)
        clerks.emplace_back([&] { static_cast<void>(seal_frame(bureau.context, bureau.clerk, draw).has_value()); });
    for (auto& clerk : clerks) clerk.join();
    std::size_t sealed = 0;
    for (const auto& entry : bureau.view(draw).entries) sealed += entry.kind == "frame.sealed" ? 1 : 0;
    EXPECT_EQ(sealed, 1U);
}

TEST(MaskName, keeps_the_first_character) {
    EXPECT_EQ(mask_name("王建国"), "王**");
    EXPECT_EQ(mask_name("李四"), "李*");
    EXPECT_EQ(mask_name(""), "");
}

}  // namespace sunlot::workflow
