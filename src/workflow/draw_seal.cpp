// Sealing the frame: one snapshot of the directories becomes four files, their digests become seal.json, and the entry
// frame.sealed fixes all of it together with the parties' commitments. The work is done outside the write transaction,
// so that a million objects keep nobody from writing; `journal_size` says which state of the directories was read.
#include "draw/assignment.h"
#include "draw/quota.h"
#include "draw/sample.h"
#include "draw/slots.h"
#include "store/substitution.h"
#include "store/task.h"
#include "workflow/alarm.h"
#include "workflow/draw.h"
#include "workflow/draw_officers.h"
#include "workflow/draw_step.h"
#include "workflow/frame.h"
#include "workflow/freeze.h"
#include "workflow/reinspection.h"
#include "workflow/substitution.h"

#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::DrawStep;

/// The plan as it is sealed: the terms of the opening, and what each party has committed to.
draw::Plan sealed_plan(const Context& context, const store::DrawRecord& draw) {
    draw::Plan plan = must(draw::parse_plan(context.blobs.open(draw.terms).text()));
    for (auto& party : plan.parties)
        for (const auto& known : draw.parties)
            if (known.id == party.id) party.commitment = known.commitment;
    for (auto& share : plan.sealed)
        for (const auto& known : draw.shares)
            if (known.id == share.id) share.commitment = known.commitment;
    return plan;
}

inspection::Task task_of(store::View& view, const store::DrawRecord& draw) {
    const auto task = store::find_task(view, draw.task);
    if (!task) throw std::logic_error("the task of a draw is not there: " + draw.task);
    return task->task;
}

Refusal infeasible(const draw::Bottleneck& bottleneck) {
    const Text why = explain(bottleneck);
    return refuse(RefusalKind::conflict, "draw.infeasible", "人员不足，名单未封存：" + why.zh,
                  "not enough officers, nothing was sealed: " + why.en);
}

Refusal empty_frame() {
    return refuse(
        RefusalKind::conflict, "draw.frame_empty",
        "没有可抽取的对象，名单未封存。请检查任务的范围与排除规则，或先导入名录",
        "no object can be drawn, nothing was sealed; look at the task's pool and rules, or import a directory");
}

/// Everything that is going to be sealed, before it is written.
struct Lists {
    std::string frame;
    std::string exclusions;
    std::vector<draw::Officer> officers;
    RecusalLists recusals;
    std::vector<draw::Cell> quotas;          // of a redraw or an extension
    std::vector<draw::HigherQuota> extends;  // of an extension
};

/// The task's freeze window, counted from the first sealing: what a redraw corrects must not undo it.
std::optional<Frozen> frozen_for(const Context& context, store::View& view, const inspection::Task& task,
                                 const store::DrawRecord& draw) {
    if (task.exclusions.freeze_days == 0) return std::nullopt;
    const auto* first = draw.attempt_number(1);
    Instant since = first == nullptr ? context.clock.now() : first->sealed_at;
    since.micros -= task.exclusions.freeze_days * 86'400'000'000;
    return Frozen(view, context.blobs, since);
}

/// The first attempt: no seed is known yet, so the hardest sample must be servable.
Result<Lists> first_lists(const Context& context, store::View& view, const inspection::Task& task,
                          const store::DrawRecord& draw) {
    const auto frozen = frozen_for(context, view, task, draw);
    auto frame = task.pool.reinspects.empty() ? build_frame(view, task, "", frozen ? &*frozen : nullptr)
                                              : build_reinspection(context, view, task);
    if (!frame) return pass_on(frame.error());
    if (frame->in_frame() == 0) return empty_frame();
    std::map<std::string, std::uint64_t> sample;
    std::uint64_t total = 0;
    for (const auto& stratum : task.strata) {
        sample[stratum.label] = draw::quota_of(stratum.quota, frame->strata.at(stratum.label));
        total += sample[stratum.label];
    }
    Lists lists{.frame = std::move(frame->frame),
                .exclusions = std::move(frame->exclusions),
                .officers = choose_officers(view, task, total).drawable,
                .recusals = {},
                .quotas = {},
                .extends = {}};
    lists.recusals = choose_recusals(view, task, lists.officers);
    const auto worst = worst_case(task, lists.frame, sample, lists.officers, lists.recusals.pairs);
    if (worst.service == draw::Service::impossible) return infeasible(worst.bottleneck.value());
    return lists;
}

/// The last assignment before this attempt, or none.
draw::Assignment last_assignment(const Context& context, const store::DrawRecord& draw) {
    const auto* attempt = draw.attempt_number(draw.assigned_attempt);
    if (attempt == nullptr) return {};
    return must(draw::parse_assignment(context.blobs.open(attempt->assignment.value()).text()));
}

