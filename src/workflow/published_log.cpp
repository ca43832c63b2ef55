#include "workflow/published_log.h"

#include "base/bytes.h"
#include "base/text.h"
#include "ledger/tiles.h"
#include "ledger/tlog_proof.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace sunlot::workflow {
namespace {

using ledger::kTileWidth;
using ledger::Tile;

constexpr std::size_t kKeyId = 4;
constexpr std::size_t kTime = 8;
constexpr std::size_t kEd25519 = 64;

std::optional<std::string> read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Refusal damaged(const std::string& file) {
    return refuse(RefusalKind::unavailable, "log.damaged", "已公开的日志文件 " + file + " 读不出来，请告诉管理员",
                  "published file " + file + " cannot be read: please tell the administrator", file);
}

Refusal not_yet(std::uint64_t seq, std::uint64_t size) {
    return refuse(RefusalKind::not_found, "log.not_yet",
                  "已公开的日志有 " + std::to_string(size) + " 条，还没有第 " + std::to_string(seq) + " 条",
                  "the published log has " + std::to_string(size) + " entries and no entry " + std::to_string(seq));
}

/// The tiles of the published size: they hold those of every smaller tree, whether that one was ever published or not.
class Files {
public:
    Files(const Context& context, std::uint64_t size) : folder_(context.data_directory / "log"), size_(size) {}

    /// A tree of the first `size` leaves. REQUIRES: size ≤ the published size.
    ledger::TileTree tree(std::uint64_t size) const {
        return {size, [files = *this](const Tile& tile) { return files.read(tile); }};
    }

    Result<std::string> entry(std::uint64_t seq) const {
        const Tile tile = as_published({.level = 0, .index = seq / kTileWidth, .width = 1});
        const std::string name = ledger::entries_path(tile);
        const auto bytes = read_file(folder_ / name);
        if (!bytes) return damaged(name);
        const auto entries = ledger::parse_entries(*bytes, tile.width);
        if (!entries) return damaged(name);
        return std::string(entries->at(seq % kTileWidth));
    }

private:
    Tile as_published(Tile tile) const {
        const std::uint64_t hashes = size_ >> (8 * tile.level);
        tile.width = std::min(kTileWidth, hashes - tile.index * kTileWidth);
        return tile;
    }

    Result<std::string> read(const Tile& tile) const {
        const std::string name = ledger::path(as_published(tile));
        auto bytes = read_file(folder_ / name);
        if (!bytes || bytes->size() < tile.width * sizeof(hash::Digest)) return damaged(name);
        bytes->resize(tile.width * sizeof(hash::Digest));
        return std::move(*bytes);
    }

    std::filesystem::path folder_;
    std::uint64_t size_;
};

}  // namespace

Result<PublishedLog> published_log(const Context& context) {
    auto note = read_file(context.data_directory / "log" / "checkpoint");
    if (!note)
        return refuse(RefusalKind::not_found, "log.unpublished", "日志还没有公开过", "nothing was published yet");
    const auto border = note->rfind("\n\n");
    if (border == std::string::npos) return damaged("checkpoint");
    auto head = ledger::parse_checkpoint(std::string_view(*note).substr(0, border + 1));
    if (!head) return damaged("checkpoint");
    return PublishedLog{.head = std::move(*head), .note = std::move(*note)};
}

std::vector<ledger::VerifierKey> published_keys(const Context& context) {
    std::vector<ledger::VerifierKey> keys;
    const auto add = [&](std::string_view text) {
        auto key = ledger::VerifierKey::parse(text);
        if (key && std::ranges::find(keys, *key) == keys.end()) keys.push_back(std::move(*key));
    };
    const auto folder = context.data_directory / "log";
    const std::string present = read_file(folder / "vkey").value_or("");
    const std::string all = read_file(folder / "vkeys").value_or("");
    add(trim(present));
    for (const auto line : split(all, '\n'))  // "<from size> <vkey>"
        add(line.substr(std::min(line.size(), line.find(' ') + 1)));
    return keys;
}

Result<PublishedEntry> published_entry(const Context& context, std::uint64_t seq) {
    auto log = published_log(context);
    if (!log) return pass_on(log.error());
    if (seq >= log->head.size) return not_yet(seq, log->head.size);
    const Files files(context, log->head.size);
    auto bytes = files.entry(seq);
    if (!bytes) return pass_on(bytes.error());
    auto entry = ledger::parse_entry(*bytes);
    if (!entry || entry->seq != seq) return damaged("tile/entries");
    auto path = files.tree(log->head.size).inclusion_proof(seq);
    if (!path) return pass_on(path.error());
    const auto leaf = ledger::leaf_hash(*bytes);
    if (!ledger::verify_inclusion(leaf, seq, log->head.size, *path, log->head.root)) return damaged("tile");
    std::string proof = ledger::encode(ledger::TlogProof{.index = seq, .path = *path, .checkpoint = log->note});
    return PublishedEntry{.seq = seq,
                          .bytes = std::move(*bytes),
                          .entry = std::move(*entry),
                          .leaf = leaf,
                          .path = std::move(*path),
                          .log = std::move(*log),
                          .proof = std::move(proof)};
}

Result<ConsistencyProof> published_consistency(const Context& context, std::uint64_t from,
                                               std::optional<std::uint64_t> to) {
    const auto log = published_log(context);
    if (!log) return pass_on(log.error());
    const std::uint64_t second = to.value_or(log->head.size);
    if (second > log->head.size || from > log->head.size) return not_yet(std::max(from, second) - 1, log->head.size);
    if (from > second)
        return refuse(RefusalKind::invalid, "log.sizes", "起点不能大于终点", "from must not be larger than to", "from");
    const Files files(context, log->head.size);
    auto tree = files.tree(second);
    const auto from_root = files.tree(from).root();
    if (!from_root) return pass_on(from_root.error());
    const auto to_root = tree.root();
    if (!to_root) return pass_on(to_root.error());
    auto path = tree.consistency_proof(from);
    if (!path) return pass_on(path.error());
    if (!ledger::verify_consistency(from, *from_root, second, *to_root, *path)) return damaged("tile");
    if (second == log->head.size && *to_root != log->head.root) return damaged("tile");
    return ConsistencyProof{
        .from = from, .to = second, .from_root = *from_root, .to_root = *to_root, .path = std::move(*path)};
}

std::vector<SignatureLine> signature_lines(std::string_view note) {
    constexpr std::string_view kDash = "— ";
    std::vector<SignatureLine> lines;
    const auto border = note.rfind("\n\n");
    if (border == std::string_view::npos) return lines;
    for (const auto line : split(note.substr(border + 2), '\n')) {
        const auto words = split(line.substr(std::min(line.size(), kDash.size())), ' ');
        if (!line.starts_with(kDash) || words.size() != 2) continue;
        const auto blob = from_base64(words[1]);
        if (!blob || blob->size() <= kKeyId) continue;
        SignatureLine one{
            .name = std::string(words[0]), .key_id = to_hex(ByteView(*blob).first(kKeyId)), .cosigned_at = {}};
        if (blob->size() == kKeyId + kTime + kEd25519) {
            std::uint64_t seconds = 0;
            for (std::size_t i = kKeyId; i < kKeyId + kTime; ++i) seconds = seconds << 8U | (*blob)[i];
            if (seconds < 253'402'300'800U)  // the year 10000
                one.cosigned_at = Instant{static_cast<std::int64_t>(seconds) * 1'000'000};
        }
        lines.push_back(std::move(one));
    }
    return lines;
}

}  // namespace sunlot::workflow
