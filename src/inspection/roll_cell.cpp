// One cell typed by hand goes through the very rules of a file's row: a file of one row, with a name and a code that
// pass.
#include "inspection/roll.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

constexpr std::array<std::string_view, 5> kFixed{"id", "kind", "credit_code", "status", "source"};
constexpr std::string_view kName = "name";
constexpr std::string_view kCode = "credit_code";
constexpr std::string_view kSomeCode = "91150802MA0N1A2B31";

Columns columns_for(std::string_view name) {
    std::vector<std::string> titles{std::string(kName), std::string(kCode)};
    std::map<std::string, std::optional<std::string>> choice{{titles[0], titles[0]}, {titles[1], titles[1]}};
    if (name != kName) {
        titles.emplace_back(name);
        choice.emplace(name, std::string(name));
    }
    return Columns::choose(ImportKind::objects, titles, choice).value();
}

}  // namespace

Result<std::string> check_cell(std::size_t column, std::string_view typed, Date today) {
    const RollColumn& about = roll_columns()[column];
    if (std::ranges::find(kFixed, about.name) != kFixed.end())
        return refuse(RefusalKind::invalid, "column.fixed", fmt::format("“{}”不能直接修改", about.title),
                      fmt::format("{} can't be changed by typing", about.name), std::string(about.name));
    const bool is_name = about.name == kName;
    const std::array<std::string_view, 3> cells{is_name ? typed : kName, kSomeCode, typed};
    const SheetRow row{.number = 1, .cells = std::span(cells).first(is_name ? 2 : 3), .formulas = 0};
    const auto checked = check_object(columns_for(about.name), row, {.today = today, .region = {}, .source = {}});
    for (const Problem& problem : checked.problems)
        if (problem.severity == Severity::error)
            return refuse(RefusalKind::invalid, problem.code, fmt::format("{}：{}", about.title, problem.message.zh),
                          fmt::format("{}: {}", about.name, problem.message.en), std::string(about.name));
    std::string line;
    encode(*checked.row, line);
    return std::string((*cut_object(line))[column]);
}

}  // namespace sunlot::inspection
