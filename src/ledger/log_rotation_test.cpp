#include "ledger/log_rotation.h"

#include "ledger/entry.h"

#include <array>
#include <map>

#include <gtest/gtest.h>

namespace sunlot::ledger {
namespace {

SigningKey key_of(unsigned char seed) {
    const std::array<unsigned char, 32> bytes{seed};
    return SigningKey::from_seed("county.example/log", bytes).value();
}

/// A log whose entry 300 changes the key, as its published files.
struct TurningLog {
    SigningKey old_key = key_of(1);
    SigningKey new_key = key_of(2);
    std::vector<std::string> entries;
    std::map<std::string, std::string> files;
    static constexpr std::uint64_t kTurn = 300;

    explicit TurningLog(std::uint64_t size = 320, const std::string& salt = "") {
        for (std::uint64_t seq = 0; seq < size; ++seq) entries.push_back(entry(seq, salt));
        publish(kTurn - 100);
        publish(kTurn + 1);
        publish(size);
        const auto turn = text(kTurn + 1);
        files["rotations/300.checkpoint"] =
            old_key.sign_note(turn) + signature_line(new_key.verifier(), ByteView(new_key.sign(turn)));
    }
    std::string entry(std::uint64_t seq, const std::string& salt) const {
        Json::Object data{{"word", salt}};
        if (seq == kTurn)
            data = {{"new", new_key.verifier().text()},
                    {"new_sm2", nullptr},
                    {"old", old_key.verifier().text()},
                    {"reason", "yearly"}};
        const Entry e{.log = old_key.name(),
                      .seq = seq,
                      .kind = seq == kTurn ? "key.rotated" : "draw.opened",
                      .actor = "u1",
                      .subject = "x",
                      .at = Instant::parse("2026-11-22T08:00:00Z").value(),
                      .data = std::move(data),
                      .private_commitment = {}};
        return encode(e);
    }
    std::vector<Digest> leaves(std::uint64_t size) const {
        std::vector<Digest> leaves;
        for (std::uint64_t i = 0; i < size; ++i) leaves.push_back(leaf_hash(entries[i]));
        return leaves;
    }
    std::string text(std::uint64_t size) const {
        return encode(Checkpoint{old_key.name(), size, merkle_root(leaves(size))});
    }
    void publish(std::uint64_t size) {
        const auto all = leaves(size);
        for (const Tile& tile : new_tiles(0, size)) {
            const std::uint64_t width = tile.level == 0 ? 1 : kTileWidth;
            std::string bytes;
            for (std::uint64_t i = 0; i < tile.width; ++i) {
                const auto first = (tile.index * kTileWidth + i) * width;
                bytes += as_text(merkle_root(std::span(all).subspan(first, width)));
            }
            files[path(tile)] = bytes;
            if (tile.level > 0) continue;
            const std::span<const std::string> bundle(&entries[tile.index * kTileWidth], tile.width);
            files[entries_path(tile)] = encode_entries(bundle);
        }
    }
    WatchedHead held() const {
        const std::array keys{old_key.verifier()};
        return open_head(old_key.sign_note(text(200)), old_key.name(), keys).value();
    }
    ReadLogFile read() const {
        return [this](const std::string& path) -> Result<std::string> {
            const auto found = files.find(path);
            if (found == files.end()) return refuse(RefusalKind::not_found, "http.status", "没有", "none");
            return found->second;
        };
    }
    std::string outcome() const {
        const auto key = follow_rotations(old_key.verifier(), held(), entries.size(), read());
        if (!key) return key.error().code;
        return *key == new_key.verifier() ? "new key" : "another key";
    }
};

}  // namespace

TEST(LogRotation, is_followed_when_both_keys_signed_a_head_that_has_it) {
    EXPECT_EQ(TurningLog().outcome(), "new key");
}

TEST(LogRotation, is_none_when_the_old_key_did_not_sign_it) {
    TurningLog log;
    log.files["rotations/300.checkpoint"] = log.new_key.sign_note(log.text(301));
    EXPECT_EQ(log.outcome(), "key.rotation");
    log.files.erase("rotations/300.checkpoint");
    EXPECT_EQ(log.outcome(), "http.status");
}

TEST(LogRotation, is_none_when_its_entry_is_not_in_the_signed_tree) {
    TurningLog log;
    // Another entry is served than the one that was signed: the same words with another reason.
    std::string bundle = log.files.at(entries_path({.level = 0, .index = 1, .width = 64}));
    bundle.replace(bundle.find("yearly"), 6, "stolen");
    log.files[entries_path({.level = 0, .index = 1, .width = 64})] = bundle;
    EXPECT_EQ(log.outcome(), "key.rotation");
}

TEST(LogRotation, is_none_when_its_head_does_not_continue_the_one_held) {
    TurningLog log;
    const TurningLog other(320, "other");
    const auto held = log.held();
    const auto key = follow_rotations(log.old_key.verifier(), held, 320, other.read());
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, "key.rotation");
}

TEST(LogRotation, is_not_looked_for_where_there_is_none) {
    TurningLog log;
    const auto held = log.held();
    const ReadLogFile never = [](const std::string& path) -> Result<std::string> {
        throw std::logic_error("read " + path);
    };
    EXPECT_EQ(follow_rotations(log.old_key.verifier(), held, 200, never).error().code, "key.unknown");
    EXPECT_EQ(follow_rotations(log.old_key.verifier(), held, UINT64_MAX, never).error().code, "key.unknown");
    log.publish(250);
    EXPECT_EQ(follow_rotations(log.old_key.verifier(), held, 250, log.read()).error().code, "key.unknown");
}

}  // namespace sunlot::ledger
