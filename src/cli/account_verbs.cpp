#include "cli/verbs.h"

#include <cstdlib>
#include <memory>

#include <CLI/CLI.hpp>

namespace sunlot::cli {
namespace {

using api::Method;

std::string accounts_table(const Json& answer) {
    return table({{"id", "编号"}, {"login", "登录名"}, {"name", "姓名"}, {"roles", "角色"}, {"state", "状态"}},
                 answer.at("rows").as_array());
}

struct SetupArguments {
    std::string login;
    std::string name;
    std::string organ_name;
    std::string organ_short;
    std::string organ_code;
    std::string organ_region;
};

/// Whoever holds the data directory may do the first setup without reading a code off a console.
Result<Done> set_up(Workplace& place, const SetupArguments& arguments) {
    auto here = place.open_here();
    if (!here) return pass_on(here.error());
    Json body = Json::Object{{"code", (*here)->accounts().issue_setup_code().value_or("0000-0000-0000-0000")},
                             {"login", arguments.login},
                             {"name", arguments.name},
                             {"password", new_password(SignIn::none)}};
    if (!arguments.organ_code.empty()) {
        body.as_object()["organ"] = Json::Object{{"code", arguments.organ_code},
                                                 {"name", arguments.organ_name},
                                                 {"region", arguments.organ_region},
                                                 {"short", arguments.organ_short}};
    }
    const auto client = local_client(std::move(*here), {});
    const auto answer = client->ask({.method = Method::post, .target = "/api/setup", .body = body});
    if (!answer) return pass_on(answer.error());
    place.print(answer->at("account"), lines);
    return Done{};
}

void add_setup(CLI::App& app, Chosen& chosen) {
    auto arguments = std::make_shared<SetupArguments>();
    auto* command = add_verb(app, chosen, "setup", "设置本机构和第一个系统管理员 First setup",
                             [arguments](Workplace& place) { return set_up(place, *arguments); });
    command->add_option("--login", arguments->login, "登录名 Login name")->required();
    command->add_option("--name", arguments->name, "姓名 Name")->required();
    command->add_option("--organ-name", arguments->organ_name, "机构全称 Organ");
    command->add_option("--organ-short", arguments->organ_short, "机关代字 Short name");
    command->add_option("--organ-code", arguments->organ_code, "机构代码，如 lhrs Code");
    command->add_option("--organ-region", arguments->organ_region, "行政区划代码 Region code");
}

struct AccountArguments {
    std::string login;
    std::string name;
    std::vector<std::string> roles;
    std::string code;
};

Result<Done> create(Workplace& place, const AccountArguments& arguments) {
    return place.ask_and_show(
        {.method = Method::post,
         .target = "/api/accounts",
         .body = Json::Object{{"login", arguments.login}, {"name", arguments.name}, {"roles", arguments.roles}}},
        [](const Json& answer) {
            return "账号 account: " + answer.at("account").at("id").as_string() +
                   "\n激活码（只显示这一次，7 天内有效）activation code: " + answer.at("activation_code").as_string() +
                   "\n";
        });
}

Result<Done> activate(Workplace& place, const AccountArguments& arguments) {
    return place.ask_and_show(
        {.method = Method::post,
         .target = "/api/activate",
         .body = Json::Object{{"code", arguments.code}, {"password", new_password(SignIn::none)}}},
        [](const Json& answer) { return lines(answer.at("account")); }, SignIn::none);
}

}  // namespace

std::string new_password(SignIn sign_in) {
    const char* given = std::getenv("SUNLOT_NEW_PASSWORD");
    if (given == nullptr && sign_in == SignIn::none) given = std::getenv("SUNLOT_PASSWORD");
    return given != nullptr ? given : ask_password("新密码 new password: ");
}

void add_account_verbs(CLI::App& app, Chosen& chosen) {
    add_verb(app, chosen, "status", "系统状态 State of the system",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/status"}, lines, SignIn::none); });
    add_setup(app, chosen);
    auto& account = *app.add_subcommand("account", "账号 Accounts")->require_subcommand(1);
    auto arguments = std::make_shared<AccountArguments>();
    add_verb(account, chosen, "list", "账号列表 List",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/accounts"}, accounts_table); });
    auto* create_command = add_verb(account, chosen, "create", "新建账号，得到激活码 Open an account",
                                    [arguments](Workplace& place) { return create(place, *arguments); });
    create_command->add_option("login", arguments->login, "登录名 Login name")->required();
    create_command->add_option("--name", arguments->name, "姓名 Name")->required();
    create_command->add_option("--role", arguments->roles, "角色 Role: clerk, leader, officer, supervisor, …")
        ->required();
    auto* activate_command = add_verb(account, chosen, "activate", "用激活码设置密码 Set a password",
                                      [arguments](Workplace& place) { return activate(place, *arguments); });
    activate_command->add_option("code", arguments->code, "激活码 Activation code")->required();
    add_account_state_verbs(account, chosen);
}

}  // namespace sunlot::cli
