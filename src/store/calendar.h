// The years of the working-day calendar that were loaded. Written by `calendar.loaded`; the newest version of a year
// replaces the earlier one.
#pragma once
#include "base/clock.h"
#include "inspection/calendar.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

struct CalendarRecord {
    inspection::CalendarYear year;
    std::string loaded_by;
    Instant loaded_at;
    std::uint64_t entry = 0;
};

/// By year.
std::vector<CalendarRecord> calendar_years(View& view);
/// In the order in which they were loaded.
inspection::Calendar load_calendar(View& view);

Projection calendar_projection();

}  // namespace sunlot::store
