// The organisation tree as use cases: units set and closed, and accounts put somewhere in it.
#pragma once
#include "base/result.h"
#include "inspection/organ_tree.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct OrganTree {
    std::vector<inspection::OrganUnit> units;
    /// Account id → code of its unit; accounts that see everything are not in it.
    std::map<std::string, std::string, std::less<>> places;
};

OrganTree organ_tree(const Context& context);
/// New, or in place of the unit with that code. Refuses what inspection::check_unit refuses.
Result<OrganTree> set_unit(const Context& context, const Actor& actor, const inspection::OrganUnit& unit);
/// Refuses unit.unknown, unit.closed, and unit.used while an open unit or an account is in it.
Result<OrganTree> close_unit(const Context& context, const Actor& actor, std::string_view code);
/// `unit` "" : everywhere. Refuses account.unknown, unit.unknown, unit.closed, unit.administrator.
Result<OrganTree> place_account(const Context& context, const Actor& actor, std::string_view account,
                                const std::string& unit);

}  // namespace sunlot::workflow
