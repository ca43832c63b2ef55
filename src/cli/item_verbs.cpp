#include "cli/verbs.h"

#include <memory>

#include <CLI/CLI.hpp>

namespace sunlot::cli {
namespace {

using api::Method;

std::string items_table(const Json& answer) {
    return table({{"code", "编号"},
                  {"name", "名称"},
                  {"version", "版本"},
                  {"state", "状态"},
                  {"kind", "类别"},
                  {"effective_on", "生效"}},
                 answer.at("rows").as_array());
}

struct PublishArguments {
    std::string code;
    std::int64_t version = 1;
    std::string effective_on;
};

Result<Done> publish(Workplace& place, const PublishArguments& arguments) {
    Json body = Json::Object{{"version", arguments.version}};
    if (!arguments.effective_on.empty()) body.as_object()["effective_on"] = arguments.effective_on;
    return place.ask_and_show({.method = Method::post,
                               .target = "/api/items/" + segment(arguments.code) + "/publish",
                               .body = std::move(body)},
                              lines);
}

}  // namespace

void add_item_verbs(CLI::App& app, Chosen& chosen) {
    auto& item = *app.add_subcommand("item", "随机抽查事项清单 Items")->require_subcommand(1);
    add_verb(item, chosen, "list", "事项列表 List",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/items"}, items_table); });
    auto a = std::make_shared<PublishArguments>();
    auto* command = add_verb(item, chosen, "publish", "公布一个版本 Publish a version",
                             [a](Workplace& place) { return publish(place, *a); });
    command->add_option("code", a->code, "编号，如 L02 Code")->required();
    command->add_option("--version", a->version, "版本 Version")->capture_default_str();
    command->add_option("--effective-on", a->effective_on, "生效日期，缺省为今天 Effective on");
}

}  // namespace sunlot::cli
