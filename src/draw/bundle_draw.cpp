// The arithmetic, done again: lists, tickets and quotas, slots, assignment, and what a redraw may change.
#include "draw/bundle_parts.h"
#include "draw/quota.h"
#include "hash/sha256.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

constexpr std::size_t kFewCandidates = 4;

std::uint64_t count_of(const SampleResult& sample, DrawnKind kind) {
    return static_cast<std::uint64_t>(std::ranges::count(sample.rows, kind, &DrawnRow::kind));
}

/// Exclusions are no part of the frame, and point into the directory as it was read.
Result<Done> check_exclusions(const Attempt& attempt, const Review& review) {
    const std::string file = attempt.folder + "exclusions.tsv";
    for (std::size_t i = 0; i < attempt.exclusions.size(); ++i) {
        const Exclusion& row = attempt.exclusions[i];
        const std::string where = file + ":" + std::to_string(i + 1);
        if (std::ranges::binary_search(attempt.frame, row.id, {}, &FrameRow::id))
            return wrong("lists", where, "被排除的对象仍在名单中", "an excluded object is in the frame");
        if (!review.bundle.files_only && row.ref >= review.log.attempts()[attempt.number - 1].journal_size)
            return wrong("lists", where, "排除依据晚于读取名录",
                         "its ground is later than the reading of the directory");
    }
    return Done{};
}

Result<std::vector<Cell>> cells_of(const Review& review, const Attempt& attempt) {
    const Bundle& bundle = review.bundle;
    if (attempt.number == 1) return plan_cells(bundle.plan, attempt.frame, bundle.seed);
    auto cells = kept_cells(bundle.plan, review.samples.back().cells, attempt.frame);
    if (!cells) return cells;
    std::vector<Cell> as_sealed = *cells;
    for (Cell& cell : as_sealed) cell.n = 0;
    if (as_sealed != attempt.seal.quotas)
        return wrong("sample", attempt.folder + "seal.json", "重抽的配额不是前次配额",
                     "the redraw's quotas are not those of the draw before");
    return cells;
}

Result<Done> check_attempt_sample(Review& review, const Attempt& attempt) {
    const auto cells = cells_of(review, attempt);
    if (!cells) return pass_on(cells.error());
    auto sample = draw_sample(review.bundle.plan, attempt.frame, review.bundle.seed, *cells);
    if (!sample) return in_file(sample.error(), attempt.folder + "frame.tsv");
    const std::string name = attempt.folder + "result.tsv";
    if (attempt.result && *attempt.result != sample->rows)
        return wrong("sample", first_difference(name, review.bundle.file(name), encode_result(sample->rows)),
                     "与重新计算的抽取结果不同", "is not the result that follows from seed and frame");
    if (!review.bundle.files_only && attempt.result) {
        const LoggedAttempt& logged = review.log.attempts()[attempt.number - 1];
        if (logged.sample != count_of(*sample, DrawnKind::sample) ||
            logged.reserve != count_of(*sample, DrawnKind::reserve))
            return wrong("sample", name, "抽中或候补的数目与日志不符",
                         "the log gives other numbers of sample and reserve");
    }
    review.samples.push_back(std::move(*sample));
    return Done{};
}

/// Officers with the slot's tags who are not among its candidates; nothing when a candidate lacks a tag.
std::optional<std::vector<std::uint32_t>> left_out(const std::vector<std::uint32_t>& candidates,
                                                   const std::vector<std::uint32_t>& eligible) {
    if (!std::ranges::includes(eligible, candidates)) return std::nullopt;
    std::vector<std::uint32_t> out;
    std::ranges::set_difference(eligible, candidates, std::back_inserter(out));
    return out;
}

/// Who is left out of a job must be left out of all its slots, since a recusal is for the object.
class RecusalCount {
public:
    RecusalCount(const Attempt& attempt, std::span<const TeamSlot> team) : slots_(*attempt.slots) {
        const std::string any_job = "0";
        const SlotTable open = make_slots(team, attempt.officers, {&any_job, 1}, {});
        for (std::uint32_t slot = 0; slot < open.slot_count(); ++slot) eligible_.push_back(open.candidates(slot));
    }
    std::uint64_t pairs() const { return pairs_; }
    std::uint64_t scarce() const { return scarce_; }

