#include "inspection/draw.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::inspection {
namespace {

DrawProgress two_party_draw() {
    DrawProgress draw;
    draw.parties = {{"bureau", "人社局", false, false}, {"jiwei", "纪委监委", false, false}};
    draw.opened_by = "u2";
    return draw;
}

DrawProgress at(DrawState state) {
    DrawProgress draw = two_party_draw();
    draw.state = state;
    if (state != DrawState::opened && state != DrawState::voided)
        for (auto& party : draw.parties) party.committed = true;
    draw.frame_sealed = state != DrawState::opened && state != DrawState::voided;
    if (state > DrawState::sealed && state != DrawState::voided) {
        for (auto& party : draw.parties) party.revealed = true;
        draw.events_recorded = 1;
    }
    return draw;
}

DrawProgress embargoed(DrawState state) {
    DrawProgress draw = at(state);
    draw.mode = draw::Mode::embargo;
    draw.shares = {{.id = "sealed-1", .committed = true, .delivered = true},
                   {.id = "sealed-2", .committed = true, .delivered = true}};
    return draw;
}

bool may_take(DrawStep step, const DrawProgress& draw) {
    return allow(step, draw).has_value();
}

}  // namespace

TEST(DrawOrder, a_fresh_draw_waits_for_commitments) {
    DrawProgress draw = two_party_draw();
    EXPECT_EQ(next_steps(draw).front(), DrawStep::commit);
    const auto sealed = allow(DrawStep::seal, draw);
    EXPECT_EQ(sealed.error().code, "draw.order");
    EXPECT_EQ(sealed.error().kind, RefusalKind::conflict);
    EXPECT_NE(sealed.error().text.zh.find("bureau, jiwei"), std::string::npos);
    EXPECT_NE(sealed.error().text.zh.find("下一步：各方提交承诺"), std::string::npos);
    EXPECT_NE(sealed.error().text.en.find("next: the parties commit"), std::string::npos);
}

TEST(DrawOrder, sealing_is_possible_when_everyone_has_committed) {
    DrawProgress draw = two_party_draw();
    for (auto& party : draw.parties) party.committed = true;
    EXPECT_TRUE(may_take(DrawStep::seal, draw));
    EXPECT_FALSE(may_take(DrawStep::reveal, draw));
}

TEST(DrawOrder, nothing_is_revealed_before_the_frame_is_sealed) {
    EXPECT_FALSE(may_take(DrawStep::reveal, at(DrawState::opened)));
    EXPECT_TRUE(may_take(DrawStep::reveal, at(DrawState::sealed)));
}

TEST(DrawOrder, a_sealed_frame_cannot_be_sealed_again) {
    const auto again = allow(DrawStep::seal, at(DrawState::sealed));
    EXPECT_NE(again.error().text.zh.find("不能再封存或修改"), std::string::npos);
}

TEST(DrawOrder, the_event_waits_for_enough_reveals_of_two_organisations) {
    DrawProgress draw = at(DrawState::sealed);
    draw.parties.push_back({"bureau-2", "人社局", true, false});
    draw.parties[0].revealed = true;
    EXPECT_EQ(allow(DrawStep::event, draw).error().code, "draw.too_few_reveals");
    draw.parties[2].revealed = true;  // two parties, but one organisation
    EXPECT_EQ(allow(DrawStep::event, draw).error().code, "draw.too_few_reveals");
    draw.parties[1].revealed = true;
    EXPECT_TRUE(may_take(DrawStep::event, draw));
}

TEST(DrawOrder, the_first_event_closes_the_reveals) {
    DrawProgress draw = at(DrawState::event);
    draw.parties[1].revealed = false;
    const auto late = allow(DrawStep::reveal, draw);
    EXPECT_NE(late.error().text.zh.find("揭示已截止"), std::string::npos);
}

TEST(DrawOrder, the_seed_waits_for_every_planned_event) {
    DrawProgress draw = at(DrawState::event);
    draw.events_planned = 2;
    EXPECT_FALSE(may_take(DrawStep::seed, draw));
    draw.events_recorded = 2;
    EXPECT_TRUE(may_take(DrawStep::seed, draw));
}

TEST(DrawOrder, a_draw_cannot_be_voided_after_its_event) {
    for (const DrawState state : {DrawState::opened, DrawState::sealed})
        EXPECT_TRUE(allow_void(at(state), "u9").has_value());
    for (const DrawState state :
         {DrawState::event, DrawState::seeded, DrawState::drawn, DrawState::assigned, DrawState::closed})
        EXPECT_EQ(allow_void(at(state), "u9").error().code, "draw.order");
}

