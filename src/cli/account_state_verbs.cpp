#include "cli/verbs.h"

#include <memory>

#include <CLI/CLI.hpp>

namespace sunlot::cli {
namespace {

using api::Method;

struct Named {
    std::string id;
    std::vector<std::string> roles;
};

std::string code_text(const Json& answer) {
    return "账号 account: " + answer.at("account").at("id").as_string() +
           "\n激活码（只显示这一次，7 天内有效）activation code: " + answer.at("activation_code").as_string() + "\n";
}

struct StateVerb {
    const char* name;
    const char* help;
    const char* path;
    std::string (*show)(const Json&);
};

void add_state_verb(CLI::App& account, Chosen& chosen, const StateVerb& verb) {
    auto named = std::make_shared<Named>();
    auto* command = add_verb(account, chosen, verb.name, verb.help, [named, verb](Workplace& place) {
        return place.ask_and_show({.method = Method::post, .target = "/api/accounts/" + segment(named->id) + verb.path},
                                  verb.show);
    });
    command->add_option("account", named->id, "账号编号，如 u4 Account")->required();
}

}  // namespace

void add_account_state_verbs(CLI::App& account, Chosen& chosen) {
    for (const StateVerb& verb :
         {StateVerb{"reset", "作废密码，发出新的激活码 Void the password, hand out a code", "/reset", code_text},
          StateVerb{"disable", "停用 Close", "/disable", lines},
          StateVerb{"enable", "重新启用 Open again", "/enable", lines},
          StateVerb{"unlock", "解除失败锁定 Unlock after wrong tries", "/unlock", lines},
          StateVerb{"remove-factor", "解除丢失的第二因素 Remove a lost second factor", "/factor/remove", lines},
          StateVerb{"end-sessions", "结束全部登录会话 End all sessions", "/sessions/end", lines}})
        add_state_verb(account, chosen, verb);
    auto named = std::make_shared<Named>();
    auto* sessions = add_verb(account, chosen, "sessions", "登录会话 Sessions", [named](Workplace& place) {
        return place.ask_and_show({.target = "/api/accounts/" + segment(named->id) + "/sessions"}, sessions_table);
    });
    sessions->add_option("account", named->id, "账号编号，如 u4 Account")->required();
    auto* grant =
        add_verb(account, chosen, "grant", "授予角色（代替原有的）Give other roles", [named](Workplace& place) {
            return place.ask_and_show({.method = Method::post,
                                       .target = "/api/accounts/" + segment(named->id) + "/roles",
                                       .body = Json::Object{{"roles", named->roles}}},
                                      lines);
        });
    grant->add_option("account", named->id, "账号编号，如 u4 Account")->required();
    grant->add_option("--role", named->roles, "角色 Role, or c1 for one of your own")->required();
}

std::string sessions_table(const Json& answer) {
    return table({{"id", "编号"},
                  {"current", "本次"},
                  {"agent", "程序"},
                  {"address", "来自"},
                  {"means", "方式"},
                  {"created_at", "登录"},
                  {"seen_at", "最近"}},
                 answer.at("rows").as_array());
}

}  // namespace sunlot::cli
