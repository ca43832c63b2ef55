#include "workflow/log_tiles.h"

#include "base/bytes.h"
#include "files/durable_file.h"
#include "store/journal.h"

#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using ledger::kTileWidth;
using ledger::Tile;

/// The same bytes as `hashes`, one after the other.
std::string bytes_of(std::span<const hash::Digest> hashes) {
    std::string out;
    out.reserve(hashes.size_bytes());
    for (const auto& one : hashes) out += as_text(one);
    return out;
}

/// Lower tiles come first, so that those above can be made of them.
class TileWriter {
public:
    TileWriter(store::View& view, fs::path folder, std::uint64_t before)
        : view_(view), folder_(std::move(folder)), before_(before) {}

    Result<Done> write(std::uint64_t size) {
        for (const Tile& tile : ledger::new_tiles(before_, size)) {
            const auto done = tile.level == 0 ? write_leaves(tile) : write_nodes(tile);
            if (!done) return done;
        }
        files_.sync();
        return Done{};
    }

private:
    Result<Done> write_leaves(const Tile& tile) {
        std::vector<std::string> entries;
        const std::uint64_t begin = tile.index * kTileWidth;
        store::for_each_entry(view_, begin, begin + tile.width,
                              [&](const std::string& entry) { entries.push_back(entry); });
        if (entries.size() != tile.width) throw store::DatabaseError("the journal has a gap");
        const std::vector<std::string_view> leaves(entries.begin(), entries.end());
        std::vector<hash::Digest> hashes(entries.size());
        ledger::leaf_hashes(leaves, hashes);
        if (const auto put = write_file(ledger::entries_path(tile), ledger::encode_entries(entries)); !put) return put;
        return write_tile(tile, bytes_of(hashes));
    }

    Result<Done> write_nodes(const Tile& tile) {
        std::string hashes = earlier(tile);
        for (std::uint64_t i = hashes.size() / sizeof(hash::Digest); i < tile.width; ++i) {
            const auto root = child(tile.level - 1, tile.index * kTileWidth + i);
            if (!root) return pass_on(root.error());
            hashes += as_text(*root);
        }
        return write_tile(tile, hashes);
    }

    /// The hashes that the tile had when it was published last; none when it was not, or can't be read.
    std::string earlier(const Tile& tile) const {
        const std::uint64_t first = tile.index * kTileWidth;
        const std::uint64_t had = before_ >> (8 * tile.level);
        if (had <= first || had - first >= kTileWidth) return {};
        auto bytes = read_log_file(folder_ / ledger::path({tile.level, tile.index, had - first}));
        if (!bytes || bytes->size() != (had - first) * sizeof(hash::Digest)) return {};
        return std::move(*bytes);
    }

    Result<Done> write_tile(const Tile& tile, const std::string& hashes) {
        if (tile.width == kTileWidth) roots_[{tile.level, tile.index}] = ledger::tile_root(hashes);
        return write_file(ledger::path(tile), hashes);
    }

    /// What counts is what is read from the file afterwards.
    Result<Done> write_file(const std::string& name, const std::string& bytes) {
        files_.write(folder_ / name, bytes);
        if (read_log_file(folder_ / name) != bytes) return log_damaged(name);
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
    std::uint64_t before_;
    files::DurableFiles files_;
    std::map<std::pair<unsigned, std::uint64_t>, hash::Digest> roots_;
};

/// How many full tiles later the partial ones of a tile are dropped: whoever read an older head has had time.
constexpr std::uint64_t kKeptBehind = 4;

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
                if (bytes) return std::move(*bytes);
                bytes = read_log_file(folder / ledger::path({tile.level, tile.index, kTileWidth}));
                if (!bytes || bytes->size() < tile.width * sizeof(hash::Digest)) return log_damaged(ledger::path(tile));
                bytes->resize(tile.width * sizeof(hash::Digest));  // the partial tile is the beginning of the full one
                return std::move(*bytes);
            }};
}

Result<hash::Digest> write_tiles(store::View& view, const fs::path& folder, std::uint64_t before, std::uint64_t size) {
    if (const auto written = TileWriter(view, folder, before).write(size); !written) return pass_on(written.error());
    return tree_of_files(folder, size).root();
}

void drop_partial_tiles(const fs::path& folder, std::uint64_t before, std::uint64_t size) {
    for (const Tile& tile : ledger::new_tiles(before, size)) {
        if (tile.width < kTileWidth || tile.index < kKeptBehind) continue;
        const Tile old{tile.level, tile.index - kKeptBehind, kTileWidth};
        std::error_code left;  // what can't be removed now stays
        fs::remove_all(folder / (ledger::path(old) + ".p"), left);
        if (tile.level == 0) fs::remove_all(folder / (ledger::entries_path(old) + ".p"), left);
    }
}

}  // namespace sunlot::workflow