TEST(DrawOrder, voiding_takes_another_person_than_the_opener) {
    EXPECT_EQ(allow_void(at(DrawState::sealed), "u2").error().code, "draw.same_person");
}

TEST(DrawOrder, a_redraw_takes_two_persons_and_goes_back_to_the_frame_with_the_same_seed) {
    DrawProgress draw = at(DrawState::assigned);
    EXPECT_TRUE(may_take(DrawStep::request_redraw, draw));
    draw.redraw_requested = true;
    draw.redraw_requested_by = "u2";
    EXPECT_EQ(allow_approval(draw, "u2").error().code, "draw.same_person");
    EXPECT_TRUE(allow_approval(draw, "u3").has_value());
    EXPECT_TRUE(may_take(DrawStep::close, draw)) << "a redraw that nobody approves blocks nothing";
    EXPECT_FALSE(may_take(DrawStep::request_redraw, draw)) << "one waits at a time";

    draw = at(DrawState::seeded);  // what approval leaves behind
    draw.attempt = 2;
    draw.frame_sealed = false;
    EXPECT_EQ(next_steps(draw), std::vector{DrawStep::seal});
    EXPECT_FALSE(may_take(DrawStep::event, draw));
    EXPECT_FALSE(may_take(DrawStep::seed, draw));
    draw.frame_sealed = true;
    EXPECT_EQ(next_steps(draw), std::vector{DrawStep::result});
}

TEST(DrawOrder, a_closed_or_voided_draw_has_no_next_step) {
    EXPECT_TRUE(next_steps(at(DrawState::closed)).empty());
    EXPECT_TRUE(next_steps(at(DrawState::voided)).empty());
    EXPECT_NE(allow(DrawStep::close, at(DrawState::voided)).error().text.zh.find("没有后续步骤"), std::string::npos);
}

TEST(DrawOrder, a_party_that_never_commits_holds_nobody_up) {
    DrawProgress draw = two_party_draw();
    draw.parties.push_back({"media", "融媒体中心", false, false});
    draw.parties[0].committed = draw.parties[1].committed = true;
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::commit, DrawStep::seal, DrawStep::void_draw}));
    draw.state = DrawState::sealed;
    draw.frame_sealed = true;
    draw.parties[0].revealed = draw.parties[1].revealed = true;
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::event, DrawStep::void_draw}));
}

TEST(DrawOrder, an_embargoed_draw_is_sealed_with_both_shares_and_waits_for_their_delivery) {
    DrawProgress draw = two_party_draw();
    draw.mode = draw::Mode::embargo;
    draw.shares = {{.id = "sealed-1"}, {.id = "sealed-2"}};
    for (auto& party : draw.parties) party.committed = true;
    draw.shares[0].committed = true;
    const auto sealed = allow(DrawStep::seal, draw);
    EXPECT_NE(sealed.error().text.en.find("without a commitment: sealed-2"), std::string::npos);
    draw.shares[1].committed = true;
    EXPECT_TRUE(may_take(DrawStep::seal, draw));

    draw.state = DrawState::sealed;
    for (auto& party : draw.parties) party.revealed = true;
    draw.shares[0].delivered = true;
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::deliver, DrawStep::void_draw}));
    const auto event = allow(DrawStep::event, draw);
    EXPECT_EQ(event.error().code, "draw.too_few_reveals");
    EXPECT_NE(event.error().text.en.find("not delivered: sealed-2"), std::string::npos);
    draw.shares[1].delivered = true;
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::event, DrawStep::void_draw}));
}

TEST(DrawOrder, an_embargoed_draw_is_closed_only_after_its_shares_are_public) {
    DrawProgress draw = embargoed(DrawState::assigned);
    EXPECT_TRUE(under_embargo(draw));
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::disclose, DrawStep::reveal_shares, DrawStep::request_redraw,
                                             DrawStep::substitute, DrawStep::request_extension}));
    EXPECT_NE(allow(DrawStep::close, draw).error().text.en.find("not yet revealed"), std::string::npos);
    draw.shares[0].revealed = true;
    EXPECT_TRUE(under_embargo(draw)) << "one share alone reveals nothing";
    draw.shares[1].revealed = true;
    EXPECT_FALSE(under_embargo(draw));
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::close, DrawStep::substitute}))
        << "and what is public is not drawn again";
}

