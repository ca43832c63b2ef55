#include "cli/verbs.h"

#include <cstdint>
#include <cstdlib>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

struct MeArguments {
    std::string id;
    std::string code;
    std::string to;
    std::vector<std::string> roles;
    std::string from_day;
    std::string to_day;
    std::string reason;
};

std::string recovery_text(const Json& answer) {
    std::string out = "恢复码（只显示这一次，每个只能用一次）recovery codes, shown once:\n";
    for (const auto& code : answer.at("recovery_codes").as_array()) out += "  " + code.as_string() + "\n";
    return out;
}

std::string delegations_table(const Json& answer) {
    return table({{"id", "编号"},
                  {"from_name", "委托人"},
                  {"to_name", "受托人"},
                  {"roles", "角色"},
                  {"starts", "自"},
                  {"ends", "至"},
                  {"state", "状态"}},
                 answer.at("rows").as_array());
}

Result<Done> change_password(Workplace& place) {
    const auto there = place.client();
    if (!there) return pass_on(there.error());
    const char* old_password = std::getenv("SUNLOT_PASSWORD");
    return place.ask_and_show(
        {.method = Method::post,
         .target = "/api/me/password",
         .body = Json::Object{{"old", old_password != nullptr ? old_password : ask_password("原密码 old password: ")},
                              {"password", new_password(SignIn::needed)}}},
        lines);
}

/// Shows the secret, waits for the first code: one sitting, because nothing is kept in between.
Result<Done> set_up_factor(Workplace& place) {
    const auto there = place.client();
    if (!there) return pass_on(there.error());
    const auto begun = (*there)->ask({.method = Method::post, .target = "/api/me/factor"});
    if (!begun) return pass_on(begun.error());
    fmt::print(stderr, "在验证器里添加（手工输入密钥）add to an authenticator:\n  {}\n  {}\n",
               begun->at("secret").as_string(), begun->at("address").as_string());
    return place.ask_and_show({.method = Method::post,
                               .target = "/api/me/factor/confirm",
                               .body = Json::Object{{"code", ask_password("动态口令 code: ")}}},
                              recovery_text);
}

void add_session_verbs(CLI::App& me, Chosen& chosen) {
    auto arguments = std::make_shared<MeArguments>();
    add_verb(me, chosen, "sessions", "自己的登录会话 One's sessions",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/me/sessions"}, sessions_table); });
    auto* end = add_verb(me, chosen, "end-session", "结束一个登录会话 End one", [arguments](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post, .target = "/api/me/sessions/" + segment(arguments->id) + "/end"}, lines);
    });
    end->add_option("session", arguments->id, "会话编号 Session")->required();
    add_verb(me, chosen, "end-other-sessions", "结束其他登录会话 End the others", [](Workplace& place) {
        return place.ask_and_show({.method = Method::post, .target = "/api/me/sessions/end-others"}, lines);
    });
}

void add_own_factor_verbs(CLI::App& me, Chosen& chosen) {
    auto arguments = std::make_shared<MeArguments>();
    add_verb(me, chosen, "factor-on", "设置第二因素（动态口令）Set up a second factor", set_up_factor);
    const auto with_code = [&](const char* name, const char* help, const char* target, auto show) {
        auto* command = add_verb(me, chosen, name, help, [arguments, target, show](Workplace& place) {
            return place.ask_and_show(
                {.method = Method::post, .target = target, .body = Json::Object{{"code", arguments->code}}}, show);
        });
        command->add_option("code", arguments->code, "动态口令 Code")->required();
    };
    with_code("factor-off", "停用第二因素 Remove it", "/api/me/factor/remove", lines);
    with_code("recovery-codes", "更换恢复码 Other recovery codes", "/api/me/factor/recovery", recovery_text);
}

void add_delegation_verbs(CLI::App& me, Chosen& chosen) {
    auto arguments = std::make_shared<MeArguments>();
    add_verb(me, chosen, "delegations", "给出和得到的委托 Delegations",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/me/delegations"}, delegations_table); });
    auto* give =
        add_verb(me, chosen, "delegate", "委托他人代行职权 Let somebody stand in", [arguments](Workplace& place) {
            return place.ask_and_show({.method = Method::post,
                                       .target = "/api/me/delegations",
                                       .body = Json::Object{{"ends", arguments->to_day},
                                                            {"reason", arguments->reason},
                                                            {"roles", arguments->roles},
                                                            {"starts", arguments->from_day},
                                                            {"to", arguments->to}}},
                                      lines);
        });
    give->add_option("to", arguments->to, "受托人的登录名 Login of whoever stands in")->required();
    give->add_option("--role", arguments->roles, "角色 Role")->required();
    give->add_option("--from", arguments->from_day, "自 2026-12-01 First day")->required();
    give->add_option("--until", arguments->to_day, "至 2026-12-05（含）Last day")->required();
    give->add_option("--reason", arguments->reason, "原因 Why")->required();
    auto* back = add_verb(me, chosen, "revoke", "收回委托 End a delegation", [arguments](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post, .target = "/api/delegations/" + segment(arguments->id) + "/revoke"}, lines);
    });
    back->add_option("delegation", arguments->id, "委托编号 Delegation")->required();
}

