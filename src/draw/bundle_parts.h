// The checks of a bundle after it was read, one function each, in the order in which check_bundle runs them.
// A refusal is a failed check; what is odd but not wrong is a warning. Inside draw/ only.
#pragma once
#include "draw/bundle.h"
#include "draw/bundle_log.h"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
    /// Pairs of officer and object left out in slots.tsv, by attempt.
    std::map<std::uint64_t, std::uint64_t> left_out{};
    /// The visits of each assigned attempt after its substitutions, by attempt; as far as they hold.
    std::map<std::uint64_t, Visits> visits{};
    std::vector<Substitution> substitutions{};    ///< carried out, in order
    std::optional<Refusal> wrong_substitution{};  ///< the first that does not hold; attempts after it are not looked at
};

/// Whether the policy that the plan has fixed asks for a quorum; false without a log.
bool needs_witnesses(const Bundle& bundle);
/// The seed's parts as far as they are known: seed.txt, or while it is secret what the log tells.
SeedText known_seed(const Review& review);
/// shares.json: both shares, as committed to. Refuses json.*, field.* and bundle.share.
Result<std::vector<std::string>> read_sealed_shares(const Plan& plan, std::string_view bytes);
/// The cells of an attempt, given those of the attempt before; also compares them with the seal.
Result<std::vector<Cell>> cells_of(const Plan& plan, const Attempt& attempt, std::span<const Cell> before,
                                   std::string_view seed);
std::uint64_t count_of(const SampleResult& sample, DrawnKind kind);

/// Notes the outcome of each check in the report.
class BundleRun {
public:
    BundleRun(BundleReport& report, const std::function<void(const BundleCheck&)>& on_check)
        : report_(report), on_check_(on_check) {}
    /// False when the check failed.
    bool note(const char* id, const char* zh, const char* en, const Result<Finding>& result);

private:
    BundleReport& report_;
    const std::function<void(const BundleCheck&)>& on_check_;
};

Result<Finding> check_digests(Review& review);
Result<Finding> check_log(Review& review);
Result<Finding> check_order(Review& review);
Result<Finding> check_witnesses(Review& review);
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
