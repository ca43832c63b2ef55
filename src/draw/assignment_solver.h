// Balance, price, deal: one way to the assignment that assignment.h defines. Inside draw/ only.
//   complete  each slot to its least loaded candidate; where stuck, chains of swaps. No chain: the slots it saw are a
//             Hall violator.
//   balance   as many slots as possible from above a level to below it, for one level after another; prices.
//   deal      slot by slot in deal order, the first preferred candidate who can have the slot by a circle of swaps at
//   no
//             cost.
#pragma once
#include "draw/assignment_balance.h"

#include <optional>
#include <string_view>
#include <vector>

namespace sunlot::draw {

struct Solution {
    std::optional<std::vector<std::uint32_t>> holders;  ///< officer of each slot; nothing when infeasible
    Tight tight;                                        ///< why, when infeasible
};

Solution solve(const Instance& instance, std::string_view seed);
std::optional<Tight> find_tight(const Instance& instance);

}  // namespace sunlot::draw
