#include "cli/verbs.h"

#include <memory>

#include <CLI/CLI.hpp>

namespace sunlot::cli {
namespace {

using api::Method;

std::string task_lines(const Json& answer) {
    return lines(answer.at("task"));
}

std::string tasks_table(const Json& answer) {
    return table({{"id", "编号"}, {"number", "文号"}, {"name", "名称"}, {"state", "状态"}, {"draw", "抽取"}},
                 answer.at("rows").as_array());
}

/// A verb that sends a JSON file.
void add_file_verb(CLI::App& group, Chosen& chosen, const std::string& name, const std::string& help,
                   const std::string& target, std::string (*show)(const Json&)) {
    auto file = std::make_shared<std::string>();
    auto* command = add_verb(group, chosen, name, help, [file, target, show](Workplace& place) -> Result<Done> {
        auto body = read_json_file(*file);
        if (!body) return pass_on(body.error());
        return place.ask_and_show({.method = Method::post, .target = target, .body = std::move(*body)}, show);
    });
    command->add_option("file", *file, "JSON 文件 JSON file")->required();
}

}  // namespace

void add_task_verbs(CLI::App& app, Chosen& chosen) {
    auto& task = *app.add_subcommand("task", "抽查任务 Tasks")->require_subcommand(1);
    add_file_verb(task, chosen, "create", "新建任务 Create", "/api/tasks", task_lines);
    add_file_verb(task, chosen, "preview", "预览范围、分层与人员 Preview", "/api/tasks/preview", lines);
    add_verb(task, chosen, "list", "任务列表 List",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/tasks"}, tasks_table); });
    auto id = std::make_shared<std::string>();
    auto* show = add_verb(task, chosen, "show", "查看任务 Show", [id](Workplace& place) {
        return place.ask_and_show({.target = "/api/tasks/" + segment(*id)}, task_lines);
    });
    show->add_option("id", *id, "任务编号 Task id")->required();
}

}  // namespace sunlot::cli
