#include "documents/table_writer.h"
#include "workflow/exchange.h"
#include "workflow/exchange_state.h"
#include "workflow/import_stage.h"

#include <algorithm>
#include <limits>
#include <system_error>
#include <tuple>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

Refusal unknown_run() {
    return refuse(RefusalKind::not_found, "exchange.run_unknown", "没有这次运行，可能已经过期清理",
                  "There is no such run; its report may have been cleared away", "id");
}

}  // namespace

std::vector<RunReport> list_runs(const Context& context, std::string_view source) {
    std::vector<RunReport> out;
    std::error_code nothing;
    for (const auto& file : fs::directory_iterator(ExchangeFolder(context, source).runs(), nothing))
        if (file.path().extension() == ".json")
            if (auto report = load_report(file.path())) out.push_back(std::move(*report));
    std::ranges::sort(out, [](const auto& a, const auto& b) {
        return std::tie(b.started_at.micros, b.id) < std::tie(a.started_at.micros, a.id);
    });
    return out;
}

Result<RunReport> find_run(const Context& context, std::string_view id) {
    if (!is_run_id(id)) return unknown_run();
    std::error_code nothing;
    for (const auto& source : fs::directory_iterator(context.data_directory / "exchange", nothing))
        if (auto report = load_report(ExchangeFolder(context, source.path().filename().string()).report(id)))
            return std::move(*report);
    return unknown_run();
}

Result<fs::path> run_problems(const Context& context, std::string_view id) {
    const auto run = find_run(context, id);
    if (!run) return pass_on(run.error());
    const auto directory = ExchangeFolder(context, run->source).scratch(run->id);
    std::vector<inspection::Problem> problems;
    if (fs::exists(directory / "contrary"))
        each_problem({directory / "problems", directory / "contrary"}, std::numeric_limits<std::uint64_t>::max(),
                     [&](const inspection::Problem& problem) { problems.push_back(problem); });
    auto next = problems.begin();
    const auto path = directory / "problems.csv";
    fs::create_directories(directory);
    documents::write_csv(path, {"行号", "列", "原值", "问题和改法", "程度"}, [&](std::vector<std::string>& cells) {
        if (next == problems.end()) return false;
        const bool error = next->severity == inspection::Severity::error;
        cells = {std::to_string(next->row), next->column, next->value, next->message.zh, error ? "错误" : "提示"};
        ++next;
        return true;
    });
    return path;
}

}  // namespace sunlot::workflow
