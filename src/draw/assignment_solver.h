// Balance, price, deal: one way to the assignment that assignment.h defines. Inside draw/ only.
//   complete  each slot to its least loaded candidate; when stuck, a chain of swaps. No chain: the slots and officers
//   it saw
//             are a Hall violator.
//   balance   from the highest level push slots down to officers two levels lower; a failed search prices the officers
//   it
//             saw at that level. In every best assignment an officer's level is his price or one less: bounds lo … hi.
//   deal      slot by slot in deal order, the first preferred candidate who can still have the slot within those
//   bounds.
#pragma once
#include "draw/residual.h"

#include <optional>
#include <string_view>
#include <vector>

namespace sunlot::draw {

/// Slots that no assignment can fill all together.
struct Tight {
    std::vector<std::uint32_t> slots;
};

struct Solution {
    std::optional<std::vector<std::uint32_t>> holders;  ///< officer of each slot; nothing when infeasible
    Tight tight;                                        ///< why, when infeasible
};

Solution solve(const Instance& instance, std::string_view seed);
std::optional<Tight> find_tight(const Instance& instance);

}  // namespace sunlot::draw
