// Tables into files: XLSX and CSV exports, and the import templates. Texts that a spreadsheet would run as a formula
// are neutralised (OWASP, CSV injection): in CSV by an apostrophe before them, in XLSX by being written as strings,
// never as formulas.
#pragma once
#include "inspection/import.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {

struct Column {
    std::string title;
    double width = 16;  ///< in characters of a spreadsheet
};

/// Fills `cells` with the next row and says true, or says false at the end. Called until it says false.
using RowSource = std::function<bool(std::vector<std::string>& cells)>;

/// UTF-8 with a byte order mark (Excel needs it), CRLF, quotes by RFC 4180. Throws std::system_error.
void write_csv(const std::filesystem::path& path, const std::vector<std::string>& titles, const RowSource& rows);
/// One CSV line with its CRLF, appended.
void append_csv_line(std::string& out, const std::vector<std::string>& cells);

/// One sheet with a frozen, filterable header; memory does not grow with the rows. Throws std::runtime_error.
void write_xlsx(const std::filesystem::path& path, std::string_view sheet, const std::vector<Column>& columns,
                const RowSource& rows);

/// A sheet that fits into memory.
struct TableSheet {
    std::string name;  ///< at most 31 characters, without brackets, colon, stroke, star or question mark
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;
    /// To be read and printed: long texts wrapped, A4 landscape, one page wide, titles on every page.
    bool for_paper = false;
};
/// Several sheets, each with a frozen, filterable header. Throws std::runtime_error.
void write_workbook(const std::filesystem::path& path, const std::vector<TableSheet>& sheets);

/// An empty table with the columns of `kind`, a note on each title and drop-down lists; a second sheet shows an
/// example, so that nobody imports it by mistake.
void write_import_template(const std::filesystem::path& path, inspection::ImportKind kind);

}  // namespace sunlot::documents
