#include "workflow/import_stage.h"

#include "base/json.h"
#include "documents/table_reader.h"
#include "workflow/import_check.h"
#include "workflow/import_kind.h"
#include "workflow/import_row.h"
#include "workflow/import_runs.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace sunlot::workflow {

namespace {

using inspection::Problem;
using inspection::Severity;
using inspection::SheetRow;

constexpr std::size_t kSamples = 3;
constexpr std::size_t kSampleBytes = 120;
constexpr std::uint64_t kReportEvery = 5000;

/// The first characters of a cell, cut between characters.
std::string clipped(std::string_view cell) {
    if (cell.size() <= kSampleBytes) return std::string(cell);
    std::size_t end = kSampleBytes;
    while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0U) == 0x80U) --end;
    return std::string(cell.substr(0, end)) + "…";
}

TableHead head_from(const documents::TableReader& reader, const HeadRows& first, std::size_t header) {
    const auto& rows = first.rows;
    TableHead head{.format = std::string(reader.format()),
                   .encoding = std::string(reader.encoding()),
                   .header_row = first.numbers[header],
                   .titles = rows[header],
                   .samples = {}};
    head.samples.resize(head.titles.size());
    for (std::size_t i = header + 1; i < rows.size() && i <= header + kSamples; ++i)
        for (std::size_t column = 0; column < head.titles.size(); ++column)
            head.samples[column].push_back(column < rows[i].size() ? clipped(rows[i][column]) : std::string());
    return head;
}

Json to_json(const Problem& problem) {
    return Json::Object{{"code", problem.code},
                        {"column", problem.column},
                        {"en", problem.message.en},
                        {"row", problem.row},
                        {"severity", problem.severity == Severity::error ? "error" : "warning"},
                        {"value", problem.value},
                        {"zh", problem.message.zh}};
}

Problem problem_from(std::string_view bytes) {
    const auto json = parse_json(bytes);
    if (!json) throw std::runtime_error("an import's problems are damaged");
    return {.row = static_cast<std::uint64_t>(json->at("row").as_integer()),
            .column = json->at("column").as_string(),
            .value = json->at("value").as_string(),
            .code = json->at("code").as_string(),
            .message = {json->at("zh").as_string(), json->at("en").as_string()},
            .severity = json->at("severity").as_string() == "error" ? Severity::error : Severity::warning};
}

}  // namespace

Result<HeadRows> read_head_rows(documents::TableReader& reader) {
    HeadRows first;
    SheetRow row;
    while (first.rows.size() < kHeadRows && reader.next(row)) {
        first.rows.emplace_back(row.cells.begin(), row.cells.end());
        first.numbers.push_back(row.number);
    }
    if (const auto& no = reader.refusal()) return pass_on(*no);
    return first;
}

Result<TableHead> read_head(const std::filesystem::path& file, inspection::ImportKind kind) {
    auto reader = documents::open_table(file);
    if (!reader) return pass_on(reader.error());
    const auto first = read_head_rows(**reader);
    if (!first) return pass_on(first.error());
    const auto header = inspection::find_header(kind, first->rows);
    if (!header) {
        return refuse(
            RefusalKind::invalid, "import.no_header",
            fmt::format("前 {} 行里没有找到{}的列标题，请对照模板补上标题行", kHeadRows, inspection::title(kind)),
            "None of the first rows looks like column titles; compare with the template", "file");
    }
    return head_from(**reader, *first, *header);
}

Result<StagedRows> stage(const StageInput& input) {
    auto reader = documents::open_table(input.file);
    if (!reader) return pass_on(reader.error());
    RunWriter rows(input.directory / "rows");
    ProblemWriter problems(input.directory / "problems");
    StagedRows staged;
    std::string payload;
    const CheckLine::Taker take = [&](const std::vector<CheckedLine>& lines) {
        for (const auto& checked : lines) {
            for (const auto& problem : checked.problems) problems.add(problem);
            ++staged.rows;
            if (!checked.good) ++staged.bad;
            if (!checked.good) continue;
            pack_row(checked.row, checked.assumed, checked.line, payload);
            rows.add(checked.key, payload);
        }
    };
    CheckLine checks(input.columns, input.context, take);
    SheetRow row;
    std::uint64_t read = 0;
    while ((*reader)->next(row)) {
        if (row.number > input.head.header_row) checks.add(row);
        if (++read % kReportEvery == 0 && input.progress) input.progress((*reader)->permille());
    }
    if (const auto& no = (*reader)->refusal()) return pass_on(*no);
    checks.finish();
    rows.finish();
    problems.finish();
    return staged;
}

ProblemWriter::ProblemWriter(const std::filesystem::path& directory) : runs_(std::make_unique<RunWriter>(directory)) {}
ProblemWriter::~ProblemWriter() = default;

void ProblemWriter::add(const Problem& problem) {
    runs_->add(fmt::format("{}{:012}", problem.severity == Severity::error ? 'e' : 'w', problem.row),
               to_canonical(to_json(problem)));
}

void ProblemWriter::finish() {
    runs_->finish();
}

std::uint64_t each_problem(const std::vector<std::filesystem::path>& directories, std::uint64_t limit,
                           const std::function<void(const Problem&)>& take) {
    RunReader runs(directories);
    std::uint64_t total = 0;
    for (; runs.next(); ++total)
        if (total < limit) take(problem_from(runs.payload()));
    return total;
}

}  // namespace sunlot::workflow
