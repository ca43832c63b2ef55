// What the tests of this module share: a directory of their own, files with given bytes, whole tables as vectors.
#pragma once
#include "documents/table_reader.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {

/// Removed when it goes out of scope.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sunlot-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        path_ = pattern;
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

    std::filesystem::path write(std::string_view name, std::string_view bytes) const {
        std::ofstream(path_ / name, std::ios::binary) << bytes;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

using Rows = std::vector<std::vector<std::string>>;

struct Table {
    Rows rows;
    std::vector<std::uint64_t> numbers;
    std::vector<std::uint64_t> formulas;
    std::string encoding;
    std::string refused;  ///< code of the refusal, or empty
    std::string message;
};

inline Table read_table(const std::filesystem::path& path, const TableOptions& options = {}) {
    Table table;
    const auto keep = [&](const Refusal& refusal) {
        table.refused = refusal.code;
        table.message = refusal.text.zh;
    };
    auto reader = open_table(path, options);
    if (!reader) {
        keep(reader.error());
        return table;
    }
    table.encoding = (*reader)->encoding();
    inspection::SheetRow row;
    while ((*reader)->next(row)) {
        table.rows.emplace_back(row.cells.begin(), row.cells.end());
        table.numbers.push_back(row.number);
        table.formulas.push_back(row.formulas);
    }
    if ((*reader)->refusal()) keep(*(*reader)->refusal());
    return table;
}

}  // namespace sunlot::documents
