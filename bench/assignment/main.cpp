// bench_assignment: our assignment against LEMON's minimum-cost flow on the same problems, one JSON line each.
//     bench_assignment [--quick] [--family <name>]
// Times are of processor time on one core. At full size the peer is stopped when it has had twice our time (and at
// least two seconds), since nothing more can come out of it than that we are faster; at the smaller sizes it runs to
// its end. Of its two methods the faster one counts.
#include "draw/assignment.h"
#include "families.h"
#include "greedy.h"
#include "lemon_peer.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sunlot::bench {
namespace {

constexpr Size kFull{200'000, 5'000};
constexpr std::size_t kFits = 24;  // candidates per slot that LEMON's network can hold at full size
constexpr std::string_view kSeed = "5f0c8b1e5f0c8b1e5f0c8b1e5f0c8b1e5f0c8b1e5f0c8b1e5f0c8b1e5f0c8b1e";

struct Ours {
    double seconds = 0;
    std::int64_t squares = 0;
    std::int64_t spread = 0;
};

double processor_time() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Ours run_ours(const Problem& problem) {
    const double start = processor_time();
    const auto result = draw::assign(problem.officers, problem.slots, kSeed);
    Ours ours{processor_time() - start, 0, 0};
    if (!result) throw std::runtime_error(result.error().text.en);
    std::vector<std::int64_t> level;
    for (const auto& officer : problem.officers) level.push_back(officer.base_load);
    for (const auto& job : *result)
        for (const std::string& id : job.officers) ++level[std::stoul(id.substr(1))];
    for (const std::int64_t l : level) ours.squares += l * l;
    const auto [low, high] = std::ranges::minmax(level);
    ours.spread = high - low;
    return ours;
}

struct Peer {
    double seconds = 0;
    bool stopped = false;
    bool failed = false;  // infeasible after thinning, or out of memory
    std::string method;
};

/// In a process of its own, which is stopped after `limit` seconds of processor time.
Peer run_peer(const Problem& problem, LemonMethod method, double limit) {
    Peer peer{limit, false, false, method == LemonMethod::network_simplex ? "network simplex" : "cost scaling"};
    int pipe_ends[2];
    if (pipe(pipe_ends) != 0) throw std::runtime_error("pipe");
    const pid_t child = fork();
    if (child == 0) {
        const auto seconds = static_cast<rlim_t>(std::ceil(limit));
        const rlimit most{seconds, seconds};
        setrlimit(RLIMIT_CPU, &most);
        double took = -1;
        try {
            if (const auto run = run_lemon(problem, method, 7, kFits)) took = run->seconds;
        } catch (const std::exception&) {}
        const auto written = write(pipe_ends[1], &took, sizeof took);
        _exit(written == sizeof took ? 0 : 1);
    }
    close(pipe_ends[1]);
    double took = 0;
    const bool answered = read(pipe_ends[0], &took, sizeof took) == sizeof took;
    close(pipe_ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    peer.stopped = !answered;
    peer.failed = answered && took < 0;
    if (answered && !peer.failed) peer.seconds = took;
    return peer;
}

/// The method that is faster on a smaller problem of the family.
LemonMethod better_method(std::string_view family) {
    const Problem small = make_problem(family, {10'000, 250});
    const Peer a = run_peer(small, LemonMethod::cost_scaling, 20);
    const Peer b = run_peer(small, LemonMethod::network_simplex, 20);
    return b.failed || a.seconds <= b.seconds ? LemonMethod::cost_scaling : LemonMethod::network_simplex;
}

void report_time(std::string_view work, std::string_view family, const Problem& problem, double limit_factor) {
    std::vector<double> times;
    Ours ours;
    do {
        ours = run_ours(problem);
        times.push_back(ours.seconds);
    } while (times.size() < 3 && ours.seconds < 1.5);
    std::ranges::sort(times);
    const Peer peer = run_peer(problem, better_method(family), std::max(2.0, limit_factor * times[times.size() / 2]));
    fmt::print(
        R"({{"work":"{} {}","visits":{},"officers":{},"ours_s":[{:.3f}],"peer":"LEMON {}","peer_s":[{:.3f}],"peer_stopped":{},"peer_failed":{},"goal":1.0}})"
        "\n",
        work, family, problem.slots.jobs.size(), problem.officers.size(), fmt::join(times, ","), peer.method,
        peer.seconds, peer.stopped, peer.failed);
    std::fflush(stdout);
}

void report_greedy(std::string_view family, const Problem& problem) {
    const double start = processor_time();
    const Greedy greedy = deal_greedily(problem);
    fmt::print(R"({{"work":"greedy {}","visits":{},"officers":{},"seconds":{:.3f},"unfilled":{},"spread":{}}})"
               "\n",
               family, problem.slots.jobs.size(), problem.officers.size(), processor_time() - start, greedy.unfilled,
               greedy.highest - greedy.lowest);
}

/// Small enough for the whole network: the peer's optimum is the least there is.
void report_spread(std::string_view family) {
    const Problem problem = make_problem(family, {2'000, 100});
    const Ours ours = run_ours(problem);
    const auto least = run_lemon(problem, LemonMethod::network_simplex, 7, std::numeric_limits<std::size_t>::max());
    const Greedy greedy = deal_greedily(problem);
    fmt::print(
        R"({{"work":"load spread {}","ours":{},"least":{},"greedy":{},"ours_squares":{},"least_squares":{},"greedy_unfilled":{}}})"
        "\n",
        family, ours.spread, least ? least->spread : -1, greedy.highest - greedy.lowest, ours.squares,
        least ? least->squares : -1, greedy.unfilled);
    std::fflush(stdout);
}

void report(std::string_view family, bool quick) {
    report_spread(family);
    for (const Size size : {Size{12'500, 312}, Size{50'000, 1'250}})
        if (!quick && (family == "narrow" || family == "road"))
            report_time("assignment growth", family, make_problem(family, size), 60);
    const Problem problem = make_problem(family, quick ? Size{20'000, 500} : kFull);
    report_greedy(family, problem);
    report_time("assignment", family, problem, quick ? 1000 : 2);
}

}  // namespace
}  // namespace sunlot::bench

int main(int count, char** words) {
    bool quick = false;
    std::string only;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        if (word == "--quick") quick = true;
        if (word == "--family" && i + 1 < count) only = words[++i];
    }
    for (const std::string_view family : sunlot::bench::family_names())
        if (only.empty() || family == only) sunlot::bench::report(family, quick);
}
