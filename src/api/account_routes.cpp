#include "api/account_routes.h"

#include "base/text.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

Json to_json(const workflow::Account& account) {
    return Json::Object{{"id", account.id},       {"login", account.login},
                        {"name", account.name},   {"roles", inspection::names(account.roles)},
                        {"state", account.state}, {"created_at", account.created_at.text()}};
}

/// What the web application needs to know about who is signed in.
Json who(const workflow::Account& account, const std::string& csrf) {
    return Json::Object{{"account", to_json(account)},
                        {"csrf", csrf},
                        {"permissions", inspection::names(inspection::permissions_of(account.roles))}};
}

Response signed_in(Sessions& sessions, const workflow::Account& account) {
    const auto opened = sessions.open(account.id);
    Response response = json_response(who(account, opened.csrf));
    response.headers.emplace_back("Set-Cookie", session_cookie(opened.token));
    return response;
}

Result<Response> set_up(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    workflow::Setup setup{.code = in.text("code", 1, 100),
                          .organ = {},
                          .login = in.text("login", 1, 200),
                          .name = in.text("name", 1, 200),
                          .password = in.text("password", 1, 1000)};
    const Json& organ = in.any("organ");
    if (auto no = in.refusal()) return pass_on(*no);
    if (!organ.is_null()) {
        auto parsed = inspection::parse_organ(organ);
        if (!parsed) return pass_on(parsed.error());
        setup.organ = std::move(*parsed);
    }
    const std::vector<Throttle::Key> keys{{"setup " + request.address, 20}};
    const auto allowed = services.throttle.start(keys);
    if (!allowed) return pass_on(allowed.error());
    const auto account = services.accounts.set_up(setup);
    if (!account) return pass_on(account.error());
    services.throttle.succeeded(keys);
    return signed_in(services.sessions, *account);
}

Result<Response> sign_in(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    const std::string login = in.text("login", 1, 200);
    const std::string password = in.text("password", 1, 1000);
    if (auto no = in.refusal()) return pass_on(*no);
    const std::vector<Throttle::Key> keys{{"login " + lower(trim(login)), 5}, {"address " + request.address, 50}};
    const auto allowed = services.throttle.start(keys);
    if (!allowed) return pass_on(allowed.error());
    const auto account = services.accounts.sign_in(login, password);
    if (!account) return pass_on(account.error());
    services.throttle.succeeded(keys);
    return signed_in(services.sessions, *account);
}

Result<Response> activate(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    const std::string code = in.text("code", 1, 100);
    const std::string password = in.text("password", 1, 1000);
    if (auto no = in.refusal()) return pass_on(*no);
    const std::vector<Throttle::Key> keys{{"activate " + request.address, 20}};
    const auto allowed = services.throttle.start(keys);
    if (!allowed) return pass_on(allowed.error());
    const auto account = services.accounts.activate(code, password);
    if (!account) return pass_on(account.error());
    services.throttle.succeeded(keys);
    return json_response(Json::Object{{"account", to_json(*account)}});
}

Result<Response> open_account(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    workflow::NewAccount account{.login = in.text("login", 1, 200), .name = in.text("name", 1, 200), .roles = {}};
    const auto names = in.texts("roles", 10);
    if (auto no = in.refusal()) return pass_on(*no);
    auto roles = inspection::parse_roles(names);
    if (!roles) return pass_on(roles.error());
    account.roles = std::move(*roles);
    const auto opened = services.accounts.open(request.actor, account);
    if (!opened) return pass_on(opened.error());
    return json_response(Json::Object{{"account", to_json(opened->account)},
                                      {"activation_code", opened->activation_code},
                                      {"expires", opened->expires.text()}},
                         201);
}

Result<Response> sign_out(const AccountServices& services, const Request& request) {
    services.sessions.close(request.session);
    services.accounts.sign_out(request.actor);
    Response response = json_response(Json::Object{});
    response.headers.emplace_back("Set-Cookie", expired_session_cookie());
    return response;
}

Result<Response> me(const AccountServices& services, const Request& request) {
    const auto account = services.accounts.find(request.actor.account);
    if (!account) return pass_on(account.error());
    return json_response(who(*account, request.csrf));
}

Result<Response> list_accounts(const AccountServices& services, const Request&) {
    Json::Array rows;
    for (const auto& account : services.accounts.list()) rows.push_back(to_json(account));
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), {}, total);
}

}  // namespace

void add_account_routes(Router& router, const AccountServices& services) {
    const auto with = [services](auto handler) {
        return [services, handler](const Request& request) { return handler(services, request); };
    };
    router.add({Method::post, "/api/setup", Permission::public_access, Body::json, "Setup", "SignedIn",
                "初始化：设置本机构和第一个系统管理员 Set up the organ and the first administrator", with(set_up)});
    router.add({Method::post, "/api/login", Permission::public_access, Body::json, "Login", "SignedIn", "登录 Sign in",
                with(sign_in), WhenFrozen::answer});
    router.add({Method::post, "/api/logout", Permission::signed_in, Body::json, "Empty", "Empty", "退出 Sign out",
                with(sign_out), WhenFrozen::answer});
    router.add({Method::get, "/api/me", Permission::signed_in, Body::none, "None", "SignedIn",
                "当前账号和权限 Who is signed in, and what they may do", with(me)});
    router.add({Method::get, "/api/accounts", Permission::account_manage, Body::none, "None", "AccountList",
                "账号列表 List the accounts", with(list_accounts)});
    router.add({Method::post, "/api/accounts", Permission::account_manage, Body::json, "NewAccount", "OpenedAccount",
                "新建账号并得到激活码 Open an account and get its activation code", with(open_account)});
    router.add({Method::post, "/api/activate", Permission::public_access, Body::json, "Activation", "ActivatedAccount",
                "用激活码设置密码 Set a password with an activation code", with(activate)});
}

}  // namespace sunlot::api
