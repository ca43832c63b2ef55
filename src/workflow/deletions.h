// What is no longer there, or no longer holds: everything erased, voided, superseded or disabled, and what nobody
// declared: gaps in serial numbers, and private parts that are gone without an entry.
#pragma once
#include "base/clock.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

enum class DeletionSort { erased, voided, superseded, disabled, gap, missing };
std::string_view name(DeletionSort sort);
std::string_view title(DeletionSort sort);  ///< "已删除"

struct Deletion {
    DeletionSort sort = DeletionSort::erased;
    std::optional<std::uint64_t> entry;
    std::optional<Instant> at;
    std::string actor;
    std::string subject;
    std::string detail;
};

struct Deletions {
    /// By sort, then in the order of the journal.
    std::vector<Deletion> rows;
    /// No gap, and nothing missing without an entry.
    bool clean() const;
};

Deletions find_deletions(const Context& context);

}  // namespace sunlot::workflow
