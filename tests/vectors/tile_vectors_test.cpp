#include "ledger/tiles.h"
#include "vectors.h"

#include <map>

#include <gtest/gtest.h>

namespace sunlot::vectors {
namespace {

using namespace ledger;

constexpr std::uint64_t kSize = 70'000;

/// The known log: entry i is "entry <i>".
const std::vector<Digest>& known_leaves() {
    static const std::vector<Digest> leaves = [] {
        std::vector<Digest> out;
        for (std::uint64_t i = 0; i < kSize; ++i) out.push_back(leaf_hash("entry " + std::to_string(i)));
        return out;
    }();
    return leaves;
}

/// All tiles that a log of growing size leaves behind, by path.
class Published {
public:
    void grow_to(std::uint64_t size) {
        for (const Tile& tile : new_tiles(size_, size)) {
            files_[path(tile)] = bytes_of(tile);
            if (tile.level == 0) files_[entries_path(tile)] = entries_of(tile);
        }
        size_ = size;
    }
    TileTree tree(std::uint64_t size) const {
        return {size, [this](const Tile& tile) -> Result<std::string> {
                    const auto found = files_.find(path(tile));
                    if (found == files_.end()) return refuse(RefusalKind::not_found, "tile.missing", path(tile));
                    return found->second;
                }};
    }
    const std::map<std::string, std::string>& files() const { return files_; }

private:
    std::string bytes_of(const Tile& tile) const {
        std::string bytes;
        for (std::uint64_t i = 0; i < tile.width; ++i) {
            const std::uint64_t place = tile.index * kTileWidth + i;
            const Digest hash = tile.level == 0 ? known_leaves()[place]
                                                : tile_root(files_.at(path({tile.level - 1, place, kTileWidth})));
            bytes += as_text(hash);
        }
        return bytes;
    }
    static std::string entries_of(const Tile& tile) {
        std::vector<std::string> entries;
        for (std::uint64_t i = 0; i < tile.width; ++i)
            entries.push_back("entry " + std::to_string(tile.index * kTileWidth + i));
        return encode_entries(entries);
    }
    std::uint64_t size_ = 0;
    std::map<std::string, std::string> files_;
};

}  // namespace

TEST(Tiles, have_the_known_paths) {
    const Json known = read_json("tiles_70000.json");
    for (const auto& [index, text] : known.at("n_paths").as_object())
        EXPECT_EQ(path({3, std::stoull(index), 256}), "tile/3/" + text.as_string());
    EXPECT_EQ(path({0, 273, 112}), "tile/0/273.p/112");
    EXPECT_EQ(entries_path({0, 1234067, 256}), "tile/entries/x001/x234/067");
}

TEST(Tiles, have_the_known_digests) {
    const Json known = read_json("tiles_70000.json");
    Published log;
    log.grow_to(kSize);
    for (const auto& [name, tile] : known.at("tiles").as_object()) {
        ASSERT_TRUE(log.files().contains(name)) << name;
        EXPECT_EQ(hash::sha256_hex(log.files().at(name)), tile.at("sha256").as_string()) << name;
    }
    EXPECT_EQ(log.files().size(), 2 * 274U + 2U + 1U);
}

TEST(Tiles, give_the_known_roots_at_every_published_size) {
    const Json known = read_json("tiles_70000.json");
    Published log;
    std::map<std::uint64_t, Digest> roots;
    for (const auto& [size, root] : known.at("roots").as_object()) roots.emplace(std::stoull(size), digest(root));
    for (const auto& [size, root] : roots) {
        log.grow_to(size);
        EXPECT_EQ(log.tree(size).root().value(), root) << size;
    }
    for (const auto& [size, root] : roots)  // what was published for a smaller size is still there
        EXPECT_EQ(log.tree(size).root().value(), root) << size;
}

TEST(Tiles, give_the_same_proofs_as_the_leaves) {
    Published log;
    for (const std::uint64_t size : {1U, 2U, 255U, 256U, 257U, 600U, 65'537U}) {
        log.grow_to(size);
        auto tree = log.tree(size);
        const auto leaves = std::span(known_leaves()).first(size);
        for (const std::uint64_t index : {std::uint64_t{0}, size / 3, size / 2, size - 1}) {
            EXPECT_EQ(tree.leaf(index).value(), leaves[index]);
            EXPECT_EQ(tree.inclusion_proof(index).value(), inclusion_proof(leaves, index)) << index << " of " << size;
        }
        for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1}, size / 3, size / 2, size})
            EXPECT_EQ(tree.consistency_proof(first).value(), consistency_proof(leaves, first));
    }
}

TEST(Tiles, of_another_length_than_their_name_says_are_refused) {
    TileTree tree(300, [](const Tile& tile) -> Result<std::string> {
        return std::string(tile.width * 32 - (tile.index == 1 ? 32 : 0), '\0');
    });
    EXPECT_EQ(tree.root().error().code, "tile.width");
}

TEST(EntryBundles, read_back_what_was_written_and_refuse_the_rest) {
    const std::string known = read_vector("log600/tile/entries/002.p/88");
    const auto entries = parse_entries(known, 88);
    ASSERT_TRUE(entries);
    const std::vector<std::string> owned(entries->begin(), entries->end());
    EXPECT_EQ(encode_entries(owned), known);
    EXPECT_EQ(parse_entries(known, 87).error().code, "tile.entries");
    EXPECT_EQ(parse_entries(known, 89).error().code, "tile.entries");
    EXPECT_EQ(parse_entries(std::string_view(known).substr(0, known.size() - 1), 88).error().code, "tile.entries");
}

}  // namespace sunlot::vectors
