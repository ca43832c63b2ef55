#include "store/replay.h"

#include "store/blob_store.h"
#include "store/replay_parts.h"

#include <atomic>
#include <stdexcept>
#include <system_error>

#include <unistd.h>

namespace sunlot::store {
namespace {

/// Nothing is salted in a replay.
class NoEntropy final : public Entropy {
public:
    void fill(std::span<unsigned char>) override { throw std::logic_error("a projection asked for randomness"); }
};

/// A folder of our own that goes with its contents.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::filesystem::path& parent) {
        static constinit std::atomic<unsigned> counter = 0;
        path_ = parent / ("sunlot-replay-" + std::to_string(::getpid()) + "-" + std::to_string(++counter));
        std::filesystem::create_directories(path_);
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

void report_progress(const ReplayOptions& options, std::string_view stage, std::uint64_t done, std::uint64_t total) {
    if (options.progress) options.progress(stage, done, total);
}

/// One transaction for each event: one that fails leaves the others as they are.
void rebuild(ReplayReport& report, Database& scratch, const StoredEvent& event, const JournalHead& reached) {
    try {
        auto transaction = scratch.write();
        ReplayAccess::place(transaction, reached);
        apply(transaction, event);
        transaction.commit();
    } catch (const std::exception& fault) {
        add_fault(report, JournalFaultKind::not_applicable, event.seq, fault.what());
    }
}

void walk_journal(ReplayReport& report, ReadView& view, Database& scratch, const ReplayOptions& options) {
    constexpr std::uint64_t kProgressEvery = 256;
    const auto head = read_head(ReplayAccess::connection(view));
    JournalWalk walk(report, view, head, options.known);
    view.scan(JournalWalk::kRows, {}, [&](const Row& row) {
        const auto event = walk.take(row);
        if (event) rebuild(report, scratch, *event, walk.reached());
        if (report.entries % kProgressEvery == 0) report_progress(options, "journal", report.entries, head.head.size);
    });
    walk.finish();
    report.head = head.head;
    report_progress(options, "journal", report.entries, head.head.size);
}

void compare_projections(ReplayReport& report, ReadView& view, Database& scratch, const ReplayOptions& options) {
    std::uint64_t tables = 0;
    for (const auto& projection : all_projections()) tables += projection.tables.size();
    auto rebuilt = scratch.write();
    for (const auto& projection : all_projections()) {
        for (const auto& table : projection.tables) {
            compare_table(report, table, rebuilt, view);
            report_progress(options, "compare", report.tables, tables);
        }
    }
}

}  // namespace

std::string_view name(JournalFaultKind kind) {
    switch (kind) {
        case JournalFaultKind::missing:
            return "missing";
        case JournalFaultKind::surplus:
            return "surplus";
        case JournalFaultKind::unreadable:
            return "unreadable";
        case JournalFaultKind::columns:
            return "columns";
        case JournalFaultKind::foreign_log:
            return "foreign_log";
        case JournalFaultKind::time_backwards:
            return "time_backwards";
        case JournalFaultKind::leaf:
            return "leaf";
        case JournalFaultKind::root:
            return "root";
        case JournalFaultKind::private_part:
            return "private_part";
        case JournalFaultKind::head:
            return "head";
        case JournalFaultKind::rolled_back:
            return "rolled_back";
        case JournalFaultKind::not_applicable:
            return "not_applicable";
    }
    throw std::logic_error("no such kind of fault");
}

std::string_view name(DifferenceKind kind) {
    switch (kind) {
        case DifferenceKind::changed:
            return "changed";
        case DifferenceKind::missing:
            return "missing";
        case DifferenceKind::surplus:
            return "surplus";
    }
    throw std::logic_error("no such kind of difference");
}

ReplayReport replay(Database& database, const ReplayOptions& options) {
    ReplayReport report;
    const TemporaryFolder folder(options.temporary);
    const BlobStore blobs = database.blobs().checking();
    NoEntropy entropy;
    const auto scratch = Database::scratch(folder.path() / "rebuilt.db", blobs, entropy);
    auto view = database.read();
    walk_journal(report, view, *scratch, options);
    compare_projections(report, view, *scratch, options);
    return report;
}

}  // namespace sunlot::store
