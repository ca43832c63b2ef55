// Reading the journal. Writing it is Transaction::append alone (docs/formats/journal.md).
#pragma once
#include "store/database.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sunlot::store {

struct JournalRow {
    std::uint64_t seq = 0;
    std::string kind;
    std::string actor;
    std::string subject;
    Instant at;
    /// The bytes that were hashed: canonical JSON (ledger/entry.h parses them).
    std::string entry;
    hash::Digest leaf{};
    /// The root of the tree that ends with this entry, that is of size seq + 1.
    hash::Digest root{};
};

struct JournalFilter {
    /// Empty: any.
    std::string kind = {};
    std::string subject = {};
    /// Newest first, below this seq; nothing: from the end.
    std::optional<std::uint64_t> before = {};
    int limit = 50;
};

/// A row of `SELECT seq, kind, actor, subject, at, entry, leaf, root`.
JournalRow journal_row(const Row& row);

std::optional<JournalRow> journal_entry(View& view, std::uint64_t seq);
/// Newest first.
std::vector<JournalRow> journal_page(View& view, const JournalFilter& filter);
/// Every entry about `subject`, oldest first.
std::vector<JournalRow> journal_of_subject(View& view, std::string_view subject);
/// The bytes of the entries [begin, end) in order.
void for_each_entry(View& view, std::uint64_t begin, std::uint64_t end,
                    const std::function<void(const std::string&)>& entry);
/// The same with their numbers, for whoever must notice a gap.
void for_each_row(View& view, std::uint64_t begin, std::uint64_t end,
                  const std::function<void(std::uint64_t seq, const std::string& entry)>& row);
/// The root of the tree of the first `size` entries.
hash::Digest journal_root(View& view, std::uint64_t size);
/// Both lie sealed: whoever has the salt can try guesses on the public commitment.
inline constexpr std::string_view kPrivateSalt = "journal_private.salt";
inline constexpr std::string_view kPrivatePart = "journal_private.part";

/// The private part of an entry, or nothing when it has none or it was erased.
std::optional<Json> journal_private(View& view, std::uint64_t seq);

}  // namespace sunlot::store
