// sealing.witnessed: recorded as soon as a head of the log that covers a sealing has the quorum of the draw's policy
// (docs/formats/draw-v1.md §2.1). Until then nothing that would bring the seed about goes on.
#pragma once
#include "base/result.h"
#include "store/draw.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// Appends it for every draw whose sealing a witnessed head covers by now. Any thread, any number of times. Gives what
/// stands in the way, for the operator's log: a quorum that came after the event.
std::string record_witnessed_sealings(const Context& context);

/// For steps that the witnesses must come before: publishes and asks them, if this draw's sealing still waits for them.
/// Refuses draw.unwitnessed with the names of those who are missing and what can be done.
Result<Done> require_witnesses(const Context& context, std::string_view draw_id);

/// Who saw a sealing, by its proof.
struct SealingWitness {
    std::string name;  ///< in the policy
    std::string organisation;
    std::string key_name;
    Instant at;
};
std::vector<SealingWitness> sealing_witnesses(const Context& context, store::View& view, const store::DrawRecord& draw,
                                              const store::DrawAttempt& attempt);

/// The newest head that makes the quorum of this policy (its digest) and has at least `size` entries, with lines of the
/// policy's keys alone: what a bundle carries. Refuses bundle.unwitnessed.
Result<std::string> witnessed_head(const Context& context, const std::string& policy, std::uint64_t size);

}  // namespace sunlot::workflow
