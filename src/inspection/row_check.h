// Reads the cells of one row by field and keeps what is wrong with them: what check_object, check_officer and
// check_history are written with. A field is named by its place in fields(kind).
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/import.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::inspection {

class RowCheck {
public:
    /// Keeps references: lives no longer than the row.
    RowCheck(const Columns& columns, const SheetRow& row);

    /// Whether the file has a column for it.
    bool has(std::size_t field) const { return columns_.column_of(field).has_value(); }
    /// Tidied; empty for words that mean nothing, and after a problem (too long).
    std::string text(std::size_t field, std::size_t max_bytes = 300);
    std::string prose(std::size_t field, std::size_t max_bytes = 30'000);
    std::string code(std::size_t field, std::size_t max_bytes = 100);
    /// Like `text`, and a problem when there is nothing.
    std::string required(std::size_t field, std::size_t max_bytes = 300);
    /// Nothing when the cell is empty, and after a problem. Refuses days after `latest` with date.future.
    std::optional<Date> date(std::size_t field, std::optional<Date> latest = std::nullopt);
    std::optional<std::int64_t> count(std::size_t field, std::int64_t max);
    bool flag(std::size_t field, bool absent);
    std::vector<std::string> list(std::size_t field);

    void error(std::size_t field, const Refusal& refusal) { add(field, refusal.code, refusal.text, Severity::error); }
    void error(std::size_t field, std::string code, std::string zh, std::string en) {
        add(field, std::move(code), {std::move(zh), std::move(en)}, Severity::error);
    }
    void warn(std::size_t field, std::string code, std::string zh, std::string en) {
        add(field, std::move(code), {std::move(zh), std::move(en)}, Severity::warning);
    }

    template <class Row>
    Checked<Row> finish(Row row) && {
        if (failed_) return {std::nullopt, std::move(problems_)};
        return {std::move(row), std::move(problems_)};
    }

private:
    std::string_view cell(std::size_t field) const;
    std::string checked(std::size_t field, std::string tidied, std::size_t max_bytes);
    void add(std::size_t field, std::string code, Text message, Severity severity);

    const Columns& columns_;
    const SheetRow& row_;
    std::vector<Problem> problems_;
    bool failed_ = false;
};

}  // namespace sunlot::inspection
