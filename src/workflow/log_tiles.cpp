#include "workflow/log_tiles.h"

#include "base/bytes.h"
#include "files/durable_file.h"
#include "store/journal.h"

#include <fstream>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using ledger::kTileWidth;
using ledger::Tile;

/// Lower tiles come first, so that those above can be made of them.
class TileWriter {
public:
    TileWriter(store::View& view, fs::path folder) : view_(view), folder_(std::move(folder)) {}

    Result<Done> write(std::uint64_t before, std::uint64_t size) {
        for (const Tile& tile : ledger::new_tiles(before, size)) {
            if (tile.level == 0) {
                write_leaves(tile);
            } else if (const auto done = write_nodes(tile); !done) {
                return done;
            }
        }
        return Done{};
    }

private:
    void write_leaves(const Tile& tile) {
        std::vector<std::string> entries;
        std::string hashes;
        const std::uint64_t begin = tile.index * kTileWidth;
        store::for_each_entry(view_, begin, begin + tile.width, [&](const std::string& entry) {
            hashes += as_text(ledger::leaf_hash(entry));
            entries.push_back(entry);
        });
        if (entries.size() != tile.width) throw store::DatabaseError("the journal has a gap");
        files::write_durably(folder_ / ledger::entries_path(tile), ledger::encode_entries(entries));
        files::write_durably(folder_ / ledger::path(tile), hashes);
        if (tile.width == kTileWidth) roots_[{0, tile.index}] = ledger::tile_root(hashes);
    }

    Result<Done> write_nodes(const Tile& tile) {
        std::string hashes;
        for (std::uint64_t i = 0; i < tile.width; ++i) {
            const auto root = child(tile.level - 1, tile.index * kTileWidth + i);
            if (!root) return pass_on(root.error());
            hashes += as_text(*root);
        }
        files::write_durably(folder_ / ledger::path(tile), hashes);
        if (tile.width == kTileWidth) roots_[{tile.level, tile.index}] = ledger::tile_root(hashes);
        return Done{};
    }

    /// The root of a full tile: of this run, or read from the file of an earlier one.
    Result<hash::Digest> child(unsigned level, std::uint64_t index) {
        if (const auto known = roots_.find({level, index}); known != roots_.end()) return known->second;
        const std::string name = ledger::path({level, index, kTileWidth});
        const auto bytes = read_log_file(folder_ / name);
        if (!bytes || bytes->size() != kTileWidth * sizeof(hash::Digest)) return log_damaged(name);
        return ledger::tile_root(*bytes);
    }

    store::View& view_;
    fs::path folder_;
    std::map<std::pair<unsigned, std::uint64_t>, hash::Digest> roots_;
};

}  // namespace

std::optional<std::string> read_log_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Refusal log_damaged(const std::string& file) {
    return refuse(RefusalKind::conflict, "log.damaged",
                  "已公开的日志文件 " + file + " 无法按原样读回：请从备份或归档者处恢复 log 目录",
                  "published file " + file + " cannot be read back as it was written: restore the folder log", file);
}

ledger::TileTree tree_of_files(const fs::path& folder, std::uint64_t size) {
    return {size, [folder](const Tile& tile) -> Result<std::string> {
                auto bytes = read_log_file(folder / ledger::path(tile));
                if (!bytes) return log_damaged(ledger::path(tile));
                return std::move(*bytes);
            }};
}

Result<hash::Digest> write_tiles(store::View& view, const fs::path& folder, std::uint64_t before, std::uint64_t size) {
    if (const auto written = TileWriter(view, folder).write(before, size); !written) return pass_on(written.error());
    return tree_of_files(folder, size).root();
}

}  // namespace sunlot::workflow
