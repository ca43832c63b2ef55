// Whose cosignatures make a head of the log witnessed (docs/formats/log-v1.md §5). Two administrators decide: the
// system administrator proposes, another one approves. What is in force follows the log's key when that is rotated.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "ledger/policy.h"
#include "store/witness_policy.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct Witness {
    std::string name;  ///< in the policy
    std::string organisation;
    std::optional<std::string> url;  ///< none: by file only
    ledger::VerifierKey key;
};

struct PolicyInForce {
    ledger::Policy policy;
    std::string text;    ///< strict, with the log's present key
    std::string digest;  ///< of the text, in hex
    std::vector<Witness> witnesses;
    Instant at;
    std::int64_t entry = 0;  ///< log.policy_set

    /// Refuses witness.unknown.
    Result<const Witness*> witness(std::string_view name) const;
};

/// Nothing when none was ever set, or there is no log yet.
std::optional<PolicyInForce> policy_in_force(const Context& context, store::View& view);

/// Of a policy that was in force once: the blob with this digest. Throws when it is not there.
ledger::Policy policy_of_digest(const Context& context, const std::string& digest);

/// Takes a policy as people write it. Refuses organ.not_configured, policy.* and vkey.* as read_written_policy,
/// policy.reason, policy.same (it is in force already).
Result<Done> propose_policy(const Context& context, const Actor& actor, std::string_view text, std::string_view reason);

/// Refuses policy.none (nothing waits), policy.same_person, policy.draw_under_way, policy.other_log (the log's key was
/// rotated since).
Result<Done> approve_policy(const Context& context, const Actor& actor);

}  // namespace sunlot::workflow
