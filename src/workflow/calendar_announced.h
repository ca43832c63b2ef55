// The announcements that came out before this version did, so that a new installation can count its terms at once. They
// are read by the same reader as pasted ones, and are offered, never loaded by themselves.
#pragma once
#include "inspection/calendar.h"

#include <vector>

namespace sunlot::workflow {

std::vector<inspection::CalendarYear> announced_years();

}  // namespace sunlot::workflow
