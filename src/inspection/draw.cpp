#include "inspection/draw.h"

#include "base/text.h"

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
    StepWords{DrawStep::reveal, "reveal", "各方揭示贡献值", "the parties reveal"},
    StepWords{DrawStep::event, "event", "登记公开事件", "record the public event"},
    StepWords{DrawStep::seed, "seed", "确定种子", "fix the seed"},
    StepWords{DrawStep::result, "result", "抽取检查对象", "draw the objects"},
    StepWords{DrawStep::assign, "assign", "分派执法人员", "assign the officers"},
    StepWords{DrawStep::close, "close", "结束本次抽取", "close the draw"},
    StepWords{DrawStep::void_draw, "void", "作废", "void the draw"},
    StepWords{DrawStep::request_redraw, "redraw", "申请更正重抽", "ask for a redraw"},
    StepWords{DrawStep::approve_redraw, "redraw_approve", "批准更正重抽", "approve the redraw"},
};

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
    return std::all_of(draw.parties.begin(), draw.parties.end(), [](const auto& p) { return p.committed; });
}

bool all_revealed(const DrawProgress& draw) {
    return std::all_of(draw.parties.begin(), draw.parties.end(), [](const auto& p) { return p.revealed; });
}

std::string without(const DrawProgress& draw, bool PartyProgress::* done) {
    std::string out;
    for (const auto& party : draw.parties)
        if (!(party.*done)) out += (out.empty() ? "" : ", ") + party.id;
    return out;
}

/// Steps of a redraw that was approved: the seed stands, the corrected frame is still to come.
bool awaits_frame(const DrawProgress& draw) {
    return draw.state == DrawState::seeded && !draw.frame_sealed;
}

