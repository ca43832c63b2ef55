#include "workflow/log_fsck.h"

#include "base/bytes.h"
#include "files/durable_file.h"
#include "ledger/checkpoint.h"
#include "ledger/tiles.h"
#include "workflow/log_source.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using ledger::kTileWidth;
using ledger::Tile;

/// The tiles of a log as its bundles give them, one after another.
class Rebuild {
public:
    using Each = std::function<void(const Tile&, const std::string& bytes)>;

    Rebuild(const ledger::ReadFile& read, std::uint64_t size, ledger::LogFaults& faults)
        : read_(read), size_(size), faults_(faults), levels_(1) {}

    /// False when a bundle is missing or damaged: then nothing above it can be made.
    bool run(const Each& each, const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
        for (std::uint64_t first = 0; first < size_; first += kTileWidth) {
            if (!take_bundle({0, first / kTileWidth, std::min(kTileWidth, size_ - first)}, each)) return false;
            if (progress) progress(std::min(size_, first + kTileWidth), size_);
        }
        for (unsigned level = 0; level < levels_.size(); ++level)
            if (!levels_[level].bytes.empty()) each(tile_of(level), levels_[level].bytes);
        return true;
    }
    hash::Digest root() const { return frontier_.root(); }
    std::uint64_t entries() const { return frontier_.size(); }

private:
    struct Level {
        std::uint64_t index = 0;
        std::string bytes;
    };

    bool take_bundle(const Tile& tile, const Each& each) {
        const std::string file = ledger::entries_path(tile);
        const auto bytes = read_(file);
        if (!bytes) {
            faults_.add(file, {}, bytes.error().code == "log.file" ? "log.missing" : "log.unreadable",
                        bytes.error().text);
            return false;
        }
        const auto entries = ledger::parse_entries(*bytes, tile.width);
        if (!entries) {
            faults_.add(file, {}, entries.error().code, entries.error().text);
            return false;
        }
        std::vector<hash::Digest> leaves(entries->size());
        ledger::leaf_hashes(*entries, leaves);
        for (const auto& leaf : leaves) {
            frontier_.append(leaf);
            add(0, leaf, each);
        }
        return true;
    }

    void add(unsigned level, const hash::Digest& digest, const Each& each) {
        if (level == levels_.size()) levels_.emplace_back();
        levels_[level].bytes += as_text(digest);
        if (levels_[level].bytes.size() < kTileWidth * sizeof(digest)) return;
        const std::string full = std::exchange(levels_[level].bytes, {});
        each({level, levels_[level].index++, kTileWidth}, full);
        add(level + 1, ledger::tile_root(full), each);
    }

    Tile tile_of(unsigned level) const {
        return {level, levels_[level].index, levels_[level].bytes.size() / sizeof(hash::Digest)};
    }

    const ledger::ReadFile& read_;
    std::uint64_t size_;
    ledger::LogFaults& faults_;
    ledger::Frontier frontier_;
    std::vector<Level> levels_;
};

/// The checkpoint as it stands: fsck compares files with one another, whoever signed them (`audit log` asks that).
Result<ledger::Checkpoint> checkpoint_of(const ledger::ReadFile& read) {
    const auto note = read("checkpoint");
    if (!note) return pass_on(note.error());
    const auto border = note->rfind("\n\n");
    return ledger::parse_checkpoint(std::string_view(*note).substr(0, border == std::string::npos ? 0 : border + 1));
}

void compare(const Tile& tile, const std::string& rebuilt, const Result<std::string>& found,
             ledger::LogFaults& faults) {
    const std::string file = ledger::path(tile);
    if (!found) {
        faults.add(file, {}, found.error().code == "log.file" ? "log.missing" : "log.unreadable", found.error().text);
    } else if (found->size() != rebuilt.size()) {
        faults.add(file, {}, "tile.width", {"分块长度不符", "the tile has another length than its name says"});
    } else {
        const auto differs = std::ranges::mismatch(rebuilt, *found);
        const auto at = static_cast<std::uint64_t>(differs.in1 - rebuilt.begin()) / sizeof(hash::Digest);
        faults.add(file, tile.index * kTileWidth + at, "tile.hash",
                   {"分块中的哈希不是条目包所得", "a hash of the tile is not what the entry bundles give"});
    }
}

}  // namespace

Result<FsckReport> fsck_log(const fs::path& folder, Repair repair,
                            const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    const auto read = folder_source(folder);
    const auto head = checkpoint_of(read);
    if (!head) return pass_on(head.error());
    FsckReport report;
    report.size = head->size;
    ledger::LogFaults faults;
    std::set<Tile> wrong;
    Rebuild first(read, head->size, faults);
    const bool whole = first.run(
        [&](const Tile& tile, const std::string& bytes) {
            ++report.tiles;
            const auto found = read(ledger::path(tile));
            if (found && *found == bytes) return;
            compare(tile, bytes, found, faults);
            wrong.insert(tile);
        },
        progress);
    report.entries = first.entries();
    report.root_agrees = whole && first.root() == head->root;
    if (whole && !report.root_agrees)
        faults.add("checkpoint", {}, "log.root",
                   {"条目包得不出检查点所签的根：有条目被改动，或检查点不是这份日志的",
                    "the entry bundles do not give the root of the checkpoint: an entry was changed, or the checkpoint "
                    "is of another log"});
    if (repair == Repair::yes && report.root_agrees && !wrong.empty()) {
        // A crash in here leaves some tiles repaired and some not; the next run does the rest.
        Rebuild(read, head->size, faults)
            .run(
                [&](const Tile& tile, const std::string& bytes) {
                    if (!wrong.contains(tile)) return;
                    files::write_durably(folder / ledger::path(tile), bytes);
                    report.repaired.push_back(ledger::path(tile));
                },
                {});
    }
    report.faults = faults.named();
    report.faults_total = faults.total();
    return report;
}

}  // namespace sunlot::workflow
