// The checks of a bundle after it was read, one function each, in the order in which check_bundle runs them.
// A refusal is a failed check; what is odd but not wrong is a warning. Inside draw/ only.
#pragma once
#include "draw/bundle.h"
#include "draw/bundle_log.h"

#include <vector>

namespace sunlot::draw {

struct Finding {
    Text detail;
    std::vector<Text> warnings{};
};

/// What checks hand on to those after them.
struct Review {
    const Bundle& bundle;
    const BundleOptions& options;
    DrawLog log;
    std::vector<SampleResult> samples{};  ///< recomputed, by attempt
};

Result<Finding> check_digests(Review& review);
Result<Finding> check_log(Review& review);
Result<Finding> check_order(Review& review);
Result<Finding> check_contributions(Review& review);
Result<Finding> check_events(Review& review);
Result<Finding> check_lists(Review& review);
Result<Finding> check_sample(Review& review);
Result<Finding> check_slots(Review& review);
Result<Finding> check_assignment(Review& review);
Result<Finding> check_substitutions(Review& review);
Result<Finding> check_redraw(Review& review);

/// "第 2 次" in front of a detail when there is more than one attempt.
Refusal wrong(std::string check, std::string where, std::string zh, std::string en);
/// The first line in which the file differs from what was computed, as "result.tsv:17".
std::string first_difference(std::string_view name, std::string_view file, std::string_view computed);

}  // namespace sunlot::draw
