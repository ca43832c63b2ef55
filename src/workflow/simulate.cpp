#include "workflow/simulate.h"

#include "draw/assignment.h"
#include "draw/quota.h"
#include "draw/sample.h"
#include "hash/sha256.h"
#include "store/task.h"
#include "workflow/draw_officers.h"
#include "workflow/frame.h"
#include "workflow/simulate_count.h"

#include <algorithm>
#include <map>

namespace sunlot::workflow {
namespace {

/// The simulation's own: what every draw needs again.
class Simulation {
public:
    Simulation(const SimulationInput& input, std::vector<draw::FrameRow> rows)
        : input_(input),
          rows_(std::move(rows)),
          ours_(rows_),
          offset_(rows_),
          dealt_(input.officers, input.recusals),
          in_turn_(input.officers, input.recusals) {
        for (std::size_t row = 0; row < rows_.size(); ++row)
            by_stratum_[std::string(rows_[row].stratum)].push_back(row);
    }

    Result<Done> draw_once(std::uint64_t number) {
        const std::string seed = simulated_seed(number);
        const auto sample = draw::draw_sample(input_.plan, rows_, seed);
        if (!sample) return pass_on(sample.error());
        ours_.add(sample->cells, row_numbers(*sample));
        draw_by_offset(number, sample->cells);
        const auto jobs = sample->sample_ids();
        const auto slots = draw::make_slots(input_.plan.team, input_.officers, jobs, input_.recusals);
        const auto assignment = draw::assign(input_.officers, slots, seed);
        if (!assignment) return pass_on(assignment.error());
        for (const auto& job : *assignment) dealt_.add(job.officers);
        deal_in_turn(slots);
        return Done{};
    }

    SimulationReport report(std::uint64_t seeds) const;

private:
    std::vector<std::size_t> row_numbers(const draw::SampleResult& sample) const {
        std::vector<std::size_t> numbers;
        for (const auto& row : sample.rows) {
            if (row.kind != draw::DrawnKind::sample) continue;
            const auto found = std::ranges::lower_bound(rows_, std::string_view(row.id), {}, &draw::FrameRow::id);
            numbers.push_back(static_cast<std::size_t>(found - rows_.begin()));
        }
        return numbers;
    }

