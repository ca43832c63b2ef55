// From the directory to the lists that are sealed: which objects a task means (frame), which of them a rule keeps out
// and which journal entry justifies that (exclusions). The preview and the sealing call the same function on one
// snapshot, so that what was shown is what is sealed as long as the directory does not change in between.
#pragma once
#include "base/result.h"
#include "inspection/task.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

class Frozen;

struct FrameLists {
    std::string frame;       // the bytes of frame.tsv
    std::string exclusions;  // the bytes of exclusions.tsv
    std::uint64_t matched = 0;
    std::map<std::string, std::uint64_t> excluded;  // reason → objects
    std::map<std::string, std::uint64_t> strata;    // label → objects in the frame; every label of the task
    std::uint64_t in_frame() const;
};

/// The days the exclusion rules of a task look at. The year is that of the first day of the visits.
struct RuleDays {
    Date year_from;
    Date year_to;
    Date window_from;  // months before the first day of the visits
};
RuleDays rule_days(const inspection::Task& task);

/// Refuses frame.stratum (an object whose grade is in no stratum) and frame.row (an id or district that the format
/// cannot hold), naming the object. `except_draw`: a draw whose own result does not count (its redraw).
/// `frozen`: the task's freeze window, read beforehand; nullptr when it has none.
/// Peak memory: the two lists, plus one small row per past check.
Result<FrameLists> build_frame(store::View& view, const inspection::Task& task, std::string_view except_draw = "",
                               const Frozen* frozen = nullptr);

}  // namespace sunlot::workflow
