// One look at somebody else's log: does the head it shows now continue the head that was seen before? Pure: the bytes
// come from the caller. The witness program and the provincial log both look through this.
//
// Whoever looks keeps, for each log, the keys it trusts and the last head it believed. A look tells
//   same, grown    all well; the new head may be believed (and cosigned)
//   fork           two heads of the log, both signed by it, that can't belong to one history
//   rolled_back    a head smaller than the one believed, signed by it: the log went back, or serves an old copy
//   signature      no signature of a trusted key, or a wrong one, or another log's name
//   damaged        the head is signed, but the tiles that should prove it are missing or wrong
//   unreached      the head is signed, but the tiles could not be fetched now: nothing can be said
#pragma once
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/tiles.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::ledger {

struct WatchedHead {
    Checkpoint checkpoint;
    std::string note;  ///< the signed note, byte for byte; empty before the first
};

/// Nothing seen yet: the empty tree.
WatchedHead unseen_head(std::string origin);

enum class Sight { same, grown, fork, rolled_back, signature, damaged, unreached };
/// "fork", "rollback", "signature", "damaged"; "same" and "grown".
std::string_view name(Sight sight);

struct Look {
    Sight sight = Sight::same;
    WatchedHead head;  ///< what was shown, when it could be read at all
    Text why;          ///< for people, when not all is well
    bool well() const { return sight == Sight::same || sight == Sight::grown; }
};

/// The head in `note`, signed by one of `keys` and naming `origin`. Refuses note.*, checkpoint.malformed,
/// checkpoint.origin.
Result<WatchedHead> open_head(std::string_view note, std::string_view origin, std::span<const VerifierKey> keys);

/// With a consistency proof that somebody handed over. REQUIRES: `now` came from open_head.
Look look_with_proof(const WatchedHead& before, WatchedHead now, std::span<const Digest> proof);

/// With the log's own tiles: they must have the root of the head shown, and of the one before. A read that refuses as
/// `unavailable` was not answered; any other refusal means that the tile is not there.
Look look_with_tiles(const WatchedHead& before, WatchedHead now, const TileTree::Read& read);

}  // namespace sunlot::ledger