    /// As programs in use do it: for each stratum step = ⌊n/k⌋, one offset below the step from the clock, then every
    /// step-th row of the list.
    void draw_by_offset(std::uint64_t number, const std::vector<draw::Cell>& cells) {
        std::map<std::string, draw::Cell> strata;
        for (const auto& cell : cells) {
            auto& stratum = strata[cell.stratum];
            stratum.stratum = cell.stratum;
            stratum.n += cell.n;
            stratum.k += cell.k;
        }
        std::vector<draw::Cell> whole;
        std::vector<std::size_t> numbers;
        // Some millisecond of some working day.
        const std::uint64_t clock = 1'767'225'600'000 + number * 86'400'000 + (number * 2'654'435'761) % 36'000'000;
        for (const auto& [label, stratum] : strata) {
            whole.push_back(stratum);
            if (stratum.k == 0) continue;
            const auto& rows = by_stratum_.at(label);
            const std::uint64_t step = stratum.n / stratum.k;
            std::uint64_t at = java_random_below(clock, static_cast<std::uint32_t>(step));
            for (std::uint64_t i = 0; i < stratum.k; ++i, at += step) numbers.push_back(rows[at]);
        }
        offset_.add(whole, numbers);
    }

    /// For each slot the next in the list who may, wherever the last visit stopped.
    void deal_in_turn(const draw::SlotTable& slots) {
        const std::size_t count = input_.officers.size();
        next_.resize(input_.plan.team.size());
        for (std::size_t job = 0; job < slots.jobs.size(); ++job) {
            std::vector<std::string> team;
            for (std::size_t slot = slots.first[job]; slot < slots.first[job + 1]; ++slot) {
                const auto& may = slots.candidates(slot);
                std::size_t& next = next_[slot - slots.first[job]];
                for (std::size_t tries = 0; tries < count; ++tries) {
                    const std::size_t officer = next;
                    next = (next + 1) % count;
                    const auto& id = input_.officers[officer].id;
                    if (!std::ranges::binary_search(may, static_cast<std::uint32_t>(officer))) continue;
                    if (std::ranges::find(team, id) != team.end()) continue;
                    team.push_back(id);
                    break;
                }
            }
            in_turn_.add(team);
        }
    }

    const SimulationInput& input_;
    std::vector<draw::FrameRow> rows_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> by_stratum_;
    ObjectCount ours_, offset_;
    OfficerCount dealt_, in_turn_;
    std::vector<std::size_t> next_;  // of each slot of the team
};

SimulationReport Simulation::report(std::uint64_t seeds) const {
    SimulationReport report{
        .seeds = seeds, .objects = {}, .labels = {}, .officers = {}, .by_object = {}, .by_officer = {}};
    for (const auto& row : rows_) {
        report.objects.emplace_back(row.id);
        report.labels.emplace_back(row.stratum);
    }
    for (const auto& officer : input_.officers) report.officers.push_back(officer.id);
    report.by_object.push_back(ours_.report({"阳光抽签", "Sunlot"}, "sunlot", seeds));
    report.by_object.push_back(
        offset_.report({"一个起点，每隔几户取一户", "one offset, every k-th row"}, "every_kth", seeds));
    report.by_officer.push_back(dealt_.report({"阳光抽签", "Sunlot"}, "sunlot"));
    report.by_officer.push_back(in_turn_.report({"按名单轮流", "officers in turn"}, "round_robin"));
    return report;
}

}  // namespace

std::string simulated_seed(std::uint64_t n) {
    return hash::sha256_hex("sunlot/simulate/v1|" + std::to_string(n));
}

std::uint32_t java_random_below(std::uint64_t seed, std::uint32_t bound) {
    constexpr std::uint64_t kMultiplier = 0x5DEECE66D;
    constexpr std::uint64_t kMask = (std::uint64_t{1} << 48) - 1;
    std::uint64_t state = (seed ^ kMultiplier) & kMask;
    const auto next = [&] {
        state = (state * kMultiplier + 0xB) & kMask;
        return static_cast<std::uint32_t>(state >> 17);
    };
    std::uint32_t bits = next();
    if ((bound & (bound - 1)) == 0) return static_cast<std::uint32_t>((std::uint64_t{bound} * bits) >> 31);
    constexpr std::uint32_t kTop = std::uint32_t{1} << 31;
    while (bits - bits % bound > kTop - bound) bits = next();
    return bits % bound;
}

Result<SimulationInput> simulation_of_task(store::View& view, std::string_view task_id) {
    const auto record = store::find_task(view, task_id);
    if (!record) return refuse(RefusalKind::not_found, "task.unknown", "没有这个任务", "There is no such task");
    const auto& task = record->task;
    auto lists = build_frame(view, task);
    if (!lists) return pass_on(lists.error());
    SimulationInput input;
    input.plan.strata = task.strata;
    input.plan.spread = task.spread;
    input.plan.reserve = static_cast<std::uint64_t>(task.reserve);
    input.plan.team = task.team;
    input.frame = std::move(lists->frame);
    std::uint64_t sample = 0;
    for (const auto& stratum : task.strata) sample += draw::quota_of(stratum.quota, lists->strata[stratum.label]);
    input.officers = choose_officers(view, task, sample).drawable;
    input.recusals = choose_recusals(view, task, input.officers).pairs;
    return input;
}

Result<SimulationReport> simulate(const SimulationInput& input, std::uint64_t seeds,
                                  const std::function<void(std::uint64_t done)>& progress) {
    auto rows = draw::parse_frame(input.frame);
    if (!rows) return pass_on(rows.error());
    Simulation simulation(input, std::move(*rows));
    for (std::uint64_t number = 0; number < seeds; ++number) {
        if (auto drawn = simulation.draw_once(number); !drawn) return pass_on(drawn.error());
        if (progress) progress(number + 1);
    }
    return simulation.report(seeds);
}

}  // namespace sunlot::workflow
