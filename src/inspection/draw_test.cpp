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
    EXPECT_FALSE(may_take(DrawStep::close, draw)) << "a pending redraw must be decided first";

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

TEST(DrawOrder, names_round_trip_and_every_refusal_speaks_both_languages) {
    rc::check([] {
        const auto state = static_cast<DrawState>(*rc::gen::inRange(0, 8));
        const auto step = static_cast<DrawStep>(*rc::gen::inRange(0, 11));
        RC_ASSERT(draw_state(name(state)) == state);
        const DrawProgress draw = at(state);
        const auto steps = next_steps(draw);
        const bool listed = std::find(steps.begin(), steps.end(), step) != steps.end();
        const auto allowed = allow(step, draw);
        RC_ASSERT(allowed.has_value() == listed);
        if (!allowed) RC_ASSERT(!allowed.error().text.zh.empty() && !allowed.error().text.en.empty());
    });
}

}  // namespace sunlot::inspection
