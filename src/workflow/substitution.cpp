#include "workflow/substitution.h"

#include "base/bytes.h"
#include "base/text.h"
#include "inspection/draw.h"
#include "inspection/substitution.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/draw.h"
#include "store/officer.h"
#include "store/recusal.h"
#include "store/task.h"
#include "workflow/draw_officers.h"
#include "workflow/draw_step.h"
#include "workflow/officer.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

using draw::Substituted;
using inspection::DrawStep;
using OfficerSet = std::set<std::string>;

inspection::Task task_of(store::View& view, const store::DrawRecord& draw) {
    const auto task = store::find_task(view, draw.task);
    if (!task) throw std::logic_error("the task of a draw is not there: " + draw.task);
    return task->task;
}

/// The days on which the visits still to come can be.
std::pair<Date, Date> days_left(const inspection::Task& task, Date today) {
    const Date from = std::max(task.from, today);
    return {from, std::max(task.to, from)};
}

/// Officers on the sealed list who cannot go any more, by the directory as it is now.
OfficerSet gone_officers(store::View& view, const std::vector<draw::Officer>& listed, Date from, Date to) {
    OfficerSet gone;
    const auto rule = certificate_rule(view, from);
    for (const auto& officer : listed) {
        const auto record = store::find_officer(view, officer.id);
        if (!record || inspection::why_not_drawable(*record, from, to, rule)) gone.insert(officer.id);
    }
    return gone;
}

/// Of the officers listed, those recused for the object on any of the days left, by the directory as it is now.
OfficerSet recused_now(store::View& view, const std::vector<draw::Officer>& listed, std::string_view object, Date from,
                       Date to) {
    OfficerSet recused;
    for (const auto& recusal : store::recusals_within(view, from, to))
        if (recusal.object == object &&
            std::ranges::binary_search(listed, recusal.officer, std::less{}, &draw::Officer::id))
            recused.insert(recusal.officer);
    return recused;
}

/// Those sealed in recusals.txt for the object: they are left out as in slots.tsv, and counted against the seal.
OfficerSet recused_by_seal(const Context& context, store::View& view, const VisitsInForce& now,
                           std::string_view object) {
    OfficerSet recused;
    for (const auto& [officer, other] : open_recusals(view, context.blobs.open(now.seal.recusals.sha256).text()))
        if (other == object) recused.insert(officer);
    return recused;
}

std::vector<std::string> listed(const OfficerSet& officers) {
    return {officers.begin(), officers.end()};
}

/// Fills in who cannot go: those named, those of the directory, and for the object concerned those recused.
void complete(const Context& context, store::View& view, const store::DrawRecord& draw, const VisitsInForce& now,
              draw::Substitution& asked) {
    const auto [from, to] = days_left(task_of(view, draw), context.clock.now().beijing_date());
    OfficerSet out = gone_officers(view, now.officers, from, to);
    out.insert(asked.unavailable.begin(), asked.unavailable.end());
    if (asked.what == Substituted::officer) {
        const draw::Visit& visit = *now.visits->at(asked.line);
        out.merge(recused_now(view, now.officers, visit.object, from, to));
        if (asked.slot < visit.officers.size()) out.insert(visit.officers[asked.slot]);
    } else if (const auto reserve = now.visits->next_reserve(asked.line)) {
        const std::string& object = now.rows.at(*reserve).id;
        const OfficerSet sealed = recused_by_seal(context, view, now, object);
        for (const auto& officer : recused_now(view, now.officers, object, from, to))
            if (!sealed.contains(officer)) out.insert(officer);
        asked.recused = listed(sealed);
    }
    asked.unavailable = listed(out);
}

/// The answer of the rule, put into `asked`; refuses as draw::Visits does.
Result<Done> answer(const VisitsInForce& now, draw::Substitution& asked) {
    if (asked.what == Substituted::object) {
        const auto found = now.visits->replace_object(asked.line, asked.recused, asked.unavailable);
        if (!found) return pass_on(found.error());
        asked.replacement = found->line;
        asked.officers = found->officers;
        return Done{};
    }
    const auto found = now.visits->replace_officer(asked.line, asked.slot, asked.unavailable);
    if (!found) return pass_on(found.error());
    asked.officer = *found;
    return Done{};
}

Json::Object request_data(const draw::Substitution& asked) {
    Json::Object data{{"attempt", asked.attempt},
                      {"line", asked.line},
                      {"number", asked.number},
                      {"reason", asked.reason},
                      {"what", inspection::name(asked.what)},
                      {"unavailable", asked.unavailable}};
    if (asked.what == Substituted::object)
        data["recused"] = asked.recused;
    else
        data["slot"] = asked.slot;
    return data;
}

Json::Object approval_data(const draw::Substitution& answered) {
    Json::Object data{{"attempt", answered.attempt}, {"number", answered.number}};
    if (answered.replacement) {
        data["replacement"] = *answered.replacement;
        data["officers"] = answered.officers;
    }
    if (answered.officer) data["officer"] = *answered.officer;
    return data;
}

Result<Done> check_request(const SubstitutionRequest& request) {
    if (const auto reason = inspection::find_reason(request.what, request.reason); !reason)
        return pass_on(reason.error());
    if (trim(request.text).empty())
        return refuse(RefusalKind::invalid, "substitution.text", "请写明情况", "say what happened", "text");
    if (!request.evidence.empty() && !is_hex(request.evidence, 64))
        return refuse(RefusalKind::invalid, "substitution.evidence", "证据摘要应为 64 位小写十六进制",
                      "the digest of the evidence is 64 lower-case hex digits", "evidence");
    return Done{};
}

