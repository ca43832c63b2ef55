// 演示数据: a made-up county to try the system with. Everything goes through the same use cases and journal events as
// real data, is the same on every machine on the same day, and is marked as demonstration wherever it is seen.
#pragma once
#include "base/result.h"
#include "workflow/context.h"

namespace sunlot::workflow {

/// Makes the log and the organ of 阳光县, the items (published), 12,000 objects, 26 officers and last year's checks.
/// REQUIRES: the journal is empty.
Result<Done> load_demo(const Context& context);

/// Whether this database was filled by load_demo.
bool is_demo(const Context& context);

}  // namespace sunlot::workflow
