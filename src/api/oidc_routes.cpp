#include "api/oidc_routes.h"

#include "base/text.h"
#include "workflow/oidc.h"

#include <memory>

namespace sunlot::api {
namespace {

using inspection::Permission;

constexpr std::string_view kCookie = "__Host-sunlot-oidc";
constexpr int kTriesOfAnAddress = 50;

/// The state in a Cookie header, or "".
std::string_view state_in_cookies(std::string_view header) {
    for (const auto part : split(header, ';')) {
        const auto cookie = trim(part);
        if (cookie.starts_with(kCookie) && cookie.substr(kCookie.size()).starts_with('='))
            return cookie.substr(kCookie.size() + 1);
    }
    return {};
}

Json to_json(const workflow::OidcProvider& provider) {
    return Json::Object{
        {"client", provider.client}, {"id", provider.id}, {"issuer", provider.issuer}, {"title", provider.title}};
}

/// What a stranger at the sign-in page needs.
Result<Response> list_public(const AccountServices& services, const Request&) {
    Json::Array rows;
    for (const auto& provider : workflow::list_providers(services.context))
        rows.push_back(Json::Object{{"id", provider.id}, {"title", provider.title}});
    return json_response(Json::Object{{"rows", std::move(rows)}});
}

Result<Response> list(const AccountServices& services, const Request&) {
    Json::Array rows;
    for (const auto& provider : workflow::list_providers(services.context)) rows.push_back(to_json(provider));
    return json_response(Json::Object{{"rows", std::move(rows)}});
}

Result<Response> configure(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    const workflow::OidcProvider provider{.id = request.params.at("id"),
                                          .title = in.text("title", 1, 500),
                                          .issuer = in.text("issuer", 1, 1000),
                                          .client = in.text("client", 1, 500),
                                          .secret = in.optional_text("secret", 1000).value_or("")};
    if (auto no = in.refusal()) return pass_on(*no);
    const auto done = workflow::configure_provider(services.context, request.actor, provider);
    if (!done) return pass_on(done.error());
    return json_response(to_json(provider));
}

Result<Response> close(const AccountServices& services, const Request& request) {
    const auto done = workflow::close_provider(services.context, request.actor, request.params.at("id"));
    if (!done) return pass_on(done.error());
    return json_response(Json::Object{});
}

Result<Response> links(const AccountServices& services, const Request& request) {
    return json_response(
        Json::Object{{"providers", workflow::linked_providers(services.context, request.actor.account)}});
}

Result<Response> unlink(const AccountServices& services, const Request& request) {
    const auto done = workflow::unlink_provider(services.context, request.actor, request.params.at("id"));
    if (!done) return pass_on(done.error());
    return json_response(Json::Object{});
}

/// `linking`: the account that wants to be linked, or "".
Result<Response> begin(const AccountServices& services, workflow::OidcDesk& desk, const Request& request,
                       const std::string& linking) {
    const auto allowed =
        services.throttle.start({{.text = "oidc " + request.address, .free_tries = kTriesOfAnAddress}});
    if (!allowed) return pass_on(allowed.error());
    const auto begun = desk.begin(request.params.at("id"), request.origin + "/oidc", linking);
    if (!begun) return pass_on(begun.error());
    Response response = json_response(Json::Object{{"address", begun->address}});
    response.headers.emplace_back("Set-Cookie", std::string(kCookie) + "=" + begun->state +
                                                    "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600");
    return response;
}

Result<Response> finish(const AccountServices& services, workflow::OidcDesk& desk, const Request& request) {
    FieldReader in(request.body);
    const std::string state = in.text("state", 1, 200);
    const std::string code = in.text("code", 1, 4000);
    const std::string otp = in.optional_text("otp", 100).value_or("");
    if (auto no = in.refusal()) return pass_on(*no);
    if (state_in_cookies(request.cookies) != state) {
        return refuse(RefusalKind::unauthenticated, "oidc.state", "这次登录已过期，或不是从本浏览器开始的：请重新登录",
                      "This sign-in is out of date or was begun elsewhere: begin again");
    }
    const auto finished = desk.finish(state, code, otp);
    if (!finished) return pass_on(finished.error());
    services.throttle.succeeded({{.text = "oidc " + request.address}});
    if (!finished->signed_in) return json_response(Json::Object{{"linked", true}});
    return signed_in_response(services, request, *finished->signed_in);
}

}  // namespace

void add_oidc_routes(Router& router, const AccountServices& services) {
    const auto with = [services](auto handler) {
        return [services, handler](const Request& request) { return handler(services, request); };
    };
    const auto desk = std::make_shared<workflow::OidcDesk>(services.context, services.accounts);
    router.add({Method::get, "/api/oidc", Permission::public_access, Body::none, "None", "OidcChoice",
                "登录页上的身份认证平台 Providers of identities for the sign-in page", with(list_public)});
    router.add({Method::post, "/api/oidc/{id}/begin", Permission::public_access, Body::json, "Empty", "OidcAddress",
                "到身份认证平台登录 Go to a provider to sign in",
                [services, desk](const Request& request) { return begin(services, *desk, request, ""); }});
    router.add({Method::post, "/api/oidc/finish", Permission::public_access, Body::json, "OidcReturn", "OidcFinished",
                "从身份认证平台返回，完成登录或关联 Come back from a provider to sign in or to link",
                [services, desk](const Request& request) { return finish(services, *desk, request); }});
    router.add({Method::get, "/api/oidc/providers", Permission::account_read, Body::none, "None", "OidcProviderList",
                "身份认证平台的配置 Providers as configured", with(list)});
    router.add({Method::put, "/api/oidc/providers/{id}", Permission::session_manage, Body::json, "OidcProvider",
                "OidcProviderRow", "配置身份认证平台 Configure a provider", with(configure), WhenFrozen::refuse,
                Caller::session});
    router.add({Method::post, "/api/oidc/providers/{id}/close", Permission::session_manage, Body::json, "Empty",
                "Empty", "停用身份认证平台 Close a provider", with(close), WhenFrozen::refuse, Caller::session});
    router.add({Method::get, "/api/me/oidc", Permission::signed_in, Body::none, "None", "OidcLinks",
                "自己关联的身份认证平台 Providers one is linked with", with(links), WhenFrozen::refuse,
                Caller::session});
    router.add(
        {Method::post, "/api/me/oidc/{id}/link", Permission::signed_in, Body::json, "Empty", "OidcAddress",
         "与身份认证平台关联 Link with a provider",
         [services, desk](const Request& request) { return begin(services, *desk, request, request.actor.account); },
         WhenFrozen::refuse, Caller::session});
    router.add({Method::post, "/api/me/oidc/{id}/unlink", Permission::signed_in, Body::json, "Empty", "Empty",
                "解除关联 Unlink", with(unlink), WhenFrozen::refuse, Caller::session});
}

}  // namespace sunlot::api