/// A redraw: the seed is known, so exactly the sample that it will give must be servable, beside the visits that stay.
Result<Lists> redraw_lists(const Context& context, store::View& view, const inspection::Task& task,
                           const store::DrawRecord& draw, const draw::Plan& plan) {
    const auto frozen = frozen_for(context, view, task, draw);
    auto frame = task.pool.reinspects.empty() ? build_frame(view, task, draw.id, frozen ? &*frozen : nullptr)
                                              : build_reinspection(context, view, task);
    if (!frame) return pass_on(frame.error());
    if (frame->in_frame() == 0) return empty_frame();
    const auto before = open_files(context.blobs, *draw.attempt_number(draw.attempt - 1));
    const auto rows = must(draw::parse_frame(frame->frame));
    auto quotas = must(draw::kept_cells(plan, cells_of(before, *draw.seed), rows));
    const auto sample = must(draw::draw_sample(plan, rows, *draw.seed, quotas)).sample_ids();
    Lists lists{.frame = {},
                .exclusions = std::move(frame->exclusions),
                .officers = choose_officers(view, task, sample.size(), draw.id).drawable,
                .recusals = {},
                .quotas = std::move(quotas),
                .extends = {}};
    lists.recusals = choose_recusals(view, task, lists.officers);
    const auto kept = draw::kept_jobs(last_assignment(context, draw), sample);
    const auto slots = draw::make_slots(plan.team, lists.officers, sample, lists.recusals.pairs);
    if (const auto bottleneck = draw::find_bottleneck(lists.officers, slots, kept)) return infeasible(*bottleneck);
    lists.frame = std::move(frame->frame);  // last: the rows above view its bytes
    return lists;
}

/// An extension: frame and exclusions as they were, higher quotas; whom it adds must be servable beside the visits
/// that stay.
Result<Lists> extension_lists(const Context& context, store::View& view, const inspection::Task& task,
                              const store::DrawRecord& draw, const store::ExtensionRecord& extension) {
    const auto before = open_files(context.blobs, *draw.attempt_number(draw.attempt - 1));
    auto quotas =
        draw::extended_cells(before.plan, extension.strata, cells_of(before, *draw.seed), before.rows, *draw.seed);
    if (!quotas) return pass_on(quotas.error());
    const auto result = must(draw::draw_sample(before.plan, before.rows, *draw.seed, *quotas));
    const auto visits = open_visits(context, view, draw);
    const auto jobs = visits->visits->jobs_after(result.rows);
    Lists lists{.frame = std::string(before.frame.text()),
                .exclusions = std::string(context.blobs.open(before.seal.exclusions.sha256).text()),
                .officers = choose_officers(view, task, jobs.size(), draw.id).drawable,
                .recusals = {},
                .quotas = std::move(*quotas),
                .extends = extension.strata};
    lists.recusals = choose_recusals(view, task, lists.officers);
    const auto kept = draw::kept_jobs(visits->visits->kept(), jobs);
    const auto slots = draw::make_slots(before.plan.team, lists.officers, jobs, lists.recusals.pairs);
    if (const auto bottleneck = draw::find_bottleneck(lists.officers, slots, kept)) return infeasible(*bottleneck);
    return lists;
}

Result<Lists> lists_for(const Context& context, store::View& view, const store::DrawRecord& draw,
                        const draw::Plan& plan) {
    const inspection::Task task = task_of(view, draw);
    if (draw.attempt == 1) return first_lists(context, view, task, draw);
    if (const auto extension = store::extension_of_attempt(view, draw.id, draw.attempt))
        return extension_lists(context, view, task, draw, *extension);
    return redraw_lists(context, view, task, draw, plan);
}

/// Writes the files. A crash here leaves blobs that nobody refers to.
Json::Object write_files(const Context& context, store::View& view, const store::DrawRecord& draw,
                         const draw::Plan& plan, const Lists& lists, std::uint64_t journal_size) {
    const std::string officers = draw::encode_officers(lists.officers);
    const std::string recusals = draw::encode_recusals(lists.recusals.lines);
    draw::Seal seal = draw::make_seal(draw.id, lists.frame, lists.exclusions, officers, recusals);
    if (draw.attempt == 1) seal.since = count_since(context, view, draw, plan, lists.frame);
    if (draw.attempt > 1) {
        seal.attempt = static_cast<std::uint64_t>(draw.attempt);
        seal.previous = draw.attempt_number(draw.attempt - 1)->seal;
        seal.quotas = lists.quotas;
        seal.extends = lists.extends;
    }
    for (const std::string* file : {&lists.frame, &lists.exclusions, &officers, &recusals}) context.blobs.put(*file);
    return {{"attempt", draw.attempt},
            {"frame_root", seal.frame_root},
            {"journal_size", journal_size},
            {"plan", context.blobs.put(draw::encode(plan))},
            {"seal", context.blobs.put(draw::encode(seal))}};
}

}  // namespace

Result<Done> seal_frame(const Context& context, const Actor& actor, std::string_view draw_id) {
    Json::Object data;
    std::int64_t attempt = 1;
    {
        auto view = context.database.read();
        const auto draw = known_draw(view, draw_id);
        if (!draw) return pass_on(draw.error());
        const bool waits_for_reveals = draw->state == inspection::DrawState::sealed;
        const bool waits_for_result = draw->attempt > 1 && draw->state == inspection::DrawState::seeded;
        if (draw->frame_sealed && (waits_for_reveals || waits_for_result)) return Done{};  // sealed a moment ago
        if (auto allowed = inspection::allow(DrawStep::seal, draw->progress()); !allowed)
            return pass_on(allowed.error());
        attempt = draw->attempt;
        const draw::Plan plan = sealed_plan(context, *draw);
        const auto lists = lists_for(context, view, *draw, plan);
        if (!lists) return pass_on(lists.error());
        data = write_files(context, view, *draw, plan, *lists, view.journal().size);
    }
    return conclude_step(context, actor, DrawStep::seal, draw_id, attempt, "frame.sealed", std::move(data));
}

}  // namespace sunlot::workflow
