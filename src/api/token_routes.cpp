#include "api/token_routes.h"

#include "workflow/api_token.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

constexpr std::int64_t kMostDays = 366;

Json to_json(const workflow::ApiToken& token) {
    return Json::Object{{"account", token.account},
                        {"account_name", token.account_name},
                        {"expires", token.expires.text()},
                        {"id", token.id},
                        {"issued_at", token.issued_at.text()},
                        {"label", token.label},
                        {"scopes", token.scopes},
                        {"state", token.state}};
}

Response list(const workflow::Context& context, std::string_view account) {
    Json::Array rows;
    for (const auto& token : workflow::list_tokens(context, account)) rows.push_back(to_json(token));
    return json_response(Json::Object{{"rows", std::move(rows)}});
}

Result<Response> issue(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const workflow::NewToken wanted{
        .label = in.text("label", 1, 500), .scopes = in.texts("scopes", 100), .days = in.integer("days", 1, kMostDays)};
    if (auto no = in.refusal()) return pass_on(*no);
    const auto issued = workflow::issue_token(context, request.actor, wanted);
    if (!issued) return pass_on(issued.error());
    return json_response(Json::Object{{"secret", issued->secret}, {"token", to_json(issued->token)}}, 201);
}

}  // namespace

void add_token_routes(Router& router, const workflow::Context& context) {
    const auto add = [&](Method method, const char* path, Permission permission, const char* takes, const char* gives,
                         const char* summary, Handler handler) {
        const Body body = method == Method::get ? Body::none : Body::json;
        router.add({method, path, permission, body, takes, gives, summary, std::move(handler), WhenFrozen::refuse,
                    Caller::session});
    };
    add(Method::get, "/api/me/tokens", Permission::signed_in, "None", "TokenList",
        "自己的接口令牌 One's own API tokens",
        [&context](const Request& request) -> Result<Response> { return list(context, request.actor.account); });
    add(Method::post, "/api/me/tokens", Permission::signed_in, "NewToken", "IssuedToken",
        "签发接口令牌，只显示一次 Issue an API token, shown once",
        [&context](const Request& request) { return issue(context, request); });
    add(Method::get, "/api/tokens", Permission::token_manage, "None", "TokenList", "全部接口令牌 All API tokens",
        [&context](const Request&) -> Result<Response> { return list(context, ""); });
    add(Method::post, "/api/tokens/{id}/revoke", Permission::signed_in, "Empty", "Token",
        "收回接口令牌 Revoke an API token", [&context](const Request& request) -> Result<Response> {
            const auto revoked = workflow::revoke_token(context, request.actor, request.params.at("id"));
            if (!revoked) return pass_on(revoked.error());
            return json_response(to_json(*revoked));
        });
}

}  // namespace sunlot::api
