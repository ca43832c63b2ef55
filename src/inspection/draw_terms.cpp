#include "inspection/draw_terms.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace sunlot::inspection {
namespace {

Refusal bad(const char* code, std::string zh, std::string en, const char* field) {
    return refuse(RefusalKind::invalid, code, std::move(zh), std::move(en), field);
}

Result<Done> check_party(const draw::Party& party) {
    constexpr std::array<std::string_view, 3> kRoles{"operator", "supervisor", "outside"};
    const auto no = [&](const char* zh, const char* en) {
        return bad("draw.parties", "参与方 " + party.id + "：" + zh, party.id + ": " + en, "parties");
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
            return bad("draw.parties", "参与方编号 " + party.id + " 重复", "party id " + party.id + " appears twice",
                       "parties");
        organisations.insert(trim(party.organisation));
        watched = watched || party.role != "operator";
    }
    if (parties.size() < 2 || organisations.size() < 2 || !watched)
        return bad("draw.parties", "至少两方、分属两个单位，其中至少一方不是承办方",
                   "at least two parties of two organisations, one of them not an operator", "parties");
    return Done{};
}

Result<Done> check_events(const draw::Plan& plan) {
    std::set<std::pair<draw::EventKind, std::string_view>> seen;
    for (const auto& event : plan.events)
        if (!seen.emplace(event.kind, event.name).second)
            return bad("draw.events", "公开事件 " + event.name + " 重复", "event " + event.name + " appears twice",
                       "events");
    if (plan.events.empty() && !plan.trustees)
        return bad("draw.events", "至少指定一个公开事件（例如双色球某一期）；没有公开事件的，须设托管人",
                   "name at least one public event; without one the plan needs trustees", "events");
    return Done{};
}

/// Two departments keep a share each: neither can lift the embargo alone.
Result<Done> check_embargo(const draw::Plan& plan) {
    if (plan.mode == draw::Mode::open) {
        if (!plan.sealed.empty() || plan.embargo)
            return bad("draw.embargo", "公开方式的抽取没有密封份额和公布期限",
                       "an open draw has no sealed shares and no deadline for them", "embargo");
        return Done{};
    }
    const auto organisation = [&](std::size_t i) {
        return std::string(trim(plan.sealed[i].organisation.value_or("")));
    };
    if (plan.sealed.size() != 2 || organisation(0).empty() || organisation(1).empty() ||
        organisation(0) == organisation(1))
        return bad("draw.sealed", "保密方式的抽取须由两个不同的部门各保管一份密封份额",
                   "an embargoed draw needs two different departments, each keeping one sealed share", "sealed");
    if (plan.embargo && !Instant::parse(plan.embargo->reveal_by))
        return bad("draw.embargo", "公布期限应写作 2026-12-20T16:00:00Z", "reveal_by must be like 2026-12-20T16:00:00Z",
                   "embargo.reveal_by");
    return Done{};
}

/// Whoever holds `threshold` keys alone could read the deposits before choosing his own number.
Result<Done> check_trustees(const draw::Trustees& trustees) {
    const auto no = [](std::string zh, std::string en) {
        return bad("draw.trustees", "托管人：" + std::move(zh), "trustees: " + std::move(en), "trustees");
    };
    if (trustees.keys.size() > 10 || trustees.threshold < 2 || trustees.threshold > trustees.keys.size())
        return no("门限应在 2 与托管人数之间，托管人不超过 10 人",
                  "the threshold is between 2 and the number of keys, of which there are at most 10");
    std::set<std::string_view> ids;
    std::set<std::string_view> keys;
    std::map<std::string, std::uint64_t> held;
    for (const auto& one : trustees.keys) {
        if (!draw::is_party_id(one.id) || !ids.insert(one.id).second)
            return no("编号 " + one.id + " 不合规则或重复", "id " + one.id + " is malformed or appears twice");
        if (!is_hex(one.key, 64) || !keys.insert(one.key).second)
            return no(one.id + " 的公钥应为 64 位小写十六进制且各不相同",
                      "the key of " + one.id + " is 64 lower-case hex digits, each another");
        if (trim(one.organisation).empty()) return no(one.id + " 缺少单位", one.id + " lacks its organisation");
        if (++held[std::string(trim(one.organisation))] >= trustees.threshold)
            return no("同一单位（" + one.organisation + "）的托管人不得达到门限，否则一家即可提前开启",
                      "one organisation (" + one.organisation + ") must not hold as many keys as the threshold");
    }
    return Done{};
}

}  // namespace

Result<Done> check_terms(const draw::Plan& plan) {
    if (auto sound = check_parties(plan.parties); !sound) return sound;
    if (plan.min_parties < 2 || plan.min_parties > plan.parties.size())
        return bad("draw.min_parties", "最少揭示方数应在 2 与参与方数之间",
                   "min_parties must be between 2 and the number of parties", "min_parties");
    if (auto sound = check_events(plan); !sound) return sound;
    if (auto sound = check_embargo(plan); !sound) return sound;
    return plan.trustees ? check_trustees(*plan.trustees) : Done{};
}

}  // namespace sunlot::inspection
