// The walk over the published files of a log, from a signed root down to the entries: every tile must hash to what the
// tile above it says, every entry to what its tile says. Files come one at a time, so memory is a tile per level and
// one entry bundle, whatever the size of the log. Inside ledger/ only: log_audit.h is the door.
//
// Who is to blame when two files disagree? The signed root decides. Its right edge is read first; if it gives the root,
// each full tile below is pinned by its parent, and each entry by its tile. A tile that is missing or wrong is made
// again from what lies below it, so that one damaged file is named as one, by the hashes that differ.
#pragma once
#include "ledger/log_fault.h"
#include "ledger/tiles.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::ledger {

/// The entries of one tile of level 0. `leaves` is what the tree commits to; an entry whose bytes are others, or that
/// could not be read, is nothing (and has been reported).
struct WalkedBlock {
    std::uint64_t first = 0;
    std::span<const Digest> leaves;
    std::span<const std::optional<std::string_view>> entries;
};

class LogWalk {
public:
    using Hashes = std::vector<Digest>;

    LogWalk(const ReadFile& read, LogFaults& faults, std::uint64_t size, const Digest& root)
        : read_(read), faults_(faults), size_(size), root_(root) {}

    /// Blocks from the one that begins at leaf `begin` (a multiple of 256) to the end, in order; stops early when there
    /// are too many faults to go on.
    void run(std::uint64_t begin, const std::function<void(const WalkedBlock&)>& block);
    std::uint64_t files() const { return files_; }
    std::uint64_t bytes() const { return bytes_; }

private:
    std::optional<std::string> read(const std::string& file);
    std::optional<Hashes> served(const Tile& tile);
    std::optional<Hashes> from_entries(const Tile& tile);
    std::optional<Hashes> from_below(const Tile& tile);
    void compare(const Tile& tile, const Hashes& served, const Hashes& below);
    bool edges_give_root() const;
    void settle_edges();
    Hashes settle(const Tile& tile, const Digest& expected);
    void descend(const Tile& tile, const Hashes& hashes);
    void visit_block(const Tile& tile, const Hashes& leaves);

    const ReadFile& read_;
    LogFaults& faults_;
    std::uint64_t size_;
    Digest root_;
    std::uint64_t begin_ = 0;
    std::function<void(const WalkedBlock&)> block_;
    struct Edge {
        Tile tile;
        std::optional<Hashes> hashes;
    };
    std::vector<Edge> edges_;  ///< the tiles that are not full, highest level first
    std::set<std::string> missed_;
    std::uint64_t files_ = 0;
    std::uint64_t bytes_ = 0;
};

}  // namespace sunlot::ledger
