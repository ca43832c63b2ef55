// What the three imports have in common: the fields of a kind, how a file's columns feed them, and what is wrong with a
// row. The reading of files is documents/, the keeping of imports workflow/; here are only the rules, and they are
// pure.
//
//     auto columns = Columns::guess(ImportKind::objects, header_titles);
//     auto checked = check_object(columns, row, context);          // roll.h
//     if (checked.row) … else for (const Problem& p : checked.problems) …
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

enum class ImportKind { objects, officers, history };
/// "objects", "officers", "history"
std::string_view text(ImportKind kind);
/// 监管对象名录, 执法人员名录, 既往检查记录
std::string_view title(ImportKind kind);
std::optional<ImportKind> parse_import_kind(std::string_view text);

/// One thing a row can tell. All texts are constants of the program.
struct Field {
    std::string_view name;          ///< "credit_code": in mappings, in the API
    std::string_view title;         ///< "统一社会信用代码": in templates and exports
    std::string_view aliases = {};  ///< other titles met in the wild, separated by '|'
    bool required = false;
    bool is_private = false;        ///< personal data: shown masked, never in public parts
    std::string_view instead = {};  ///< fields that may stand in for this required one, separated by '|'
    std::string_view note = {};     ///< how to fill it in, for the template
    std::string_view example = {};
    std::string_view choices = {};  ///< the allowed words, separated by '|', for the template's drop-down list
};

std::span<const Field> fields(ImportKind kind);

/// One row as a reader hands it over. The views live until the reader's next row.
struct SheetRow {
    std::uint64_t number = 0;  ///< as a spreadsheet counts: the first row of the file is 1
    std::span<const std::string_view> cells;
    std::uint64_t formulas = 0;  ///< bit i: cell i (of the first 64) was computed by a formula
};

/// Which column of a file feeds which field. Every field has at most one column and every column at most one field.
class Columns {
public:
    /// By title: exact titles before aliases, aliases before titles that merely contain one.
    static Columns guess(ImportKind kind, std::vector<std::string> titles);
    /// As people decided: title → field name, or nothing to leave the column out; columns not mentioned are left out.
    /// Refuses mapping.unknown_title, mapping.unknown_field, mapping.twice.
    static Result<Columns> choose(ImportKind kind, std::vector<std::string> titles,
                                  const std::map<std::string, std::optional<std::string>>& choice);

    ImportKind kind() const { return kind_; }
    const std::vector<std::string>& titles() const { return titles_; }
    /// The column of `fields(kind())[field]`.
    std::optional<std::size_t> column_of(std::size_t field) const { return column_of_[field]; }
    const Field* field_of(std::size_t column) const;
    /// Required fields that no column feeds (nor their `instead`).
    std::vector<const Field*> missing() const;
    /// A refusal import.missing_columns naming them, if any.
    std::optional<Refusal> refusal() const;

private:
    Columns(ImportKind kind, std::vector<std::string> titles);
    ImportKind kind_;
    std::vector<std::string> titles_;
    std::vector<std::optional<std::size_t>> column_of_;
};

/// Which of a file's first rows holds the column titles: files from other offices often have a heading line or two
/// above them. The index into `rows`, or nothing when no row looks like titles.
std::optional<std::size_t> find_header(ImportKind kind, std::span<const std::vector<std::string>> rows);

enum class Severity { error, warning };

/// One thing wrong with one row, for people: where, what, and what to do about it. A row with an error is not imported;
/// a warning is only told.
struct Problem {
    std::uint64_t row = 0;
    std::string column;  ///< the title in the file, or the field's own title when the file has no such column
    std::string value;   ///< as found; masked for private fields
    std::string code;    ///< stable: "credit_code.check"
    Text message;
    Severity severity = Severity::error;
};

/// `row` is there exactly when no problem is an error.
template <class Row>
struct Checked {
    std::optional<Row> row;
    std::vector<Problem> problems;
};

/// What a row's meaning depends on besides the row.
struct RowContext {
    Date today;          ///< registrations and inspections after this day are refused
    std::string region;  ///< six digits, of the organ: for rows that do not say
    std::string source;  ///< what `ObjectRow::source` becomes: 登记名录, 演示数据 …
};

/// More filled cells than titles: usually a separator inside an unquoted text, and then every later cell is in the
/// wrong column.
std::optional<Problem> check_width(const Columns& columns, const SheetRow& row);

/// Finds rows of one file that speak of the same thing. `digest` is any 64-bit digest of the row's content (its TSV
/// line). Holds about 40 bytes and the id for each row.
class DuplicateFinder {
public:
    void add(std::string_view id, std::uint64_t row, std::uint64_t digest);
    /// For rows that differ: an error on each of them, naming the first other one. For identical ones: a warning on all
    /// but the first. In order of rows. `column` is the title of the code column.
    std::vector<Problem> finish(std::string_view column);

private:
    struct Entry {
        std::uint64_t offset;
        std::uint64_t row;
        std::uint64_t digest;
        std::uint32_t length;
    };
    void append_problems(std::span<const Entry> same_id, std::string_view column, std::vector<Problem>& problems) const;
    std::string_view id(const Entry& entry) const { return std::string_view(ids_).substr(entry.offset, entry.length); }
    std::string ids_;
    std::vector<Entry> entries_;
};

}  // namespace sunlot::inspection