/// Why this step cannot be taken now, in the words of the step itself.
Text reason(DrawStep step, const DrawProgress& draw) {
    const std::string zh_state = title(draw.state).zh;
    const std::string en_state = title(draw.state).en;
    if (draw.redraw_requested) return {"更正重抽已申请，等待另一人批准", "a redraw was asked for and awaits approval"};
    if (step == DrawStep::seal && draw.state == DrawState::opened)
        return {"尚有参与方未提交承诺：" + without(draw, &PartyProgress::committed),
                "parties without a commitment: " + without(draw, &PartyProgress::committed)};
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

Refusal too_few_reveals(const DrawProgress& draw) {
    const auto revealed =
        std::count_if(draw.parties.begin(), draw.parties.end(), [](const auto& p) { return p.revealed; });
    const std::string missing = without(draw, &PartyProgress::revealed);
    return refuse(RefusalKind::conflict, "draw.too_few_reveals",
                  "已揭示 " + std::to_string(revealed) + " 方，至少须有 " + std::to_string(draw.min_parties) +
                      " 方且分属两个以上单位；未揭示：" + missing + "。请先揭示，揭示不了的只能作废本次抽取。",
                  std::to_string(revealed) + " parties have revealed; at least " + std::to_string(draw.min_parties) +
                      " of two or more organisations must; missing: " + missing + ". Reveal first, or void the draw.");
}

Result<Done> another_person(std::string_view account, const std::string& first, const char* zh, const char* en) {
    if (account != first) return Done{};
    return refuse(RefusalKind::forbidden, "draw.same_person", zh, en);
}

Result<Done> check_party(const draw::Party& party) {
    constexpr std::array<std::string_view, 3> kRoles{"operator", "supervisor", "outside"};
    const auto no = [&](const char* zh, const char* en) {
        return refuse(RefusalKind::invalid, "draw.parties", "参与方 " + party.id + "：" + zh, party.id + ": " + en,
                      "parties");
    };
    if (!draw::is_party_id(party.id))
        return no("编号只能是小写字母、数字和连字符，且不以 sealed- 开头",
                  "an id is lower-case letters, digits and hyphens");
    if (trim(party.organisation).empty()) return no("缺少单位", "lacks its organisation");
    if (std::find(kRoles.begin(), kRoles.end(), party.role) == kRoles.end())
        return no("身份应为 operator（承办）、supervisor（监督）或 outside（外部）",
                  "the role must be operator, supervisor or outside");
    return Done{};
}

Result<Done> check_parties(const std::vector<draw::Party>& parties) {
    std::set<std::string_view> ids;
    std::set<std::string_view> organisations;
    bool watched = false;
    for (const auto& party : parties) {
        if (auto sound = check_party(party); !sound) return sound;
        if (!ids.insert(party.id).second)
            return refuse(RefusalKind::invalid, "draw.parties", "参与方编号 " + party.id + " 重复",
                          "party id " + party.id + " appears twice", "parties");
        organisations.insert(trim(party.organisation));
        watched = watched || party.role != "operator";
    }
    if (parties.size() < 2 || organisations.size() < 2 || !watched)
        return refuse(RefusalKind::invalid, "draw.parties", "至少两方、分属两个单位，其中至少一方不是承办方",
                      "at least two parties of two organisations, one of them not an operator", "parties");
    return Done{};
}

std::vector<DrawStep> steps_before_event(const DrawProgress& draw) {
    if (draw.state == DrawState::opened)
        return {all_committed(draw) ? DrawStep::seal : DrawStep::commit, DrawStep::void_draw};
    std::vector<DrawStep> steps;
    if (enough_revealed(draw)) steps.push_back(DrawStep::event);
    if (!all_revealed(draw)) steps.insert(steps.begin(), DrawStep::reveal);
    steps.push_back(DrawStep::void_draw);
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
    std::int64_t revealed = 0;
    std::set<std::string_view> organisations;
    for (const auto& party : draw.parties)
        if (party.revealed) {
            ++revealed;
            organisations.insert(party.organisation);
        }
    return revealed >= draw.min_parties && organisations.size() >= 2;
}

std::vector<DrawStep> next_steps(const DrawProgress& draw) {
    if (draw.redraw_requested) return {DrawStep::approve_redraw};
    switch (draw.state) {
        case DrawState::opened:
        case DrawState::sealed:
            return steps_before_event(draw);
        case DrawState::event:
            return {draw.events_recorded < draw.events_planned ? DrawStep::event : DrawStep::seed};
        case DrawState::seeded:
            return {awaits_frame(draw) ? DrawStep::seal : DrawStep::result};
        // An assignment that turns out impossible is remedied by a redraw with more officers: same seed, same sample.
        case DrawState::drawn:
            return {DrawStep::assign, DrawStep::request_redraw};
        case DrawState::assigned:
            return {DrawStep::close, DrawStep::request_redraw};
        case DrawState::closed:
        case DrawState::voided:
            return {};
    }
    throw std::logic_error("next_steps: unknown state");
}

Result<Done> allow(DrawStep step, const DrawProgress& draw) {
    const auto steps = next_steps(draw);
    if (std::find(steps.begin(), steps.end(), step) != steps.end()) return Done{};
    if (step == DrawStep::event && draw.state == DrawState::sealed) return too_few_reveals(draw);
    return out_of_order(step, draw);
}

Result<Done> check_terms(const std::vector<draw::Party>& parties, std::int64_t min_parties,
                         const std::vector<draw::PlannedEvent>& events) {
    if (auto sound = check_parties(parties); !sound) return pass_on(sound.error());
    if (min_parties < 2 || min_parties > static_cast<std::int64_t>(parties.size()))
        return refuse(RefusalKind::invalid, "draw.min_parties", "最少揭示方数应在 2 与参与方数之间",
                      "min_parties must be between 2 and the number of parties", "min_parties");
    std::set<std::pair<draw::EventKind, std::string_view>> seen;
    for (const auto& event : events)
        if (!seen.emplace(event.kind, event.name).second)
            return refuse(RefusalKind::invalid, "draw.events", "公开事件 " + event.name + " 重复",
                          "event " + event.name + " appears twice", "events");
    if (events.empty())
        return refuse(RefusalKind::invalid, "draw.events", "至少指定一个公开事件（例如双色球某一期）",
                      "name at least one public event", "events");
    return Done{};
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

}  // namespace sunlot::inspection
