// The county logs that the provincial log watches (county.added, .observed, .alarmed, .resolved).
#pragma once
#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class View;
struct Projection;

struct CountyAlarm {
    std::uint64_t entry = 0;
    std::string what;
    std::string zh;
    std::string en;
    Instant at;
    bool has_held = false;
    bool has_shown = false;
};

struct County {
    std::string origin;
    std::string name;
    std::string region;
    std::string url;
    std::string vkey;
    /// Of the newest head that continues those before; 0 and "" before the first.
    std::uint64_t size = 0;
    std::string checkpoint;
    /// The entry that says so.
    std::optional<std::uint64_t> entry;
    std::optional<Instant> at;
    /// Those that are on.
    std::vector<CountyAlarm> alarms;
};

/// By region, then origin.
std::vector<County> all_counties(View& view);
std::optional<County> find_county(View& view, std::string_view origin);
/// The head held or shown that an alarm's entry keeps; nothing when there is none. `which`: "held" or "shown".
std::optional<std::string> alarm_evidence(View& view, std::uint64_t entry, std::string_view which);

/// True for alarms that a good look ends; the others stay until a person resolves them.
bool alarm_ends_by_itself(std::string_view what);

Projection province_projection();

}  // namespace sunlot::store
