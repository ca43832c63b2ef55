// make_log FOLDER --origin NAME --seed TEXT --entries N [options]: writes a published log (log-v1 §1) with real keys,
// made out of nothing but its arguments: for tests that need many logs, or two that share only a beginning.
//
//   --fork-at K      entries K and later are others than without it
//   --rotate-at K    entry K replaces the key of --seed by that of --next TEXT
//   --witness NAME   a cosignature of the key that SHA-256(NAME) is the seed of; may be repeated
//   --time T         unix seconds of the cosignatures (1795000000)
//   --signer TEXT    another key than that of --seed signs the checkpoint
#include "base/text.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/note.h"
#include "ledger/tiles.h"

#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace sunlot::vectors {
namespace {

namespace fs = std::filesystem;
using ledger::Entry;
using ledger::SigningKey;
using ledger::Tile;

struct Arguments {
    fs::path folder;
    std::string origin = "lhrs-150802/log/2026";
    std::string seed = "county";
    std::string next = "county-2";
    std::string signer;
    std::uint64_t entries = 300;
    std::uint64_t fork_at = UINT64_MAX;
    std::uint64_t rotate_at = UINT64_MAX;
    std::uint64_t time = 1'795'000'000;
    std::vector<std::string> witnesses;
};

std::uint64_t number(std::string_view text) {
    const auto value = parse_unsigned(text);
    if (!value) throw std::invalid_argument(fmt::format("{} is no number", text));
    return *value;
}

Arguments arguments_of(const std::vector<std::string>& words) {
    Arguments given;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].starts_with("--")) {
            given.folder = words[i];
            continue;
        }
        if (i + 1 == words.size()) throw std::invalid_argument(words[i] + " lacks its value");
        const std::string& name = words[i];
        const std::string& value = words[++i];
        const std::map<std::string_view, std::string*> texts = {
            {"--origin", &given.origin}, {"--seed", &given.seed}, {"--next", &given.next}, {"--signer", &given.signer}};
        const std::map<std::string_view, std::uint64_t*> numbers = {{"--entries", &given.entries},
                                                                    {"--fork-at", &given.fork_at},
                                                                    {"--rotate-at", &given.rotate_at},
                                                                    {"--time", &given.time}};
        if (const auto text = texts.find(name); text != texts.end()) {
            *text->second = value;
        } else if (const auto count = numbers.find(name); count != numbers.end()) {
            *count->second = number(value);
        } else if (name == "--witness") {
            given.witnesses.push_back(value);
        } else {
            throw std::invalid_argument("no option " + name);
        }
    }
    if (given.folder.empty()) throw std::invalid_argument("which folder?");
    return given;
}

SigningKey key_of(const std::string& name, const std::string& seed_text,
                  ledger::KeyType type = ledger::KeyType::ed25519) {
    const auto seed = hash::sha256(seed_text);
    auto key = SigningKey::from_seed(name, ByteView(seed), type);
    if (!key) throw std::invalid_argument(key.error().code);
    return *key;
}

class Log {
public:
    explicit Log(const Arguments& given)
        : given_(given), old_(key_of(given.origin, given.seed)), new_(key_of(given.origin, given.next)) {}

