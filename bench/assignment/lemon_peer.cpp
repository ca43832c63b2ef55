#include "lemon_peer.h"

#include "greedy.h"

#include <algorithm>
#include <ctime>
#include <limits>
#include <utility>
#include <vector>

namespace sunlot::bench {
namespace {

constexpr std::int64_t kHashes = 1000;  // hashed costs are below this

std::uint64_t mix(std::uint64_t x) {
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53ULL;
    return x ^ (x >> 33);
}

class Network {
public:
    Network(const Problem& problem, std::uint64_t seed, std::size_t most_candidates)
        : p_(problem),
          seed_(seed),
          most_candidates_(most_candidates),
          unit_(static_cast<std::int64_t>(problem.slots.slot_count()) * kHashes + 1) {
        wanted_.assign(p_.officers.size(), 0);
        net_.supply.assign(p_.officers.size() + 1, 0);  // the officers, then the sink
        net_.supply.back() = -static_cast<std::int64_t>(problem.slots.slot_count());
        for (std::uint32_t job = 0; job < p_.slots.jobs.size(); ++job) add_job(job);
        add_loads();
    }

    std::optional<PeerRun> solve(LemonMethod method) const {
        const auto flow = cheapest_flow(net_, method);
        if (!flow) return std::nullopt;
        PeerRun run;
        run.arcs = net_.arcs.size();
        std::int64_t low = std::numeric_limits<std::int64_t>::max();
        std::int64_t high = 0;
        for (std::size_t i = 0, at = first_load_; i < p_.officers.size(); ++i) {
            std::int64_t level = p_.officers[i].base_load;
            for (; at < ends_[i]; ++at) level += (*flow)[at];
            run.squares += level * level;
            low = std::min(low, level);
            high = std::max(high, level);
        }
        run.spread = high - low;
        return run;
    }

private:
    std::uint32_t node(std::int64_t supply) {
        net_.supply.push_back(supply);
        return static_cast<std::uint32_t>(net_.supply.size() - 1);
    }
    void arc(std::uint32_t from, std::uint32_t to, std::int64_t cost) {
        if (to < wanted_.size()) ++wanted_[to];
        net_.arcs.push_back({from, to, 1, cost});
    }
    std::int64_t hashed(std::uint32_t slot, std::uint32_t officer) const {
        return static_cast<std::int64_t>(mix(seed_ ^ mix(slot * 1'000'003ULL + officer)) % kHashes);
    }
    /// The candidates, or as many of them as the network can hold.
    std::vector<std::uint32_t> kept(std::uint32_t job, std::uint32_t list) {
        const auto& all = p_.slots.lists[list];
        if (all.size() <= most_candidates_) return all;
        thinned_ = true;
        std::vector<std::uint32_t> some;
        for (std::size_t n = 0; n < most_candidates_; ++n) some.push_back(all[mix(job * 64ULL + n) % all.size()]);
        std::ranges::sort(some);
        some.erase(std::ranges::unique(some).begin(), some.end());
        return some;
    }
    /// Slots with one list are one node. Slots with different lists have a node each, and an officer who is in both
    /// lists a node between, so that he comes once.
    void add_job(std::uint32_t job) {
        const std::uint32_t first = p_.slots.first[job];
        const std::uint32_t end = p_.slots.first[job + 1];
        const bool one_list = std::all_of(p_.slots.list_of.begin() + first, p_.slots.list_of.begin() + end,
                                          [&](std::uint32_t list) { return list == p_.slots.list_of[first]; });
        if (one_list) {
            const std::uint32_t both = node(end - first);
            for (const std::uint32_t officer : kept(job, p_.slots.list_of[first]))
                arc(both, officer, hashed(first, officer));
            return;
        }
        std::vector<std::pair<std::uint32_t, std::uint32_t>> wants;  // officer, slot
        for (std::uint32_t slot = first; slot < end; ++slot)
            for (const std::uint32_t officer : kept(job, p_.slots.list_of[slot])) wants.emplace_back(officer, slot);
        std::ranges::sort(wants);
        std::vector<std::uint32_t> nodes;
        for (std::uint32_t slot = first; slot < end; ++slot) nodes.push_back(node(1));
        for (std::size_t at = 0; at < wants.size();) {
            const std::uint32_t officer = wants[at].first;
            std::size_t next = at;
            while (next < wants.size() && wants[next].first == officer) ++next;
            std::uint32_t to = officer;
            if (next - at > 1) {
                to = node(0);
                arc(to, officer, 0);
            }
            for (; at < next; ++at) arc(nodes[wants[at].second - first], to, hashed(wants[at].second, officer));
        }
    }
    /// One arc for each slot that an officer may be given, each dearer than the one before: by 2·level + 1, the growth
    /// of the sum of squares. Levels above what greedy needs are left out: the best maximum is not higher (but may be,
    /// when candidates were left out).
    void add_loads() {
        const Greedy greedy = deal_greedily(p_);
        const std::int64_t highest =
            greedy.unfilled == 0 && !thinned_ ? greedy.highest : std::numeric_limits<std::int64_t>::max();
        const auto slots = static_cast<std::int64_t>(p_.slots.slot_count());
        const std::int64_t mean = slots / static_cast<std::int64_t>(p_.officers.size()) + 1;
        const auto sink = static_cast<std::uint32_t>(p_.officers.size());
        first_load_ = net_.arcs.size();
        for (std::uint32_t i = 0; i < sink; ++i) {
            const std::int64_t base = p_.officers[i].base_load;
            const std::int64_t level = thinned_ ? std::max(3 * mean, 2 * (greedy.highest - base)) : highest - base;
            const std::int64_t most = std::min<std::int64_t>({p_.officers[i].cap, wanted_[i], level});
            for (std::int64_t x = 0; x < most; ++x) arc(i, sink, (2 * (base + x) + 1) * unit_);
            ends_.push_back(net_.arcs.size());
        }
    }

    const Problem& p_;
    std::uint64_t seed_;
    std::size_t most_candidates_;
    bool thinned_ = false;
    std::int64_t unit_;
    FlowNetwork net_;
    std::vector<std::int64_t> wanted_;  // per officer: by how many visits
    std::size_t first_load_ = 0;
    std::vector<std::size_t> ends_;  // per officer: behind his last load arc
};

}  // namespace

std::optional<PeerRun> run_lemon(const Problem& problem, LemonMethod method, std::uint64_t seed,
                                 std::size_t most_candidates) {
    const auto start = std::clock();
    const Network network(problem, seed, most_candidates);
    auto run = network.solve(method);
    if (run) run->seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    return run;
}

}  // namespace sunlot::bench
