#include "ledger/log_rotation.h"

#include "ledger/key_history.h"

#include <algorithm>

namespace sunlot::ledger {
namespace {

constexpr std::uint64_t kFurthest = 100'000;

Refusal bad(const char* zh, const char* en) {
    return refuse(RefusalKind::invalid, "key.rotation", zh, en);
}

class Follower {
public:
    Follower(const VerifierKey& trusted, const WatchedHead& held, const ReadLogFile& read)
        : keys_({trusted}), held_(held), read_(read) {}

    /// The entries of one bundle that are not in the head held.
    Result<Done> take_bundle(const Tile& tile) {
        const auto bytes = read_(entries_path(tile));
        if (!bytes) return pass_on(bytes.error());
        const auto entries = parse_entries(*bytes, tile.width);
        if (!entries) return pass_on(entries.error());
        const std::uint64_t first = tile.index * kTileWidth;
        for (std::size_t i = 0; i < entries->size(); ++i) {
            if (first + i < held_.checkpoint.size) continue;
            if (auto no = take_entry(first + i, (*entries)[i])) return pass_on(*no);
        }
        return Done{};
    }

    const VerifierKey& newest() const { return keys_.reigns().back().key; }

private:
    std::optional<Refusal> take_entry(std::uint64_t seq, std::string_view bytes) {
        // Cheaper than reading every entry, and nothing is missed: canonical JSON has one spelling.
        if (!bytes.contains(R"("kind":"key.)")) return std::nullopt;
        const auto entry = parse_entry(bytes);
        if (!entry) return entry.error();
        if (entry->seq != seq) return bad("条目的序号不对", "an entry has another number");
        const bool rotates = entry->kind == "key.rotated";
        const auto note = rotates ? read_("rotations/" + std::to_string(seq) + ".checkpoint") : Result<std::string>("");
        if (!note) return note.error();
        const auto head = keys_.take(*entry, *note);
        if (!head) return head.error();
        if (!*head) return std::nullopt;
        return prove(seq, bytes, {.checkpoint = **head, .note = *note});
    }

    /// The doubly signed head continues the one held, and has the entry in its tree.
    std::optional<Refusal> prove(std::uint64_t seq, std::string_view entry, const WatchedHead& head) const {
        const auto read_tile = [this](const Tile& tile) { return read_(path(tile)); };
        const auto look = look_with_tiles(held_, head, read_tile);
        if (!look.well()) return refuse(RefusalKind::invalid, "key.rotation", look.why.zh, look.why.en);
        TileTree tree(head.checkpoint.size, read_tile);
        const auto leaf = tree.leaf(seq);
        if (!leaf) return leaf.error();
        if (*leaf != leaf_hash(entry)) return bad("更换密钥的条目不在日志中", "the entry is not in the log");
        return std::nullopt;
    }

    KeyHistory keys_;
    const WatchedHead& held_;
    const ReadLogFile& read_;
};

}  // namespace

Result<VerifierKey> follow_rotations(const VerifierKey& trusted, const WatchedHead& held, std::uint64_t shown_size,
                                     const ReadLogFile& read) {
    const std::uint64_t from = held.checkpoint.size;
    if (shown_size <= from || shown_size - from > kFurthest)
        return refuse(RefusalKind::invalid, "key.unknown", "不是可信的密钥所签", "signed by no key that is trusted");
    Follower follower(trusted, held, read);
    for (std::uint64_t index = from / kTileWidth; index * kTileWidth < shown_size; ++index) {
        const auto width = std::min(kTileWidth, shown_size - index * kTileWidth);
        if (const auto taken = follower.take_bundle({.level = 0, .index = index, .width = width}); !taken)
            return pass_on(taken.error());
    }
    if (follower.newest() == trusted)
        return refuse(RefusalKind::invalid, "key.unknown", "不是可信的密钥所签", "signed by no key that is trusted");
    return follower.newest();
}

}  // namespace sunlot::ledger
