// What chance does a draw give to whom? Many made-up seeds over one real pool, counting who is drawn and who goes
// where; and beside our rules those of the programs in use: a clock-seeded java.util.Random that gives one offset, from
// which every k-th row is taken; officers in turn. Reporting may use floating point; the draws themselves do not.
//
// Deterministic: the seeds are SHA-256 of 0, 1, 2 …, so that anyone gets the same report.
#pragma once
#include "base/result.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/slots.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

/// What is drawn from: as a task would seal it now, or as files say.
struct SimulationInput {
    draw::Plan plan;    ///< strata, spread, reserve and team are used
    std::string frame;  ///< the bytes of a frame.tsv
    std::vector<draw::Officer> officers;
    draw::Recusals recusals;
};

/// Refuses task.unknown and whatever keeps a frame from being sealed.
Result<SimulationInput> simulation_of_task(store::View& view, std::string_view task_id);

/// Observed counts against what equal chances would give.
struct Fairness {
    std::uint64_t places = 0;  ///< firms, or pairs of officers
    double expected = 0;       ///< mean count of one
    std::uint64_t lowest = 0;
    std::uint64_t highest = 0;
    std::uint64_t never = 0;  ///< how many of them were never drawn
    double worst = 0;         ///< largest deviation of one, in standard deviations
    double chi_square = 0;
    double degrees = 0;
    double p = 1;  ///< chance of a chi-square at least as large, were the chances equal
};

struct StratumFairness {
    std::string label;
    std::uint64_t objects = 0;
    std::uint64_t drawn = 0;  ///< in each draw
    Fairness fairness;
};

/// One way to draw objects.
struct ObjectReport {
    Text method;
    std::string name;  ///< for files: "sunlot", "every_kth"
    std::vector<StratumFairness> strata;
    Fairness all;
    std::uint64_t different_samples = 0;  ///< of all draws
    std::vector<std::uint64_t> counts;    ///< of each row of the frame
    std::vector<double> expected;         ///< likewise
    std::vector<double> deviation;        ///< likewise, in standard deviations
};

/// One way to deal officers. Officers with equal base load, cap and tags, and no recusals, form a class and should fare
/// alike; so should pairs of the same two classes.
struct OfficerReport {
    Text method;
    std::string name;                               ///< "sunlot", "round_robin"
    std::vector<std::uint64_t> visits;              ///< of each officer, over all draws
    std::vector<double> expected;                   ///< mean of his class
    std::vector<std::vector<std::uint64_t>> pairs;  ///< [a][b], a < b: visits of both
    /// [a][b]: no pair of these two classes ever met, as the team's slots or the balance of loads forbid it.
    std::vector<std::vector<bool>> apart;
    Fairness pair_fairness;
};

struct SimulationReport {
    std::uint64_t seeds = 0;
    std::vector<std::string> objects;   ///< ids, in the order of the frame
    std::vector<std::string> labels;    ///< their strata
    std::vector<std::string> officers;  ///< ids
    std::vector<ObjectReport> by_object;
    std::vector<OfficerReport> by_officer;
};

/// Refuses frame.*, and assignment.infeasible when a drawn sample cannot be served. `progress` may be empty.
Result<SimulationReport> simulate(const SimulationInput& input, std::uint64_t seeds,
                                  const std::function<void(std::uint64_t done)>& progress = {});

/// The n-th made-up seed.
std::string simulated_seed(std::uint64_t n);

/// The next number below `bound` of java.util.Random(seed), as those programs use it (its first number).
std::uint32_t java_random_below(std::uint64_t seed, std::uint32_t bound);

/// The chance that a chi-square of so many degrees of freedom is at least `x`.
double chi_square_tail(double x, double degrees);

}  // namespace sunlot::workflow
