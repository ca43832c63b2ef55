#include "api/account_routes.h"
#include "documents/qr.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

Result<Response> list_sessions(const AccountServices& services, const Request& request) {
    return json_response(
        Json::Object{{"rows", to_json(services.sessions.list(request.actor.account, request.session))}});
}

Result<Response> end_session(const AccountServices& services, const Request& request) {
    const auto ended = services.sessions.end(request.actor.account, request.params.at("id"));
    if (!ended) return pass_on(ended.error());
    workflow::note_sessions_ended(services.context, request.actor.account, request.actor.account, 1, "self");
    return json_response(Json::Object{{"ended", 1}});
}

Result<Response> end_others(const AccountServices& services, const Request& request) {
    const auto ended = services.sessions.end_all(request.actor.account, request.session);
    workflow::note_sessions_ended(services.context, request.actor.account, request.actor.account, ended, "self");
    return json_response(Json::Object{{"ended", ended}});
}

Result<Response> begin(const AccountServices& services, const Request& request) {
    const auto factor = services.accounts.begin_factor(request.actor);
    if (!factor) return pass_on(factor.error());
    return json_response(Json::Object{{"address", factor->address},
                                      {"qr", documents::qr_svg(factor->address, "动态口令二维码")},
                                      {"secret", factor->secret}});
}

/// A code that a thief of the session might guess: as many tries as for a password.
template <class Use>
auto with_code(const AccountServices& services, const Request& request, Use use) -> decltype(use(std::string_view())) {
    FieldReader in(request.body);
    const std::string code = in.text("code", 1, 20);
    if (auto no = in.refusal()) return pass_on(*no);
    const std::vector<Throttle::Key> keys{{.text = "factor " + request.actor.account}};
    const auto allowed = services.throttle.start(keys);
    if (!allowed) return pass_on(allowed.error());
    auto used = use(code);
    if (used) services.throttle.succeeded(keys);
    return used;
}

Result<Response> confirm(const AccountServices& services, const Request& request) {
    const auto codes = with_code(services, request, [&](std::string_view code) {
        return services.accounts.confirm_factor(request.actor, code);
    });
    if (!codes) return pass_on(codes.error());
    return json_response(Json::Object{{"recovery_codes", *codes}});
}

Result<Response> renew(const AccountServices& services, const Request& request) {
    const auto codes = with_code(services, request, [&](std::string_view code) {
        return services.accounts.renew_recovery(request.actor, code);
    });
    if (!codes) return pass_on(codes.error());
    return json_response(Json::Object{{"recovery_codes", *codes}});
}

Result<Response> remove(const AccountServices& services, const Request& request) {
    const auto removed = with_code(
        services, request, [&](std::string_view code) { return services.accounts.remove_factor(request.actor, code); });
    if (!removed) return pass_on(removed.error());
    return json_response(Json::Object{});
}

}  // namespace

void add_factor_routes(Router& router, const AccountServices& services) {
    const auto with = [services](auto handler) {
        return [services, handler](const Request& request) { return handler(services, request); };
    };
    router.add({Method::get, "/api/me/sessions", Permission::signed_in, Body::none, "None", "SessionList",
                "自己的登录会话 One's own sessions", with(list_sessions), WhenFrozen::refuse, Caller::session});
    router.add({Method::post, "/api/me/sessions/{id}/end", Permission::signed_in, Body::json, "Empty", "SessionsEnded",
                "结束自己的一个登录会话 End one of one's own sessions", with(end_session), WhenFrozen::answer,
                Caller::session});
    router.add({Method::post, "/api/me/sessions/end-others", Permission::signed_in, Body::json, "Empty",
                "SessionsEnded", "结束自己其他的登录会话 End one's other sessions", with(end_others),
                WhenFrozen::answer, Caller::session});
    router.add({Method::post, "/api/me/factor", Permission::signed_in, Body::json, "Empty", "NewFactor",
                "开始设置第二因素 Begin to set up a second factor", with(begin), WhenFrozen::refuse,
                Caller::unfinished});
    router.add({Method::post, "/api/me/factor/confirm", Permission::signed_in, Body::json, "FactorCode",
                "RecoveryCodes", "用动态口令确认，得到恢复码 Confirm it with a code and get recovery codes",
                with(confirm), WhenFrozen::refuse, Caller::unfinished});
    router.add({Method::post, "/api/me/factor/recovery", Permission::signed_in, Body::json, "FactorCode",
                "RecoveryCodes", "更换恢复码 Get other recovery codes", with(renew), WhenFrozen::refuse,
                Caller::session});
    router.add({Method::post, "/api/me/factor/remove", Permission::signed_in, Body::json, "FactorCode", "Empty",
                "停用自己的第二因素 Remove one's own second factor", with(remove), WhenFrozen::refuse,
                Caller::session});
}

}  // namespace sunlot::api
