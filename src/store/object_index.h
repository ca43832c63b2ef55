// The directory of objects in memory, for searches: a fragment of a name, the beginning or end of a code, first letters
// of pinyin, and every filter of a list, among a million objects in a few milliseconds and alike on both engines. It
// follows the journal: each question first takes over what entries since the last one changed, so that it never answers
// from an older state than the view it is asked with. About 110 bytes for each object; built at the first question, in
// one pass over the table. Safe to use from many threads at once. Asked with snapshots only, never with a transaction,
// whose entries may yet be taken back.
//
// Names lie in one long text, apart from everything else; a search walks it at the speed of memory. (An index of pairs
// of characters in the database would hold twelve million rows, make imports several times as slow, and need two
// dialects.)
#pragma once
#include "store/roll.h"

#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::store {

class ReadView;

class ObjectIndex {
public:
    ObjectIndex();
    ~ObjectIndex();
    ObjectIndex(const ObjectIndex&) = delete;
    ObjectIndex& operator=(const ObjectIndex&) = delete;

    struct Answer {
        std::vector<std::string> ids;  // in order, after `query.after`, at most `query.limit`
        std::int64_t total = 0;        // of all that match, when counted
    };
    /// Counting walks all objects; a page alone ends when it is full, unless there is a search text.
    enum class Total { count, leave };
    Answer find(ReadView& view, const ObjectQuery& query, Total total);

    using Counts = std::vector<std::pair<std::string, std::int64_t>>;
    struct Facets {
        Counts libraries;
        Counts tags;
        Counts grids;  // by what the objects' rows say; "" for those in no grid
        Counts categories;
    };
    /// In the order of the names.
    Facets facets(ReadView& view);

    /// Builds it, if it is not there yet: a server does so before anybody asks.
    void warm(ReadView& view);

private:
    struct Tables;
    /// Has taken over what the view sees, for as long as the lock is held.
    std::shared_lock<std::shared_mutex> follow(ReadView& view);
    void load(ReadView& view);
    bool take_changes(ReadView& view);

    std::shared_mutex mutex_;
    std::unique_ptr<Tables> tables_;
};

}  // namespace sunlot::store
