#include "documents/table_reader.h"

#include "documents/csv_reader.h"
#include "documents/text_source.h"
#include "documents/xlsx_reader.h"

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace sunlot::documents {
namespace {

std::string first_bytes(const FileHandle& file) {
    std::string bytes(8, '\0');
    const ssize_t got = ::pread(file.descriptor(), bytes.data(), bytes.size(), 0);
    if (got < 0) throw std::system_error(errno, std::generic_category(), "pread");
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
}

}  // namespace

Result<std::unique_ptr<TableReader>> open_table(const std::filesystem::path& path, const TableOptions& options) {
    using namespace std::string_view_literals;
    FileHandle file(path);
    const std::string magic = first_bytes(file);
    if (magic.empty()) return refuse(RefusalKind::invalid, "table.empty", "文件是空的", "the file is empty", "file");
    if (magic.starts_with("\xd0\xcf\x11\xe0"sv))
        return refuse(RefusalKind::invalid, "table.old_xls",
                      "这是旧式 .xls 或加了密码的表格，请用电子表格打开，去掉密码，另存为 .xlsx 再导入",
                      "an old .xls or password-protected workbook; save it as .xlsx without a password", "file");
    if (magic.starts_with("PK\x03\x04"sv)) return open_xlsx(std::move(file), options);
    for (const auto foreign :
         {"%PDF"sv, "\x89PNG"sv, "\xff\xd8\xff"sv, "Rar!"sv, "7z\xbc\xaf"sv, "PK\x05\x06"sv, "\x1f\x8b"sv})
        if (magic.starts_with(foreign))
            return refuse(RefusalKind::invalid, "table.unknown_format", "不是表格文件，请导入 .csv 或 .xlsx",
                          "not a table; import a .csv or .xlsx file", "file");
    return std::unique_ptr<TableReader>(std::make_unique<CsvReader>(std::move(file)));
}

}  // namespace sunlot::documents
