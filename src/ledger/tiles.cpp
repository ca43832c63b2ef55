#include "ledger/tiles.h"

#include "base/bytes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

#include <fmt/format.h>

namespace sunlot::ledger {
namespace {

constexpr unsigned kTileHeight = 8;  // 256 = 2^8
constexpr std::size_t kHashBytes = sizeof(Digest);

/// In groups of three digits, all but the last with an x before them: 1234067 → x001/x234/067.
std::string grouped(std::uint64_t index) {
    std::string out = fmt::format("{:03}", index % 1000);
    for (index /= 1000; index > 0; index /= 1000) out.insert(0, fmt::format("x{:03}/", index % 1000));
    return out;
}

std::string suffix(const Tile& tile) {
    return tile.width == kTileWidth ? "" : fmt::format(".p/{}", tile.width);
}

/// How many hashes the level has in a tree of `size` leaves.
std::uint64_t hashes_at(unsigned level, std::uint64_t size) {
    return level * kTileHeight >= 64 ? 0 : size >> (level * kTileHeight);
}

Digest hash_at(std::string_view tile, std::uint64_t place) {
    Digest digest;
    std::copy_n(as_bytes(tile).begin() + static_cast<std::ptrdiff_t>(place * kHashBytes), kHashBytes, digest.begin());
    return digest;
}

/// The root of `count` (a power of two) hashes of a tile.
Digest root_of(std::string_view tile, std::uint64_t from, std::uint64_t count) {
    std::array<Digest, kTileWidth> hashes;
    const auto level = std::span(hashes).first(count);
    for (std::uint64_t i = 0; i < count; ++i) level[i] = hash_at(tile, from + i);
    return merkle_root_in_place(level);
}

Refusal bad_entries() {
    return refuse(RefusalKind::invalid, "tile.entries", "条目包不完整或条数不符",
                  "an entry bundle is cut short or has another number of entries");
}

}  // namespace

std::string path(const Tile& tile) {
    return fmt::format("tile/{}/{}{}", tile.level, grouped(tile.index), suffix(tile));
}

std::string entries_path(const Tile& tile) {
    return fmt::format("tile/entries/{}{}", grouped(tile.index), suffix(tile));
}

std::vector<Tile> new_tiles(std::uint64_t before, std::uint64_t size) {
    if (before > size) throw std::logic_error("a log does not shrink");
    std::vector<Tile> out;
    for (unsigned level = 0; hashes_at(level, size) > 0; ++level) {
        const std::uint64_t had = hashes_at(level, before);
        const std::uint64_t has = hashes_at(level, size);
        if (had == has) continue;
        for (std::uint64_t index = had / kTileWidth; index * kTileWidth < has; ++index)
            out.push_back({level, index, std::min(kTileWidth, has - index * kTileWidth)});
    }
    return out;
}

std::string encode_entries(std::span<const std::string> entries) {
    std::string out;
    for (const std::string& entry : entries) {
        if (entry.size() > 0xFFFF) throw std::logic_error("an entry is too long for its bundle");
        out += static_cast<char>(entry.size() >> 8);
        out += static_cast<char>(entry.size() & 0xFF);
        out += entry;
    }
    return out;
}

Result<std::vector<std::string_view>> parse_entries(std::string_view bytes, std::uint64_t width) {
    std::vector<std::string_view> out;
    while (!bytes.empty()) {
        if (bytes.size() < 2 || out.size() == width) return bad_entries();
        const auto length =
            static_cast<std::size_t>(static_cast<unsigned char>(bytes[0]) << 8 | static_cast<unsigned char>(bytes[1]));
        if (bytes.size() < 2 + length) return bad_entries();
        out.push_back(bytes.substr(2, length));
        bytes.remove_prefix(2 + length);
    }
    if (out.size() != width) return bad_entries();
    return out;
}

Digest tile_root(std::string_view full_tile) {
    return root_of(full_tile, 0, kTileWidth);
}

Result<const std::string*> TileTree::tile_of(unsigned level, std::uint64_t hash_index) {
    const std::uint64_t index = hash_index / kTileWidth;
    const auto known = tiles_.find({level, index});
    if (known != tiles_.end()) return static_cast<const std::string*>(&known->second);
    const Tile tile{level, index, std::min(kTileWidth, hashes_at(level, size_) - index * kTileWidth)};
    auto bytes = read_(tile);
    if (!bytes) return pass_on(bytes.error());
    if (bytes->size() != tile.width * kHashBytes)
        return refuse(RefusalKind::invalid, "tile.width", "日志分块 " + path(tile) + " 长度不符",
                      "tile " + path(tile) + " has another length than its name says", path(tile));
    return static_cast<const std::string*>(&tiles_.emplace(std::pair(level, index), std::move(*bytes)).first->second);
}

/// The root of the complete subtree of 2^height leaves at place `index` among those of its height.
Result<Digest> TileTree::complete(unsigned height, std::uint64_t index) {
    const unsigned level = height / kTileHeight;
    const unsigned within = height % kTileHeight;
    const std::uint64_t first = index << within;
    const auto tile = tile_of(level, first);
    if (!tile) return pass_on(tile.error());
    return root_of(**tile, first % kTileWidth, std::uint64_t{1} << within);
}

/// The root of a subtree: its first leaf stands at a multiple of the power of two not below its size.
Result<Digest> TileTree::range(LeafRange leaves) {
    const std::uint64_t n = leaves.end - leaves.begin;
    if (n == 0) return hash::sha256("");
    if (std::has_single_bit(n)) {
        const auto height = static_cast<unsigned>(std::countr_zero(n));
        return complete(height, leaves.begin >> height);
    }
    const std::uint64_t middle = middle_of(leaves);
    auto left = range({leaves.begin, middle});
    if (!left) return left;
    auto right = range({middle, leaves.end});
    if (!right) return right;
    return node_hash(*left, *right);
}

Result<std::vector<Digest>> TileTree::roots_of(const std::vector<LeafRange>& ranges) {
    std::vector<Digest> roots;
    for (const LeafRange& leaves : ranges) {
        const auto root = range(leaves);
        if (!root) return pass_on(root.error());
        roots.push_back(*root);
    }
    return roots;
}

Result<Digest> TileTree::root() {
    return range({0, size_});
}

Result<Digest> TileTree::leaf(std::uint64_t index) {
    if (index >= size_) throw std::logic_error("a leaf that is not in the tree");
    return complete(0, index);
}

Result<std::vector<Digest>> TileTree::inclusion_proof(std::uint64_t index) {
    if (index >= size_) throw std::logic_error("inclusion proof of a leaf that is not in the tree");
    return roots_of(inclusion_ranges(index, size_));
}

Result<std::vector<Digest>> TileTree::consistency_proof(std::uint64_t first) {
    if (first > size_) throw std::logic_error("consistency proof from a tree that is larger");
    return roots_of(consistency_ranges(first, size_));
}

}  // namespace sunlot::ledger
