#include "draw/plan.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/text.h"
#include "draw/frame.h"
#include "ledger/note.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sunlot::draw {
namespace {

constexpr std::string_view kVersion = "sunlot-draw/v1";
constexpr std::int64_t kLargestNumber = 1'000'000'000;
constexpr std::size_t kMostParties = 50;
constexpr std::size_t kMostSlots = 20;

bool is_lower_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_number_of(std::string_view text, std::size_t at_least, std::size_t at_most) {
    return text.size() >= at_least && text.size() <= at_most &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────────

Json quota_json(const Quota& quota) {
    switch (quota.kind) {
        case Quota::Kind::number:
            return Json(quota.numerator);
        case Quota::Kind::ratio:
            return Json(Json::Object{{"ratio", Json(Json::Array{Json(quota.numerator), Json(quota.denominator)})}});
        case Quota::Kind::all:
            break;
    }
    return Json("all");
}

Json strata_json(const std::vector<Stratum>& strata) {
    Json::Array out;
    for (const Stratum& stratum : strata) {
        Json::Object o{{"label", stratum.label}, {"quota", quota_json(stratum.quota)}};
        if (!stratum.grades.empty()) o.emplace("grades", stratum.grades);
        out.emplace_back(std::move(o));
    }
    return Json(std::move(out));
}

enum class Commitments { written, left_out };

Json parties_json(const std::vector<Party>& parties, Commitments commitments) {
    Json::Array out;
    for (const Party& party : parties) {
        Json::Object o{{"id", party.id}, {"organisation", party.organisation}, {"role", party.role}};
        if (party.commitment && commitments == Commitments::written) o.emplace("commitment", *party.commitment);
        out.emplace_back(std::move(o));
    }
    return Json(std::move(out));
}

Json events_json(const std::vector<PlannedEvent>& events) {
    Json::Array out;
    for (const PlannedEvent& event : events)
        out.emplace_back(
            Json::Object{{"kind", text(event.kind)}, {"name", event.name}, {"not_before", event.not_before}});
    return Json(std::move(out));
}

Json team_json(const std::vector<TeamSlot>& team) {
    Json::Array slots;
    for (const TeamSlot& slot : team) slots.emplace_back(Json::Object{{"name", slot.name}, {"tags", Json(slot.tags)}});
    return Json(Json::Object{{"slots", Json(std::move(slots))}});
}

Json sealed_json(const std::vector<SealedShare>& shares) {
    Json::Array out;
    for (const SealedShare& share : shares)
        out.emplace_back(Json::Object{{"commitment", share.commitment}, {"id", share.id}});
    return Json(std::move(out));
}

std::string write(const Plan& plan, Commitments commitments) {
    Json::Object o{{"draw_id", plan.draw_id},
                   {"events", events_json(plan.events)},
                   {"hash", "sha256"},
                   {"log_origin", plan.log_origin},
                   {"min_parties", plan.min_parties},
                   {"mode", plan.mode == Mode::open ? "open" : "embargo"},
                   {"parties", parties_json(plan.parties, commitments)},
                   {"reserve", plan.reserve},
                   {"spread", plan.spread},
                   {"strata", strata_json(plan.strata)},
                   {"team", team_json(plan.team)},
                   {"version", kVersion}};
    if (plan.mode == Mode::embargo) o.emplace("sealed", sealed_json(plan.sealed));
    if (plan.task) o.emplace("task", *plan.task);
    if (plan.policy) o.emplace("policy", *plan.policy);
    for (const auto& [key, value] : {std::pair{"pool", &plan.pool},
                                     {"exclusion_rules", &plan.exclusion_rules},
                                     {"officer_pool", &plan.officer_pool},
                                     {"visit_window", &plan.visit_window}})
        if (!value->is_null()) o.emplace(key, *value);
    return to_canonical(Json(std::move(o)));
}

// ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// Runs `read(reader)` over the objects of an array and hands the first refusal to the outer reader.
template <class Read>
void each(FieldReader& in, std::string_view key, const Json::Array& items, const Read& read) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        FieldReader item(items[i], in.path(key) + "[" + std::to_string(i) + "]");
        read(item);
        if (const auto no = item.refusal()) in.refuse_field(key, no->code, no->text.zh, no->text.en);
    }
}

Quota read_quota(FieldReader& in) {
    const Json& quota = in.any("quota");
    if (quota == Json("all")) return Quota::all();
    if (quota.is_integer() && quota.as_integer() >= 0 && quota.as_integer() <= kLargestNumber)
        return Quota::number(static_cast<std::uint64_t>(quota.as_integer()));
    const Json* ratio = quota.find("ratio");
    if (ratio != nullptr && quota.as_object().size() == 1 && ratio->is_array() && ratio->as_array().size() == 2) {
        const Json& over = ratio->as_array()[0];
        const Json& under = ratio->as_array()[1];
        const auto in_range = [](const Json& n, std::int64_t least) {
            return n.is_integer() && n.as_integer() >= least && n.as_integer() <= kLargestNumber;
        };
        if (in_range(over, 0) && in_range(under, 1))
            return Quota::ratio(static_cast<std::uint64_t>(over.as_integer()),
                                static_cast<std::uint64_t>(under.as_integer()));
    }
    in.refuse_field("quota", "plan.quota", R"(应为个数、{"ratio":[分子,分母]} 或 "all")",
                    R"(must be a number, {"ratio":[over,under]} or "all")");
    return {};
}

EventKind read_event_kind(FieldReader& in) {
    const auto kind = parse_event_kind(in.text("kind", 1, 16));
    if (kind) return *kind;
    in.refuse_field("kind", kind.error().code, kind.error().text.zh, kind.error().text.en);
    return EventKind::ssq;
}

