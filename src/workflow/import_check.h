// Checking rows on every core: the reader fills batches, each batch is checked on a thread of its own, and the results
// come back in the order of the file. Checks are pure (inspection/), so that they may run anywhere.
#pragma once
#include "inspection/import.h"
#include "workflow/import_kind.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <string>
#include <vector>

namespace sunlot::workflow {

/// Rows copied out of a reader, whose own views die with its next row.
class RowBatch {
public:
    void add(const inspection::SheetRow& row);
    std::size_t size() const { return rows_.size(); }
    std::vector<CheckedLine> check(const inspection::Columns& columns, const inspection::RowContext& context) const;

private:
    struct Row {
        std::uint64_t number;
        std::uint64_t formulas;
        std::size_t first_cell;
        std::size_t cells;
    };
    struct Cell {
        std::size_t offset;
        std::size_t length;
    };
    std::string bytes_;
    std::vector<Cell> cells_;
    std::vector<Row> rows_;
};

class CheckLine {
public:
    using Taker = std::function<void(const std::vector<CheckedLine>&)>;

    /// `columns`, `context` and `take` outlive this object. `take` is called on the thread of add() and finish().
    CheckLine(const inspection::Columns& columns, const inspection::RowContext& context, const Taker& take);
    /// Waits for the checks under way; their results are lost.
    ~CheckLine();
    CheckLine(const CheckLine&) = delete;
    CheckLine& operator=(const CheckLine&) = delete;

    void add(const inspection::SheetRow& row);
    void finish();

private:
    void send();
    void take_first();

    const inspection::Columns& columns_;
    const inspection::RowContext& context_;
    const Taker& take_;
    const std::size_t most_;
    RowBatch batch_;
    std::deque<std::future<std::vector<CheckedLine>>> under_way_;
};

}  // namespace sunlot::workflow
