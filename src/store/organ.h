// The organ (机构) the system works for. Events: log.created {"origin","vkey"} (seq 0, the journal's own) and
// organ.configured, subject = code, {"code","name","short","region"}.
#pragma once
#include "store/projections.h"

#include <optional>
#include <string>

namespace sunlot::store {

struct OrganRow {
    std::string code;
    std::string name;
    std::string short_name;
    std::string region;
};

std::optional<OrganRow> configured_organ(View& view);

Projection organ_projection();

}  // namespace sunlot::store
