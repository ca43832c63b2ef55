// How somebody who watches a log goes on when it changes its key (docs/formats/log-v1.md §3): by the entry key.rotated,
// proven to be in a head that the old and the new key both signed, and that continues the head seen before.
#pragma once
#include "ledger/log_watch.h"

#include <functional>
#include <string>

namespace sunlot::ledger {

/// A published file by its path ("tile/0/000.p/7", "rotations/17.checkpoint").
using ReadLogFile = std::function<Result<std::string>(const std::string& path)>;

/// The key in force after the rotations between the head held and `shown_size`, the size the log now claims (not
/// trusted: it only says where to look, at most 100,000 entries on). Refuses key.unknown when there is none, and
/// whatever is wrong with one: key.rotation, key.compromised, note.*, tile.*, what `read` refuses.
Result<VerifierKey> follow_rotations(const VerifierKey& trusted, const WatchedHead& held, std::uint64_t shown_size,
                                     const ReadLogFile& read);

}  // namespace sunlot::ledger
