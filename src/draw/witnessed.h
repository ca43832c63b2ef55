// A witnessed sealing (docs/formats/draw-v1.md §2.1): the proof that a quorum outside had a frame's sealing in its
// cosigned tree before chance spoke. The same rule for the server that records the proof and the verifier that opens
// it.
#pragma once
#include "base/result.h"
#include "draw/plan.h"
#include "ledger/note.h"
#include "ledger/policy.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sunlot::draw {

struct SealingProof {
    const Plan& plan;
    const ledger::Policy& policy;  ///< with a quorum
    std::uint64_t attempt = 1;
    std::uint64_t sealed_seq = 0;  ///< of frame.sealed
    std::string_view sealed;       ///< its bytes
    std::uint64_t seq = 0;         ///< of sealing.witnessed
    std::string_view proof;        ///< the tlog-proof that it carries
};

/// The cosignatures that count, in the order of the checkpoint. Refuses witnessed.*: proof, checkpoint, foreign,
/// unsigned, stranger, entry, newer, inclusion, quorum, late, undated.
Result<std::vector<ledger::NoteSignature>> check_witnessed(const SealingProof& sealing);

/// The last second at which the first sealing may have been seen; nothing when no event has an hour of its own.
std::optional<std::uint64_t> last_witness_second(const Plan& plan);

}  // namespace sunlot::draw
