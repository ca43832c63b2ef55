// Replay: is the database what the journal says, and is the journal what it was?
//
// First every journal row is parsed, hashed and chained again; then all projections are made anew, from nothing, in a
// temporary SQLite database, and compared row by row with those of the real one, whichever engine that is. Whatever was
// changed behind the journal's back is named: table, key, column, what it should be, what is there.
#pragma once
#include "store/database.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

enum class JournalFaultKind {
    missing,         // no row with this seq
    surplus,         // a row beyond the recorded size
    unreadable,      // the entry's bytes are no canonical entry
    columns,         // kind, actor, subject, at or seq beside the entry say something else than the entry
    foreign_log,     // the entry names another log
    time_backwards,  // `at` is earlier than the entry before
    leaf,            // the recorded leaf hash is not that of the entry's bytes
    root,            // the tree no longer gives the recorded root: this entry or an earlier one was exchanged
    private_part,    // the private part does not match its commitment
    head,            // the recorded head (size, root, frontier, time) does not match the rows
    rolled_back,     // the journal is shorter than, or contradicts, a checkpoint known from elsewhere
    not_applicable,  // applying the event failed, for example because a blob is missing or damaged
};
std::string_view name(JournalFaultKind kind);

struct JournalFault {
    JournalFaultKind kind{};
    std::uint64_t seq = 0;
    std::string detail;
};

enum class DifferenceKind { changed, missing, surplus };
std::string_view name(DifferenceKind kind);

struct Difference {
    DifferenceKind kind{};
    std::string table;
    /// "code=L02, version=1".
    std::string key;
    /// For `changed`: the column, the value the journal gives, and the one found. Otherwise empty.
    std::string column;
    std::string expected;
    std::string found;
};

struct ReplayReport {
    /// The entries applied and checked begin here; an onward replay (shadow.h) knew those before.
    std::uint64_t from = 0;
    /// Every row and every entry was compared, not only what was new and a part of the rest.
    bool whole = true;
    std::uint64_t entries = 0;
    std::uint64_t tables = 0;
    std::uint64_t rows = 0;
    /// The first thousand of each; the totals count all.
    std::vector<JournalFault> journal_faults;
    std::vector<Difference> differences;
    std::uint64_t journal_faults_total = 0;
    std::uint64_t differences_total = 0;
    JournalHead head;
    bool clean() const { return journal_faults_total == 0 && differences_total == 0; }
};

/// A head of the same log seen earlier, for example a checkpoint a witness holds.
struct KnownHead {
    std::uint64_t size = 0;
    hash::Digest root{};
};

struct ReplayOptions {
    /// Room for the temporary database; emptied afterwards.
    std::filesystem::path temporary = std::filesystem::temp_directory_path();
    std::vector<KnownHead> known = {};
    /// Called now and then: stage ("journal", "compare"), done, total.
    std::function<void(std::string_view, std::uint64_t, std::uint64_t)> progress = {};
};

/// Reads one snapshot of `database`; the work of others goes on meanwhile.
ReplayReport replay(Database& database, const ReplayOptions& options = {});

}  // namespace sunlot::store
