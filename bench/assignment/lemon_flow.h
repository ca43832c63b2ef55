// Minimum-cost flow by LEMON (Debian liblemon-dev). C++17: LEMON 1.3 does not compile in the language of the rest.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace sunlot::bench {

struct FlowNetwork {
    struct Arc {
        std::uint32_t from = 0, to = 0;
        std::int64_t capacity = 0, cost = 0;
    };
    std::vector<std::int64_t> supply;  ///< per node
    std::vector<Arc> arcs;
};

enum class LemonMethod { network_simplex, cost_scaling };

/// The flow on each arc; nothing when infeasible.
std::optional<std::vector<std::int64_t>> cheapest_flow(const FlowNetwork& network, LemonMethod method);

}  // namespace sunlot::bench
