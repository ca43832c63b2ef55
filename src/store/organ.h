// The organ (机构) the system works for, and the tree below it. Events: log.created {"origin","vkey"} (seq 0, the
// journal's own), organ.configured, subject = code, {"code","name","short","region"}, and
//   organ.unit_set     subject "unit:jiefang": {"code","kind","name","parent"}, new or in place of what was there
//   organ.unit_closed  subject "unit:jiefang": {"code"}
//   account.placed     subject = account id: {"unit"}, "" for everywhere
#pragma once
#include "inspection/organ_tree.h"
#include "store/projections.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct OrganRow {
    std::string code;
    std::string name;
    std::string short_name;
    std::string region;
};

std::optional<OrganRow> configured_organ(View& view);
/// By their codes.
std::vector<inspection::OrganUnit> organ_tree(View& view);
/// Code of the unit where the account was put; "": nowhere, it sees everything.
std::string place_of(View& view, std::string_view account);

Projection organ_projection();

}  // namespace sunlot::store