    bool add(std::uint32_t job) {
        std::set<std::uint32_t> away;
        for (std::size_t i = 0; i < eligible_.size(); ++i) {
            const std::uint32_t slot = slots_.first[job] + static_cast<std::uint32_t>(i);
            const auto& out = left_out_of(i, slots_.list_of[slot]);
            if (!out) return false;
            away.insert(out->begin(), out->end());
            if (slots_.candidates(slot).size() < kFewCandidates) ++scarce_;
        }
        for (std::size_t i = 0; !away.empty() && i < eligible_.size(); ++i)
            for (const std::uint32_t officer : slots_.candidates(slots_.first[job] + static_cast<std::uint32_t>(i)))
                if (away.contains(officer)) return false;
        pairs_ += away.size();
        return true;
    }

private:
    const std::optional<std::vector<std::uint32_t>>& left_out_of(std::size_t slot, std::uint32_t list) {
        const auto [found, added] = known_.try_emplace({slot, list});
        if (added) found->second = left_out(slots_.lists[list], eligible_[slot]);
        return found->second;
    }
    const SlotTable& slots_;
    std::vector<std::vector<std::uint32_t>> eligible_;
    std::map<std::pair<std::size_t, std::uint32_t>, std::optional<std::vector<std::uint32_t>>> known_;
    std::uint64_t pairs_ = 0, scarce_ = 0;
};

Result<Finding> check_attempt_slots(const Review& review, const Attempt& attempt) {
    const std::string name = attempt.folder + "slots.tsv";
    const SlotTable& slots = *attempt.slots;
    const std::size_t per_job = review.bundle.plan.team.size();
    if (slots.jobs != review.samples[attempt.number - 1].sample_ids())
        return wrong("slots", name, "对象与抽中的不一致", "its objects are not those drawn");
    RecusalCount recusals(attempt, review.bundle.plan.team);
    for (std::uint32_t job = 0; job < slots.jobs.size(); ++job) {
        const bool complete = slots.first[job + 1] - slots.first[job] == per_job;
        if (!complete || !recusals.add(job))
            return wrong("slots", fmt::format("{}:{}", name, slots.first[job] + 1), "可派人员与标签或回避规则不符",
                         "its candidates do not follow from tags and recusals");
    }
    if (recusals.pairs() > attempt.recusals.size())
        return wrong("slots", name, "被排除的人员多于封存的回避",
                     "more officers are left out than recusals were sealed");
    return Finding{{fmt::format("{} 个名额，回避 {} 人次，可派不足 4 人的名额 {} 个", slots.slot_count(),
                                recusals.pairs(), recusals.scarce()),
                    fmt::format("{} places, {} recusals applied, {} places with fewer than 4 candidates",
                                slots.slot_count(), recusals.pairs(), recusals.scarce())}};
}

/// The earlier assignment that attempt `number` builds on: that of the last attempt which got one.
Assignment kept_for(const Review& review, std::uint64_t number) {
    for (std::uint64_t before = number - 1; before > 0; --before)
        if (const auto& assignment = review.bundle.attempts[before - 1].assignment)
            return kept_jobs(*assignment, review.samples[number - 1].sample_ids());
    return {};
}

Result<Done> check_attempt_assignment(const Review& review, const Attempt& attempt) {
    const std::string name = attempt.folder + "assignment.tsv";
    const auto assignment =
        assign(attempt.officers, *attempt.slots, review.bundle.seed, kept_for(review, attempt.number));
    if (!assignment) return in_file(assignment.error(), name);
    if (*assignment != *attempt.assignment)
        return wrong("assignment", first_difference(name, review.bundle.file(name), encode_assignment(*assignment)),
                     "与重新计算的派员不同", "is not the assignment that follows from seed, slots and officers");
    return Done{};
}

struct FrameDelta {
    std::uint64_t added = 0, removed = 0, changed = 0;
};

FrameDelta compare(const std::vector<FrameRow>& before, const std::vector<FrameRow>& after) {
    FrameDelta delta;
    auto b = before.begin();
    auto a = after.begin();
    while (b != before.end() || a != after.end()) {
        if (a == after.end() || (b != before.end() && b->id < a->id)) {
            ++delta.removed, ++b;
        } else if (b == before.end() || a->id < b->id) {
            ++delta.added, ++a;
        } else {
            if (*a != *b) ++delta.changed;
            ++a, ++b;
        }
    }
    return delta;
}

