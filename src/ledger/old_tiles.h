// Files of a log beside those that its present size needs: tiles and bundles kept from when they were not full. Inside
// ledger/ only.
#pragma once
#include "ledger/log_fault.h"
#include "ledger/tiles.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::ledger {

/// A file of `tile/`: which tile, and whether its entries or its hashes. Nothing for any other text.
struct TileFile {
    Tile tile;
    bool entries = false;
};
std::optional<TileFile> parse_tile_path(std::string_view path);

/// Each of `files` that was a tile when the tree was smaller must be the beginning of the file that a tree of `size`
/// leaves has; log.stale_file for one that is not, or whose name is none. Tiles of a larger tree, which are written
/// before the checkpoint that speaks of them, are passed over.
void check_old_tiles(const ReadFile& read, std::uint64_t size, const std::vector<std::string>& files,
                     LogFaults& faults);

}  // namespace sunlot::ledger
