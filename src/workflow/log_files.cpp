#include "workflow/log_files.h"

#include "base/bytes.h"
#include "base/text.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/tiles.h"
#include "store/database.h"
#include "store/durable_file.h"
#include "store/journal.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using ledger::kTileWidth;
using ledger::Tile;

std::optional<std::string> read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Refusal damaged(const std::string& file) {
    return refuse(RefusalKind::conflict, "log.damaged",
                  "已公开的日志文件 " + file + " 无法按原样读回：请从备份或归档者处恢复 log 目录",
                  "published file " + file + " cannot be read back as it was written: restore the folder log", file);
}

Refusal rolled_back(std::uint64_t published, std::uint64_t now) {
    return refuse(RefusalKind::conflict, "log.rolled_back",
                  "数据库中的日志（" + std::to_string(now) + " 条）与已签名公开的（" + std::to_string(published) +
                      " 条）不符：数据库可能被旧备份覆盖或被改动。不再签名，请先查明",
                  "the journal in the database (" + std::to_string(now) + " entries) is not what was signed and " +
                      "published (" + std::to_string(published) + "): restored from an old copy, or changed");
}

/// The checkpoint that was published last; size 0 when there is none. Refuses log.damaged when it is not ours.
Result<ledger::Checkpoint> published(const fs::path& folder, const ledger::SigningKey& key, std::string& note) {
    const auto bytes = read_file(folder / "checkpoint");
    if (!bytes) return ledger::Checkpoint{.origin = key.name(), .size = 0, .root = hash::sha256("")};
    const std::array keys{key.verifier()};
    const auto opened = ledger::open_note(*bytes, keys);
    if (!opened) return damaged("checkpoint");
    auto checkpoint = ledger::parse_checkpoint(opened->text);
    if (!checkpoint || checkpoint->origin != key.name()) return damaged("checkpoint");
    note = *bytes;
    return checkpoint;
}

/// Writes the tiles that a larger log needs. Lower tiles come first, so that those above can be made of them.
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
        store::write_durably(folder_ / ledger::entries_path(tile), ledger::encode_entries(entries));
        store::write_durably(folder_ / ledger::path(tile), hashes);
        if (tile.width == kTileWidth) roots_[{0, tile.index}] = ledger::tile_root(hashes);
    }

    Result<Done> write_nodes(const Tile& tile) {
        std::string hashes;
        for (std::uint64_t i = 0; i < tile.width; ++i) {
            const auto root = child(tile.level - 1, tile.index * kTileWidth + i);
            if (!root) return pass_on(root.error());
            hashes += as_text(*root);
        }
        store::write_durably(folder_ / ledger::path(tile), hashes);
        if (tile.width == kTileWidth) roots_[{tile.level, tile.index}] = ledger::tile_root(hashes);
        return Done{};
    }

    /// The root of a full tile: of this run, or read from the file of an earlier one.
    Result<hash::Digest> child(unsigned level, std::uint64_t index) {
        if (const auto known = roots_.find({level, index}); known != roots_.end()) return known->second;
        const std::string name = ledger::path({level, index, kTileWidth});
        const auto bytes = read_file(folder_ / name);
        if (!bytes || bytes->size() != kTileWidth * sizeof(hash::Digest)) return damaged(name);
        return ledger::tile_root(*bytes);
    }

    store::View& view_;
    fs::path folder_;
    std::map<std::pair<unsigned, std::uint64_t>, hash::Digest> roots_;
};

/// The root as a reader of the files would compute it.
Result<hash::Digest> root_of_files(const fs::path& folder, std::uint64_t size) {
    ledger::TileTree tree(size, [&](const Tile& tile) -> Result<std::string> {
        auto bytes = read_file(folder / ledger::path(tile));
        if (!bytes) return damaged(ledger::path(tile));
        return std::move(*bytes);
    });
    return tree.root();
}

bool is_tile_number(std::string_view text) {
    if (text.starts_with('x')) text.remove_prefix(1);
    if (text.ends_with(".p")) text.remove_suffix(2);
    return !text.empty() && text.size() <= 3 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_log_path(std::string_view path) {
    if (path == "checkpoint" || path == "vkey") return true;
    const auto parts = split(path, '/');
    return parts.size() >= 3 && parts[0] == "tile" && (parts[1] == "entries" || is_tile_number(parts[1])) &&
           std::all_of(parts.begin() + 2, parts.end(), is_tile_number);
}

}  // namespace

Result<PublishedHead> publish_log(const Context& context) {
    const auto key = context.require_log_key();
    if (!key) return pass_on(key.error());
    const fs::path folder = context.data_directory / "log";
    std::string note;
    const auto before = published(folder, **key, note);
    if (!before) return pass_on(before.error());
    auto view = context.database.read();
    const auto head = view.journal();
    if (before->size > head.size || store::journal_root(view, before->size) != before->root)
        return rolled_back(before->size, head.size);
    if (before->size == head.size) return PublishedHead{.size = head.size, .checkpoint = std::move(note)};
    if (const auto written = TileWriter(view, folder).write(before->size, head.size); !written)
        return pass_on(written.error());
    const auto root = root_of_files(folder, head.size);
    if (!root) return pass_on(root.error());
    if (*root != head.root) return damaged("tile");
    note = (*key)->sign_note(ledger::encode(ledger::Checkpoint{key.value()->name(), head.size, head.root}));
    if (before->size == 0) store::write_durably(folder / "vkey", (*key)->verifier().text() + "\n");
    store::write_durably(folder / "checkpoint", note);  // after this line it is published, before it nothing is
    return PublishedHead{.size = head.size, .checkpoint = std::move(note)};
}

Result<fs::path> log_file(const Context& context, std::string_view path) {
    const fs::path file = context.data_directory / "log" / path;
    if (is_log_path(path) && fs::is_regular_file(file)) return file;
    return refuse(RefusalKind::not_found, "log.file", "日志中没有这个文件", "the log has no such file");
}

}  // namespace sunlot::workflow
