#include "ledger/log_walk.h"

#include "base/bytes.h"

#include <algorithm>
#include <bit>

namespace sunlot::ledger {
namespace {

constexpr unsigned kLevels = 8;  // 256^7 leaves and less: more than the 2^53 an entry can count

/// How many hashes the level has in a tree of `size` leaves.
std::uint64_t hashes_at(unsigned level, std::uint64_t size) {
    return size >> (8 * level);
}

std::vector<Digest> digests_of(std::string_view bytes) {
    std::vector<Digest> out(bytes.size() / sizeof(Digest));
    for (std::size_t i = 0; i < out.size(); ++i)
        std::ranges::copy(as_bytes(bytes.substr(i * sizeof(Digest), sizeof(Digest))), out[i].begin());
    return out;
}

Text about_hash(std::string_view zh, std::string_view en, const Digest& found, const Digest& expected) {
    return {std::string(zh) + "：现为 " + hash::hex(found) + "，应为 " + hash::hex(expected),
            std::string(en) + ": found " + hash::hex(found) + ", should be " + hash::hex(expected)};
}

}  // namespace

void LogWalk::run(std::uint64_t begin, const std::function<void(const WalkedBlock&)>& block) {
    begin_ = begin;
    block_ = block;
    for (unsigned level = kLevels; level-- > 0;) {
        const std::uint64_t hashes = hashes_at(level, size_);
        if (hashes % kTileWidth == 0) continue;
        const Tile tile{level, hashes / kTileWidth, hashes % kTileWidth};
        edges_.push_back({tile, served(tile)});
    }
    if (!edges_give_root()) settle_edges();
    for (const Edge& edge : edges_) {
        if (faults_.too_many()) return;
        if (edge.hashes) descend(edge.tile, *edge.hashes);
    }
}

std::optional<std::string> LogWalk::read(const std::string& file) {
    auto bytes = read_(file);
    ++files_;
    if (bytes) {
        bytes_ += bytes->size();
        return std::move(*bytes);
    }
    if (!missed_.insert(file).second) return std::nullopt;  // told already
    if (bytes.error().code == "log.file") {
        faults_.add(file, {}, "log.missing", {"文件不存在", "the file is not there"});
    } else {
        faults_.add(file, {}, "log.unreadable",
                    {"文件读不出：" + bytes.error().text.zh, "the file cannot be read: " + bytes.error().text.en});
    }
    return std::nullopt;
}

std::optional<LogWalk::Hashes> LogWalk::served(const Tile& tile) {
    const auto bytes = read(path(tile));
    if (!bytes) return std::nullopt;
    if (bytes->size() == tile.width * sizeof(Digest)) return digests_of(*bytes);
    if (missed_.insert(path(tile)).second)
        faults_.add(path(tile), {}, "tile.width",
                    {"分块长度不符：" + std::to_string(bytes->size()) + " 字节",
                     "the tile has another length than its name says: " + std::to_string(bytes->size()) + " bytes"});
    return std::nullopt;
}

std::optional<LogWalk::Hashes> LogWalk::from_entries(const Tile& tile) {
    const auto bytes = read(entries_path(tile));
    if (!bytes) return std::nullopt;
    const auto entries = parse_entries(*bytes, tile.width);
    if (!entries) return std::nullopt;  // told when the block is visited
    Hashes out(entries->size());
    leaf_hashes(*entries, out);
    return out;
}

/// The hashes of a tile as what lies below gives them; nothing when something is missing there too.
std::optional<LogWalk::Hashes> LogWalk::from_below(const Tile& tile) {
    if (tile.level == 0) return from_entries(tile);
    Hashes out;
    for (std::uint64_t i = 0; i < tile.width; ++i) {
        if (faults_.too_many()) return std::nullopt;
        const Tile child{tile.level - 1, tile.index * kTileWidth + i, kTileWidth};
        auto hashes = served(child);
        if (!hashes) hashes = from_below(child);
        if (!hashes) return std::nullopt;
        out.push_back(merkle_root(*hashes));
    }
    return out;
}

void LogWalk::compare(const Tile& tile, const Hashes& served, const Hashes& below) {
    for (std::size_t i = 0; i < served.size(); ++i)
        if (served[i] != below[i])
            faults_.add(path(tile), tile.index * kTileWidth + i, "tile.hash",
                        about_hash("分块中的哈希不对", "a hash of the tile is wrong", served[i], below[i]));
}

/// The peaks of the tree are the complete groups of the tiles that are not full.
bool LogWalk::edges_give_root() const {
    std::vector<Digest> peaks;
    for (const Edge& edge : edges_) {
        if (!edge.hashes) return false;
        std::size_t at = 0;
        for (std::uint64_t group = kTileWidth / 2; group > 0; group /= 2) {
            if ((edge.tile.width & group) == 0) continue;
            peaks.push_back(merkle_root(std::span(*edge.hashes).subspan(at, group)));
            at += group;
        }
    }
    if (peaks.empty()) return root_ == hash::sha256("");
    Digest root = peaks.back();
    for (std::size_t i = peaks.size() - 1; i > 0; --i) root = node_hash(peaks[i - 1], root);
    return root == root_;
}

/// The right edge does not give the signed root: what lies below says which of its tiles are wrong.
void LogWalk::settle_edges() {
    const std::uint64_t before = faults_.total();
    for (Edge& edge : edges_) {
        const auto below = from_below(edge.tile);
        if (below && edge.hashes) compare(edge.tile, *edge.hashes, *below);
        if (below) edge.hashes = below;
    }
    if (edges_give_root()) return;
    const bool named = faults_.total() > before;
    faults_.add("checkpoint", {}, "log.root",
                named ? Text{"检查点签名的根与文件不符，受损的文件另见", "the files do not give the signed root"}
                      : Text{"公开的文件彼此相符，但得不出检查点所签的根：检查点与文件不是同一份日志",
                             "the files agree among themselves but do not give the root that was signed: checkpoint "
                             "and files are not of one log"});
}

/// The hashes of a full tile whose root is known.
LogWalk::Hashes LogWalk::settle(const Tile& tile, const Digest& expected) {
    auto hashes = served(tile);
    if (hashes && merkle_root(*hashes) == expected) return std::move(*hashes);
    auto below = from_below(tile);
    if (hashes && below) compare(tile, *hashes, *below);
    if (below && merkle_root(*below) == expected) return std::move(*below);
    if (hashes && (!below || *below == *hashes))
        faults_.add(path(tile), {}, "tile.hash",
                    {"分块的根与上层分块不符", "the root of the tile is not what the tile above says"});
    if (below) return std::move(*below);
    return hashes ? std::move(*hashes) : Hashes{};
}

void LogWalk::descend(const Tile& tile, const Hashes& hashes) {
    if (tile.level == 0) return visit_block(tile, hashes);
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (faults_.too_many()) return;
        const Tile child{tile.level - 1, tile.index * kTileWidth + i, kTileWidth};
        if ((child.index + 1) << (8 * tile.level) <= begin_) continue;
        descend(child, settle(child, hashes[i]));
    }
}

void LogWalk::visit_block(const Tile& tile, const Hashes& leaves) {
    if (leaves.size() != tile.width) return;
    const std::string file = entries_path(tile);
    std::vector<std::optional<std::string_view>> entries(leaves.size());
    const auto bytes = read(file);
    std::vector<std::string_view> parsed;
    if (bytes) {
        auto cut = parse_entries(*bytes, tile.width);
        if (!cut) faults_.add(file, {}, cut.error().code, cut.error().text);
        if (cut) parsed = std::move(*cut);
    }
    const std::uint64_t first = tile.index * kTileWidth;
    Hashes found(parsed.size());
    leaf_hashes(parsed, found);
    for (std::size_t i = 0; i < parsed.size(); ++i) {
        if (found[i] == leaves[i]) {
            entries[i] = parsed[i];
        } else {
            faults_.add(
                file, first + i, "entry.leaf",
                about_hash("条目的内容与日志树不符", "the entry is not the one in the tree", found[i], leaves[i]));
        }
    }
    block_({first, leaves, entries});
}

}  // namespace sunlot::ledger
