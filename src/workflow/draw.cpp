// Opening a draw, the public event, the seed, and the ways out. Contributions and sealed shares are in
// contribution.cpp, sealing is in draw_seal.cpp, drawing and assigning in draw_result.cpp.
#include "workflow/draw.h"

#include "base/bytes.h"
#include "base/text.h"
#include "draw/embargo.h"
#include "draw/event.h"
#include "draw/seed.h"
#include "hash/sha256.h"
#include "inspection/draw.h"
#include "inspection/draw_terms.h"
#include "ledger/note.h"
#include "ledger/policy.h"
#include "store/organ.h"
#include "store/substitution.h"
#include "store/task.h"
#include "workflow/draw_step.h"
#include "workflow/log_signer.h"
#include "workflow/reinspection.h"
#include "workflow/task.h"
#include "workflow/witness_policy.h"
#include "workflow/witnessed_sealing.h"

#include <algorithm>
#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::DrawState;
using inspection::DrawStep;

std::string draw_id_of(const store::OrganRow& organ, std::int64_t year, std::int64_t serial) {
    std::string digits = std::to_string(serial);
    if (digits.size() < 4) digits.insert(0, 4 - digits.size(), '0');
    return organ.code + "-" + organ.region + "-" + std::to_string(year) + "-" + digits;
}

/// Who takes part and what ends the seed, as it is going to be written into the plan.
draw::Plan ceremony_of(const DrawTerms& terms) {
    draw::Plan plan;
    plan.mode = terms.mode;
    plan.parties = terms.parties;
    std::ranges::sort(plan.parties, {}, &draw::Party::id);
    for (auto& party : plan.parties) {
        party.organisation = trim(party.organisation);
        party.commitment.reset();
    }
    plan.min_parties = static_cast<std::uint64_t>(terms.min_parties);
    plan.events = terms.events;
    for (const auto& organisation : terms.sealed)
        plan.sealed.push_back({.id = "sealed-" + std::to_string(plan.sealed.size() + 1),
                               .organisation = std::string(trim(organisation)),
                               .commitment = {}});
    plan.embargo = terms.embargo;
    plan.trustees = terms.trustees;
    if (plan.trustees) {
        std::ranges::sort(plan.trustees->keys, {}, &draw::TrusteeKey::id);
        for (auto& key : plan.trustees->keys) key.organisation = trim(key.organisation);
    }
    return plan;
}

/// The rest of the plan: what the task says.
void add_task(draw::Plan& plan, const store::TaskRecord& task, const LogSigner& key) {
    plan.log_origin = key.name();
    plan.strata = task.task.strata;
    plan.spread = task.task.spread;
    plan.reserve = static_cast<std::uint64_t>(task.task.reserve);
    plan.team = task.task.team;
    plan.task = task.number;
    if (task.task.pool.reinspects.empty()) {
        plan.pool = inspection::to_json(task.task.pool);
        plan.exclusion_rules = inspection::to_json(task.task.exclusions);
    } else {
        plan.pool = reinspection_pool(task.task, key.name());
    }
    plan.officer_pool = inspection::to_json(task.task.officer_pool);
    plan.visit_window = inspection::visit_window(task.task);
}

/// The policy in force, kept with the files of the draw; without one that nobody outside watches.
std::string policy_for(const Context& context, store::View& view, const LogSigner& key) {
    const auto policy = policy_in_force(context, view);
    if (policy && policy->policy.has_quorum()) return context.blobs.put(policy->text);
    return hash::sha256_hex(ledger::policy_without_witnesses(key.verifier()));
}

Result<Done> check_deadline(const draw::Plan& plan, Instant now) {
    if (!plan.embargo || now < must(Instant::parse(plan.embargo->reveal_by))) return Done{};
    return refuse(RefusalKind::invalid, "draw.embargo", "公布期限已经过去", "reveal_by is past", "embargo.reveal_by");
}

