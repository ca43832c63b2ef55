// make_cases COUNT [SEED]: random draws, one JSON object per line, its members the files of a bundle without log
// (bundle-v1): plan.json, seal.json, the four lists, seed.txt, in mode embargo shares.json, result.tsv, slots.tsv,
// assignment.tsv. Other implementations read them and must come to the same result and assignment. The same seed gives
// the same cases everywhere.
#include "draw/assignment.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/sample.h"
#include "draw/seal.h"
#include "draw/seed.h"
#include "draw/slots.h"
#include "hash/sha256.h"
#include "random.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <set>
#include <string>

#include <fmt/format.h>

namespace sunlot::vectors {
namespace {

using namespace draw;

const std::vector<std::string> kStrata = {"", "A", "B", "C", "D", "未评", "重点 一", "a'b\"c\\d"};
const std::vector<std::string> kDistricts = {"", "临河区", "解放街道", "新华", "Z", "a", "0"};
const std::vector<std::string> kTags = {"lead", "工资", "L02", "劳动合同"};

class Case {
public:
    explicit Case(std::uint64_t seed) : random_(seed) {}

    /// The files, or nothing when these officers cannot go: then another seed is tried.
    std::optional<Json::Object> make() {
        make_plan();
        make_lists();
        commit();
        Json::Object files;
        const std::string seal = encode(make_seal(plan_.draw_id, frame_, exclusions_, officers_, recusals_));
        const std::string seed_txt = encode(seed_text_);
        const std::string seed = seed_of(seed_txt);
        const auto sample = draw_sample(plan_, parse_frame(frame_).value(), seed).value();
        const auto people = parse_officers(officers_).value();
        const auto slots = make_slots(plan_.team, people, sample.sample_ids(), recused_);
        const auto assignment = assign(people, slots, seed);
        if (!assignment) return std::nullopt;
        files = {{"plan.json", encode(plan_)},
                 {"seal.json", seal},
                 {"frame.tsv", frame_},
                 {"exclusions.tsv", exclusions_},
                 {"officers.tsv", officers_},
                 {"recusals.txt", recusals_},
                 {"seed.txt", seed_txt},
                 {"result.tsv", encode_result(sample.rows)},
                 {"slots.tsv", encode_slots(slots, people)},
                 {"assignment.tsv", encode_assignment(*assignment)}};
        if (plan_.mode == Mode::embargo)
            files.emplace("shares.json",
                          to_canonical(Json(Json::Object{{"sealed-1", shares_[0]}, {"sealed-2", shares_[1]}})));
        return files;
    }

private:
    std::string hex64() {
        return fmt::format("{:016x}{:016x}{:016x}{:016x}", random_.word(), random_.word(), random_.word(),
                           random_.word());
    }

