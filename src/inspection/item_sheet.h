// The item list as a workbook: the published form (自治区涉企行政检查公示专栏: one row for each item) and, on sheets of
// their own, what has several rows for each item. What is written can be read again; a list of another office, which
// has the first sheet alone and other titles, can be read too. An import never empties a cell: what the file does not
// say stays as it is.
#pragma once
#include "base/result.h"
#include "inspection/item.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

struct ItemColumn {
    std::string_view field;
    std::string_view title;
    std::string_view aliases;  ///< other titles met in the wild, separated by '|'
    double width;              ///< in characters of a spreadsheet
};
/// The columns of the first sheet. Fields "number", "version", "published_on" and "effective_on" are written, not read.
std::span<const ItemColumn> item_columns();

struct ItemSheet {
    std::string name;
    std::vector<std::string> titles;
    std::vector<double> widths;
    std::vector<std::vector<std::string>> rows;
};
struct ListedItem {
    const Item* item = nullptr;
    std::int64_t version = 0;
    std::string published_on;
    std::string effective_on;
};
/// The list, its parts, bases, papers, checkpoints and outcomes.
std::vector<ItemSheet> item_sheets(std::span<const ListedItem> items);

struct RawRow {
    std::uint64_t number = 0;  ///< as a spreadsheet counts
    std::vector<std::string> cells;
};
struct RawSheet {
    std::string name;
    std::vector<RawRow> rows;
};

struct ItemProblem {
    std::uint64_t row = 0;
    std::string column;
    Text message;
};
struct ReadItem {
    std::uint64_t row = 0;
    Item item;
    std::vector<ItemProblem> problems;  ///< none: the item passes all checks
};
/// Reads the first sheet over what is `known` (by code, or by name in a list without codes); the others add to it.
/// `subject` is the inspecting organ, for rows that do not name it. Refuses item_sheet.no_header, item_sheet.empty.
Result<std::vector<ReadItem>> read_item_sheets(std::span<const RawSheet> sheets, std::span<const Item> known,
                                               std::string_view subject);

}  // namespace sunlot::inspection