/// The task has a draw: the same terms again are a double click, other terms a mistake.
Result<std::string> existing_draw(store::View& view, const std::string& draw_id, draw::Plan plan) {
    const auto draw = known_draw(view, draw_id);
    if (!draw) return pass_on(draw.error());
    plan.draw_id = draw_id;
    if (draw->state == DrawState::opened && draw->terms == hash::sha256_hex(draw::terms(plan))) return draw_id;
    return refuse(RefusalKind::conflict, "draw.exists",
                  "这个任务已有抽取 " + draw_id + "，一个任务只抽取一次；需要更正的走更正重抽，公开事件之前可以作废",
                  "the task has draw " + draw_id + " already; correct it by a redraw, or void it before its event");
}

Result<Done> need_reason(std::string_view reason) {
    if (!trim(reason).empty() && reason.size() <= 2000) return Done{};
    return refuse(RefusalKind::invalid, "draw.reason", "请写明理由（2000 字节以内）",
                  "a reason is needed (at most 2000 bytes)", "reason");
}

/// The event whose turn it is, if it is the one named; `nullptr` when the very same is on record already.
Result<const store::DrawEvent*> event_in_turn(const store::DrawRecord& draw, std::string_view name,
                                              std::string_view content) {
    for (const auto& event : draw.events) {
        if (event.name == name && event.content && *event.content == content)
            return static_cast<const store::DrawEvent*>(nullptr);
        if (event.content) continue;
        if (event.name == name) return &event;
        return refuse(RefusalKind::invalid, "event.name", "现在应登记的公开事件是 " + event.kind + " " + event.name,
                      "the event to be recorded now is " + event.kind + " " + event.name, "name");
    }
    return refuse(RefusalKind::conflict, "event.recorded", "公开事件都已登记，不能更改",
                  "all events are on record and cannot be changed");
}

/// A drand round may come with its signature, whose hash is the randomness; who knows the chain's key checks it too.
Result<Done> check_signature(draw::EventKind kind, std::string_view content, std::string_view signature) {
    if (signature.empty()) return Done{};
    const auto bytes = signature.size() == 96 || signature.size() == 192 ? from_hex(signature) : std::nullopt;
    if (kind == draw::EventKind::drand && bytes && is_hex(signature, signature.size()) &&
        hash::sha256_hex(as_text(*bytes)) == content)
        return Done{};
    return refuse(RefusalKind::invalid, "event.signature", "这不是该轮随机数的签名",
                  "this is not the signature of that round", "signature");
}

Result<Done> check_event(const store::DrawEvent& event, std::string_view content, std::string_view signature,
                         Instant now) {
    const auto kind = must(draw::parse_event_kind(event.kind));
    if (auto sound = draw::check_event_content(kind, content); !sound) return pass_on(sound.error());
    if (auto sound = check_signature(kind, content, signature); !sound) return sound;
    if (now < must(Instant::parse(event.not_before)))
        return refuse(RefusalKind::conflict, "event.early",
                      "公开事件 " + event.name + " 最早于 " + must(Instant::parse(event.not_before)).beijing() +
                          "（北京时间）产生，现在还不能登记",
                      "event " + event.name + " cannot have happened before " + event.not_before);
    return Done{};
}

}  // namespace

Result<std::string> open_draw(const Context& context, const Actor& actor, const DrawTerms& terms) {
    draw::Plan plan = ceremony_of(terms);
    if (auto sound = inspection::check_terms(plan); !sound) return pass_on(sound.error());
    if (auto ahead = check_deadline(plan, context.clock.now()); !ahead) return pass_on(ahead.error());
    const auto key = context.require_log_key();
    if (!key) return pass_on(key.error());
    auto transaction = context.database.write();
    const auto task = store::find_task(transaction, terms.task);
    if (!task)
        return refuse(RefusalKind::not_found, "task.unknown", "没有这个抽查任务", "there is no such task", "task");
    add_task(plan, *task, **key);
    plan.policy = policy_for(context, transaction, **key);
    if (task->draw) return existing_draw(transaction, *task->draw, std::move(plan));
    if (auto other = check_reinspection(context, transaction, actor, task->task, plan.parties); !other)
        return pass_on(other.error());
    const Date today = context.clock.now().beijing_date();
    if (auto period = inspection::check_period(task->task, today); !period) return pass_on(period.error());
    if (auto items = check_task_items(transaction, *task, today); !items) return pass_on(items.error());
    const auto serial = store::last_draw_serial(transaction, today.year) + 1;
    plan.draw_id = draw_id_of(store::configured_organ(transaction).value(), today.year, serial);
    if (auto sound = draw::check_plan(plan); !sound) return pass_on(sound.error());
    const std::string digest = context.blobs.put(draw::terms(plan));
    append_step(context, transaction, actor, "draw.opened", plan.draw_id, {{"task", task->number}, {"terms", digest}});
    transaction.commit();
    return plan.draw_id;
}

