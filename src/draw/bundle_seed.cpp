// Where the seed came from: commitments against what was revealed, and the public events.
#include "base/bytes.h"
#include "base/text.h"
#include "draw/bundle_parts.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

/// Against the log: seed.txt has exactly the values revealed in time.
Result<Done> check_against_log(const SeedText& seed, const DrawLog& log) {
    std::map<std::string, std::string> in_seed;
    for (const auto& party : seed.parties) in_seed.emplace(party.party, party.value);
    if (in_seed != log.revealed())
        return wrong("contributions", "seed.txt", "参与方或其数值与揭示记录不符",
                     "its parties or values are not those revealed in the log");
    return Done{};
}

Result<Done> check_against_plan(const SeedText& seed, const Plan& plan) {
    for (const auto& contribution : seed.parties) {
        const Party* party = plan.party(contribution.party);
        const std::string commitment = contribution_commitment(plan.draw_id, contribution.party, contribution.value);
        if (party == nullptr || party->commitment != commitment)
            return wrong("contributions", "seed.txt", contribution.party + " 的数值与其承诺不符",
                         "the value of " + contribution.party + " is not what it committed to");
    }
    if (seed.parties.size() < plan.min_parties)
        return wrong("contributions", "seed.txt", "参与方不足", "has fewer parties than the plan asks for");
    return Done{};
}

Result<Done> check_shares(const Bundle& bundle) {
    if (bundle.plan.mode == Mode::open) {
        if (!bundle.seed_text->sealed) return Done{};
        return wrong("contributions", "seed.txt", "公开方式不应有封存份额", "an open draw has no sealed share");
    }
    const auto shares = read_sealed_shares(bundle.plan, bundle.file("shares.json"));
    if (!shares) return in_file(shares.error(), "shares.json");
    if (bundle.seed_text->sealed != sealed_value(shares->at(0), shares->at(1)))
        return wrong("contributions", "seed.txt", "封存份额与 shares.json 不符",
                     "its sealed value is not that of shares.json");
    return Done{};
}

std::string ids_of(const std::vector<SeedText::Contribution>& parties) {
    std::vector<std::string> ids;
    for (const auto& party : parties) ids.push_back(party.party);
    return join(ids, ", ");
}

std::vector<std::string> missing_parties(const Plan& plan, const SeedText& seed) {
    std::vector<std::string> out;
    for (const Party& party : plan.parties)
        if (std::ranges::find(seed.parties, party.id, &SeedText::Contribution::party) == seed.parties.end())
            out.push_back(party.id);
    return out;
}

void warn_about_organisations(const Plan& plan, const SeedText& seed, Finding& finding) {
    std::set<std::string> organisations;
    for (const auto& contribution : seed.parties) organisations.insert(plan.party(contribution.party)->organisation);
    if (organisations.size() < 2)
        finding.warnings.push_back({"参与方来自同一单位", "all parties are of one organisation"});
}

constexpr std::int64_t kMicrosPerMinute = 60'000'000;
constexpr std::int64_t kPromptMinutes = 15;

void warn_about_times(const Plan& plan, const DrawLog& log, Finding& finding) {
    for (const PlannedEvent& event : plan.events) {
        if (event.kind == EventKind::dice)
            continue;  // thrown before witnesses after the reveals, whenever those are done
        const Instant due = Instant::parse(event.not_before).value();
        for (const auto& [party, at] : log.revealed_at())
            if (at >= due)
                finding.warnings.push_back({party + " 的揭示晚于公开事件 " + event.name + " 的预定时间",
                                            party + " revealed after the event " + event.name + " was due"});
    }
    if (log.events().empty() || log.attempts().empty()) return;
    const LoggedAttempt& first = log.attempts().front();
    const std::int64_t limit = log.events().back().at.micros + kPromptMinutes * kMicrosPerMinute;
    for (const auto& done : {first.drawn_at, first.assigned_at})
        if (done && done->micros > limit) {
            finding.warnings.push_back({"抽取或派员晚于公开事件登记 15 分钟以上",
                                        "drawn or assigned more than 15 minutes after the event was recorded"});
            break;
        }
}

}  // namespace

