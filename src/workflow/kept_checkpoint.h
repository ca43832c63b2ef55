// "Does today's log still contain the one I kept?" A checkpoint that somebody copied, printed or photographed is held
// against the published log.
#pragma once
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "workflow/published_log.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::workflow {

enum class KeptVerdict {
    contained,  ///< the log of then is the beginning of the log of today: nothing in it was changed
    forked,     ///< another root at that size: the log was rewritten, or the copy is not true
    ahead,      ///< the copy is of a larger log than the one published: entries were taken away
    foreign     ///< a checkpoint of another log
};

struct KeptCheckpoint {
    ledger::Checkpoint kept;
    KeptVerdict verdict = KeptVerdict::contained;
    /// The log's own signature is on it and holds: with verdict `forked` or `ahead` it convicts the organ.
    bool signed_by_log = false;
    std::uint64_t published = 0;
    std::optional<ConsistencyProof> proof;  ///< unless foreign or ahead
};

/// `text`: a whole note, or its first three lines (origin, size, root) alone; blanks and line breaks around and of any
/// system are forgiven. Refuses checkpoint.malformed and what published_consistency refuses.
Result<KeptCheckpoint> compare_kept(const Context& context, std::string_view text);

}  // namespace sunlot::workflow