Result<Done> record_event(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view name,
                          std::string_view content, std::string_view signature) {
    if (auto seen = require_witnesses(context, draw_id); !seen) return seen;
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    const auto event = event_in_turn(*draw, name, content);
    if (event && *event == nullptr) return Done{};
    if (auto allowed = inspection::allow(DrawStep::event, draw->progress()); !allowed) return pass_on(allowed.error());
    if (!event) return pass_on(event.error());
    if (auto sound = check_event(**event, content, signature, context.clock.now()); !sound) return sound;
    Json::Object data{{"kind", (*event)->kind}, {"name", name}, {"content", content}};
    if (!signature.empty()) data["signature"] = signature;
    append_step(context, transaction, actor, "event.recorded", draw_id, std::move(data));
    transaction.commit();
    return Done{};
}

Result<Done> fix_seed(const Context& context, const Actor& actor, std::string_view draw_id) {
    if (auto seen = require_witnesses(context, draw_id); !seen) return seen;
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (draw->seed) return Done{};
    if (auto allowed = inspection::allow(DrawStep::seed, draw->progress()); !allowed) return pass_on(allowed.error());
    Json::Array parties;
    Json::Array dropped;
    for (const auto& party : draw->parties) (party.value ? parties : dropped).push_back(party.id);
    // In mode embargo the digest is the secret: the entry says only what commits to it.
    const std::string seed = context.blobs.put(draw::encode(draw->seed_text()));
    Json::Object data{{"parties", parties}, {"dropped", dropped}};
    if (draw->mode == draw::Mode::embargo)
        data["sealed_seed"] = draw::sealed_seed(seed);
    else
        data["seed"] = seed;
    append_step(context, transaction, actor, "seed.fixed", draw_id, std::move(data));
    transaction.commit();
    return Done{};
}

Result<Done> close_draw(const Context& context, const Actor& actor, std::string_view draw_id) {
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (draw->state == DrawState::closed) return Done{};
    if (auto allowed = inspection::allow(DrawStep::close, draw->progress()); !allowed) return pass_on(allowed.error());
    const std::string substitutions =
        context.blobs.put(draw::encode_substitutions(store::approved_substitutions(transaction, draw_id)));
    append_step(context, transaction, actor, "draw.closed", draw_id,
                {{"attempt", draw->attempt}, {"substitutions", substitutions}});
    transaction.commit();
    return Done{};
}

Result<Done> void_draw(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view reason) {
    if (auto given = need_reason(reason); !given) return given;
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (draw->state == DrawState::voided && draw->void_reason == trim(reason)) return Done{};
    if (auto allowed = inspection::allow_void(draw->progress(), actor.account); !allowed) return allowed;
    append_step(context, transaction, actor, "draw.voided", draw_id, {{"reason", trim(reason)}});
    transaction.commit();
    return Done{};
}

Result<Done> request_redraw(const Context& context, const Actor& actor, std::string_view draw_id,
                            std::string_view reason) {
    if (auto given = need_reason(reason); !given) return given;
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (draw->redraw_requested_by == actor.account && draw->redraw_reason == trim(reason)) return Done{};
    if (auto allowed = inspection::allow(DrawStep::request_redraw, draw->progress()); !allowed)
        return pass_on(allowed.error());
    append_step(context, transaction, actor, "redraw.requested", draw_id, {{"reason", trim(reason)}});
    transaction.commit();
    return Done{};
}

Result<Done> approve_redraw(const Context& context, const Actor& actor, std::string_view draw_id) {
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (draw->attempt > 1 && !draw->frame_sealed) return Done{};  // approved a moment ago
    if (auto allowed = inspection::allow_approval(draw->progress(), actor.account); !allowed) return allowed;
    append_step(context, transaction, actor, "redraw.approved", draw_id, {{"attempt", draw->attempt + 1}});
    transaction.commit();
    return Done{};
}

}  // namespace sunlot::workflow
