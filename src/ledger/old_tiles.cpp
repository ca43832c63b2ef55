#include "ledger/old_tiles.h"

#include "base/text.h"

#include <algorithm>

namespace sunlot::ledger {
namespace {

constexpr unsigned kLevels = 8;

/// "x001/x234/067" → 1234067; nothing unless path() would have written it so.
std::optional<std::uint64_t> parse_index(const std::vector<std::string_view>& groups) {
    std::uint64_t index = 0;
    if (groups.empty() || groups.size() > 6) return std::nullopt;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        std::string_view group = groups[i];
        if (i + 1 < groups.size()) {
            if (!group.starts_with('x')) return std::nullopt;
            group.remove_prefix(1);
        }
        if (group.size() != 3 || !std::ranges::all_of(group, [](char c) { return c >= '0' && c <= '9'; }))
            return std::nullopt;
        for (const char c : group) index = index * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return index;
}

/// The bytes that the first `width` entries of a bundle take, if there are so many.
std::optional<std::size_t> length_of(std::string_view bundle, std::uint64_t width) {
    std::size_t at = 0;
    for (std::uint64_t i = 0; i < width; ++i) {
        if (bundle.size() < at + 2) return std::nullopt;
        at += 2 + (static_cast<std::size_t>(static_cast<unsigned char>(bundle[at])) << 8 |
                   static_cast<unsigned char>(bundle[at + 1]));
    }
    return at <= bundle.size() ? std::optional(at) : std::nullopt;
}

bool is_beginning(std::string_view part, std::string_view whole, const TileFile& file) {
    const auto length = file.entries ? length_of(whole, file.tile.width) : file.tile.width * sizeof(Digest);
    return length && part.size() == *length && whole.starts_with(part);
}

}  // namespace

std::optional<TileFile> parse_tile_path(std::string_view text) {
    auto parts = split(text, '/');
    if (parts.size() < 3 || parts[0] != "tile") return std::nullopt;
    TileFile file{.tile = {}, .entries = parts[1] == "entries"};
    if (!file.entries) {
        const auto level = parse_unsigned(parts[1]);
        if (!level || *level >= kLevels) return std::nullopt;
        file.tile.level = static_cast<unsigned>(*level);
    }
    std::vector<std::string_view> groups(parts.begin() + 2, parts.end());
    if (groups.size() > 1 && groups[groups.size() - 2].ends_with(".p")) {
        const auto width = parse_unsigned(groups.back());
        if (!width || *width == 0 || *width >= kTileWidth) return std::nullopt;
        file.tile.width = *width;
        groups.pop_back();
        groups.back().remove_suffix(2);
    }
    const auto index = parse_index(groups);
    if (!index) return std::nullopt;
    file.tile.index = *index;
    const std::string canonical = file.entries ? entries_path(file.tile) : path(file.tile);
    return canonical == text ? std::optional(file) : std::nullopt;
}

void check_old_tiles(const ReadFile& read, std::uint64_t size, const std::vector<std::string>& files,
                     LogFaults& faults) {
    for (const std::string& name : files) {
        if (!name.starts_with("tile/")) continue;
        const auto file = parse_tile_path(name);
        const std::uint64_t hashes = file ? size >> (8 * file->tile.level) : 0;
        if (file && file->tile.index * kTileWidth + file->tile.width > hashes) continue;  // not signed yet
        if (name.ends_with(".writing")) continue;
        if (!file) {
            faults.add(name, {}, "log.stale_file", {"这不是日志的文件", "this is no file of a log"});
            continue;
        }
        Tile now = file->tile;
        now.width = std::min(kTileWidth, hashes - now.index * kTileWidth);
        if (now == file->tile) continue;  // verified by the walk
        const auto part = read(name);
        const auto whole = read(file->entries ? entries_path(now) : path(now));
        if (!part || !whole || !is_beginning(*part, *whole, *file))
            faults.add(
                name, {}, "log.stale_file",
                {"旧的未满分块与后来的分块不符", "a tile kept from when it was not full differs from the later one"});
    }
}

}  // namespace sunlot::ledger
