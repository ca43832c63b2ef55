#include "draw/assignment.h"

#include "base/text.h"
#include "draw/assignment_solver.h"
#include "draw/lines.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

constexpr std::size_t kMostNamed = 20;

/// The slots to deal, with what is kept counted into the officers' loads.
Instance make_instance(std::span<const Officer> officers, const SlotTable& slots, const Assignment& kept) {
    Instance instance;
    for (const Officer& officer : officers) {
        instance.base.push_back(officer.base_load);
        instance.cap.push_back(officer.cap);
    }
    for (const AssignedJob& job : kept)
        for (const std::string& id : job.officers) {
            const auto found = std::ranges::lower_bound(officers, id, {}, &Officer::id);
            if (found == officers.end() || found->id != id) continue;  // left since; his visits stay his
            const auto index = static_cast<std::size_t>(found - officers.begin());
            ++instance.base[index];
            instance.cap[index] = std::max<std::int64_t>(0, instance.cap[index] - 1);
        }
    instance.lists = slots.lists;
    instance.first.push_back(0);
    for (std::size_t j = 0; j < slots.jobs.size(); ++j) {
        if (std::ranges::binary_search(kept, slots.jobs[j], {}, &AssignedJob::job)) continue;
        for (std::uint32_t slot = slots.first[j]; slot < slots.first[j + 1]; ++slot) {
            instance.list_of.push_back(slots.list_of[slot]);
            instance.job_of.push_back(static_cast<std::uint32_t>(instance.jobs.size()));
        }
        instance.jobs.emplace_back(slots.jobs[j]);
        instance.first.push_back(instance.slot_count());
    }
    return instance;
}

Bottleneck name(const Tight& tight, const Instance& instance, std::span<const Officer> officers) {
    Bottleneck out;
    std::set<std::uint32_t> jobs;
    std::set<std::uint32_t> takers;
    for (const std::uint32_t slot : tight.slots) {
        jobs.insert(instance.job_of[slot]);
        takers.insert(instance.candidates(slot).begin(), instance.candidates(slot).end());
    }
    for (const std::uint32_t job : jobs) out.jobs.emplace_back(instance.jobs[job]);
    for (const std::uint32_t officer : takers) out.officers.push_back(officers[officer].id);
    out.slots = tight.slots.size();
    out.capacity = out.slots - 1;  // all but one of them were filled when the last could not be
    return out;
}

std::string some(const std::vector<std::string>& ids) {
    std::string out =
        join({ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), kMostNamed))}, ",");
    if (ids.size() > kMostNamed) out += ",…";
    return out.empty() ? "-" : out;
}

Refusal infeasible(const Bottleneck& b) {
    return refuse(RefusalKind::conflict, "assignment.infeasible",
                  fmt::format("派不齐：{} 个对象的 {} 个名额只能由 {} 名执法人员承担，最多能派 {} "
                              "个。对象：{}；执法人员：{}。需增加可派人员或提高上限后再派",
                              b.jobs.size(), b.slots, b.officers.size(), b.capacity, some(b.jobs), some(b.officers)),
                  fmt::format("no complete assignment: the {} places at {} objects can only be taken by {} officers, "
                              "who can take at most {}. "
                              "Objects: {}; officers: {}",
                              b.slots, b.jobs.size(), b.officers.size(), b.capacity, some(b.jobs), some(b.officers)));
}

}  // namespace

Result<Assignment> assign(std::span<const Officer> officers, const SlotTable& slots, std::string_view seed,
                          const Assignment& kept) {
    const Instance instance = make_instance(officers, slots, kept);
    const auto solution = solve(instance, seed);
    if (!solution.holders) return infeasible(name(solution.tight, instance, officers));
    Assignment result = kept;
    for (std::size_t j = 0; j < instance.jobs.size(); ++j) {
        AssignedJob& job = result.emplace_back();
        job.job = instance.jobs[j];
        for (std::uint32_t slot = instance.first[j]; slot < instance.first[j + 1]; ++slot)
            job.officers.push_back(officers[(*solution.holders)[slot]].id);
    }
    std::ranges::sort(result, {}, &AssignedJob::job);
    return result;
}

std::optional<Bottleneck> find_bottleneck(std::span<const Officer> officers, const SlotTable& slots,
                                          const Assignment& kept) {
    const Instance instance = make_instance(officers, slots, kept);
    const auto tight = find_tight(instance);
    if (!tight) return std::nullopt;
    return name(*tight, instance, officers);
}

Assignment kept_jobs(const Assignment& previous, std::span<const std::string> sample) {
    Assignment kept;
    for (const AssignedJob& job : previous)
        if (std::ranges::binary_search(sample, job.job)) kept.push_back(job);
    return kept;
}

std::string encode_assignment(const Assignment& assignment) {
    std::string out;
    for (const AssignedJob& job : assignment) {
        out += job.job;
        for (const std::string& officer : job.officers) out += "\t" + officer;
        out += "\n";
    }
    return out;
}

Result<Assignment> parse_assignment(std::string_view file) {
    Assignment assignment;
    Lines lines("assignment.tsv", file);
    while (const auto line = lines.next()) {
        const auto parts = split(*line, '\t');
        if (parts.size() < 2 || !is_object_id(parts[0])) return lines.malformed();
        if (!assignment.empty() && assignment.back().job >= parts[0]) return lines.malformed();
        AssignedJob& job = assignment.emplace_back();
        job.job = parts[0];
        for (std::size_t i = 1; i < parts.size(); ++i) {
            if (!is_officer_id(parts[i])) return lines.malformed();
            job.officers.emplace_back(parts[i]);
        }
    }
    if (!lines.complete()) return lines.malformed();
    return assignment;
}

}  // namespace sunlot::draw
