// The tiles and entry bundles of DATA/log: written from the journal, read back before anything is signed over them.
#pragma once
#include "base/result.h"
#include "hash/sha256.h"
#include "ledger/tiles.h"
#include "store/database.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace sunlot::workflow {

/// Writes what a log of `size` entries has and one of `before` has not, durably, and gives the root as a reader of the
/// files computes it. The journal is read from the first entry of the last tile that was not full. A crash leaves
/// files that no checkpoint speaks of; written again they have the same bytes. Refuses log.damaged (an earlier file, or
/// one just written, does not read back).
Result<hash::Digest> write_tiles(store::View& view, const std::filesystem::path& folder, std::uint64_t before,
                                 std::uint64_t size);

/// Once the head of `size` is published: removes partial tiles whose full tile has been there for some time, as
/// tlog-tiles allows; a reader of an older head takes the beginning of the full one. A crash leaves some; no harm.
void drop_partial_tiles(const std::filesystem::path& folder, std::uint64_t before, std::uint64_t size);

/// The tree of a published size, read from its tiles as they are asked for. Refuses log.damaged.
ledger::TileTree tree_of_files(const std::filesystem::path& folder, std::uint64_t size);

std::optional<std::string> read_log_file(const std::filesystem::path& path);

/// log.damaged: this published file can't be read back as it was written.
Refusal log_damaged(const std::string& file);

}  // namespace sunlot::workflow