SeedText known_seed(const Review& review) {
    if (review.bundle.seed_text) return *review.bundle.seed_text;
    SeedText seed;
    seed.draw_id = review.bundle.plan.draw_id;
    for (const auto& [party, value] : review.log.revealed()) seed.parties.push_back({party, value});
    for (const Recorded& recorded : review.log.events()) seed.events.push_back(recorded.event);
    return seed;
}

Result<std::vector<std::string>> read_sealed_shares(const Plan& plan, std::string_view bytes) {
    const auto json = parse_canonical(bytes);
    if (!json) return pass_on(json.error());
    FieldReader in(*json);
    std::vector<std::string> values;
    for (const SealedShare& share : plan.sealed) {
        values.push_back(in.text(share.id, 64, 64));
        if (!is_hex(values.back(), 64) ||
            contribution_commitment(plan.draw_id, share.id, values.back()) != share.commitment)
            in.refuse_field(share.id, "bundle.share", "与承诺不符", "is not what was committed to");
    }
    if (const auto no = in.refusal()) return pass_on(*no);
    return values;
}

Result<Finding> check_contributions(Review& review) {
    const Bundle& bundle = review.bundle;
    const SeedText seed = known_seed(review);
    if (seed.draw_id != bundle.plan.draw_id)
        return wrong("contributions", "seed.txt", "抽查编号不符", "is of another draw");
    if (!bundle.files_only)
        if (const auto ok = check_against_log(seed, review.log); !ok) return pass_on(ok.error());
    if (const auto ok = check_against_plan(seed, bundle.plan); !ok) return pass_on(ok.error());
    if (!bundle.sealed)
        if (const auto ok = check_shares(bundle); !ok) return pass_on(ok.error());
    Finding finding{
        {"按时揭示且与承诺一致：" + ids_of(seed.parties), "revealed in time, as committed: " + ids_of(seed.parties)}};
    for (const std::string& party : missing_parties(bundle.plan, seed)) {
        const bool wrong_value = review.log.wrong().contains(party);
        finding.warnings.push_back(
            {party + (wrong_value ? " 揭示有误，未计入" : " 未揭示，未计入"),
             party + (wrong_value ? " revealed wrongly and was dropped" : " did not reveal and was dropped")});
    }
    for (const std::string& opened : review.log.opened_by_trustees())
        finding.warnings.push_back(
            {opened + " 未揭示，由托管人打开", opened + " did not reveal; the trustees opened it"});
    warn_about_organisations(bundle.plan, seed, finding);
    return finding;
}

Result<Finding> check_events(Review& review) {
    const Bundle& bundle = review.bundle;
    const std::vector<SeedText::Event> events = known_seed(review).events;
    const auto& planned = bundle.plan.events;
    bool same = events.size() == planned.size();
    unsigned millibits = 0;
    std::string list;
    for (std::size_t i = 0; same && i < events.size(); ++i) {
        same = events[i].kind == planned[i].kind && events[i].name == planned[i].name;
        if (!bundle.files_only) same = same && events[i] == review.log.events()[i].event;
        millibits += event_millibits(events[i].kind, events[i].content);
        list += fmt::format("{}{} {} {}", i > 0 ? "; " : "", text(events[i].kind), events[i].name, events[i].content);
    }
    if (!same)
        return wrong("events", "seed.txt", "公开事件与方案或登记不符", "its events are not those planned or recorded");
    Finding finding{{fmt::format("{}；合计 {}.{} 比特", list, millibits / 1000, millibits % 1000 / 100),
                     fmt::format("{}; {}.{} bits together", list, millibits / 1000, millibits % 1000 / 100)}};
    if (millibits < kEnoughMillibits)
        finding.warnings.push_back(
            {"公开事件不足 40 比特：若各参与方串通，可事先试遍所有结果",
             "the events have less than 40 bits: parties who all collude could try every outcome beforehand"});
    if (!bundle.files_only) warn_about_times(bundle.plan, review.log, finding);
    return finding;
}

}  // namespace sunlot::draw
