#include "greedy.h"

#include <algorithm>
#include <vector>

namespace sunlot::bench {

Greedy deal_greedily(const Problem& problem) {
    const draw::SlotTable& slots = problem.slots;
    std::vector<std::int64_t> level;
    std::vector<std::int64_t> most;
    for (const auto& officer : problem.officers) {
        level.push_back(officer.base_load);
        most.push_back(std::int64_t{officer.base_load} + officer.cap);
    }
    Greedy result;
    for (std::size_t job = 0; job < slots.jobs.size(); ++job) {
        std::vector<std::uint32_t> team;
        for (std::uint32_t slot = slots.first[job]; slot < slots.first[job + 1]; ++slot) {
            const auto none = static_cast<std::uint32_t>(level.size());
            std::uint32_t best = none;
            for (const std::uint32_t officer : slots.candidates(slot))
                if (level[officer] < most[officer] && (best == none || level[officer] < level[best]) &&
                    std::ranges::find(team, officer) == team.end())
                    best = officer;
            if (best == none) {
                ++result.unfilled;
                continue;
            }
            ++level[best];
            team.push_back(best);
        }
    }
    const auto [lowest, highest] = std::ranges::minmax(level);
    result.lowest = lowest;
    result.highest = highest;
    return result;
}

}  // namespace sunlot::bench
