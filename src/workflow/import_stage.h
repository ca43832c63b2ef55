// The first half of an import: a file becomes sorted runs of checked rows, and a sorted list of what is wrong with the
// others. Nothing in the database is touched or asked. Scratch files under `directory`: rows/, problems/.
#pragma once
#include "base/result.h"
#include "inspection/import.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {
class TableReader;
}

namespace sunlot::workflow {

class RunWriter;

/// Titles stand among the first rows; files from other offices have a heading or two above them.
inline constexpr std::size_t kHeadRows = 30;

/// The first rows of a file as they stand, and their numbers as a spreadsheet counts.
struct HeadRows {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::uint64_t> numbers;
};
/// At most kHeadRows. Refuses what the reader refuses on the way.
Result<HeadRows> read_head_rows(documents::TableReader& reader);

/// A file's first rows: what its columns are called and what they look like.
struct TableHead {
    std::string format;
    std::string encoding;
    std::uint64_t header_row = 0;  // as a spreadsheet counts
    std::vector<std::string> titles;
    std::vector<std::vector<std::string>> samples;  // by column, up to three cells
};
/// Refuses what open_table refuses, and import.no_header when no row looks like titles of this kind.
Result<TableHead> read_head(const std::filesystem::path& file, inspection::ImportKind kind);

struct StageInput {
    std::filesystem::path file;
    const TableHead& head;
    const inspection::Columns& columns;
    const inspection::RowContext& context;
    /// Made by stage(); must not exist.
    std::filesystem::path directory;
    /// Called now and then with how far the file is read, of 1000.
    std::function<void(int permille)> progress;
};
struct StagedRows {
    std::uint64_t rows = 0;
    std::uint64_t bad = 0;  // rows with at least one error of their own
};
/// REQUIRES: `columns` misses no required field. Refuses what the reader refuses on the way (a damaged file).
Result<StagedRows> stage(const StageInput& input);

/// Problems in the order in which people should see them: errors before warnings, then by row.
class ProblemWriter {
public:
    explicit ProblemWriter(const std::filesystem::path& directory);
    ~ProblemWriter();
    void add(const inspection::Problem& problem);
    void finish();

private:
    std::unique_ptr<RunWriter> runs_;
};
/// The first `limit` problems of these writers together; says how many there are in all.
std::uint64_t each_problem(const std::vector<std::filesystem::path>& directories, std::uint64_t limit,
                           const std::function<void(const inspection::Problem&)>& take);

}  // namespace sunlot::workflow
