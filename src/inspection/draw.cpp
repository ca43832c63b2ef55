#include "inspection/draw.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <utility>

namespace sunlot::inspection {
namespace {

struct StateWords {
    DrawState state;
    std::string_view name;
    const char* zh;
    const char* en;
};
constexpr std::array kStates{
    StateWords{DrawState::opened, "opened", "已开启", "opened"},
    StateWords{DrawState::sealed, "sealed", "名单已封存", "sealed"},
    StateWords{DrawState::event, "event", "公开事件已登记", "event recorded"},
    StateWords{DrawState::seeded, "seeded", "种子已确定", "seed fixed"},
    StateWords{DrawState::drawn, "drawn", "对象已抽出", "objects drawn"},
    StateWords{DrawState::assigned, "assigned", "人员已分派", "officers assigned"},
    StateWords{DrawState::closed, "closed", "已结束", "closed"},
    StateWords{DrawState::voided, "voided", "已作废", "voided"},
};

struct StepWords {
    DrawStep step;
    std::string_view name;
    const char* zh;
    const char* en;
};
constexpr std::array kSteps{
    StepWords{DrawStep::commit, "commit", "各方提交承诺", "the parties commit"},
    StepWords{DrawStep::seal, "seal", "封存名单", "seal the frame"},
    StepWords{DrawStep::witness, "witness", "等待见证人签名", "wait for the witnesses"},
    StepWords{DrawStep::reveal, "reveal", "各方揭示贡献值", "the parties reveal"},
    StepWords{DrawStep::deliver, "deliver", "交来密封份额", "deliver the sealed shares"},
    StepWords{DrawStep::open_deposit, "open_deposit", "由托管人开启寄存", "the trustees open a deposit"},
    StepWords{DrawStep::event, "event", "登记公开事件", "record the public event"},
    StepWords{DrawStep::seed, "seed", "确定种子", "fix the seed"},
    StepWords{DrawStep::result, "result", "抽取检查对象", "draw the objects"},
    StepWords{DrawStep::assign, "assign", "分派执法人员", "assign the officers"},
    StepWords{DrawStep::disclose, "disclose", "披露检查对象", "disclose lines of the result"},
    StepWords{DrawStep::reveal_shares, "reveal_shares", "公布密封份额", "reveal the sealed shares"},
    StepWords{DrawStep::close, "close", "结束本次抽取", "close the draw"},
    StepWords{DrawStep::void_draw, "void", "作废", "void the draw"},
    StepWords{DrawStep::request_redraw, "redraw", "申请更正重抽", "ask for a redraw"},
    StepWords{DrawStep::approve_redraw, "redraw_approve", "批准更正重抽", "approve the redraw"},
    StepWords{DrawStep::substitute, "substitute", "申请替换", "ask for a substitution"},
    StepWords{DrawStep::approve_substitution, "substitute_approve", "批准替换", "approve the substitution"},
    StepWords{DrawStep::request_extension, "extend", "申请扩大抽取", "ask for an extension"},
    StepWords{DrawStep::approve_extension, "extend_approve", "批准扩大抽取", "approve the extension"},
};

/// `min_parties` of them, of at least two organisations.
bool enough(const DrawProgress& draw, bool PartyProgress::* done) {
    std::int64_t parties = 0;
    std::set<std::string_view> organisations;
    for (const auto& party : draw.parties)
        if (party.*done) {
            ++parties;
            organisations.insert(party.organisation);
        }
    return parties >= draw.min_parties && organisations.size() >= 2;
}

template <class Table, class Key>
const auto& words(const Table& table, Key key) {
    for (const auto& row : table)
        if constexpr (std::is_same_v<Key, DrawState>) {
            if (row.state == key) return row;
        } else {
            if (row.step == key) return row;
        }
    throw std::logic_error("draw words: unknown enumerator");
}

bool all_committed(const DrawProgress& draw) {
    return std::ranges::all_of(draw.parties, &PartyProgress::committed) &&
           std::ranges::all_of(draw.shares, &ShareProgress::committed);
}

/// Both sealed shares, and as many parties as must reveal later, of two organisations.
bool enough_committed(const DrawProgress& draw) {
    return std::ranges::all_of(draw.shares, &ShareProgress::committed) && enough(draw, &PartyProgress::committed);
}

bool all_delivered(const DrawProgress& draw) {
    return std::ranges::all_of(draw.shares, &ShareProgress::delivered);
}

/// Everyone who committed has revealed, or was opened.
bool all_revealed(const DrawProgress& draw) {
    return std::ranges::all_of(draw.parties, [](const auto& p) { return p.revealed || !p.committed; });
}

/// Nothing is missing that the event has to wait for. With trustees nobody who committed may be left out.
bool ready_for_event(const DrawProgress& draw) {
    return enough_revealed(draw) && all_delivered(draw) && (!draw.trustees || all_revealed(draw));
}

/// Those whose `done` is still to come, as "bureau, jiwei".
template <class Progress>
std::string without(const std::vector<Progress>& all, bool Progress::* done) {
    std::string out;
    for (const auto& one : all)
        if (!(one.*done)) out += (out.empty() ? "" : ", ") + one.id;
    return out;
}

std::string join(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() ? a + b : a + ", " + b;
}

/// Steps of a redraw that was approved: the seed stands, the corrected frame is still to come.
bool awaits_frame(const DrawProgress& draw) {
    return draw.state == DrawState::seeded && !draw.frame_sealed;
}

/// Sealed, and the quorum of the plan's policy has not yet seen it.
bool awaits_witnesses(const DrawProgress& draw) {
    const bool sealed = draw.state == DrawState::sealed || (draw.state == DrawState::seeded && draw.frame_sealed);
    return draw.needs_witnesses && sealed && !draw.witnessed;
}

/// What a sealing without witnesses holds up.
Refusal unwitnessed() {
    return refuse(RefusalKind::conflict, "draw.unwitnessed",
                  "名单已封存，但尚未有足够的见证人签名，现在不能继续。请稍候片刻再试；若见证人联网不通，可用 U 盘送签",
                  "the sealing has not yet been seen by enough witnesses; wait a moment, or carry the request to a "
                  "witness on a USB stick");
}

bool substitution_waits(const DrawProgress& draw) {
    return !draw.substitution_requested_by.empty();
}

/// What a substitution has to do with it, or nothing.
std::optional<Text> substitution_reason(DrawStep step, const DrawProgress& draw) {
    const bool ends_attempt =
        step == DrawStep::close || step == DrawStep::approve_redraw || step == DrawStep::approve_extension;
    if (substitution_waits(draw) && (ends_attempt || step == DrawStep::substitute))
        return Text{"有一项替换等待批准", "a substitution waits for its answer"};
    if (draw.substituted && (step == DrawStep::request_redraw || step == DrawStep::approve_redraw))
        return Text{"已有替换获批，不能再重抽", "a substitution was approved: no redraw any more"};
    return std::nullopt;
}

/// Why this step cannot be taken now, in the words of the step itself.
Text reason(DrawStep step, const DrawProgress& draw) {
    if (auto why = substitution_reason(step, draw)) return *std::move(why);
    const std::string zh_state = title(draw.state).zh;
    const std::string en_state = title(draw.state).en;
    if (draw.deposit_failed)
        return {"寄存的内容与承诺不符，只能作废",
                "a deposit is not what was committed to: the draw can only be voided"};
    if (step == DrawStep::seal && draw.state == DrawState::opened) {
        const std::string missing =
            join(without(draw.parties, &PartyProgress::committed), without(draw.shares, &ShareProgress::committed));
        return {"尚有参与方未提交承诺：" + missing, "without a commitment: " + missing};
    }
    if (step == DrawStep::close && draw.state == DrawState::assigned && under_embargo(draw))
        return {"密封份额尚未公布", "the sealed shares are not yet revealed"};
    if (step == DrawStep::request_redraw && draw.disclosed)
        return {"抽取结果已向人披露，不能再重抽", "lines of the result have been disclosed: no redraw any more"};
    if (step == DrawStep::approve_redraw && draw.redraw_requested)
        return {"抽取结果已经披露或公布，不能再重抽", "the result was disclosed or revealed: no redraw any more"};
    if (step == DrawStep::seal) return {"名单已经封存，不能再封存或修改", "the frame is sealed and cannot be changed"};
    if (step == DrawStep::void_draw && draw.state != DrawState::voided)
        return {"公开事件登记之后不能作废，只能更正重抽", "a draw cannot be voided after its public event"};
    if (step == DrawStep::reveal && draw.events_recorded > 0)
        return {"公开事件已经登记，揭示已截止", "the public event is on record, reveals are closed"};
    return {"本次抽取现在的状态是“" + zh_state + "”", "the draw is now \"" + en_state + "\""};
}

Refusal out_of_order(DrawStep step, const DrawProgress& draw) {
    const Text why = reason(step, draw);
    Text next{"没有后续步骤", "no step follows"};
    if (const auto steps = next_steps(draw); !steps.empty())
        next = {"下一步：" + title(steps.front()).zh, "next: " + title(steps.front()).en};
    return refuse(RefusalKind::conflict, "draw.order",
                  "现在不能“" + title(step).zh + "”：" + why.zh + "。" + next.zh + "。",
                  "cannot " + std::string(name(step)) + " now: " + why.en + "; " + next.en);
}

/// Why the event (or, without events, the seed) has to wait.
Refusal too_few_reveals(const DrawProgress& draw) {
    const auto revealed = std::ranges::count_if(draw.parties, &PartyProgress::revealed);
    const std::string missing = without(draw.parties, &PartyProgress::revealed);
    const std::string shares = without(draw.shares, &ShareProgress::delivered);
    Text remedy{"请先揭示，揭示不了的只能作废本次抽取。", "Reveal first, or void the draw."};
    if (draw.trustees) remedy = {"揭示不了的，由托管人开启寄存。", "What is not revealed is opened by the trustees."};
    return refuse(RefusalKind::conflict, "draw.too_few_reveals",
                  "已揭示 " + std::to_string(revealed) + " 方，至少须有 " + std::to_string(draw.min_parties) +
                      " 方且分属两个以上单位；未揭示：" + (missing.empty() ? "无" : missing) +
                      (shares.empty() ? "" : "；未交来的密封份额：" + shares) + "。" + remedy.zh,
                  std::to_string(revealed) + " parties have revealed; at least " + std::to_string(draw.min_parties) +
                      " of two or more organisations must; missing: " + (missing.empty() ? "none" : missing) +
                      (shares.empty() ? "" : "; sealed shares not delivered: " + shares) + ". " + remedy.en);
}

Result<Done> another_person(std::string_view account, const std::string& first, const char* zh, const char* en) {
    if (account != first) return Done{};
    return refuse(RefusalKind::forbidden, "draw.same_person", zh, en);
}

std::vector<DrawStep> steps_before_seal(const DrawProgress& draw) {
    std::vector<DrawStep> steps;
    if (!all_committed(draw)) steps.push_back(DrawStep::commit);
    if (enough_committed(draw)) steps.push_back(DrawStep::seal);
    steps.push_back(DrawStep::void_draw);
    return steps;
}

std::vector<DrawStep> steps_before_event(const DrawProgress& draw) {
    if (draw.deposit_failed) return {DrawStep::void_draw};
    if (awaits_witnesses(draw)) return {DrawStep::witness, DrawStep::void_draw};
    std::vector<DrawStep> steps;
    const bool revealing = !all_revealed(draw);
    if (revealing) steps.push_back(DrawStep::reveal);
    if (!all_delivered(draw)) steps.push_back(DrawStep::deliver);
    if (draw.trustees && (revealing || !all_delivered(draw))) steps.push_back(DrawStep::open_deposit);
    if (ready_for_event(draw)) steps.push_back(draw.events_planned > 0 ? DrawStep::event : DrawStep::seed);
    steps.push_back(DrawStep::void_draw);
    return steps;
}

/// After the draw nothing that someone has seen can be drawn again.
bool redrawable(const DrawProgress& draw) {
    if (draw.disclosed || draw.substituted) return false;
    return draw.mode == draw::Mode::open || std::ranges::none_of(draw.shares, &ShareProgress::revealed);
}

/// Substitutions and extensions of a dealt draw. Once the shares are public anyone could see whom a higher quota adds.
void add_changes(const DrawProgress& draw, std::vector<DrawStep>& steps) {
    steps.push_back(substitution_waits(draw) ? DrawStep::approve_substitution : DrawStep::substitute);
    if (std::ranges::any_of(draw.shares, &ShareProgress::revealed)) return;
    steps.push_back(DrawStep::request_extension);  // asking again takes the place of what was asked before
    if (!draw.extension_requested_by.empty() && !substitution_waits(draw)) steps.push_back(DrawStep::approve_extension);
}

/// An assignment that turns out impossible is remedied by a redraw with more officers: same seed, same sample.
void add_redraw(const DrawProgress& draw, std::vector<DrawStep>& steps) {
    if (!redrawable(draw)) return;
    if (!draw.redraw_requested)
        steps.push_back(DrawStep::request_redraw);
    else if (!substitution_waits(draw))
        steps.push_back(DrawStep::approve_redraw);
}

std::vector<DrawStep> steps_after_result(const DrawProgress& draw) {
    std::vector<DrawStep> steps;
    const bool assigned = draw.state == DrawState::assigned;
    if (!assigned) steps.push_back(DrawStep::assign);
    if (under_embargo(draw)) {
        if (assigned) steps.push_back(DrawStep::disclose);
        steps.push_back(DrawStep::reveal_shares);
    } else if (assigned && !substitution_waits(draw)) {
        steps.push_back(DrawStep::close);
    }
    add_redraw(draw, steps);
    if (assigned) add_changes(draw, steps);
    return steps;
}

}  // namespace

std::string_view name(DrawState state) {
    return words(kStates, state).name;
}

DrawState draw_state(std::string_view name) {
    for (const auto& row : kStates)
        if (row.name == name) return row.state;
    throw std::logic_error("unknown draw state: " + std::string(name));
}

Text title(DrawState state) {
    const auto& row = words(kStates, state);
    return {row.zh, row.en};
}

std::string_view name(DrawStep step) {
    return words(kSteps, step).name;
}

Text title(DrawStep step) {
    const auto& row = words(kSteps, step);
    return {row.zh, row.en};
}

bool enough_revealed(const DrawProgress& draw) {
    return enough(draw, &PartyProgress::revealed);
}

bool under_embargo(const DrawProgress& draw) {
    return draw.mode == draw::Mode::embargo && !std::ranges::all_of(draw.shares, &ShareProgress::revealed);
}

std::vector<DrawStep> next_steps(const DrawProgress& draw) {
    switch (draw.state) {
        case DrawState::opened:
            return steps_before_seal(draw);
        case DrawState::sealed:
            return steps_before_event(draw);
        case DrawState::event:
            return {draw.events_recorded < draw.events_planned ? DrawStep::event : DrawStep::seed};
        case DrawState::seeded:
            if (awaits_frame(draw)) return {DrawStep::seal};
            return {awaits_witnesses(draw) ? DrawStep::witness : DrawStep::result};
        case DrawState::drawn:
        case DrawState::assigned:
            return steps_after_result(draw);
        case DrawState::closed:
        case DrawState::voided:
            return {};
    }
    throw std::logic_error("next_steps: unknown state");
}

Result<Done> allow(DrawStep step, const DrawProgress& draw) {
    const auto steps = next_steps(draw);
    if (std::ranges::find(steps, step) != steps.end()) return Done{};
    constexpr std::array kHeldUp{DrawStep::reveal, DrawStep::deliver, DrawStep::open_deposit,
                                 DrawStep::event,  DrawStep::seed,    DrawStep::result};
    if (awaits_witnesses(draw) && !draw.deposit_failed && std::ranges::find(kHeldUp, step) != kHeldUp.end())
        return unwitnessed();
    const DrawStep end_of_reveals = draw.events_planned > 0 ? DrawStep::event : DrawStep::seed;
    if (step == end_of_reveals && draw.state == DrawState::sealed && !draw.deposit_failed) return too_few_reveals(draw);
    return out_of_order(step, draw);
}

Result<Done> allow_void(const DrawProgress& draw, std::string_view account) {
    if (auto allowed = allow(DrawStep::void_draw, draw); !allowed) return pass_on(allowed.error());
    return another_person(account, draw.opened_by, "作废须由开启者以外的审批领导批准",
                          "a draw is voided by a leader other than the account that opened it");
}

Result<Done> allow_approval(const DrawProgress& draw, std::string_view account) {
    if (auto allowed = allow(DrawStep::approve_redraw, draw); !allowed) return pass_on(allowed.error());
    return another_person(account, draw.redraw_requested_by, "更正重抽须由申请者以外的审批领导批准",
                          "a redraw is approved by a leader other than the account that asked for it");
}

Result<Done> allow_substitution_answer(const DrawProgress& draw, std::string_view account) {
    if (auto allowed = allow(DrawStep::approve_substitution, draw); !allowed) return pass_on(allowed.error());
    return another_person(account, draw.substitution_requested_by, "替换须由申请者以外的审批领导答复",
                          "a substitution is answered by a leader other than the account that asked for it");
}

Result<Done> allow_extension_approval(const DrawProgress& draw, std::string_view account) {
    if (auto allowed = allow(DrawStep::approve_extension, draw); !allowed) return pass_on(allowed.error());
    return another_person(account, draw.extension_requested_by, "扩大抽取须由申请者以外的审批领导批准",
                          "an extension is approved by a leader other than the account that asked for it");
}

}  // namespace sunlot::inspection
