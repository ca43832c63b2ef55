// What is wrong with the rows of a file, as the API says it.
#pragma once
#include "base/json.h"
#include "inspection/import.h"

#include <span>

namespace sunlot::api {

/// [{"row","column","value","code","message","message_en","severity"}, …]
Json problems_json(std::span<const inspection::Problem> problems);

}  // namespace sunlot::api
