// Drawing the objects and dealing the officers. Both are functions of what was sealed and of the seed, so they are
// computed outside the write transaction, which only checks that it is still their turn.
#include "draw/assignment.h"
#include "draw/embargo.h"
#include "draw/quota.h"
#include "draw/sample.h"
#include "draw/slots.h"
#include "workflow/alarm.h"
#include "workflow/draw.h"
#include "workflow/draw_officers.h"
#include "workflow/draw_step.h"
#include "workflow/second_draw.h"
#include "workflow/substitution.h"
#include "workflow/witnessed_sealing.h"
#include "workflow/worker_threads.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::DrawState;
using inspection::DrawStep;

draw::SampleResult sample_of(const SealedFiles& files, const std::string& seed) {
    return must(draw::draw_sample(files.plan, files.rows, seed, cells_of(files, seed), on_all_cores()));
}

/// Who is to be visited, and what of it is already dealt: the visits of the attempt before that stay.
struct Jobs {
    std::vector<std::string> objects;
    draw::Assignment kept;
};

Jobs jobs_of(const Context& context, store::View& view, const store::DrawRecord& draw) {
    draw::SampleResult result;
    result.rows = must(draw::parse_result(context.blobs.open(draw.present()->result.value()).text()));
    const auto* before = draw.attempt_number(draw.assigned_attempt);
    if (before == nullptr || before->attempt == draw.attempt) return {.objects = result.sample_ids(), .kept = {}};
    const auto visits = open_visits(context, view, draw);
    Jobs jobs{.objects = visits->visits->jobs_after(result.rows), .kept = {}};
    jobs.kept = draw::kept_jobs(visits->visits->kept(), jobs.objects);
    return jobs;
}

/// A list that an entry pins.
struct Pinned {
    draw::SealedList list;
    const char* digest_member;
    const char* root_member;
    const std::string& bytes;
};

/// Writes the list. The entry gets its digest; in mode embargo the digest stays private and the entry gets the root
/// over the salted lines. A crash after this leaves a file that nobody refers to.
void pin(const Context& context, const store::DrawRecord& draw, const Pinned& list, Json::Object& data,
         Json::Object& secret) {
    const std::string digest = context.blobs.put(list.bytes);
    if (draw.mode == draw::Mode::open) {
        data[list.digest_member] = digest;
        return;
    }
    secret[list.digest_member] = digest;
    const auto attempt = static_cast<std::uint64_t>(draw.attempt);
    data[list.root_member] = hash::hex(draw::salted_root(*draw.seed, list.list, attempt, list.bytes));
}

Json as_private(Json::Object secret) {
    return secret.empty() ? Json() : Json(std::move(secret));
}

}  // namespace

Result<Done> seal_result(const Context& context, const Actor& actor, std::string_view draw_id) {
    if (auto seen = require_witnesses(context, draw_id); !seen) return seen;
    Json::Object data;
    Json::Object secret;
    std::int64_t attempt = 1;
    {
        auto view = context.database.read();
        const auto draw = known_draw(view, draw_id);
        if (!draw) return pass_on(draw.error());
        if (draw->state == DrawState::drawn && draw->drawn_attempt == draw->attempt) return Done{};
        if (auto allowed = inspection::allow(DrawStep::result, draw->progress()); !allowed)
            return pass_on(allowed.error());
        attempt = draw->attempt;
        const auto files = open_files(context.blobs, *draw->present());
        const auto sample = sample_of(files, *draw->seed);
        const std::string bytes = draw::encode_result(sample.rows);
        if (bytes != second_result_on(context.database, files.plan, files.frame.text(), *draw->seed, files.seal.quotas))
            throw std::runtime_error("draw " + draw->id + ": the two ways to draw disagree; nothing was recorded");
        raise_alarms(context, actor, *draw,
                     draw::check_chance(files.plan, files.rows, cells_of(files, *draw->seed), sample.rows));
        const auto drawn = std::count_if(sample.rows.begin(), sample.rows.end(),
                                         [](const auto& row) { return row.kind == draw::DrawnKind::sample; });
        data = {{"attempt", attempt},
                {"sample", drawn},
                {"reserve", static_cast<std::int64_t>(sample.rows.size()) - drawn}};
        pin(context, *draw, {draw::SealedList::result, "result", "root", bytes}, data, secret);
    }
    return conclude_step(context, actor, DrawStep::result, draw_id, attempt, "result.sealed", std::move(data),
                         as_private(std::move(secret)));
}

Result<Done> seal_assignment(const Context& context, const Actor& actor, std::string_view draw_id) {
    Json::Object data;
    Json::Object secret;
    std::int64_t attempt = 1;
    {
        auto view = context.database.read();
        const auto draw = known_draw(view, draw_id);
        if (!draw) return pass_on(draw.error());
        if (draw->state == DrawState::assigned && draw->assigned_attempt == draw->attempt) return Done{};
        if (auto allowed = inspection::allow(DrawStep::assign, draw->progress()); !allowed)
            return pass_on(allowed.error());
        attempt = draw->attempt;
        const auto files = open_files(context.blobs, *draw->present());
        const auto jobs = jobs_of(context, view, *draw);
        const auto recusals = open_recusals(view, context.blobs.open(files.seal.recusals.sha256).text());
        const auto slots = draw::make_slots(files.plan.team, files.officers, jobs.objects, recusals);
        const auto assignment = draw::assign(files.officers, slots, *draw->seed, jobs.kept);
        if (!assignment) return pass_on(assignment.error());
        data = {{"attempt", attempt}};
        const std::string assigned = draw::encode_assignment(*assignment);
        const std::string candidates = draw::encode_slots(slots, files.officers);
        pin(context, *draw, {draw::SealedList::assignment, "assignment", "assignment_root", assigned}, data, secret);
        pin(context, *draw, {draw::SealedList::slots, "slots", "slots_root", candidates}, data, secret);
    }
    return conclude_step(context, actor, DrawStep::assign, draw_id, attempt, "assignment.sealed", std::move(data),
                         as_private(std::move(secret)));
}

}  // namespace sunlot::workflow
