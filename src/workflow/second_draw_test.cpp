#include "workflow/second_draw.h"

#include "draw/frame.h"
#include "draw/quota.h"
#include "draw/sample.h"
#include "hash/sha256.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::workflow {
namespace {

draw::Plan any_plan() {
    draw::Plan plan;
    plan.spread = *rc::gen::arbitrary<bool>();
    plan.reserve = *rc::gen::inRange<std::uint64_t>(0, 4);
    for (const char* label : {"A", "B", "C"}) {
        draw::Quota quota = draw::Quota::all();
        const int kind = *rc::gen::inRange(0, 3);
        if (kind == 1) quota = draw::Quota::number(*rc::gen::inRange<std::uint64_t>(0, 30));
        if (kind == 2) {
            const auto under = *rc::gen::inRange<std::uint64_t>(1, 100);
            quota = draw::Quota::ratio(*rc::gen::inRange<std::uint64_t>(0, under + 1), under);
        }
        plan.strata.push_back({.label = label, .quota = quota, .grades = {}});
    }
    return plan;
}

std::string any_frame(int objects) {
    constexpr std::array<const char*, 4> kDistricts{"", "团结", "新华", "解放"};
    std::string frame;
    for (int i = 0; i < objects; ++i) {
        const std::string id = std::to_string(100'000 + i);
        const std::string stratum(1, static_cast<char>('A' + *rc::gen::inRange(0, 3)));
        draw::append_row(frame,
                         {.id = id, .stratum = stratum, .district = kDistricts[*rc::gen::inRange<std::size_t>(0, 4)]});
    }
    return frame;
}

}  // namespace

TEST(SecondDraw, gives_the_bytes_of_the_first) {
    rc::check([] {
        const draw::Plan plan = any_plan();
        const std::string frame = any_frame(*rc::gen::inRange(0, 120));
        const std::string seed = hash::sha256_hex(frame + (plan.spread ? "1" : "0"));
        const auto rows = draw::parse_frame(frame).value();
        const auto first = draw::draw_sample(plan, rows, seed).value();
        RC_ASSERT(draw::encode_result(first.rows) == second_result(plan, frame, seed, {}));
    });
}

TEST(SecondDraw, gives_the_bytes_of_the_first_for_a_redraw_too) {
    rc::check([] {
        const draw::Plan plan = any_plan();
        const std::string before = any_frame(*rc::gen::inRange(1, 120));
        const std::string after = any_frame(*rc::gen::inRange(1, 120));
        const std::string seed = hash::sha256_hex(before);
        const auto rows_before = draw::parse_frame(before).value();
        const auto rows = draw::parse_frame(after).value();
        const auto cells = draw::plan_cells(plan, rows_before, seed).value();
        const auto kept = draw::kept_cells(plan, cells, rows).value();
        const auto first = draw::draw_sample(plan, rows, seed, kept).value();
        RC_ASSERT(draw::encode_result(first.rows) == second_result(plan, after, seed, kept));
    });
}

}  // namespace sunlot::workflow
