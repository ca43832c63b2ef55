// The second half of a run: checked rows meet the directory, field by field, by the policies of their source. Asked
// once for a dry run, and once more inside the transaction that writes.
#pragma once
#include "inspection/exchange.h"
#include "store/exchange.h"
#include "workflow/context.h"
#include "workflow/import_compare.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

struct MergeCounts {
    std::uint64_t added = 0;
    std::uint64_t changed = 0;
    std::uint64_t same = 0;
    std::uint64_t conflicting = 0;  ///< fields
    std::uint64_t contrary = 0;     ///< rows that contradict one another
};

struct FieldConflict {
    std::string object;
    std::string field;  ///< "": the object has vanished from the source
    std::string ours;
    std::string theirs;
};

struct MergeTakers {
    /// A row that is new or changed: its number in the delivery, the line as the directory will hold it, and what it
    /// was before ("" when new). By id.
    std::function<void(RowChange, std::uint64_t row, std::string_view line, std::string_view before)> row = {};
    std::function<void(const FieldConflict&)> conflict = {};
    /// A conflict raised before that is none any more.
    std::function<void(std::string_view object, std::string_view field)> settled = {};
    std::function<void(std::string_view id, const std::vector<std::uint64_t>& rows)> contrary = {};
};

struct MergeInput {
    const inspection::SourceSettings& settings;
    std::string source;          ///< id
    std::filesystem::path rows;  ///< as read_delivery left them
    std::uint64_t staged = 0;
    /// Columns that no column of the source feeds, but its addresses do: they follow the address.
    std::vector<std::string> derived = {};
    /// Objects that vanished from the source.
    std::vector<std::string> vanished = {};
};

/// `view` is what the rows meet; nothing else may be asked of it meanwhile.
MergeCounts merge_rows(const Context& context, store::View& view, const MergeInput& input, const MergeTakers& takers);

}  // namespace sunlot::workflow
