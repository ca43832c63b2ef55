// Tables out of files, one row at a time, whatever the file's size: CSV in the encodings that offices use, and XLSX
// decoded in a sandboxed child process.
//
//     auto reader = open_table(path);
//     if (!reader) return pass_on(reader.error());
//     inspection::SheetRow row;
//     while ((*reader)->next(row)) …
//     if (auto no = (*reader)->refusal()) return pass_on(*no);
#pragma once
#include "base/result.h"
#include "inspection/import.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {

/// A reader owns its file and belongs to one thread.
class TableReader {
public:
    virtual ~TableReader() = default;
    /// The next row that has a non-empty cell (row numbers count the empty ones too); false at the end and after a
    /// refusal. All cells are well-formed UTF-8; they live until the next call. REQUIRES: not called after false.
    virtual bool next(inspection::SheetRow& row) = 0;
    /// Why the rows ended early: the file is damaged, hostile, or not what it seems. Names the row.
    virtual const std::optional<Refusal>& refusal() const = 0;

    virtual std::string_view format() const = 0;    ///< "csv" or "xlsx"
    virtual std::string_view encoding() const = 0;  ///< "utf-8", "utf-8-bom", "gbk", "utf-16"
    /// How much of the file has been read, 0 … 1000, for a progress line.
    virtual int permille() const = 0;
};

struct XlsxLimits {
    std::uint64_t file_bytes = 256U << 20;         ///< of the packed file
    std::uint64_t unpacked_bytes = 4096ULL << 20;  ///< of all parts read
    std::uint64_t unpacked_ratio = 200;            ///< unpacked to packed, for parts above 1 MiB
    std::uint64_t text_bytes = 512U << 20;         ///< of all shared strings
    std::uint64_t rows = 1'048'576;                ///< what a spreadsheet can hold
    std::uint32_t columns = 1024;
    std::uint32_t cell_bytes = 1U << 17;
    std::uint32_t xml_depth = 64;
    std::uint64_t memory_bytes = 1536ULL << 20;  ///< RLIMIT_AS of the child
    std::chrono::seconds cpu{60};                ///< RLIMIT_CPU of the child
    std::chrono::seconds wall{120};              ///< for the child to deliver all rows, while the parent waits for it
};

struct TableOptions {
    /// XLSX: the sheet to read; empty for the first.
    std::string sheet;
    /// The program that answers to `internal-xlsx-rows` by calling `xlsx_child_main`: itself, unless a test says
    /// otherwise.
    std::filesystem::path xlsx_program = "/proc/self/exe";
    XlsxLimits xlsx;
};

/// Looks at the first bytes, not at the name. Refuses table.empty, table.old_xls, table.unknown_format, table.too_large
/// and whatever the reader finds at once; throws std::system_error when the file cannot be read.
Result<std::unique_ptr<TableReader>> open_table(const std::filesystem::path& path, const TableOptions& options = {});

/// Call it first thing in main(): `if (documents::is_xlsx_child(argc, argv)) return documents::xlsx_child_main(argc,
/// argv);`
bool is_xlsx_child(int argc, const char* const* argv);
int xlsx_child_main(int argc, const char* const* argv);

}  // namespace sunlot::documents
