#include "workflow/alarm.h"

#include "store/alarm.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/draw.h"
#include "workflow/draw_step.h"

#include <algorithm>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::size_t kDrawsLookedAt = 200;

std::string test_title(std::string_view test) {
    if (test == "district") return "所属区域";
    return test == "stratum" ? "分层" : "编号末位";
}

draw::Since compare(std::string draw_id, std::span<const draw::FrameRow> before, std::span<const draw::FrameRow> now) {
    draw::Since since;
    since.draw_id = std::move(draw_id);
    auto old = before.begin();
    auto row = now.begin();
    while (old != before.end() || row != now.end()) {
        if (row == now.end() || (old != before.end() && old->id < row->id)) {
            ++since.removed;
            ++old;
        } else if (old == before.end() || row->id < old->id) {
            ++since.added;
            ++row;
        } else {
            since.regraded += old->stratum != row->stratum ? 1 : 0;
            ++old;
            ++row;
        }
    }
    return since;
}

/// More than a tenth of what there was is new.
bool has_grown(const SealView& seal) {
    if (!seal.since) return false;
    const std::uint64_t before = seal.files.at("frame.tsv").lines - seal.since->added + seal.since->removed;
    return seal.since->added * 10 > before;
}

}  // namespace

void raise_alarms(const Context& context, const Actor& actor, const store::DrawRecord& draw,
                  std::span<const draw::ChanceCheck> checks) {
    if (std::ranges::none_of(checks, &draw::ChanceCheck::alarming)) return;
    auto transaction = context.database.write();
    for (const auto& check : checks)
        if (check.alarming)
            append_step(context, transaction, actor, "draw.alarmed", draw.id + "/alarm",
                        {{"attempt", draw.attempt},
                         {"degrees", check.degrees},
                         {"p_millionths", 0},
                         {"statistic_thousandths", check.statistic_thousandths},
                         {"test", check.test}});
    transaction.commit();
}

std::optional<draw::Since> count_since(const Context& context, store::View& view, const store::DrawRecord& draw,
                                       const draw::Plan& plan, std::string_view frame) {
    for (const auto& line : store::list_draws(view, draw.position, kDrawsLookedAt)) {
        const auto earlier = store::find_draw(view, line.id).value();
        if (earlier.attempts.empty()) continue;
        const auto& attempt = earlier.attempts.back();
        if (must(draw::parse_plan(context.blobs.open(attempt.plan).text())).pool != plan.pool) continue;
        const auto seal = must(draw::parse_seal(context.blobs.open(attempt.seal).text()));
        const auto blob = context.blobs.open(seal.frame.sha256);
        return compare(earlier.id, must(draw::parse_frame(blob.text())), must(draw::parse_frame(frame)));
    }
    return std::nullopt;
}

void add_alarms(DrawView& draw, store::View& view) {
    for (const auto& alarm : store::alarms_of(view, draw.draw_id)) {
        const std::string number = std::to_string(alarm.statistic_thousandths / 1000) + "." +
                                   std::to_string(alarm.statistic_thousandths % 1000);
        draw.warnings.push_back(
            {"第 " + std::to_string(alarm.attempt) + " 次结果按" + test_title(alarm.test) + "看不像随机（χ²=" + number +
                 "，自由度 " + std::to_string(alarm.degrees) + "，概率不到百万分之一）。结果不因此改变，请查明原因",
             "the sample does not look like chance by " + alarm.test + " (chi-square " + number + ", " +
                 std::to_string(alarm.degrees) + " degrees, below one in a million); it stands, look for the cause"});
    }
    if (draw.seal && has_grown(*draw.seal))
        draw.warnings.push_back({"名单比上一次（" + draw.seal->since->draw_id + "）新增 " +
                                     std::to_string(draw.seal->since->added) + " 户，超过一成，请核对名录来源",
                                 "the frame has " + std::to_string(draw.seal->since->added) +
                                     " objects more than that of " + draw.seal->since->draw_id +
                                     ": over a tenth; check where they came from"});
}

}  // namespace sunlot::workflow
