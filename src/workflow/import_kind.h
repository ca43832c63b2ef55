// What differs between the three imports (objects, officers, past checks), so that the rest of an import is written
// once: the entry and format it becomes, how a row is checked, what is in the directory already.
#pragma once
#include "inspection/import.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

/// A row that passed its checks. `line` is its TSV line of docs/formats/rows-v1.md. `key` orders rows and tells which
/// speak of the same thing. Bit i of `assumed`: column i was filled by a rule, not by the file.
struct CheckedLine {
    bool good = false;
    std::uint64_t row = 0;  // number in the file
    std::string key;
    std::string line;
    std::uint32_t assumed = 0;
    std::vector<inspection::Problem> problems;
};

using LineCallback = std::function<void(std::string_view key, std::string_view line)>;

/// A column that is taken from the file, even when it is empty there, whenever the file says its leader.
struct FollowingColumn {
    std::size_t column;
    std::size_t leader;
};

struct ImportKindRules {
    std::string_view event;   // roll.imported
    std::string_view format;  // roll-v1
    /// Names of the line's columns; those that are fields of the import carry the field's name.
    std::span<const std::string_view> columns;
    /// The field that says who or what a row is about.
    std::string_view code_field;
    void (*check)(const inspection::Columns&, const inspection::SheetRow&, const inspection::RowContext&,
                  CheckedLine& out);
    /// What the directory holds, by key.
    void (*each_existing)(store::View&, const LineCallback&);
    /// Lines leave out empty columns at their end ("roll-v2").
    bool trimmed = false;
    std::span<const FollowingColumn> follows = {};
};

const ImportKindRules& import_rules(inspection::ImportKind kind);

/// The line that results when a file's line meets the one in the directory: what the file does not say stays as it is.
/// An import therefore never empties a cell; and a file of codes and grades changes grades only.
void overlay(const ImportKindRules& rules, std::string_view existing, std::string_view line, std::uint32_t assumed,
             std::string& result);

}  // namespace sunlot::workflow
