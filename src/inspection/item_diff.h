// What differs between two versions of an item, for people: field by field, line beside line, the changed words marked.
// A field of rows (basis, checkpoints, materials …) is compared row by row; a text by its clauses, so that an inserted
// clause is marked as one piece and the rest stays quiet.
#pragma once
#include "base/result.h"
#include "inspection/item.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

struct DiffPiece {
    std::string text;
    bool changed = false;
    friend bool operator==(const DiffPiece&, const DiffPiece&) = default;
};
using DiffLine = std::vector<DiffPiece>;

/// Two lines beside each other; one of them is absent where a line was added or taken away.
struct DiffRow {
    std::optional<DiffLine> before;
    std::optional<DiffLine> after;
    bool changed = false;
};

struct FieldDiff {
    std::string_view field;  // "frequency"
    Text title;              // 检查频次
    bool changed = false;
    std::vector<DiffRow> rows;
};

/// Every field that says something in either version, in the order of the form.
std::vector<FieldDiff> compare_items(const Item& before, const Item& after);
/// Names of the fields that differ: 检查频次、检查依据.
std::vector<Text> changed_fields(const Item& before, const Item& after);

/// One field of an item as lines of text, as the public page and the comparison show it.
struct ItemField {
    std::string_view field;
    Text title;
    std::vector<std::string> lines;
};
std::vector<ItemField> item_fields(const Item& item);

/// Two lines, taken apart at their clauses.
DiffRow compare_lines(std::string_view before, std::string_view after);

}  // namespace sunlot::inspection
