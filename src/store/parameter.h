// Parameters and dictionaries as the tables hold them: what was set, from which day on. Written by `parameter.set` and
// `dictionary.changed`. What holds when nothing was set is in inspection/parameter.h.
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

struct ParameterSetting {
    std::string name;
    std::string from;  // YYYY-MM-DD
    std::string value;
    std::string reason;
    std::string set_by;
    Instant set_at;
    std::uint64_t entry = 0;
};

/// What was set and is in force on `day`; nothing when nothing was set.
std::optional<std::string> parameter_setting(View& view, std::string_view name, Date day);
/// Of one, or ("") of all, by name and day.
std::vector<ParameterSetting> parameter_settings(View& view, std::string_view name);

struct DictionaryChange {
    std::string dictionary;
    std::string term;
    std::string from;
    bool in_use = true;
    std::string reason;
    std::string changed_by;
    Instant changed_at;
    std::uint64_t entry = 0;
};
/// Of one, or ("") of all, in the order in which they were made.
std::vector<DictionaryChange> dictionary_changes(View& view, std::string_view dictionary);

Projection parameter_projection();

}  // namespace sunlot::store
