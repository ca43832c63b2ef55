// The first half of a run: a delivery becomes sorted runs of checked rows. Rows that say again what they said last time
// go no further. Nothing in the database is touched or asked.
#pragma once
#include "base/result.h"
#include "inspection/exchange.h"
#include "inspection/import.h"
#include "workflow/exchange_delivery.h"
#include "workflow/exchange_seen.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// Which column of a delivery feeds which field, by its titles or as the settings say. Refuses
/// exchange.columns_gone (the settings name a column that is not delivered) and import.missing_columns.
Result<inspection::Columns> columns_of(const inspection::SourceSettings& settings,
                                       const std::vector<std::string>& titles);
/// What identifies the way rows are read, for SeenRows::Stamp.
std::string columns_stamp(const inspection::SourceSettings& settings, const inspection::Columns& columns);

/// Columns of the directory that a delivery has none of, and that are found from its addresses: district, region.
std::vector<std::string> columns_from_address(const inspection::Columns& columns);

/// Lies as a line beside a row that another row of the same delivery contradicts: then neither is good.
inline constexpr std::string_view kContraryRow = "\t";

struct ReadInput {
    Delivery& delivery;
    const inspection::SourceSettings& settings;
    const inspection::Columns& columns;
    const inspection::RowContext& context;
    SeenRows& seen;
    /// Made here; must not exist. rows/ and problems/ under it.
    std::filesystem::path directory;
    std::stop_token stop = {};
    std::function<void(std::uint64_t rows, int permille)> progress = {};
};
struct ReadRows {
    std::uint64_t rows = 0;
    std::uint64_t same = 0;      ///< as in the last delivery, or twice in this one
    std::uint64_t staged = 0;    ///< good ones
    std::uint64_t rejected = 0;  ///< bad ones
};
/// Refuses what the delivery refuses, and exchange.stopped.
Result<ReadRows> read_delivery(const ReadInput& input);

}  // namespace sunlot::workflow
