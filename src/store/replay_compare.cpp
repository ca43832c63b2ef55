#include "base/text.h"
#include "store/replay_parts.h"

#include <algorithm>
#include <compare>
#include <stdexcept>

namespace sunlot::store {
namespace {

constexpr std::size_t kNamed = 1000;

using Cells = std::vector<Cell>;

/// One table in the order of its key, a row at a time. Key columns come first.
class Cursor {
public:
    /// What the parameters were made from lives as long as the cursor.
    Cursor(View& view, const std::string& sql, Params params)
        : statement_(ReplayAccess::connection(view).prepare(sql)) {
        statement_->start(params, Delivery::streamed);
        advance();
    }
    void advance() {
        there_ = statement_->step();
        if (!there_) return;
        row_.clear();
        for (int column = 0; column < statement_->columns(); ++column) row_.push_back(statement_->cell(column));
    }
    bool there() const { return there_; }
    const Cells& row() const { return row_; }

private:
    Connection::Lease statement_;
    bool there_ = false;
    Cells row_;
};

/// The columns of `table`, those of its key first. The rebuilt database is always SQLite.
std::vector<std::string> columns_of(const ProjectionTable& table, View& expected) {
    constexpr std::string_view kColumns = "SELECT name FROM pragma_table_info($1) ORDER BY cid";
    auto columns = table.key;
    expected.query(kColumns, {table.name}, [&](const Row& row) {
        const auto name = row.text(0);
        if (std::ranges::find(table.key, name) == table.key.end()) columns.push_back(name);
    });
    return columns;
}

class TableComparison {
public:
    TableComparison(ReplayReport& report, const ProjectionTable& table, std::vector<std::string> columns)
        : report_(report), table_(table), columns_(std::move(columns)) {}

    // A merge of two sorted sequences.
    void run(Cursor& expected, Cursor& found) {
        while (expected.there() || found.there()) {
            ++report_.rows;
            const auto order = compare_keys(expected, found);
            if (order == std::strong_ordering::equal) compare_rows(expected.row(), found.row());
            if (order == std::strong_ordering::less) add(DifferenceKind::missing, expected.row());
            if (order == std::strong_ordering::greater) add(DifferenceKind::surplus, found.row());
            if (order != std::strong_ordering::greater) expected.advance();
            if (order != std::strong_ordering::less) found.advance();
        }
    }

private:
    // Cells of a kind compare by value, text and bytes bytewise, and kinds in SQLite's order: as both engines sort.
    std::strong_ordering compare_keys(const Cursor& expected, const Cursor& found) const {
        if (!found.there()) return std::strong_ordering::less;
        if (!expected.there()) return std::strong_ordering::greater;
        for (std::size_t i = 0; i < table_.key.size(); ++i) {
            const auto order = expected.row()[i] <=> found.row()[i];
            if (order != std::strong_ordering::equal) return order;
        }
        return std::strong_ordering::equal;
    }

    void compare_rows(const Cells& expected, const Cells& found) {
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (expected[i] != found[i])
                add(DifferenceKind::changed, found, columns_[i], cell_text(expected[i]), cell_text(found[i]));
    }

    void add(DifferenceKind kind, const Cells& row, std::string column = {}, std::string expected = {},
             std::string found = {}) {
        ++report_.differences_total;
        if (report_.differences.size() >= kNamed) return;
        std::vector<std::string> key;
        key.reserve(table_.key.size());
        for (std::size_t i = 0; i < table_.key.size(); ++i) key.push_back(table_.key[i] + "=" + cell_text(row[i]));
        report_.differences.push_back({.kind = kind,
                                       .table = table_.name,
                                       .key = join(key, ", "),
                                       .column = std::move(column),
                                       .expected = std::move(expected),
                                       .found = std::move(found)});
    }

    ReplayReport& report_;
    const ProjectionTable& table_;
    std::vector<std::string> columns_;
};

}  // namespace

RowComparison::RowComparison(ReplayReport& report, const ProjectionTable& table, View& expected, View& found,
                             const std::string& where)
    : report_(report), table_(table), expected_(expected), found_(found), columns_(columns_of(table, expected)) {
    sql_ = "SELECT " + join(columns_, ", ") + " FROM " + table.name + where + " ORDER BY " + join(table.key, ", ");
}

void RowComparison::run(Params params) {
    Cursor expected_rows(expected_, sql_, params);
    Cursor found_rows(found_, sql_, params);
    TableComparison(report_, table_, columns_).run(expected_rows, found_rows);
}

void compare_table(ReplayReport& report, const ProjectionTable& table, View& expected, View& found) {
    RowComparison(report, table, expected, found, "").run({});
    ++report.tables;
}

}  // namespace sunlot::store
