// The organisation tree (机构树) below the organ: regions 区 → 乡镇街道 → 社区/村 and departments 科室/大队. A region's
// name is the district's as objects carry it, a department's that of the unit as officers carry it. Pure.
#pragma once
#include "base/result.h"
#include "inspection/data_scope.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

struct OrganUnit {
    /// 1 to 32 lower-case letters, digits and "-".
    std::string code;
    /// Code of the unit above; empty: the organ itself.
    std::string parent;
    /// region | department
    std::string kind;
    std::string name;
    bool open = true;
    friend bool operator==(const OrganUnit&, const OrganUnit&) = default;
};

/// Whether the unit may stand in the tree, new or in place of the one with its code. Refuses unit.code, .kind, .name,
/// .parent (unknown, closed, or below itself), .region (a region below a department).
Result<Done> check_unit(const std::vector<OrganUnit>& tree, const OrganUnit& unit);

/// What an account put at `place` sees. In a region: the districts of its subtree and the departments in it. In a
/// department: the units of its subtree, and the districts of the region it stands in, or all where it stands in none.
/// "" sees everything; a place that is gone sees nothing.
DataScope scope_at(const std::vector<OrganUnit>& tree, std::string_view place);

}  // namespace sunlot::inspection