    Quota quota() {
        switch (random_.below(4)) {
            case 0:
                return Quota::number(random_.pick(std::vector<std::uint64_t>{0, 1, 2, 5, 1'000'000'000}));
            case 1:
                return Quota::all();
            default:
                return Quota::ratio(random_.below(12), random_.between(1, 40));
        }
    }

    PlannedEvent event(std::size_t i) {
        const auto kind = static_cast<EventKind>(random_.below(5));
        const std::string at = "2026-11-24T13:15:00Z";
        switch (kind) {
            case EventKind::ssq:
            case EventKind::dlt:
                return {kind, fmt::format("2026{:03}", 100 + i), at};
            case EventKind::drand:
                return {kind, hex64() + "/" + std::to_string(random_.below(5'000'000)), at};
            case EventKind::nist:
                return {kind, "2/" + std::to_string(random_.below(5'000'000)), at};
            case EventKind::dice:
                break;
        }
        return {kind, fmt::format("throw-{}", i), at};
    }

    std::string balls(std::size_t count, std::size_t highest) {
        std::set<std::size_t> chosen;
        while (chosen.size() < count) chosen.insert(random_.between(1, highest));
        std::string out;
        for (const std::size_t ball : chosen) out += fmt::format("{}{:02}", out.empty() ? "" : ",", ball);
        return out;
    }

    std::string content(EventKind kind) {
        switch (kind) {
            case EventKind::ssq:
                return balls(6, 33) + "+" + balls(1, 16);
            case EventKind::dlt:
                return balls(5, 35) + "+" + balls(2, 12);
            case EventKind::drand:
                return hex64();
            case EventKind::nist:
                return hex64() + hex64();
            case EventKind::dice:
                break;
        }
        std::string digits;
        for (std::size_t i = random_.between(1, 20); i > 0; --i) digits += static_cast<char>('1' + random_.below(6));
        return digits;
    }

    void make_plan() {
        plan_.draw_id = fmt::format("lhrs-150802-2026-{:04}", random_.below(10'000));
        plan_.log_origin = "lhrs.example/log";
        plan_.spread = random_.chance(2);
        plan_.reserve = random_.below(4);
        for (std::size_t i = 0; i < kStrata.size(); ++i)
            if (random_.chance(2)) plan_.strata.push_back({kStrata[i], quota(), {}});
        if (plan_.strata.empty()) plan_.strata.push_back({"A", quota(), {}});
        for (std::size_t i = random_.between(1, 3); i > 0; --i) {
            TeamSlot slot{fmt::format("slot {}", i), {}};
            for (const std::string& tag : kTags)
                if (random_.chance(6)) slot.tags.push_back(tag);
            std::ranges::sort(slot.tags);
            plan_.team.push_back(std::move(slot));
        }
        for (std::size_t i = random_.between(1, 3), n = 0; n < i; ++n) plan_.events.push_back(event(n));
        for (const char* id : {"bureau", "firm-rep", "jiwei", "zz9"})
            if (plan_.parties.empty() || random_.chance(2)) plan_.parties.push_back({id, "单位", "role", {}});
        plan_.min_parties = 1;
        if (!random_.chance(4)) return;
        plan_.mode = Mode::embargo;
        plan_.sealed = {{"sealed-1", {}, {}}, {"sealed-2", {}, {}}};
    }

    std::string object_id() {
        if (random_.chance(3)) return fmt::format("X:SITE:{}", random_.below(100'000));
        return fmt::format("9115080{:010}{}", random_.below(10'000'000'000),
                           "0123456789ABCDEFGHJKLMNPQRTUWXY"[random_.below(31)]);
    }

    void make_lists() {
        std::set<std::string> ids;
        for (std::size_t n = random_.below(60); n > 0; --n) ids.insert(object_id());
        for (const std::string& id : ids) {
            if (random_.chance(12))
                append_row(exclusions_, Exclusion{id, "annual_cap", random_.below(1000)});
            else
                append_row(frame_, FrameRow{id, random_.pick(plan_.strata).label, random_.pick(kDistricts)});
        }
        std::vector<Officer> officers;
        for (std::size_t i = 0, n = random_.between(3, 9); i < n; ++i) {
            Officer officer{fmt::format("F{}", i),
                            static_cast<std::uint32_t>(random_.below(6)),
                            static_cast<std::uint32_t>(random_.between(5, 60)),
                            {}};
            for (const std::string& tag : kTags)
                if (!random_.chance(3)) officer.tags.push_back(tag);
            std::ranges::sort(officer.tags);
            officers.push_back(std::move(officer));
        }
        officers_ = encode_officers(officers);
        std::vector<std::string> lines;
        for (const std::string& id : ids)
            if (random_.chance(10)) {
                const std::string& officer = random_.pick(officers).id;
                recused_.emplace(officer, id);
                lines.push_back(recusal_line(officer, id, hex64().substr(0, 32)));
            }
        recusals_ = encode_recusals(lines);
    }

    /// Who commits, who reveals, and what comes of the events.
    void commit() {
        seed_text_.draw_id = plan_.draw_id;
        for (std::size_t i = 0; i < plan_.parties.size(); ++i) {
            Party& party = plan_.parties[i];
            const std::string value = hex64();
            if (i > 0 && random_.chance(5)) continue;  // never committed
            party.commitment = contribution_commitment(plan_.draw_id, party.id, value);
            if (i == 0 || !random_.chance(5)) seed_text_.parties.push_back({party.id, value});
        }
        for (const PlannedEvent& planned : plan_.events)
            seed_text_.events.push_back({planned.kind, planned.name, content(planned.kind)});
        if (plan_.mode == Mode::open) return;
        for (SealedShare& share : plan_.sealed) {
            shares_.push_back(hex64());
            share.commitment = contribution_commitment(plan_.draw_id, share.id, shares_.back());
        }
        seed_text_.sealed = sealed_value(shares_[0], shares_[1]);
    }

    Random random_;
    Plan plan_;
    std::string frame_, exclusions_, officers_, recusals_;
    Recusals recused_;
    SeedText seed_text_;
    std::vector<std::string> shares_;
};

}  // namespace
}  // namespace sunlot::vectors

int main(int argc, char** argv) try {
    if (argc < 2) {
        std::fputs("usage: make_cases COUNT [SEED]\n", stderr);
        return 2;
    }
    const std::uint64_t count = std::stoull(argv[1]);
    std::uint64_t seed = argc > 2 ? std::stoull(argv[2]) : 1;
    for (std::uint64_t made = 0; made < count; ++seed) {
        const auto files = sunlot::vectors::Case(seed).make();
        if (!files) continue;
        std::puts(sunlot::to_canonical(sunlot::Json(*files)).c_str());
        ++made;
    }
    return 0;
} catch (const std::exception& fault) {
    std::fprintf(stderr, "make_cases: %s\n", fault.what());
    return 1;
}
