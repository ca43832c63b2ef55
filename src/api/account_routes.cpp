#include "api/account_routes.h"

#include "base/text.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

constexpr int kTriesOfAnAddress = 50;
constexpr int kTriesOfACode = 20;

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
    const std::vector<Throttle::Key> keys{{.text = "setup " + request.address, .free_tries = kTriesOfACode}};
    const auto allowed = services.throttle.start(keys);
    if (!allowed) return pass_on(allowed.error());
    const auto account = services.accounts.set_up(setup);
    if (!account) return pass_on(account.error());
    services.throttle.succeeded(keys);
    return signed_in_response(services, request, {.account = *account, .means = "password"});
}

Result<Response> sign_in(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    workflow::Credentials given{.login = in.text("login", 1, 200), .password = in.text("password", 1, 1000)};
    given.code = in.optional_text("code", 100).value_or("");
    if (auto no = in.refusal()) return pass_on(*no);
    const std::vector<Throttle::Key> keys{login_key(given.login),
                                          {.text = "address " + request.address, .free_tries = kTriesOfAnAddress}};
    const auto allowed = services.throttle.start(keys);
    if (!allowed) return pass_on(allowed.error());
    const auto account = services.accounts.sign_in(given);
    if (!account) {
        if (account.error().code == "login.code_needed") services.throttle.undecided(keys);
        return pass_on(account.error());
    }
    services.throttle.succeeded(keys);
    return signed_in_response(services, request, *account);
}

Result<Response> activate(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    const std::string code = in.text("code", 1, 100);
    const std::string password = in.text("password", 1, 1000);
    if (auto no = in.refusal()) return pass_on(*no);
    const std::vector<Throttle::Key> keys{{.text = "activate " + request.address, .free_tries = kTriesOfACode}};
    const auto allowed = services.throttle.start(keys);
    if (!allowed) return pass_on(allowed.error());
    const auto account = services.accounts.activate(code, password);
    if (!account) return pass_on(account.error());
    services.throttle.succeeded(keys);
    return json_response(Json::Object{{"account", to_json(*account)}});
}

/// One's own: the others of one's sessions end, for whoever knew the old password may hold one.
Result<Response> change_password(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    const std::string old_password = in.text("old", 1, 1000);
    const std::string password = in.text("password", 1, 1000);
    if (auto no = in.refusal()) return pass_on(*no);
    const std::vector<Throttle::Key> keys{{.text = "password " + request.actor.account}};
    const auto allowed = services.throttle.start(keys);
    if (!allowed) return pass_on(allowed.error());
    const auto changed = services.accounts.change_password(request.actor, old_password, password);
    if (!changed) return pass_on(changed.error());
    services.throttle.succeeded(keys);
    const auto ended = services.sessions.end_all(request.actor.account, request.session);
    workflow::note_sessions_ended(services.context, request.actor.account, request.actor.account, ended, "password");
    return json_response(Json::Object{{"ended", ended}});
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
    return json_response(who(services.context, *account, services.accounts.factor_state(account->id), request.csrf));
}

}  // namespace

Response signed_in_response(const AccountServices& services, const Request& request,
                            const workflow::SignedIn& signed_in) {
    const auto& account = signed_in.account;
    const auto opened =
        services.sessions.open(account.id, {.agent = request.agent, .address = request.address}, signed_in.means);
    Response response =
        json_response(who(services.context, account, services.accounts.factor_state(account.id), opened.csrf));
    response.headers.emplace_back("Set-Cookie", session_cookie(opened.token));
    return response;
}

Throttle::Key login_key(std::string_view login) {
    return {.text = "login " + lower(trim(login)),
            .free_tries = inspection::kTriesBeforeLock,
            .lock_micros = inspection::kLockMicros};
}

void add_account_routes(Router& router, const AccountServices& services) {
    const auto with = [services](auto handler) {
        return [services, handler](const Request& request) { return handler(services, request); };
    };
    router.add({Method::post, "/api/setup", Permission::public_access, Body::json, "Setup", "SignedIn",
                "初始化：设置本机构和第一个系统管理员 Set up the organ and the first administrator", with(set_up)});
    router.add({Method::post, "/api/login", Permission::public_access, Body::json, "Login", "SignedIn", "登录 Sign in",
                with(sign_in), WhenFrozen::answer});
    router.add({Method::post, "/api/logout", Permission::signed_in, Body::json, "Empty", "Empty", "退出 Sign out",
                with(sign_out), WhenFrozen::answer, Caller::unfinished});
    router.add({Method::get, "/api/me", Permission::signed_in, Body::none, "None", "SignedIn",
                "当前账号和权限 Who is signed in, and what they may do", with(me), WhenFrozen::refuse,
                Caller::unfinished});
    router.add({Method::post, "/api/me/password", Permission::signed_in, Body::json, "PasswordChange", "SessionsEnded",
                "修改自己的密码，结束其他登录会话 Change one's own password, ending one's other sessions",
                with(change_password), WhenFrozen::refuse, Caller::session});
    router.add({Method::post, "/api/activate", Permission::public_access, Body::json, "Activation", "ActivatedAccount",
                "用激活码设置密码 Set a password with an activation code", with(activate)});
}

}  // namespace sunlot::api