std::uint64_t not_in(const std::vector<std::string>& ids, const std::vector<std::string>& others) {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(ids, [&](const auto& id) { return !std::ranges::binary_search(others, id); }));
}

}  // namespace

Result<Finding> check_lists(Review& review) {
    for (const Attempt& attempt : review.bundle.attempts) {
        if (const auto ok = check_exclusions(attempt, review); !ok) return pass_on(ok.error());
        for (std::size_t i = 0; i < attempt.frame.size(); ++i)
            if (review.bundle.plan.stratum(attempt.frame[i].stratum) == nullptr)
                return wrong("lists", fmt::format("{}frame.tsv:{}", attempt.folder, i + 1), "方案没有这个分层",
                             "is of a stratum that the plan lacks");
    }
    return Finding{
        {"名单与排除清单互不重叠，分层都在方案中", "frame and exclusions do not overlap; all strata are in the plan"}};
}

Result<Finding> check_sample(Review& review) {
    for (const Attempt& attempt : review.bundle.attempts)
        if (const auto ok = check_attempt_sample(review, attempt); !ok) return pass_on(ok.error());
    const SampleResult& sample = review.samples.back();
    const auto drawn = count_of(sample, DrawnKind::sample);
    const auto reserve = count_of(sample, DrawnKind::reserve);
    return Finding{
        {fmt::format("逐一重算号码与名次：{} 个单元，抽中 {} 户，候补 {} 户", sample.cells.size(), drawn, reserve),
         fmt::format("all tickets and ranks recomputed: {} cells, {} drawn, {} in reserve", sample.cells.size(), drawn,
                     reserve)}};
}

Result<Finding> check_slots(Review& review) {
    Finding finding;
    for (const Attempt& attempt : review.bundle.attempts) {
        if (!attempt.slots) continue;
        const auto of_attempt = check_attempt_slots(review, attempt);
        if (!of_attempt) return of_attempt;
        finding = *of_attempt;
    }
    return finding;
}

Result<Finding> check_assignment(Review& review) {
    for (const Attempt& attempt : review.bundle.attempts) {
        if (!attempt.assignment) continue;
        if (const auto ok = check_attempt_assignment(review, attempt); !ok) return pass_on(ok.error());
    }
    const std::size_t jobs =
        review.bundle.attempts.back().assignment ? review.bundle.attempts.back().assignment->size() : 0;
    return Finding{{fmt::format("{} 户的派员重新计算，逐字一致", jobs),
                    fmt::format("the officers of {} objects recomputed, byte for byte", jobs)}};
}

Result<Finding> check_substitutions(Review& review) {
    const auto file = review.bundle.files.find("substitutions.json");
    if (file == review.bundle.files.end()) return Finding{{"尚无替换记录", "no substitutions yet"}};
    if (file->second != "[]")
        return wrong("substitutions", "substitutions.json", "应为空列表 []", "must be the empty list []");
    return Finding{{"没有替换", "none"}};
}

Result<Finding> check_redraw(Review& review) {
    const auto& attempts = review.bundle.attempts;
    if (attempts.size() < 2) return Finding{{"没有重抽", "none"}};
    Finding finding;
    for (std::size_t i = 1; i < attempts.size(); ++i) {
        const Attempt& before = attempts[i - 1];
        const Attempt& after = attempts[i];
        if (after.seal.previous != hash::sha256_hex(review.bundle.file(before.folder + "seal.json")))
            return wrong("redraw", after.folder + "seal.json", "没有接着前一次封存",
                         "does not follow the seal before it");
        const FrameDelta delta = compare(before.frame, after.frame);
        const auto was = review.samples[i - 1].sample_ids();
        const auto is = review.samples[i].sample_ids();
        finding.detail.zh +=
            fmt::format("第 {} 次：名单新增 {}、移出 {}、更正 {}；退出抽中 {} 户，递补 {} 户，种子不变", after.number,
                        delta.added, delta.removed, delta.changed, not_in(was, is), not_in(is, was));
        finding.detail.en +=
            fmt::format("attempt {}: {} added, {} removed, {} corrected; {} left the sample, {} came in, same seed",
                        after.number, delta.added, delta.removed, delta.changed, not_in(was, is), not_in(is, was));
    }
    finding.warnings.push_back({"本次抽查经过更正重抽", "this draw was redrawn with a corrected frame"});
    return finding;
}

}  // namespace sunlot::draw
