// Who may go, who goes, and who was replaced: slots, assignment and substitutions, attempt by attempt. A further
// attempt builds on the visits as the substitutions of the one before left them.
#include "draw/bundle_parts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

constexpr std::size_t kFewCandidates = 4;

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

/// The visits that attempt `number` builds on: those of the last attempt before it that was assigned.
const Visits* visits_before(const Review& review, std::uint64_t number) {
    const auto next = review.visits.lower_bound(number);
    return next == review.visits.begin() ? nullptr : &std::prev(next)->second;
}

std::vector<std::string> jobs_of(const Review& review, const Attempt& attempt) {
    const SampleResult& sample = review.samples[attempt.number - 1];
    const Visits* before = visits_before(review, attempt.number);
    return before == nullptr ? sample.sample_ids() : before->jobs_after(sample.rows);
}

Result<Finding> check_attempt_slots(Review& review, const Attempt& attempt) {
    const std::string name = attempt.folder + "slots.tsv";
    const SlotTable& slots = *attempt.slots;
    const std::size_t per_job = review.bundle.plan.team.size();
    if (slots.jobs != jobs_of(review, attempt))
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
    review.left_out[attempt.number] = recusals.pairs();
    return Finding{{fmt::format("{} 个名额，回避 {} 人次，可派不足 4 人的名额 {} 个", slots.slot_count(),
                                recusals.pairs(), recusals.scarce()),
                    fmt::format("{} places, {} recusals applied, {} places with fewer than 4 candidates",
                                slots.slot_count(), recusals.pairs(), recusals.scarce())}};
}

Result<Done> check_attempt_assignment(const Review& review, const Attempt& attempt) {
    const std::string name = attempt.folder + "assignment.tsv";
    const Visits* before = visits_before(review, attempt.number);
    const Assignment kept = before == nullptr ? Assignment{} : kept_jobs(before->kept(), attempt.slots->jobs);
    const auto assignment = assign(attempt.officers, *attempt.slots, review.bundle.seed, kept);
    if (!assignment) return in_file(assignment.error(), name);
    if (*assignment != *attempt.assignment)
        return wrong("assignment", first_difference(name, review.bundle.file(name), encode_assignment(*assignment)),
                     "与重新计算的派员不同", "is not the assignment that follows from seed, slots and officers");
    return Done{};
}

/// Those in substitutions.json, or until that exists those approved in the log.
const std::vector<Substitution>& told_substitutions(const Review& review) {
    return review.bundle.substitutions ? *review.bundle.substitutions : review.log.substitutions();
}

std::string where_told(const Review& review, const Substitution& substitution) {
    return fmt::format("{}: {}", review.bundle.substitutions ? "substitutions.json" : "log", substitution.number);
}

/// The log does not say whom an officer replaces: it follows from the visits.
void name_replaced(const Visits& visits, Substitution& substitution) {
    const Visit* visit = visits.at(substitution.line);
    if (substitution.what == Substituted::officer && visit != nullptr && substitution.slot < visit->officers.size())
        substitution.replaced = visit->officers[substitution.slot];
}

/// Carries out the attempt's substitutions; the first that does not hold is left for check_substitutions to tell.
void carry_out(Review& review, const Attempt& attempt) {
    const Visits* before = visits_before(review, attempt.number);
    auto visits = Visits::make({.team = review.bundle.plan.team,
                                .officers = attempt.officers,
                                .rows = *attempt.result,
                                .slots = *attempt.slots,
                                .assignment = *attempt.assignment,
                                .seed = review.bundle.seed,
                                .spent = before == nullptr ? decltype(VisitLists::spent){} : before->spent()});
    if (!visits) {
        review.wrong_substitution = in_file(visits.error(), attempt.folder + "assignment.tsv");
        return;
    }
    for (Substitution substitution : told_substitutions(review)) {
        if (substitution.attempt != attempt.number) continue;
        if (!review.bundle.substitutions) name_replaced(*visits, substitution);
        if (const auto applied = visits->apply(substitution); !applied) {
            review.wrong_substitution = in_file(applied.error(), where_told(review, substitution));
            return;
        }
        review.substitutions.push_back(std::move(substitution));
    }
    if (review.left_out[attempt.number] + visits->recused_pairs() > attempt.recusals.size())
        review.wrong_substitution =
            wrong("substitutions", attempt.folder + "recusals.txt", "被排除的人员多于封存的回避",
                  "more officers are left out than recusals were sealed");
    else
        review.visits.emplace(attempt.number, std::move(*visits));
}

/// Against the log: the same ones, in the same order, with the same answers.
bool as_logged(std::vector<Substitution> told, const std::vector<Substitution>& logged) {
    for (Substitution& substitution : told) substitution.replaced.clear();
    return told == logged;
}

}  // namespace

Result<Finding> check_slots(Review& review) {
    Finding finding;
    for (const Attempt& attempt : review.bundle.attempts) {
        if (!attempt.slots) continue;
        const auto of_attempt = check_attempt_slots(review, attempt);
        if (!of_attempt) return of_attempt;
        finding = *of_attempt;
        carry_out(review, attempt);
        if (review.wrong_substitution) break;
    }
    return finding;
}

Result<Finding> check_assignment(Review& review) {
    for (const Attempt& attempt : review.bundle.attempts) {
        if (!attempt.assignment || !review.left_out.contains(attempt.number)) continue;
        if (const auto ok = check_attempt_assignment(review, attempt); !ok) return pass_on(ok.error());
    }
    const std::size_t jobs =
        review.bundle.attempts.back().assignment ? review.bundle.attempts.back().assignment->size() : 0;
    return Finding{{fmt::format("{} 户的派员重新计算，逐字一致", jobs),
                    fmt::format("the officers of {} objects recomputed, byte for byte", jobs)}};
}

Result<Finding> check_substitutions(Review& review) {
    static constexpr const char* kFile = "substitutions.json";
    if (review.wrong_substitution) return pass_on(*review.wrong_substitution);
    const auto& told = told_substitutions(review);
    if (review.bundle.substitutions && !review.bundle.files_only && !as_logged(told, review.log.substitutions()))
        return wrong("substitutions", kFile, "与日志中批准的替补不符", "is not what was approved in the log");
    if (review.substitutions.size() != told.size())
        return wrong("substitutions", kFile, "有不属于任何一次派员的替补", "has one that belongs to no assignment");
    if (told.empty()) return Finding{{"没有替补", "none"}};
    const auto objects = std::ranges::count(told, Substituted::object, &Substitution::what);
    const auto officers = static_cast<std::ptrdiff_t>(told.size()) - objects;
    return Finding{{fmt::format("替补对象 {} 户、人员 {} 人，均由两人申请和批准，重新计算结果一致", objects, officers),
                    fmt::format("{} objects and {} officers replaced, each asked for and approved by two persons, by "
                                "the next in line",
                                objects, officers)}};
}

}  // namespace sunlot::draw
