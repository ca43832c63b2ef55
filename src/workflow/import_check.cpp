#include "workflow/import_check.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace sunlot::workflow {

namespace {

constexpr std::size_t kBatchRows = 4096;
constexpr std::size_t kMostThreads = 8;

void check_row(const inspection::Columns& columns, const inspection::SheetRow& row,
               const inspection::RowContext& context, CheckedLine& out) {
    out.row = row.number;
    if (auto wide = inspection::check_width(columns, row)) {
        out.problems.push_back(std::move(*wide));
        return;
    }
    import_rules(columns.kind()).check(columns, row, context, out);
}

}  // namespace

void RowBatch::add(const inspection::SheetRow& row) {
    rows_.push_back({row.number, row.formulas, cells_.size(), row.cells.size()});
    for (const auto cell : row.cells) {
        cells_.push_back({bytes_.size(), cell.size()});
        bytes_ += cell;
    }
}

std::vector<CheckedLine> RowBatch::check(const inspection::Columns& columns,
                                         const inspection::RowContext& context) const {
    std::vector<CheckedLine> out(rows_.size());
    std::vector<std::string_view> cells;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const auto& row = rows_[i];
        cells.clear();
        for (std::size_t c = row.first_cell; c < row.first_cell + row.cells; ++c)
            cells.push_back(std::string_view(bytes_).substr(cells_[c].offset, cells_[c].length));
        check_row(columns, {.number = row.number, .cells = cells, .formulas = row.formulas}, context, out[i]);
    }
    return out;
}

CheckLine::CheckLine(const inspection::Columns& columns, const inspection::RowContext& context, const Taker& take)
    : columns_(columns),
      context_(context),
      take_(take),
      most_(std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostThreads)) {}

CheckLine::~CheckLine() = default;  // a future of std::async waits for its thread

void CheckLine::add(const inspection::SheetRow& row) {
    batch_.add(row);
    if (batch_.size() == kBatchRows) send();
}

void CheckLine::finish() {
    if (batch_.size() > 0) send();
    while (!under_way_.empty()) take_first();
}

void CheckLine::send() {
    while (under_way_.size() >= most_) take_first();
    under_way_.push_back(std::async(
        std::launch::async, [this, batch = std::exchange(batch_, {})] { return batch.check(columns_, context_); }));
}

void CheckLine::take_first() {
    auto first = std::move(under_way_.front());
    under_way_.pop_front();
    take_(first.get());
}

}  // namespace sunlot::workflow
