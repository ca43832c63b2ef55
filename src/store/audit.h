// Questions of an auditor that no single table answers: gaps in serial numbers, private parts that are gone without an
// entry, reveals that came too late.
#pragma once
#include "store/journal.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sunlot::store {

struct SerialGap {
    std::string what;  ///< draw, task
    std::int64_t year = 0;
    std::int64_t serial = 0;  ///< the number that is not there
};
/// Numbers from 1 to the highest of each year that nothing has.
std::vector<SerialGap> serial_gaps(View& view);

/// Entries with a commitment whose private part is gone and of which no private.erased speaks.
std::vector<JournalRow> missing_private_parts(View& view);

/// Draws under embargo that should have been revealed by `until` and were not, or were too late.
struct LateReveal {
    std::string draw;
    Instant due;
    std::optional<Instant> revealed;
    std::uint64_t entry = 0;  ///< that of the last reveal, else that of the opening
};
std::vector<LateReveal> late_reveals(View& view, Instant from, Instant until);

}  // namespace sunlot::store