Refusal no_visit(std::uint64_t line) {
    return refuse(RefusalKind::conflict, "substitution.line",
                  "结果第 " + std::to_string(line + 1) + " 行现在没有检查任务（未抽中，或已被替换）",
                  "line " + std::to_string(line) + " of the result is no visit now", "line");
}

/// The same request by the same person already waits: a double click.
bool already_asked(const store::SubstitutionRecord& last, const SubstitutionRequest& request, const Actor& actor) {
    return last.state == store::SubstitutionState::requested && last.requested_by == actor.account &&
           last.data.what == request.what && last.data.line == request.line && last.data.slot == request.slot;
}

Result<store::SubstitutionRecord> waiting(store::View& view, const store::DrawRecord& draw, const Actor& actor,
                                          std::uint64_t number) {
    if (auto allowed = inspection::allow_substitution_answer(draw.progress(), actor.account); !allowed)
        return pass_on(allowed.error());
    auto last = store::substitutions_of(view, draw.id).back();
    if (last.data.number != number)
        return refuse(RefusalKind::conflict, "substitution.number",
                      "等待答复的是第 " + std::to_string(last.data.number) + " 号替换",
                      "the substitution that waits is number " + std::to_string(last.data.number));
    return last;
}

/// This substitution has been answered so already: a double click.
bool answered(store::View& view, std::string_view draw_id, std::uint64_t number, store::SubstitutionState state) {
    const auto all = store::substitutions_of(view, draw_id);
    return number >= 1 && number <= all.size() && all[number - 1].state == state;
}

}  // namespace

std::unique_ptr<VisitsInForce> open_visits(const Context& context, store::View& view, const store::DrawRecord& draw) {
    const auto* attempt = draw.attempt_number(draw.assigned_attempt);
    if (attempt == nullptr) throw std::logic_error("no visits: nothing is assigned in " + draw.id);
    const auto text = [&](const std::string& digest) { return context.blobs.open(digest); };
    auto now = std::make_unique<VisitsInForce>();
    now->plan = must(draw::parse_plan(text(attempt->plan).text()));
    now->seal = must(draw::parse_seal(text(attempt->seal).text()));
    now->officers = must(draw::parse_officers(text(now->seal.officers.sha256).text()));
    now->rows = must(draw::parse_result(text(attempt->result.value()).text()));
    now->slots = must(draw::parse_slots(text(attempt->slots.value()).text(), now->officers));
    draw::VisitLists lists{.team = now->plan.team,
                           .officers = now->officers,
                           .rows = now->rows,
                           .slots = now->slots,
                           .assignment = must(draw::parse_assignment(text(attempt->assignment.value()).text())),
                           .seed = *draw.seed};
    const auto all = store::substitutions_of(view, draw.id);
    for (const auto& one : all) {
        if (one.state != store::SubstitutionState::approved || one.data.what != Substituted::object) continue;
        if (static_cast<std::int64_t>(one.data.attempt) >= attempt->attempt) continue;
        lists.spent.insert(one.object);
        if (one.replacement_object) lists.spent.insert(*one.replacement_object);
    }
    now->visits = must(draw::Visits::make(lists));
    for (const auto& one : all)
        if (one.state == store::SubstitutionState::approved &&
            static_cast<std::int64_t>(one.data.attempt) == attempt->attempt)
            must(now->visits->apply(one.data));
    return now;
}

Result<Done> request_substitution(const Context& context, const Actor& actor, std::string_view draw_id,
                                  const SubstitutionRequest& request) {
    if (auto sound = check_request(request); !sound) return sound;
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    const auto all = store::substitutions_of(transaction, draw_id);
    if (!all.empty() && already_asked(all.back(), request, actor)) return Done{};
    if (auto allowed = inspection::allow(DrawStep::substitute, draw->progress()); !allowed)
        return pass_on(allowed.error());
    const auto now = open_visits(context, transaction, *draw);
    if (now->visits->at(request.line) == nullptr) return no_visit(request.line);
    draw::Substitution asked;
    asked.number = all.size() + 1;
    asked.attempt = static_cast<std::uint64_t>(draw->attempt);
    asked.what = request.what;
    asked.line = request.line;
    asked.slot = request.what == Substituted::officer ? request.slot : 0;
    asked.reason = request.reason;
    asked.unavailable = request.unavailable;
    complete(context, transaction, *draw, *now, asked);
    if (auto possible = answer(*now, asked); !possible) return possible;  // before anyone is asked to approve it
    Json::Object secret{{"text", trim(request.text)}};
    if (!request.evidence.empty()) secret["evidence"] = request.evidence;
    append_step(context, transaction, actor, "substitution.requested", draw_id, request_data(asked), std::move(secret));
    transaction.commit();
    return Done{};
}

Result<Done> approve_substitution(const Context& context, const Actor& actor, std::string_view draw_id,
                                  std::uint64_t number) {
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (answered(transaction, draw_id, number, store::SubstitutionState::approved)) return Done{};
    auto asked = waiting(transaction, *draw, actor, number);
    if (!asked) return pass_on(asked.error());
    const auto now = open_visits(context, transaction, *draw);
    if (auto possible = answer(*now, asked->data); !possible) return possible;
    append_step(context, transaction, actor, "substitution.approved", draw_id, approval_data(asked->data), nullptr);
    transaction.commit();
    return Done{};
}

Result<Done> refuse_substitution(const Context& context, const Actor& actor, std::string_view draw_id,
                                 std::uint64_t number) {
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (answered(transaction, draw_id, number, store::SubstitutionState::refused)) return Done{};
    const auto asked = waiting(transaction, *draw, actor, number);
    if (!asked) return pass_on(asked.error());
    append_step(context, transaction, actor, "substitution.refused", draw_id,
                {{"attempt", asked->data.attempt}, {"number", number}}, nullptr);
    transaction.commit();
    return Done{};
}

}  // namespace sunlot::workflow
