// The peer: minimum-cost flow by LEMON (Debian liblemon-dev) over the same visits and officers. Balance as convex costs
// of the officers, the seed's say as a small hashed cost on every arc from a slot to a candidate. It answers a weaker
// question than ours: some balanced assignment that depends on a seed, not the one that a written rule defines.
#pragma once
#include "families.h"
#include "lemon_flow.h"

#include <cstdint>
#include <optional>

namespace sunlot::bench {

struct PeerRun {
    double seconds = 0;  ///< of processor time: building the network and solving it
    std::uint64_t arcs = 0;
    std::int64_t squares = 0;  ///< Σ (base + load)², to be compared with ours
    std::int64_t spread = 0;   ///< between the highest and the lowest level
};

/// `most_candidates` that a slot keeps: longer lists are thinned to these many, chosen by hash, since the whole network
/// would not fit into memory. That makes the peer's problem easier, not harder. Nothing when the flow is infeasible
/// (possible after thinning).
std::optional<PeerRun> run_lemon(const Problem& problem, LemonMethod method, std::uint64_t seed,
                                 std::size_t most_candidates);

}  // namespace sunlot::bench
