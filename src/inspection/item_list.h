// The parts of the seed list that are long: how each labour item is inspected, point by point. Used by item_list.cpp.
#pragma once
#include "inspection/item.h"

#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// 检查要点 of L01 to L12; empty for any other code.
std::vector<Checkpoint> labour_checkpoints(std::string_view code);
/// 检查标准: what the item is measured by; empty for any other code.
std::string_view labour_standard(std::string_view code);

}  // namespace sunlot::inspection
