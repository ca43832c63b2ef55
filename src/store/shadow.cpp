#include "store/shadow.h"

#include "hash/sha256.h"
#include "store/blob_store.h"
#include "store/migrate.h"
#include "store/shadow_parts.h"

#include <stdexcept>
#include <system_error>
#include <utility>

namespace sunlot::store {
namespace {

/// Nothing is salted in a replay.
class NoEntropy final : public Entropy {
public:
    void fill(std::span<unsigned char>) override { throw std::logic_error("a projection asked for randomness"); }
};

constexpr std::size_t kBatch = 500;

void remove_shadow(const std::filesystem::path& file) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        std::filesystem::remove(file.string() + suffix, ignored);
    }
}

/// Nothing when there is no shadow to go on from, or one that cannot be read.
std::optional<ShadowState> open_shadow(const std::filesystem::path& file, const BlobStore& blobs, Entropy& entropy,
                                       std::unique_ptr<Database>& shadow) {
    if (!std::filesystem::exists(file)) return std::nullopt;
    try {
        shadow = Database::shadow(file, blobs, entropy);
        return load_shadow(*shadow);
    } catch (const DatabaseError&) {
        return std::nullopt;
    }
}

ShadowState new_shadow(const std::filesystem::path& file, const BlobStore& blobs, Entropy& entropy,
                       std::unique_ptr<Database>& shadow) {
    shadow.reset();
    remove_shadow(file);
    shadow = Database::shadow(file, blobs, entropy);
    auto transaction = shadow->write();
    make_shadow_tables(transaction);
    transaction.commit();
    ShadowState state;
    state.schema = shadow_schema();
    state.head.root = ledger::Frontier().root();
    return state;
}

/// Applies the journal's new entries to the shadow, many to a transaction.
class Onward {
public:
    Onward(ReplayReport& report, Database& shadow, ShadowState state)
        : report_(report), shadow_(shadow), state_(std::move(state)) {}

    void take(std::uint64_t seq, const hash::Digest& leaf, std::optional<StoredEvent> event, const JournalWalk& walk) {
        waiting_.push_back({seq, leaf, std::move(event), walk.reached()});
        if (waiting_.size() == kBatch) flush(walk);
    }

    // A crash in here loses this batch: the next run applies it again.
    void flush(const JournalWalk& walk) {
        if (waiting_.empty()) return;
        try {
            auto transaction = shadow_.write();
            for (const auto& one : waiting_) apply_one(transaction, one);
            finish(transaction, walk);
        } catch (const std::exception&) {
            one_by_one(walk);
        }
        waiting_.clear();
    }

private:
    struct Waiting {
        std::uint64_t seq = 0;
        hash::Digest leaf{};
        std::optional<StoredEvent> event;
        JournalHead reached;
    };

    static void apply_one(Transaction& transaction, const Waiting& one) {
        keep_leaf(transaction, one.seq, one.leaf);
        if (!one.event) return;
        ReplayAccess::place(transaction, one.reached);
        apply(transaction, *one.event);
    }

    /// One of them cannot be applied: find out which, and go on with the others.
    void one_by_one(const JournalWalk& walk) {
        for (const auto& one : waiting_) {
            try {
                auto transaction = shadow_.write();
                apply_one(transaction, one);
                transaction.commit();
            } catch (const std::exception& fault) {
                add_fault(report_, JournalFaultKind::not_applicable, one.seq, fault.what());
            }
        }
        auto transaction = shadow_.write();
        finish(transaction, walk);
    }

    void finish(Transaction& transaction, const JournalWalk& walk) {
        state_.head = walk.reached();
        state_.frontier = walk.frontier();
        state_.spoiled = report_.journal_faults_total > 0;  // told again, should this run not come to its end
        save_shadow(transaction, state_);
        transaction.commit();
    }

    ReplayReport& report_;
    Database& shadow_;
    ShadowState state_;
    std::vector<Waiting> waiting_;
};

void bring_forward(ReplayReport& report, ReadView& view, Database& shadow, const ShadowState& state,
                   const StoredHead& head, const ReplayOptions& options) {
    JournalWalk walk(report, view, head, options.known, {state.head, state.frontier});
    Onward onward(report, shadow, state);
    const Param from(state.head.size);
    view.scan(JournalWalk::kRowsFrom, {&from, 1}, [&](const Row& row) {
        auto event = walk.take(row);
        onward.take(static_cast<std::uint64_t>(row.integer(0)), walk.last_leaf(), std::move(event), walk);
        if (options.progress && report.entries % kBlock == 0)
            options.progress("journal", state.head.size + report.entries, head.head.size);
    });
    onward.flush(walk);
    walk.finish();
}

void compare_all(ReplayReport& report, ReadView& view, Transaction& shadow) {
    for (const auto& projection : all_projections())
        for (const auto& table : projection.tables) compare_table(report, table, shadow, view);
}

void compare_part(ReplayReport& report, ReadView& view, Transaction& shadow, const StoredHead& head,
                  std::uint64_t known_size, const ShadowTurns& turns) {
    for (const auto& projection : all_projections())
        for (const auto& table : projection.tables) compare_table_part(report, table, shadow, view, turns);
    compare_journal_part(report, shadow, view, head, known_size, turns.runs);
}

/// False when the journal is no continuation of the one the shadow was made from.
bool continues(ReplayReport& report, ReadView& view, const ShadowState& state, const StoredHead& head) {
    constexpr std::string_view kLast = R"sql(SELECT root FROM journal WHERE seq = $1)sql";
    const std::uint64_t size = state.head.size;
    if (head.head.size >= size) {
        const auto root = size == 0 ? state.head.root
                                    : view.query_one(kLast, {size - 1}, [](const Row& row) { return row.digest(0); });
        if (root == state.head.root) return true;
        add_fault(report, root ? JournalFaultKind::root : JournalFaultKind::missing, size - 1,
                  "known with root " + hash::hex(state.head.root));
        return true;
    }
    add_fault(report, JournalFaultKind::rolled_back, head.head.size,
              "known with " + std::to_string(state.head.size) + " entries, now " + std::to_string(head.head.size));
    return false;
}

}  // namespace

ReplayReport replay_onward(Database& database, const ShadowOptions& options) {
    std::filesystem::create_directories(options.file.parent_path());
    if (options.anew) remove_shadow(options.file);
    const BlobStore blobs = database.blobs().checking();
    NoEntropy entropy;
    std::unique_ptr<Database> shadow;
    auto state = open_shadow(options.file, blobs, entropy, shadow);
    const bool whole = !state;
    if (whole) state = new_shadow(options.file, blobs, entropy, shadow);
    ReplayReport report;
    report.from = state->head.size;
    auto view = database.read();
    const auto head = read_head(ReplayAccess::connection(view));
    report.head = head.head;
    report.whole = whole;
    if (!continues(report, view, *state, head)) return report;
    bring_forward(report, view, *shadow, *state, head, options.replay);
    if (options.replay.progress) options.replay.progress("compare", 0, 0);
    auto transaction = shadow->write();
    if (whole) {
        compare_all(report, view, transaction);
        watch_rows(transaction);
    } else {
        compare_part(report, view, transaction, head, report.from, options.turns);
    }
    if (!report.clean()) spoil_shadow(transaction);
    transaction.commit();
    return report;
}

}  // namespace sunlot::store
