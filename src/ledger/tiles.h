// The log as static files (C2SP tlog-tiles): a hash tile holds up to 256 hashes of one level, an entry bundle the
// entries of one tile of level 0. A tile of level L is made of the roots of complete subtrees of 256^L leaves; a tile
// that is not full yet is kept under its width for every published checkpoint.
#pragma once
#include "base/result.h"
#include "ledger/merkle.h"
#include "ledger/proof_ranges.h"

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::ledger {

inline constexpr std::uint64_t kTileWidth = 256;

struct Tile {
    unsigned level = 0;
    std::uint64_t index = 0;
    std::uint64_t width = kTileWidth;  ///< hashes in it, 1 … 256
    friend auto operator<=>(const Tile&, const Tile&) = default;
};

/// "tile/0/x001/234", or "tile/0/x001/234.p/17" when it is not full.
std::string path(const Tile& tile);
/// "tile/entries/x001/234", likewise: the entries whose leaf hashes are in this tile of level 0.
std::string entries_path(const Tile& tile);

/// The tiles of a tree of `size` leaves that one of `before` leaves did not have, level by level. REQUIRES: before ≤
/// size.
std::vector<Tile> new_tiles(std::uint64_t before, std::uint64_t size);

/// 16-bit big-endian length and bytes, entry by entry. std::logic_error for an entry of more than 65,535 bytes.
std::string encode_entries(std::span<const std::string> entries);
/// Refuses tile.entries: a cut entry, or not exactly `width` of them. The views point into `bytes`.
Result<std::vector<std::string_view>> parse_entries(std::string_view bytes, std::uint64_t width);

/// The bytes of a tile of level 1 and above, from those of its (full) children.
Digest tile_root(std::string_view full_tile);

/// A tree whose hashes are read from tiles as they are asked for; each tile is read once. Not for several threads.
class TileTree {
public:
    /// The bytes of a tile, or why there are none.
    using Read = std::function<Result<std::string>(const Tile&)>;

    TileTree(std::uint64_t size, Read read) : size_(size), read_(std::move(read)) {}
    std::uint64_t size() const { return size_; }

    /// All refuse tile.width (a tile with another number of bytes) and what `read` refuses.
    Result<Digest> root();
    /// REQUIRES: index < size().
    Result<Digest> leaf(std::uint64_t index);
    /// REQUIRES: index < size().
    Result<std::vector<Digest>> inclusion_proof(std::uint64_t index);
    /// Between the tree of the first `first` leaves and this one. REQUIRES: first ≤ size().
    Result<std::vector<Digest>> consistency_proof(std::uint64_t first);

private:
    Result<const std::string*> tile_of(unsigned level, std::uint64_t hash_index);
    Result<Digest> complete(unsigned height, std::uint64_t index);
    Result<Digest> range(LeafRange leaves);
    Result<std::vector<Digest>> roots_of(const std::vector<LeafRange>& ranges);

    std::uint64_t size_;
    Read read_;
    std::map<std::pair<unsigned, std::uint64_t>, std::string> tiles_;
};

}  // namespace sunlot::ledger