void read_lists(FieldReader& in, Plan& plan) {
    each(in, "events", in.array("events", 10), [&](FieldReader& item) {
        PlannedEvent& event = plan.events.emplace_back();
        event.kind = read_event_kind(item);
        event.name = item.text("name", 1, 128);
        event.not_before = item.text("not_before", 1, 32);
    });
    each(in, "parties", in.array("parties", kMostParties), [&](FieldReader& item) {
        Party& party = plan.parties.emplace_back();
        party.id = item.text("id", 1, 32);
        party.organisation = item.text("organisation", 1, 200);
        party.role = item.text("role", 1, 64);
        party.commitment = item.optional_text("commitment", 64);
    });
    each(in, "strata", in.array("strata", 1000), [&](FieldReader& item) {
        Stratum& stratum = plan.strata.emplace_back();
        stratum.label = item.text("label", 0, 64);
        stratum.quota = read_quota(item);
        stratum.grades = item.texts("grades", 100);
    });
    each(in, "sealed", in.array_or_empty("sealed", 2), [&](FieldReader& item) {
        SealedShare& share = plan.sealed.emplace_back();
        share.commitment = item.text("commitment", 64, 64);
        share.id = item.text("id", 1, 32);
    });
}

void read_team(FieldReader& in, Plan& plan) {
    FieldReader team(in.any("team"), in.path("team"));
    each(team, "slots", team.array("slots", kMostSlots), [&](FieldReader& item) {
        TeamSlot& slot = plan.team.emplace_back();
        slot.name = item.text("name", 1, 64);
        slot.tags = item.texts("tags", 50);
    });
    if (const auto no = team.refusal()) in.refuse_field("team", no->code, no->text.zh, no->text.en);
}

Mode read_mode(FieldReader& in) {
    const std::string mode = in.text("mode", 1, 16);
    if (mode != "open" && mode != "embargo")
        in.refuse_field("mode", "plan.mode", "应为 open 或 embargo", "must be open or embargo");
    return mode == "embargo" ? Mode::embargo : Mode::open;
}

Result<Plan> read(const Json& value) {
    FieldReader in(value);
    Plan plan;
    plan.draw_id = in.text("draw_id", 1, 64);
    if (in.text("hash", 1, 16) != "sha256")
        in.refuse_field("hash", "plan.hash", "只支持 sha256", "only sha256 is known");
    plan.log_origin = in.text("log_origin", 1, 255);
    plan.min_parties = static_cast<std::uint64_t>(in.integer("min_parties", 1, kMostParties));
    plan.mode = read_mode(in);
    read_lists(in, plan);
    plan.reserve = static_cast<std::uint64_t>(in.integer("reserve", 0, kLargestNumber));
    plan.spread = in.flag("spread", false);
    read_team(in, plan);
    if (in.text("version", 1, 64) != kVersion)
        in.refuse_field("version", "plan.version", "版本不认识", "is a version not known here");
    plan.task = in.optional_text("task", 200);
    plan.policy = in.optional_text("policy", 64);
    plan.pool = in.any("pool");
    plan.exclusion_rules = in.any("exclusion_rules");
    plan.officer_pool = in.any("officer_pool");
    plan.visit_window = in.any("visit_window");
    if (const auto no = in.refusal()) return pass_on(*no);
    return plan;
}

// ── rules ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Refusal bad(std::string field, std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "plan." + field.substr(0, field.find('[')), field + "：" + zh,
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
    if (plan.mode == Mode::open)
        return plan.sealed.empty() ? Result<Done>(Done{})
                                   : bad("sealed", "公开方式没有封存份额", "an open draw has none");
    const auto sound = [&](std::size_t i, std::string_view id) {
        return plan.sealed[i].id == id && is_hex(plan.sealed[i].commitment, 64);
    };
    if (plan.sealed.size() != 2 || !sound(0, "sealed-1") || !sound(1, "sealed-2"))
        return bad("sealed", "应为 sealed-1、sealed-2 两份及其承诺",
                   "must be sealed-1 and sealed-2 with their commitments");
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

std::string encode(const Plan& plan) {
    return write(plan, Commitments::written);
}

std::string terms(const Plan& plan) {
    return write(plan, Commitments::left_out);
}

Result<Done> check_plan(const Plan& plan) {
    if (!is_draw_id(plan.draw_id)) return bad("draw_id", "应为 机构-区划-年份-序号", "reads organ-region-year-serial");
    if (!ledger::is_key_name(plan.log_origin)) return bad("log_origin", "不是日志名称", "is no log name");
    for (const auto check : {check_parties, check_events, check_strata, check_team, check_sealed})
        if (const auto ok = check(plan); !ok) return pass_on(ok.error());
    if (plan.policy && !is_hex(*plan.policy, 64))
        return bad("policy", "应为 64 位小写十六进制", "must be 64 lower-case hex digits");
    return Done{};
}

Result<Plan> parse_plan(std::string_view bytes) {
    const auto value = parse_canonical(bytes);
    if (!value) return pass_on(value.error());
    auto plan = read(*value);
    if (!plan) return pass_on(plan.error());
    if (const auto ok = check_plan(*plan); !ok) return pass_on(ok.error());
    // One plan has one text: members that may be left out are left out, never null or empty.
    if (encode(*plan) != bytes)
        return refuse(RefusalKind::invalid, "plan.not_canonical", "plan.json 不是规范写法",
                      "plan.json is not in its one form");
    return plan;
}

}  // namespace sunlot::draw
