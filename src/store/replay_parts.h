// The three parts of a replay; private to replay*.cpp.
#pragma once
#include "ledger/merkle.h"
#include "store/database_state.h"
#include "store/projections.h"
#include "store/replay.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace sunlot::store {

/// Replay reads two result sets side by side, and applies events as if they had just been appended.
struct ReplayAccess {
    static Connection& connection(View& view) { return *view.connection_; }
    static void place(View& view, const JournalHead& head) { view.head_ = head; }
};

void add_fault(ReplayReport& report, JournalFaultKind kind, std::uint64_t seq, std::string detail);

/// Checks journal rows one after another: parse, hash, chain. Whatever is wrong goes into the report, and the walk goes
/// on, so that one changed row is named as one.
class JournalWalk {
public:
    /// What came before the first row taken, as verified earlier.
    struct Start {
        JournalHead head = {};
        std::string frontier = {};
    };
    /// `view`: whose rows they are.
    JournalWalk(ReplayReport& report, const View& view, const StoredHead& head, const std::vector<KnownHead>& known)
        : JournalWalk(report, view, head, known, Start{}) {}
    JournalWalk(ReplayReport& report, const View& view, const StoredHead& head, const std::vector<KnownHead>& known,
                const Start& start);

    static constexpr std::string_view kRows = R"sql(
        SELECT j.seq, j.kind, j.actor, j.subject, j.at, j.entry, j.leaf, j.root, p.salt, p.part
        FROM journal j LEFT JOIN journal_private p ON p.seq = j.seq ORDER BY j.seq)sql";
    static constexpr std::string_view kRowsFrom = R"sql(
        SELECT j.seq, j.kind, j.actor, j.subject, j.at, j.entry, j.leaf, j.root, p.salt, p.part
        FROM journal j LEFT JOIN journal_private p ON p.seq = j.seq WHERE j.seq >= $1 ORDER BY j.seq)sql";
    static constexpr std::string_view kRowsBetween = R"sql(
        SELECT j.seq, j.kind, j.actor, j.subject, j.at, j.entry, j.leaf, j.root, p.salt, p.part
        FROM journal j LEFT JOIN journal_private p ON p.seq = j.seq
        WHERE j.seq >= $1 AND j.seq < $2 ORDER BY j.seq)sql";

    /// The event of this row of kRows, or nothing when it cannot be read.
    std::optional<StoredEvent> take(const Row& row);
    /// After the last row.
    void finish();
    /// The journal up to and including the row last taken.
    const JournalHead& reached() const { return reached_; }
    std::string frontier() const { return frontier_.state(); }
    /// As recorded in the row last taken.
    const hash::Digest& last_leaf() const { return last_leaf_; }
    /// For rows taken again: the tree as a whole is not looked at.
    void skip_to(std::uint64_t seq) { next_ = seq; }
    /// A row that was taken in an earlier run, when its leaf was `leaf`.
    void retake(const Row& row, const hash::Digest& leaf);
    /// Notices that the rows up to `end` are missing.
    void expect_next(std::uint64_t end);
    /// Entries without their private part, of which no entry taken says that it was erased.
    const std::set<std::uint64_t>& without_private() const { return without_private_; }

private:
    void place(std::uint64_t seq);
    void check_tree(std::uint64_t seq, const Row& row);
    void check_columns(const Row& row, const StoredEvent& event, const std::string& log);
    Json open_private(const Row& row, std::uint64_t seq, const std::optional<std::string>& commitment);
    void compare_known(std::uint64_t size);

    ReplayReport& report_;
    const View& view_;
    const StoredHead& head_;
    std::multimap<std::uint64_t, hash::Digest> known_;
    ledger::Frontier frontier_;
    JournalHead reached_;
    std::uint64_t next_ = 0;
    hash::Digest last_leaf_{};
    bool tree_broken_ = false;
    /// Entries whose private part is gone, until an entry says that it was erased.
    std::set<std::uint64_t> without_private_;
};

/// Older entries beginning with `first`, whose leaves were these when they were first taken.
void recheck_journal(ReplayReport& report, View& view, const StoredHead& head, std::uint64_t first,
                     const std::vector<hash::Digest>& leaves);

/// Compares every row of one table in the two databases, in the order of its key.
void compare_table(ReplayReport& report, const ProjectionTable& table, View& expected, View& found);

/// The same for the rows that a condition selects (" WHERE id = $1", or nothing), as often as wanted.
class RowComparison {
public:
    RowComparison(ReplayReport& report, const ProjectionTable& table, View& expected, View& found,
                  const std::string& where);
    void run(Params params);

private:
    ReplayReport& report_;
    const ProjectionTable& table_;
    View& expected_;
    View& found_;
    std::vector<std::string> columns_;
    std::string sql_;
};

}  // namespace sunlot::store
