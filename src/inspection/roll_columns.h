// The columns that "roll-v2" added to "roll-v1", and how files feed them: for roll.cpp and roll_check.cpp alone; others
// ask roll_columns() and roll_fields() (roll.h).
#pragma once
#include "inspection/import.h"
#include "inspection/roll.h"

#include <array>
#include <cstddef>

namespace sunlot::inspection {

inline constexpr std::size_t kFirstRollColumnCount = 21;  // of roll-v1

/// Those of the added columns that are members of ObjectRow with a name.
enum AddedIndex : std::size_t {
    kLegalPersonPhoneColumn = kFirstRollColumnCount,
    kHeadNameColumn,
    kHeadPhoneColumn,
    kLabourNameColumn,
    kLabourPhoneColumn,
    kGridColumn,
    kLibrariesColumn,
};
static_assert(kLibrariesColumn + 1 == kFirstArchiveColumn);

struct AddedColumn {
    Field field;
    std::string_view group;
    ColumnType type = ColumnType::text;
};
/// In the order of the line: column kFirstRollColumnCount + i.
extern const std::array<AddedColumn, kRollColumnCount - kFirstRollColumnCount> kAddedColumns;

}  // namespace sunlot::inspection