std::string tokens_table(const Json& answer) {
    return table({{"id", "编号"},
                  {"account_name", "账号"},
                  {"label", "用途"},
                  {"scopes", "权限"},
                  {"expires", "有效至"},
                  {"state", "状态"}},
                 answer.at("rows").as_array());
}

void add_token_verbs(CLI::App& app, Chosen& chosen) {
    auto& token = *app.add_subcommand("token", "接口令牌 API tokens")->require_subcommand(1);
    auto arguments = std::make_shared<MeArguments>();
    auto days = std::make_shared<std::int64_t>(0);
    add_verb(token, chosen, "list", "自己的接口令牌 One's own",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/me/tokens"}, tokens_table); });
    add_verb(token, chosen, "list-all", "全部接口令牌 Everybody's",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/tokens"}, tokens_table); });
    auto* issue = add_verb(token, chosen, "issue", "签发，只显示一次 Issue one", [arguments, days](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post,
             .target = "/api/me/tokens",
             .body = Json::Object{{"days", *days}, {"label", arguments->reason}, {"scopes", arguments->roles}}},
            [](const Json& answer) {
                return "令牌（只显示这一次）token, shown once: " + answer.at("secret").as_string() + "\n";
            });
    });
    issue->add_option("--label", arguments->reason, "用途 What for")->required();
    issue->add_option("--scope", arguments->roles, "权限 Permission")->required();
    issue->add_option("--days", *days, "有效天数 Days")->required();
    auto* revoke = add_verb(token, chosen, "revoke", "收回 Revoke", [arguments](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post, .target = "/api/tokens/" + segment(arguments->id) + "/revoke"}, lines);
    });
    revoke->add_option("token", arguments->id, "令牌编号 Token")->required();
}

}  // namespace

void add_me_verbs(CLI::App& app, Chosen& chosen) {
    auto& me = *app.add_subcommand("me", "自己的账号 One's own account")->require_subcommand(1);
    add_verb(me, chosen, "show", "当前账号和权限 Who one is, and may do what",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/me"}, lines); });
    add_verb(me, chosen, "password", "修改密码（新密码：SUNLOT_NEW_PASSWORD）Change the password", change_password);
    add_session_verbs(me, chosen);
    add_own_factor_verbs(me, chosen);
    add_delegation_verbs(me, chosen);
    add_token_verbs(app, chosen);
}

void add_role_verbs(CLI::App& app, Chosen& chosen) {
    auto& role = *app.add_subcommand("role", "角色 Roles")->require_subcommand(1);
    auto arguments = std::make_shared<MeArguments>();
    add_verb(role, chosen, "list", "角色和权限 Roles and permissions", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/roles"}, [](const Json& answer) {
            return table({{"id", "编号"}, {"title.zh", "名称"}, {"open", "启用"}, {"permissions", "权限"}},
                         answer.at("rows").as_array());
        });
    });
    const auto described = [&](const char* name, const char* help, Method method, bool with_id) {
        auto* command = add_verb(role, chosen, name, help, [arguments, method](Workplace& place) {
            return place.ask_and_show(
                {.method = method,
                 .target = arguments->id.empty() ? "/api/roles" : "/api/roles/" + segment(arguments->id),
                 .body = Json::Object{{"permissions", arguments->roles}, {"title", arguments->to}}},
                lines);
        });
        if (with_id) command->add_option("role", arguments->id, "角色编号 Role")->required();
        command->add_option("--title", arguments->to, "名称 Title")->required();
        command->add_option("--permission", arguments->roles, "权限 Permission")->required();
    };
    described("define", "定义角色 Define a role", Method::post, false);
    described("change", "修改角色 Change a role", Method::put, true);
    auto* close = add_verb(role, chosen, "close", "停用角色 Close a role", [arguments](Workplace& place) {
        return place.ask_and_show({.method = Method::post, .target = "/api/roles/" + segment(arguments->id) + "/close"},
                                  lines);
    });
    close->add_option("role", arguments->id, "角色编号 Role")->required();
    auto* factor = add_verb(role, chosen, "factor", "规定哪些角色必须使用第二因素 Who must use a second factor",
                            [arguments](Workplace& place) {
                                return place.ask_and_show({.method = Method::put,
                                                           .target = "/api/roles/factor",
                                                           .body = Json::Object{{"roles", arguments->roles}}},
                                                          lines);
                            });
    factor->add_option("roles", arguments->roles, "角色；不写即不要求 Roles; none: nobody must");
    add_verb(role, chosen, "delegations", "全部委托 All delegations",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/delegations"}, delegations_table); });
}

}  // namespace sunlot::cli
