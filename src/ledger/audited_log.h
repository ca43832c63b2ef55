// How far a log has been verified: all that is needed to verify what was added since. A small JSON text, kept by
// whoever audits (DATA/audit/log.json, the state.json of an archive).
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "ledger/merkle.h"
#include "ledger/note.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sunlot::ledger {

struct AuditedLog {
    std::string origin;
    std::uint64_t size = 0;
    Digest root = hash::sha256("");
    std::string frontier;  ///< Frontier::state() of that size
    Instant last_at;       ///< of the last entry
    /// The keys that must sign the next checkpoint (Ed25519, and SM2 when known), and those that signed before them.
    std::vector<VerifierKey> keys;
    std::vector<VerifierKey> former_keys;
    /// The policy that the log itself has set last, and the number of that entry; "" when it has set none.
    std::string policy;
    std::uint64_t policy_seq = 0;
    std::string checkpoint;  ///< the signed note, byte for byte
    friend bool operator==(const AuditedLog&, const AuditedLog&) = default;
};

Json to_json(const AuditedLog& log);
/// Refuses field.*, vkey.* and merkle.frontier (frontier and root do not belong to one tree of this size).
Result<AuditedLog> audited_log_from(const Json& json);

}  // namespace sunlot::ledger
