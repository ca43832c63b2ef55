// The first half of an assignment: every slot filled, and the sum of squared levels made least. Inside draw/ only.
#pragma once
#include "draw/residual.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace sunlot::draw {

/// Slots that no assignment can fill all together.
struct Tight {
    std::vector<std::uint32_t> slots;
};

/// Fills every slot, roughly balanced, or says which cannot all be filled.
std::optional<Tight> complete(Residual& state);

/// Makes the sum of squared levels least and gives every officer's price: in every best assignment his level is his
/// price or one less, as far as his cap and his load before allow; and swaps never lead from one price to a lower one.
std::vector<std::int64_t> balance(Residual& state);

}  // namespace sunlot::draw
