// What is done without an algorithm: visit by visit, the least loaded candidate who has room.
#pragma once
#include "families.h"

#include <cstdint>

namespace sunlot::bench {

struct Greedy {
    std::uint64_t unfilled = 0;            ///< slots for which nobody was left
    std::int64_t highest = 0, lowest = 0;  ///< levels of the officers
};

Greedy deal_greedily(const Problem& problem);

}  // namespace sunlot::bench
