// Alarms: samples that do not look like chance. Written by draw.alarmed, whose subject is "<draw>/alarm", so that it is
// no step of the draw and not in its bundle.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

struct AlarmRecord {
    std::int64_t attempt = 1;
    std::string test;  // "district", "stratum", "id_tail"
    std::int64_t statistic_thousandths = 0;
    std::int64_t degrees = 0;
};
std::vector<AlarmRecord> alarms_of(View& view, std::string_view draw);

Projection alarm_projection();

}  // namespace sunlot::store