    void write() {
        for (std::uint64_t seq = 0; seq < given_.entries; ++seq) append(seq);
        for (const Tile& tile : ledger::new_tiles(0, given_.entries)) write_tile(tile);
        const bool rotated = given_.rotate_at < given_.entries;
        if (rotated) write_rotation();
        const SigningKey& key = rotated ? new_ : old_;
        file("vkey", key.verifier().text() + "\n");
        const SigningKey signer = given_.signer.empty() ? key : key_of(given_.origin, given_.signer);
        const std::string text = head(given_.entries);
        std::string note = signer.sign_note(text);
        std::string policy = "log " + old_.verifier().text() + "\n";
        std::string members;
        for (const std::string& name : given_.witnesses) {
            const auto witness = key_of(name, name, ledger::KeyType::cosignature);
            note += witness.cosignature_line(text, given_.time);
            const std::string label = fmt::format("w{}", members.size() / 3 + 1);
            policy += fmt::format("witness {} {}\n", label, witness.verifier().text());
            members += " " + label;
        }
        policy += members.empty() ? "quorum none\n" : "group all-of-them all" + members + "\nquorum all-of-them\n";
        file("checkpoint", note);
        write_to(given_.folder.string() + ".policy", policy);
    }

private:
    static void write_to(const fs::path& path, const std::string& bytes) {
        fs::create_directories(path.parent_path().empty() ? "." : path.parent_path());
        std::ofstream out(path, std::ios::binary);
        out << bytes;
        if (!out.flush()) throw std::runtime_error(path.string() + " can't be written");
    }
    void file(const std::string& name, const std::string& bytes) const { write_to(given_.folder / name, bytes); }

    void append(std::uint64_t seq) {
        Entry entry{.log = given_.origin,
                    .seq = seq,
                    .kind = "event.recorded",
                    .actor = "system",
                    .subject = fmt::format("number/{}", seq),
                    .at = Instant{1'795'000'000'000'000 - 600'000'000 + static_cast<std::int64_t>(seq) * 1000},
                    .data = Json::Object{{"branch", seq >= given_.fork_at ? "another" : "one"}},
                    .private_commitment = {}};
        if (seq == given_.rotate_at) {
            entry.kind = "key.rotated";
            entry.subject = given_.origin;
            entry.data = Json::Object{{"new", new_.verifier().text()},
                                      {"new_sm2", nullptr},
                                      {"old", old_.verifier().text()},
                                      {"reason", "yearly"}};
        }
        entries_.push_back(ledger::encode(entry));
        leaves_.push_back(ledger::leaf_hash(entries_.back()));
        frontier_.append(leaves_.back());
        if (seq == given_.rotate_at) rotation_root_ = frontier_.root();
    }

    /// The roots of the complete subtrees of 256^level leaves.
    hash::Digest subtree(unsigned level, std::uint64_t index) const {
        std::uint64_t span = 1;
        for (unsigned i = 0; i < level; ++i) span *= ledger::kTileWidth;
        return ledger::merkle_root(std::span(leaves_).subspan(index * span, span));
    }

    void write_tile(const Tile& tile) const {
        std::string hashes;
        for (std::uint64_t i = 0; i < tile.width; ++i)
            hashes += as_text(subtree(tile.level, tile.index * ledger::kTileWidth + i));
        file(ledger::path(tile), hashes);
        if (tile.level > 0) return;
        const auto first = entries_.begin() + static_cast<std::ptrdiff_t>(tile.index * ledger::kTileWidth);
        const std::vector<std::string> bundle(first, first + static_cast<std::ptrdiff_t>(tile.width));
        file(ledger::entries_path(tile), ledger::encode_entries(bundle));
    }

    std::string head(std::uint64_t size) const {
        return ledger::encode(
            ledger::Checkpoint{given_.origin, size, size == given_.entries ? frontier_.root() : rotation_root_});
    }

    void write_rotation() const {
        const std::string text = head(given_.rotate_at + 1);
        const auto second = new_.sign(text);
        file(fmt::format("rotations/{}.checkpoint", given_.rotate_at),
             old_.sign_note(text) + ledger::signature_line(new_.verifier(), ByteView(second)));
    }

    const Arguments& given_;
    SigningKey old_;
    SigningKey new_;
    std::vector<std::string> entries_;
    std::vector<hash::Digest> leaves_;
    ledger::Frontier frontier_;
    hash::Digest rotation_root_{};
};

}  // namespace
}  // namespace sunlot::vectors

int main(int count, char** words) {
    try {
        const auto given = sunlot::vectors::arguments_of({words + 1, words + count});
        sunlot::vectors::Log(given).write();
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "make_log: %s\n", error.what());
        return 2;
    }
}
