// Searching the journal: by kinds, actor, subject and a range of numbers, newest first, page by page; by the beginning
// of a leaf hash; and the first entry of a moment. Every question is a walk along one index (migration 0090), so that
// its cost depends on the page and not on the journal.
#pragma once
#include "store/journal.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct JournalSearch {
    /// Any of these; empty: any kind.
    std::vector<std::string> kinds = {};
    /// Empty: anybody.
    std::string actor = {};
    /// Nothing: any; the empty text is the subject of entries about the log as a whole.
    std::optional<std::string> subject = {};
    /// Entries [from, before).
    std::uint64_t from = 0;
    std::uint64_t before = 0;
    std::size_t limit = 50;
};

/// Newest first, at most `limit`.
std::vector<JournalRow> search_journal(View& view, const JournalSearch& search);

/// Entries whose leaf hash begins with these hex digits (1 to 64 of them), newest first.
std::vector<JournalRow> entries_by_leaf(View& view, std::string_view hex_digits, std::size_t limit);

/// The first entry at or after `at`; the size of the journal when there is none.
std::uint64_t first_entry_at(View& view, Instant at);

/// Whether anybody of this name has ever done something.
bool is_actor(View& view, std::string_view actor);

}  // namespace sunlot::store
