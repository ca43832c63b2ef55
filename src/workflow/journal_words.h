// How the words of the search box are understood. Inside workflow/ only: journal_search.h is what others use.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"
#include "workflow/journal_search.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// A box, understood. Empty members do not narrow.
struct JournalWish {
    std::vector<UnderstoodWord> words;
    std::optional<std::uint64_t> number;
    std::string leaf;
    std::vector<std::string> kinds;
    std::string actor;
    std::optional<std::string> subject;
    std::string either;  ///< an actor, or a subject
    std::optional<Days> days;
};

/// `view` tells whether a number is one of an entry, and whether a name is an actor's. Refuses search.*.
Result<JournalWish> understand(store::View& view, std::string_view box, Date today);

/// The kinds that a word names: a code, the beginning of codes ("draw."), a name or a part of one.
std::vector<std::string> kinds_named(std::string_view word);

}  // namespace sunlot::workflow