TEST(DrawOrder, nothing_is_drawn_again_once_someone_has_seen_it) {
    DrawProgress draw = embargoed(DrawState::assigned);
    draw.redraw_requested = true;
    EXPECT_TRUE(may_take(DrawStep::approve_redraw, draw));
    draw.disclosed = true;
    EXPECT_FALSE(may_take(DrawStep::approve_redraw, draw));
    EXPECT_FALSE(may_take(DrawStep::request_redraw, draw));
    EXPECT_TRUE(may_take(DrawStep::disclose, draw));
}

TEST(DrawOrder, an_open_draw_has_nothing_to_disclose) {
    EXPECT_FALSE(may_take(DrawStep::disclose, at(DrawState::assigned)));
    EXPECT_FALSE(may_take(DrawStep::reveal_shares, at(DrawState::assigned)));
    EXPECT_FALSE(may_take(DrawStep::deliver, at(DrawState::sealed)));
}

TEST(DrawOrder, with_trustees_nobody_who_committed_is_left_out) {
    DrawProgress draw = at(DrawState::sealed);
    draw.parties.push_back({"media", "融媒体中心", true, false});
    draw.parties[0].revealed = draw.parties[1].revealed = true;
    EXPECT_TRUE(may_take(DrawStep::event, draw));
    EXPECT_FALSE(may_take(DrawStep::open_deposit, draw));
    draw.trustees = true;
    EXPECT_NE(allow(DrawStep::event, draw).error().text.zh.find("由托管人开启寄存"), std::string::npos);
    EXPECT_TRUE(may_take(DrawStep::open_deposit, draw));
    draw.parties[2].revealed = true;
    EXPECT_TRUE(may_take(DrawStep::event, draw));
}

TEST(DrawOrder, without_events_the_seed_takes_their_place) {
    DrawProgress draw = at(DrawState::sealed);
    draw.trustees = true;
    draw.events_planned = 0;
    EXPECT_EQ(allow(DrawStep::seed, draw).error().code, "draw.too_few_reveals");
    EXPECT_FALSE(may_take(DrawStep::event, draw));
    for (auto& party : draw.parties) party.revealed = true;
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::seed, DrawStep::void_draw}));
}

TEST(DrawOrder, a_rotten_deposit_leaves_only_the_void) {
    DrawProgress draw = at(DrawState::sealed);
    draw.trustees = true;
    draw.deposit_failed = true;
    for (auto& party : draw.parties) party.revealed = true;
    EXPECT_EQ(next_steps(draw), std::vector{DrawStep::void_draw});
    EXPECT_NE(allow(DrawStep::event, draw).error().text.zh.find("只能作废"), std::string::npos);
}

TEST(DrawOrder, names_round_trip_and_every_refusal_speaks_both_languages) {
    rc::check([] {
        const auto state = static_cast<DrawState>(*rc::gen::inRange(0, 8));
        const auto step = static_cast<DrawStep>(*rc::gen::inRange(0, 15));
        RC_ASSERT(draw_state(name(state)) == state);
        const DrawProgress draw = at(state);
        const auto steps = next_steps(draw);
        const bool listed = std::find(steps.begin(), steps.end(), step) != steps.end();
        const auto allowed = allow(step, draw);
        RC_ASSERT(allowed.has_value() == listed);
        if (!allowed) RC_ASSERT(!allowed.error().text.zh.empty() && !allowed.error().text.en.empty());
    });
}

TEST(DrawOrder, while_a_substitution_waits_nothing_ends_the_attempt) {
    DrawProgress draw = at(DrawState::assigned);
    draw.substitution_requested_by = "clerk";
    draw.redraw_requested = true;
    draw.redraw_requested_by = "clerk";
    draw.extension_requested_by = "clerk";
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::approve_substitution, DrawStep::request_extension}));
    EXPECT_EQ(allow(DrawStep::close, draw).error().code, "draw.order");
    EXPECT_EQ(allow_substitution_answer(draw, "clerk").error().code, "draw.same_person");
    EXPECT_TRUE(allow_substitution_answer(draw, "leader"));
}

TEST(DrawOrder, an_approved_substitution_ends_the_time_for_redraws_and_published_shares_that_for_extensions) {
    DrawProgress draw = at(DrawState::assigned);
    draw.substituted = true;
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::close, DrawStep::substitute, DrawStep::request_extension}));
    draw.mode = draw::Mode::embargo;
    draw.shares = {{.id = "sealed-1", .committed = true, .delivered = true, .revealed = true},
                   {.id = "sealed-2", .committed = true, .delivered = true, .revealed = true}};
    EXPECT_EQ(next_steps(draw), (std::vector{DrawStep::close, DrawStep::substitute}));
}

}  // namespace sunlot::inspection
