#include "workflow/draw_view.h"

#include "base/bytes.h"
#include "base/text.h"
#include "draw/event.h"
#include "hash/sha256.h"
#include "ledger/entry.h"
#include "store/journal.h"
#include "store/substitution.h"
#include "store/task.h"
#include "workflow/alarm.h"
#include "workflow/context.h"
#include "workflow/cursor.h"
#include "workflow/draw_step.h"
#include "workflow/substitution_view.h"

#include <algorithm>
#include <utility>

namespace sunlot::workflow {
namespace {

std::vector<PartyView> parties_of(const store::DrawRecord& draw) {
    const bool reveals_closed = draw.progress().events_recorded > 0 || draw.seed;
    std::vector<PartyView> views;
    for (const auto& party : draw.parties) {
        PartyView view{.id = party.id,
                       .organisation = party.organisation,
                       .role = party.role,
                       .commitment = party.commitment,
                       .committed_at = party.committed_at,
                       .value = party.value,
                       .typed = party.typed,
                       .revealed_at = party.revealed_at,
                       .dropped = {},
                       .opened = party.opened};
        if (reveals_closed && !party.value) view.dropped = party.rejected > 0 ? "wrong" : "missing";
        views.push_back(std::move(view));
    }
    return views;
}

std::optional<EmbargoView> embargo_of(const store::DrawRecord& draw, Instant now) {
    if (draw.mode == draw::Mode::open) return std::nullopt;
    EmbargoView out{.reveal_by = draw.reveal_by, .overdue = false, .revealed = !draw.under_embargo(), .shares = {}};
    out.overdue =
        !out.revealed && draw.state != inspection::DrawState::voided && draw.reveal_by && *draw.reveal_by < now;
    for (const auto& share : draw.shares)
        out.shares.push_back({.id = share.id,
                              .organisation = share.organisation,
                              .commitment = share.commitment,
                              .committed_at = share.committed_at,
                              .delivered_at = share.delivered_at,
                              .revealed_at = share.revealed_at});
    return out;
}

std::vector<EventView> events_of(const store::DrawRecord& draw) {
    std::vector<EventView> views;
    views.reserve(draw.events.size());
    for (const auto& event : draw.events)
        views.push_back({.kind = event.kind,
                         .name = event.name,
                         .not_before = must(Instant::parse(event.not_before)),
                         .content = event.content,
                         .recorded_at = event.recorded_at});
    return views;
}

std::optional<SealView> seal_of(const Context& context, store::View& view, const store::DrawRecord& draw,
                                const draw::Plan& plan) {
    const auto* attempt = draw.present();
    if (attempt == nullptr) return std::nullopt;
    const auto seal = must(draw::parse_seal(context.blobs.open(attempt->seal).text()));
    SealView out{.at = attempt->sealed_at,
                 .frame_root = attempt->frame_root,
                 .digest = attempt->seal,
                 .files = {{"frame.tsv", {seal.frame.lines, seal.frame.sha256}},
                           {"exclusions.tsv", {seal.exclusions.lines, seal.exclusions.sha256}},
                           {"officers.tsv", {seal.officers.lines, seal.officers.sha256}},
                           {"recusals.txt", {seal.recusals.lines, seal.recusals.sha256}}},
                 .strata = {},
                 .excluded = {},
                 .journal_size = static_cast<std::uint64_t>(attempt->journal_size),
                 .since = seal.since,
                 .needs_witnesses = draw.policy.has_value(),
                 .witnesses = sealing_witnesses(context, view, draw, *attempt)};
    if (attempt->witnessed_seq) out.witnessed_seq = static_cast<std::uint64_t>(*attempt->witnessed_seq);
    const auto counts = store::strata_counts(view, draw.id, attempt->attempt);
    for (const auto& stratum : plan.strata)  // in the order of the plan
        for (const auto& count : counts)
            if (count.label == stratum.label)
                out.strata.push_back({.label = count.label,
                                      .n = static_cast<std::uint64_t>(count.objects),
                                      .k = static_cast<std::uint64_t>(count.drawn)});
    for (const auto& count : store::exclusion_counts(view, draw.id, attempt->attempt))
        out.excluded[count.label] = static_cast<std::uint64_t>(count.objects);
    return out;
}

std::vector<EntryView> entries_of(store::View& view, std::string_view draw_id) {
    std::vector<EntryView> entries;
    for (const auto& row : store::journal_of_subject(view, draw_id))
        entries.push_back({.seq = row.seq,
                           .kind = row.kind,
                           .at = row.at,
                           .leaf = hash::hex(row.leaf),
                           .data = must(ledger::parse_entry(row.entry)).data});
    return entries;
}

std::vector<std::string> steps_of(const store::DrawRecord& draw) {
    std::vector<std::string> names;
    for (const auto step : inspection::next_steps(draw.progress())) names.emplace_back(inspection::name(step));
    return names;
}

/// A bureau alone could try all outcomes of an event with too little chance in it.
std::optional<Text> too_little_chance(const store::DrawRecord& draw) {
    if (draw.events.empty())
        return Text{"没有公开事件：随机性全部来自各方，所有参与方串通即可左右结果",
                    "no public event: all the chance comes from the parties, who could together steer the result"};
    unsigned millibits = 0;
    for (const auto& event : draw.events)
        millibits += draw::event_millibits(must(draw::parse_event_kind(event.kind)), event.content.value_or(""));
    if (millibits >= draw::kEnoughMillibits) return std::nullopt;
    const std::string bits = std::to_string(millibits / 1000) + "." + std::to_string(millibits % 1000 / 100);
    return Text{"公开事件合计只有 " + bits + " 比特的随机性（建议不少于 40）：防不住所有参与方串通后逐一试算",
                "the public events hold only " + bits + " bits of chance (40 or more are advised)"};
}

void warn_of_parties(const store::DrawRecord& draw, std::vector<Text>& warnings) {
    for (const auto& party : parties_of(draw)) {
        const std::string who = party.id + "（" + party.organisation + "）";
        if (party.dropped)
            warnings.push_back(
                {"参与方 " + who + (*party.dropped == "wrong" ? "揭示的值与承诺不符" : "没有揭示") + "，未计入种子",
                 "party " + party.id + " was dropped: its reveal was " + *party.dropped});
        if (party.opened)
            warnings.push_back({"参与方 " + who + "没有揭示，由托管人开启其寄存",
                                "party " + party.id + " did not reveal: the trustees opened its deposit"});
        if (draw.failed_deposit == party.id)
            warnings.push_back({"参与方 " + who + "寄存的内容与承诺不符，本次抽取只能作废",
                                "what party " + party.id + " deposited is not what it committed to"});
    }
}

std::vector<Text> warnings_of(const store::DrawRecord& draw, Instant now) {
    std::vector<Text> warnings;
    if (!draw.policy)
        warnings.push_back({"本机构的日志还没有外部见证人：各步骤的时间先后目前只由本机构的日志证明",
                            "no outside witness cosigns this log: the order of the steps rests on the organ's log"});
    if (const auto embargo = embargo_of(draw, now); embargo && embargo->overdue)
        warnings.insert(warnings.begin(),
                        {"逾期未公布：抽取结果应于 " + embargo->reveal_by->beijing() + "（北京时间）前公布，至今没有",
                         "in default: the result was to be revealed by " + embargo->reveal_by->text()});
    if (auto little = too_little_chance(draw)) warnings.push_back(std::move(*little));
    for (const auto& event : draw.events)
        if (const auto* first = draw.attempt_number(1);
            first != nullptr && must(Instant::parse(event.not_before)) <= first->sealed_at)
            warnings.push_back({"封存名单时，公开事件 " + event.name + " 可能已经产生",
                                "event " + event.name + " may have happened before the frame was sealed"});
    warn_of_parties(draw, warnings);
    if (const auto* drawn = draw.drawn(); drawn != nullptr && drawn->thin_slots > 0 && !draw.under_embargo())
        warnings.push_back({"有 " + std::to_string(drawn->thin_slots) + " 个岗位的可选人员不足 4 人",
                            std::to_string(drawn->thin_slots) + " places had fewer than four officers to choose from"});
    return warnings;
}

DrawView facts_of(const store::DrawRecord& draw, Instant now) {
    DrawView out;
    out.draw_id = draw.id;
    out.task_id = draw.task;
    out.task_number = draw.task_number;
    out.state = draw.state;
    out.attempt = draw.attempt;
    out.parties = parties_of(draw);
    out.min_parties = draw.min_parties;
    out.events = events_of(draw);
    out.next = steps_of(draw);
    out.warnings = warnings_of(draw, now);
    out.void_reason = draw.void_reason;
    out.redraw_reason = draw.redraw_reason;
    out.public_url = "/d/" + draw.id;
    out.mode = draw.mode;
    out.embargo = embargo_of(draw, now);
    out.sealed_seed = draw.sealed_seed;
    out.disclosed = draw.disclosed;
    if (const auto* drawn = draw.drawn()) {
        if (draw.mode == draw::Mode::embargo)
            out.roots = RootsView{
                .result = drawn->result_root, .slots = drawn->slots_root, .assignment = drawn->assignment_root};
        out.sample = static_cast<std::uint64_t>(drawn->sample);
        out.reserve = static_cast<std::uint64_t>(drawn->reserve);
    }
    return out;
}

/// A place in result.tsv as a text without meaning for the reader.
std::string cursor_after(const store::ResultRow& row) {
    return to_hex(as_bytes(row.stratum + "\t" + row.district + "\t" + std::to_string(row.rank)));
}

Result<std::optional<store::ResultPlace>> place_of(const std::string& cursor) {
    if (cursor.empty()) return std::optional<store::ResultPlace>();
    const auto bytes = from_hex(cursor);
    if (!bytes || !is_utf8(as_text(*bytes))) return invalid_cursor();
    const auto parts = split(as_text(*bytes), '\t');
    const auto rank = parts.size() == 3 ? parse_unsigned(parts[2]) : std::nullopt;
    if (!rank || *rank > INT64_MAX) return invalid_cursor();
    return std::optional(
        store::ResultPlace{std::string(parts[0]), std::string(parts[1]), static_cast<std::int64_t>(*rank)});
}

std::vector<DrawnOfficer> officers_of(store::View& view, const store::DrawRecord& draw, const store::ResultRow& row,
                                      OfficerNames names) {
    std::vector<DrawnOfficer> officers;
    if ((row.kind != "S" && row.substituted != "called_up") || draw.assigned_attempt != draw.drawn_attempt)
        return officers;
    for (auto& officer : store::assigned_officers(view, draw.id, draw.assigned_attempt, row.object))
        officers.push_back({.id = std::move(officer.id),
                            .name = names == OfficerNames::masked ? mask_name(officer.name) : std::move(officer.name)});
    return officers;
}

Refusal sealed_result() {
    return refuse(RefusalKind::conflict, "draw.embargo",
                  "抽取结果尚在保密期，检查前只能逐户披露；密封份额公布后全部公开",
                  "the result is under embargo: lines are disclosed one by one until the sealed shares are revealed");
}

std::uint64_t rows_of_kind(const store::DrawAttempt& attempt, std::string_view kind) {
    const std::int64_t rows = (kind == "R" ? 0 : attempt.sample) + (kind == "S" ? 0 : attempt.reserve);
    return static_cast<std::uint64_t>(rows);
}

}  // namespace

Result<DrawView> view_draw(const Context& context, std::string_view draw_id) {
    auto view = context.database.read();
    const auto draw = known_draw(view, draw_id);
    if (!draw) return pass_on(draw.error());
    DrawView out = facts_of(*draw, context.clock.now());
    if (const auto task = store::find_task(view, draw->task)) out.task_name = task->task.name;
    const auto plan = must(draw::parse_plan(context.blobs.open(draw->terms).text()));
    out.seal = seal_of(context, view, *draw, plan);
    out.trustees = plan.trustees;
    if (draw->seed && !draw->under_embargo()) {
        out.seed = draw->seed;
        out.seed_txt = context.blobs.open(*draw->seed).text();
    }
    out.entries = entries_of(view, draw_id);
    add_changes(out, view);
    add_alarms(out, view);
    return out;
}

Result<DrawLines> list_draws(const Context& context, std::string_view after, std::size_t limit) {
    const auto before = position_before(after);
    if (!before) return pass_on(before.error());
    auto view = context.database.read();
    const auto draws = store::list_draws(view, *before, limit);
    DrawLines lines;
    for (const auto& draw : draws) {
        const auto task = store::find_task(view, draw.task);
        lines.rows.push_back({.draw_id = draw.id,
                              .task_number = draw.task_number,
                              .task_name = task ? task->task.name : "",
                              .state = draw.state,
                              .attempt = draw.attempt,
                              .opened_at = draw.opened_at,
                              .sample = draw.sample});
    }
    if (draws.size() == limit && draws.back().position > 1) lines.next = std::to_string(draws.back().position);
    return lines;
}

Result<DrawnRows> drawn_rows(const Context& context, std::string_view draw_id, const DrawnQuery& query) {
    const auto place = place_of(query.after);
    if (!place) return pass_on(place.error());
    auto view = context.database.read();
    const auto draw = known_draw(view, draw_id);
    if (!draw) return pass_on(draw.error());
    if (draw->under_embargo()) return sealed_result();
    DrawnRows out;
    const auto* attempt = draw->drawn();
    if (attempt == nullptr) return out;
    out.total = rows_of_kind(*attempt, query.kind);
    if (query.kind == "S") out.total += store::count_called_up(view, draw_id, attempt->attempt);
    const auto rows = store::result_rows(view, draw_id, attempt->attempt, query.kind, *place, query.limit + 1);
    for (const auto& row : rows) {
        if (out.rows.size() == query.limit) {
            out.next = cursor_after(rows[query.limit - 1]);
            break;
        }
        out.rows.push_back({.stratum = row.stratum,
                            .district = row.district,
                            .rank = static_cast<std::uint64_t>(row.rank),
                            .kind = row.kind,
                            .ticket = hash::hex(row.ticket),
                            .id = row.object,
                            .name = row.name,
                            .address = row.address,
                            .officers = officers_of(view, *draw, row, query.names),
                            .line = row.line,
                            .substituted = row.substituted,
                            .substitution = row.substitution});
    }
    return out;
}

std::string mask_name(std::string_view name) {
    std::string masked;
    std::size_t characters = 0;
    for (const char byte : name) {
        const bool starts = (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
        if (starts) ++characters;
        if (characters <= 1)
            masked += byte;
        else if (starts)
            masked += '*';
    }
    return masked;
}

}  // namespace sunlot::workflow
