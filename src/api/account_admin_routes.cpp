#include "api/account_routes.h"
#include "workflow/role.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

Result<Response> list_accounts(const AccountServices& services, const Request&) {
    Json::Array rows;
    for (const auto& account : services.accounts.list()) rows.push_back(to_json(account));
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), {}, total);
}

Result<Response> open_account(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    workflow::NewAccount account{.login = in.text("login", 1, 200), .name = in.text("name", 1, 200), .grant = {}};
    const auto names = in.texts("roles", 10);
    if (auto no = in.refusal()) return pass_on(*no);
    auto grant = workflow::check_grant(services.context, request.actor, "new", names);
    if (!grant) return pass_on(grant.error());
    account.grant = std::move(*grant);
    const auto opened = services.accounts.open(request.actor, account);
    if (!opened) return pass_on(opened.error());
    return json_response(to_json(*opened), 201);
}

/// Ends every session of the account and says why.
void end_sessions(const AccountServices& services, const Request& request, const std::string& account,
                  std::string_view why) {
    const auto ended = services.sessions.end_all(account, "");
    workflow::note_sessions_ended(services.context, request.actor.account, account, ended, why);
}

Result<Response> reset(const AccountServices& services, const Request& request) {
    const auto opened = services.accounts.reset(request.actor, request.params.at("id"));
    if (!opened) return pass_on(opened.error());
    end_sessions(services, request, opened->account.id, "reset");
    services.throttle.succeeded({login_key(opened->account.login)});
    return json_response(to_json(*opened));
}

Result<Response> disable(const AccountServices& services, const Request& request) {
    const auto account = services.accounts.disable(request.actor, request.params.at("id"));
    if (!account) return pass_on(account.error());
    end_sessions(services, request, account->id, "disabled");
    return json_response(to_json(*account));
}

Result<Response> enable(const AccountServices& services, const Request& request) {
    const auto account = services.accounts.enable(request.actor, request.params.at("id"));
    if (!account) return pass_on(account.error());
    return json_response(to_json(*account));
}

Result<Response> unlock(const AccountServices& services, const Request& request) {
    const auto account = services.accounts.unlock(request.actor, request.params.at("id"));
    if (!account) return pass_on(account.error());
    services.throttle.succeeded({login_key(account->login)});
    return json_response(to_json(*account));
}

Result<Response> take_factor(const AccountServices& services, const Request& request) {
    const auto account = services.accounts.take_factor(request.actor, request.params.at("id"));
    if (!account) return pass_on(account.error());
    end_sessions(services, request, account->id, "factor");
    return json_response(to_json(*account));
}

Result<Response> list_sessions(const AccountServices& services, const Request& request) {
    const auto account = services.accounts.find(request.params.at("id"));
    if (!account) return pass_on(account.error());
    return json_response(Json::Object{{"rows", to_json(services.sessions.list(account->id, request.session))}});
}

Result<Response> end_all_sessions(const AccountServices& services, const Request& request) {
    const auto account = services.accounts.find(request.params.at("id"));
    if (!account) return pass_on(account.error());
    const auto ended = services.sessions.end_all(account->id, "");
    workflow::note_sessions_ended(services.context, request.actor.account, account->id, ended, "administrator");
    return json_response(Json::Object{{"ended", ended}});
}

}  // namespace

void add_account_admin_routes(Router& router, const AccountServices& services) {
    const auto with = [services](auto handler) {
        return [services, handler](const Request& request) { return handler(services, request); };
    };
    router.add({Method::get, "/api/accounts", Permission::account_read, Body::none, "None", "AccountList",
                "账号列表 List the accounts", with(list_accounts)});
    router.add({Method::post, "/api/accounts", Permission::account_manage, Body::json, "NewAccount", "OpenedAccount",
                "新建账号并得到激活码 Open an account and get its activation code", with(open_account),
                WhenFrozen::refuse, Caller::session});
    router.add({Method::post, "/api/accounts/{id}/reset", Permission::account_manage, Body::json, "Empty",
                "OpenedAccount", "作废密码，发出新的激活码 Void the password and hand out a new activation code",
                with(reset), WhenFrozen::refuse, Caller::session});
    router.add({Method::post, "/api/accounts/{id}/disable", Permission::account_manage, Body::json, "Empty", "Account",
                "停用账号 Close an account", with(disable), WhenFrozen::refuse, Caller::session});
    router.add({Method::post, "/api/accounts/{id}/enable", Permission::account_manage, Body::json, "Empty", "Account",
                "重新启用账号 Open a closed account again", with(enable), WhenFrozen::refuse, Caller::session});
    router.add({Method::post, "/api/accounts/{id}/unlock", Permission::session_manage, Body::json, "Empty", "Account",
                "解除失败锁定 Unlock an account after wrong tries", with(unlock), WhenFrozen::refuse, Caller::session});
    router.add({Method::post, "/api/accounts/{id}/factor/remove", Permission::session_manage, Body::json, "Empty",
                "Account", "解除他人丢失的第二因素 Remove a second factor somebody lost", with(take_factor),
                WhenFrozen::refuse, Caller::session});
    router.add({Method::get, "/api/accounts/{id}/sessions", Permission::session_manage, Body::none, "None",
                "SessionList", "账号的登录会话 Sessions of an account", with(list_sessions)});
    router.add({Method::post, "/api/accounts/{id}/sessions/end", Permission::session_manage, Body::json, "Empty",
                "SessionsEnded", "结束账号的全部登录会话 End all sessions of an account", with(end_all_sessions),
                WhenFrozen::answer, Caller::session});
}

}  // namespace sunlot::api
