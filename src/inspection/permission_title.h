// Permissions in the words of the house, for the pages where roles are made of them.
#pragma once
#include "base/result.h"
#include "inspection/permission.h"

namespace sunlot::inspection {

/// "抽取：主持" / "run a draw".
Text title(Permission permission);

}  // namespace sunlot::inspection
