// Which part of the directories an account sees (数据范围): everything, or the regions and departments below the place
// in the organisation tree where the account was put. A pure value; inspection/organ_tree.h works it out.
#pragma once
#include <set>
#include <string>
#include <string_view>

namespace sunlot::inspection {

struct DataScope {
    bool all_districts = true;
    /// Names of districts as objects carry them, unless it sees all.
    std::set<std::string> districts = {};
    bool all_units = true;
    /// Names of units as officers carry them, unless it sees all.
    std::set<std::string> units = {};

    bool sees_district(std::string_view district) const {
        return all_districts || districts.contains(std::string(district));
    }
    bool sees_unit(std::string_view unit) const { return all_units || units.contains(std::string(unit)); }
    bool whole() const { return all_districts && all_units; }
    friend bool operator==(const DataScope&, const DataScope&) = default;
};

}  // namespace sunlot::inspection
