#include "inspection/draw_terms.h"

#include <string>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

draw::Plan open_plan() {
    draw::Plan plan;
    plan.parties = {{.id = "bureau", .organisation = "人社局", .role = "operator", .commitment = {}},
                    {.id = "jiwei", .organisation = "纪委监委", .role = "supervisor", .commitment = {}}};
    plan.events = {{.kind = draw::EventKind::ssq, .name = "2026135", .not_before = "2026-11-24T13:15:00Z"}};
    return plan;
}

draw::Plan embargoed_plan() {
    draw::Plan plan = open_plan();
    plan.mode = draw::Mode::embargo;
    plan.sealed = {{.id = "sealed-1", .organisation = "司法局", .commitment = {}},
                   {.id = "sealed-2", .organisation = "档案馆", .commitment = {}}};
    plan.embargo = draw::Embargo{.reveal_by = "2026-12-20T16:00:00Z"};
    return plan;
}

draw::Trustees trustees() {
    return {.keys = {{.id = "dang-an", .key = std::string(64, '1'), .organisation = "档案馆"},
                     {.id = "gong-zheng", .key = std::string(64, '2'), .organisation = "公证处"},
                     {.id = "si-fa", .key = std::string(64, '3'), .organisation = "司法局"}},
            .threshold = 2};
}

std::string code_of(const draw::Plan& plan) {
    const auto sound = check_terms(plan);
    return sound ? "sound" : sound.error().code;
}

}  // namespace

TEST(DrawTerms, two_organisations_and_someone_from_outside_take_part) {
    draw::Plan plan = open_plan();
    EXPECT_EQ(code_of(plan), "sound");
    plan.parties[1].organisation = "人社局";
    EXPECT_EQ(code_of(plan), "draw.parties");
    plan = open_plan();
    plan.parties[1].role = "operator";
    EXPECT_EQ(code_of(plan), "draw.parties");
    plan.parties.pop_back();
    EXPECT_EQ(code_of(plan), "draw.parties");
}

TEST(DrawTerms, no_public_event_only_with_trustees) {
    draw::Plan plan = open_plan();
    plan.events.clear();
    EXPECT_EQ(code_of(plan), "draw.events");
    plan.trustees = trustees();
    EXPECT_EQ(code_of(plan), "sound");
}

TEST(DrawTerms, an_embargo_needs_two_different_departments) {
    draw::Plan plan = embargoed_plan();
    EXPECT_EQ(code_of(plan), "sound");
    plan.sealed[1].organisation = " 司法局 ";
    EXPECT_EQ(code_of(plan), "draw.sealed");
    plan.sealed[1].organisation.reset();
    EXPECT_EQ(code_of(plan), "draw.sealed");
    plan.sealed.pop_back();
    EXPECT_EQ(code_of(plan), "draw.sealed");
}

TEST(DrawTerms, a_deadline_belongs_to_an_embargo) {
    draw::Plan plan = embargoed_plan();
    plan.embargo->reveal_by = "2026年底";
    EXPECT_EQ(code_of(plan), "draw.embargo");
    plan = open_plan();
    plan.embargo = draw::Embargo{.reveal_by = "2026-12-20T16:00:00Z"};
    EXPECT_EQ(code_of(plan), "draw.embargo");
}

TEST(DrawTerms, no_organisation_holds_enough_keys_to_open_alone) {
    draw::Plan plan = open_plan();
    plan.trustees = trustees();
    plan.trustees->keys[0].organisation = "公证处";
    EXPECT_EQ(code_of(plan), "draw.trustees");
    plan.trustees = trustees();
    plan.trustees->threshold = 4;
    EXPECT_EQ(code_of(plan), "draw.trustees");
    plan.trustees = trustees();
    plan.trustees->keys[1].key = plan.trustees->keys[0].key;
    EXPECT_EQ(code_of(plan), "draw.trustees");
}

}  // namespace sunlot::inspection
