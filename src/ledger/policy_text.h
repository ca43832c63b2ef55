// A witness policy as people write it: C2SP tlog-policy with its comments, empty lines and URLs (log-v1.md §5). What is
// hashed and kept is the strict form of policy.h, which this gives back apart from what it says about the witnesses.
#pragma once
#include "base/result.h"
#include "ledger/policy.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::ledger {

/// What a policy says about a witness beyond its key.
struct WitnessContact {
    std::string name;                ///< in the policy
    std::string organisation;        ///< the comment directly above its line; without one the name
    std::optional<std::string> url;  ///< prefix of add-checkpoint, without a slash at its end; none: by file only
    friend bool operator==(const WitnessContact&, const WitnessContact&) = default;
};

struct WrittenPolicy {
    std::string policy;                     ///< the strict form, with our log
    std::vector<WitnessContact> witnesses;  ///< in its order
};

/// `log`: the log it is for; a file without a `log` line is for it. Refuses policy.other_log, policy.url and what
/// Policy::parse refuses.
Result<WrittenPolicy> read_written_policy(std::string_view text, const VerifierKey& log);

/// The same policy for another key of the log. REQUIRES: a strict policy.
std::string with_log(std::string_view policy, const VerifierKey& log);

}  // namespace sunlot::ledger
