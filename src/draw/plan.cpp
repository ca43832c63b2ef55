#include "draw/plan.h"

#include <utility>

namespace sunlot::draw {
namespace {

constexpr std::string_view kVersion = "sunlot-draw/v1";
constexpr std::int64_t kLargestNumber = 1'000'000'000;
constexpr std::size_t kMostParties = 50;
constexpr std::size_t kMostSlots = 20;

// ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────────

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

Json sealed_json(const std::vector<SealedShare>& shares, Commitments commitments) {
    Json::Array out;
    for (const SealedShare& share : shares) {
        Json::Object o{{"id", share.id}};
        if (share.organisation) o.emplace("organisation", *share.organisation);
        if (share.commitment && commitments == Commitments::written) o.emplace("commitment", *share.commitment);
        out.emplace_back(std::move(o));
    }
    return Json(std::move(out));
}

Json trustees_json(const Trustees& trustees) {
    Json::Array keys;
    for (const TrusteeKey& key : trustees.keys)
        keys.emplace_back(Json::Object{{"id", key.id}, {"key", key.key}, {"organisation", key.organisation}});
    return Json(Json::Object{{"keys", Json(std::move(keys))}, {"threshold", trustees.threshold}});
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
    if (plan.mode == Mode::embargo) o.emplace("sealed", sealed_json(plan.sealed, commitments));
    if (plan.embargo) o.emplace("embargo", Json::Object{{"reveal_by", plan.embargo->reveal_by}});
    if (plan.trustees) o.emplace("trustees", trustees_json(*plan.trustees));
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
        share.commitment = item.optional_text("commitment", 64);
        share.id = item.text("id", 1, 32);
        share.organisation = item.optional_text("organisation", 200);
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

void read_embargo(FieldReader& in, Plan& plan) {
    const Json& value = in.any("embargo");
    if (value.is_null()) return;
    FieldReader embargo(value, in.path("embargo"));
    plan.embargo = Embargo{embargo.text("reveal_by", 1, 32)};
    if (const auto no = embargo.refusal()) in.refuse_field("embargo", no->code, no->text.zh, no->text.en);
}

void read_trustees(FieldReader& in, Plan& plan) {
    const Json& value = in.any("trustees");
    if (value.is_null()) return;
    FieldReader trustees(value, in.path("trustees"));
    plan.trustees.emplace();
    each(trustees, "keys", trustees.array("keys", 10), [&](FieldReader& item) {
        TrusteeKey& key = plan.trustees->keys.emplace_back();
        key.id = item.text("id", 1, 32);
        key.key = item.text("key", 64, 64);
        key.organisation = item.text("organisation", 1, 200);
    });
    plan.trustees->threshold = static_cast<std::uint64_t>(trustees.integer("threshold", 2, 10));
    if (const auto no = trustees.refusal()) in.refuse_field("trustees", no->code, no->text.zh, no->text.en);
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
    read_embargo(in, plan);
    read_trustees(in, plan);
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

}  // namespace

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

std::string encode(const Plan& plan) {
    return write(plan, Commitments::written);
}

std::string terms(const Plan& plan) {
    return write(plan, Commitments::left_out);
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
