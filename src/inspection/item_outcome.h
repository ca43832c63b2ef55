// What follows from the result of an inspection (检查结果及后续处置) unless an item says otherwise. The results are
// those of history.h.
#pragma once
#include "inspection/history.h"

#include <string_view>

namespace sunlot::inspection {

/// nullptr when there is no such code.
const ResultCode* result_code(std::string_view code);
/// "" when there is no such code.
std::string_view usual_disposal(std::string_view code);

}  // namespace sunlot::inspection
