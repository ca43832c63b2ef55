// What a plan must be like beyond having the right members (docs/formats/draw-v1.md §3).
#include "base/bytes.h"
#include "base/clock.h"
#include "base/text.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "ledger/note.h"

#include <algorithm>
#include <set>

namespace sunlot::draw {
namespace {

constexpr std::size_t kMostSlots = 20;
constexpr std::size_t kMostTrustees = 10;

bool is_lower_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_number_of(std::string_view text, std::size_t at_least, std::size_t at_most) {
    return text.size() >= at_least && text.size() <= at_most &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Refusal bad(std::string field, std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "plan." + field.substr(0, field.find_first_of("[.")), field + "：" + zh,
                  field + ": " + en, field);
}

Result<Done> check_parties(const Plan& plan) {
    for (std::size_t i = 0; i < plan.parties.size(); ++i) {
        const Party& party = plan.parties[i];
        const std::string field = "parties[" + std::to_string(i) + "]";
        if (!is_party_id(party.id))
            return bad(field, "参与方编号只能是小写字母、数字和连字符",
                       "a party id is lower-case letters, digits, hyphens");
        if (i > 0 && plan.parties[i - 1].id >= party.id)
            return bad(field, "参与方应按编号排序且不重复", "parties are sorted by id and unique");
        if (party.organisation.empty() || party.role.empty())
            return bad(field, "缺少单位或身份", "lacks its organisation or role");
        if (party.commitment && !is_hex(*party.commitment, 64))
            return bad(field, "承诺应为 64 位小写十六进制", "a commitment is 64 lower-case hex digits");
    }
    if (plan.min_parties < 1 || plan.min_parties > plan.parties.size())
        return bad("min_parties", "应在 1 与参与方数之间", "must be between 1 and the number of parties");
    return Done{};
}

Result<Done> check_events(const Plan& plan) {
    for (std::size_t i = 0; i < plan.events.size(); ++i) {
        const PlannedEvent& event = plan.events[i];
        const std::string field = "events[" + std::to_string(i) + "]";
        if (const auto name = check_event_name(event.kind, event.name); !name)
            return bad(field, name.error().text.zh, name.error().text.en);
        if (!Instant::parse(event.not_before)) return bad(field, "最早时间格式不对", "not_before is no instant");
    }
    return Done{};
}

Result<Done> check_strata(const Plan& plan) {
    std::set<std::string_view> labels;
    for (std::size_t i = 0; i < plan.strata.size(); ++i) {
        const Stratum& stratum = plan.strata[i];
        const std::string field = "strata[" + std::to_string(i) + "]";
        if (!is_label(stratum.label))
            return bad(field, "名称过长或含控制字符", "its label is too long or has control characters");
        if (!labels.insert(stratum.label).second) return bad(field, "名称重复", "its label is repeated");
        if (stratum.quota.kind == Quota::Kind::ratio && stratum.quota.denominator == 0)
            return bad(field, "分母为零", "a ratio over zero");
    }
    if (plan.strata.empty()) return bad("strata", "至少一层", "at least one");
    return Done{};
}

Result<Done> check_team(const Plan& plan) {
    if (plan.team.empty() || plan.team.size() > kMostSlots)
        return bad("team", "应有 1 到 20 个位置", "has 1 to 20 slots");
    for (std::size_t i = 0; i < plan.team.size(); ++i) {
        const auto& tags = plan.team[i].tags;
        const bool sound = !plan.team[i].name.empty() && std::ranges::all_of(tags, is_tag) &&
                           std::ranges::adjacent_find(tags, std::ranges::greater_equal{}) == tags.end();
        if (!sound)
            return bad("team[" + std::to_string(i) + "]", "标签应排序且不重复", "its tags are sorted and unique");
    }
    return Done{};
}

Result<Done> check_sealed(const Plan& plan) {
    if (plan.mode == Mode::open) {
        if (!plan.sealed.empty()) return bad("sealed", "公开方式没有封存份额", "an open draw has none");
        if (plan.embargo) return bad("embargo", "公开方式没有公布期限", "an open draw has none");
        return Done{};
    }
    const auto sound = [&](std::size_t i, std::string_view id) {
        const SealedShare& share = plan.sealed[i];
        return share.id == id && (!share.commitment || is_hex(*share.commitment, 64)) &&
               (!share.organisation || !share.organisation->empty());
    };
    if (plan.sealed.size() != 2 || !sound(0, "sealed-1") || !sound(1, "sealed-2"))
        return bad("sealed", "应为 sealed-1、sealed-2 两份", "must be sealed-1 and sealed-2");
    if (plan.embargo && !Instant::parse(plan.embargo->reveal_by))
        return bad("embargo", "公布期限格式不对", "reveal_by is no instant");
    return Done{};
}

Result<Done> check_trustees(const Plan& plan) {
    if (!plan.trustees) {
        if (plan.events.empty())
            return bad("events", "没有公开事件时须有托管人，否则最后揭示的人可左右结果",
                       "none, and no trustees: then who reveals last could choose");
        return Done{};
    }
    const auto& keys = plan.trustees->keys;
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string field = "trustees.keys[" + std::to_string(i) + "]";
        if (!is_party_id(keys[i].id) || !is_hex(keys[i].key, 64) || keys[i].organisation.empty())
            return bad(field, "编号、公钥或单位格式不对", "its id, key or organisation is malformed");
        if (i > 0 && keys[i - 1].id >= keys[i].id)
            return bad(field, "托管人应按编号排序且不重复", "trustees are sorted by id and unique");
        if (!seen.insert(keys[i].key).second) return bad(field, "公钥重复", "its key is repeated");
    }
    if (keys.size() > kMostTrustees || plan.trustees->threshold < 2 || plan.trustees->threshold > keys.size())
        return bad("trustees", "门限应在 2 与托管人数（最多 10）之间",
                   "the threshold is from 2 to the number of trustees, of whom there are at most 10");
    return Done{};
}

}  // namespace

