// Lists that come with contributions: boxes for the trustees, and shares that trustees have opened.
#pragma once
#include "base/json.h"
#include "draw/trustees.h"

#include <vector>

namespace sunlot::api {

/// The member "deposit", if it is there; sorted by trustee. Whether they are the plan's trustees is for the use case.
std::vector<draw::Box> read_boxes(FieldReader& in);
/// The member "shares"; sorted by trustee.
std::vector<draw::Share> read_opened(FieldReader& in);

}  // namespace sunlot::api
