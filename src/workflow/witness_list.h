// Who watches the log, as the published checkpoint shows it: each cosignature line with the organisation behind its
// key.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "workflow/published_log.h"

#include <optional>
#include <string>
#include <vector>

namespace sunlot::workflow {

struct WitnessLine {
    std::string name;
    std::string organisation;            ///< "" for a witness that the policy in force does not name
    std::string vkey;                    ///< likewise
    std::optional<Instant> cosigned_at;  ///< nothing: the policy names it, this checkpoint lacks it
};

/// First the witnesses of the policy in force in its order, then the lines of others. A line of a known key whose
/// signature does not hold counts as missing.
std::vector<WitnessLine> witnesses_of(const Context& context, const PublishedLog& log);

}  // namespace sunlot::workflow