bool is_party_id(std::string_view id) {
    return !id.empty() && id.size() <= 32 && is_lower_or_digit(id.front()) && !id.starts_with("sealed-") &&
           std::ranges::all_of(id, [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_draw_id(std::string_view id) {
    const auto parts = split(id, '-');
    return parts.size() == 4 && !parts[0].empty() && parts[0].size() <= 32 &&
           std::ranges::all_of(parts[0], is_lower_or_digit) && is_number_of(parts[1], 1, 12) &&
           is_number_of(parts[2], 4, 4) && is_number_of(parts[3], 4, 8);
}

const Party* Plan::party(std::string_view id) const {
    const auto found = std::ranges::find(parties, id, &Party::id);
    return found == parties.end() ? nullptr : &*found;
}

const Stratum* Plan::stratum(std::string_view label) const {
    const auto found = std::ranges::find(strata, label, &Stratum::label);
    return found == strata.end() ? nullptr : &*found;
}

const SealedShare* Plan::sealed_share(std::string_view id) const {
    const auto found = std::ranges::find(sealed, id, &SealedShare::id);
    return found == sealed.end() ? nullptr : &*found;
}

std::optional<std::string> Plan::commitment_of(std::string_view id) const {
    if (const Party* known = party(id)) return known->commitment;
    if (const SealedShare* known = sealed_share(id)) return known->commitment;
    return std::nullopt;
}

Result<Done> check_plan(const Plan& plan) {
    if (!is_draw_id(plan.draw_id)) return bad("draw_id", "应为 机构-区划-年份-序号", "reads organ-region-year-serial");
    if (!ledger::is_key_name(plan.log_origin)) return bad("log_origin", "不是日志名称", "is no log name");
    for (const auto check : {check_parties, check_events, check_strata, check_team, check_sealed, check_trustees})
        if (const auto ok = check(plan); !ok) return pass_on(ok.error());
    if (plan.policy && !is_hex(*plan.policy, 64))
        return bad("policy", "应为 64 位小写十六进制", "must be 64 lower-case hex digits");
    return Done{};
}

}  // namespace sunlot::draw
