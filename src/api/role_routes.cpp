#include "api/role_routes.h"

#include "inspection/permission_title.h"
#include "workflow/role.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

Json text_json(const Text& text) {
    return Json::Object{{"en", text.en}, {"zh", text.zh}};
}

Json to_json(const workflow::CustomRole& role) {
    return Json::Object{{"custom", true},
                        {"id", role.id},
                        {"open", role.open},
                        {"permissions", inspection::names(role.permissions)},
                        {"title", text_json({role.title, role.title})}};
}

Json to_json(inspection::Role role) {
    return Json::Object{{"custom", false},
                        {"id", inspection::name(role)},
                        {"open", true},
                        {"permissions", inspection::names(inspection::permissions_of({role}))},
                        {"title", text_json(inspection::title(role))}};
}

Json to_json(const workflow::Delegation& delegation) {
    return Json::Object{{"ends", delegation.ends.text()},
                        {"from", delegation.from},
                        {"from_name", delegation.from_name},
                        {"id", delegation.id},
                        {"reason", delegation.reason},
                        {"roles", delegation.roles},
                        {"starts", delegation.starts.text()},
                        {"state", delegation.state},
                        {"to", delegation.to},
                        {"to_name", delegation.to_name}};
}

Result<Response> list(const AccountServices& services, const Request&) {
    Json::Array roles;
    for (const auto role : inspection::kAllRoles) roles.push_back(to_json(role));
    for (const auto& role : workflow::list_roles(services.context)) roles.push_back(to_json(role));
    Json::Array permissions;
    for (const auto permission : inspection::kAllPermissions)
        permissions.push_back(Json::Object{{"business", inspection::business_permissions().contains(permission)},
                                           {"name", inspection::name(permission)},
                                           {"title", text_json(inspection::title(permission))}});
    const auto factor = workflow::factor_roles(services.context);
    return json_response(Json::Object{{"factor", std::vector<std::string>(factor.begin(), factor.end())},
                                      {"permissions", std::move(permissions)},
                                      {"rows", std::move(roles)}});
}

struct Described {
    std::string title;
    std::vector<std::string> permissions;
};

Result<Described> described(const Request& request) {
    FieldReader in(request.body);
    Described out{.title = in.text("title", 1, 200), .permissions = in.texts("permissions", 100)};
    if (auto no = in.refusal()) return pass_on(*no);
    return out;
}

Result<Response> answer(const Result<workflow::CustomRole>& role, int status = 200) {
    if (!role) return pass_on(role.error());
    return json_response(to_json(*role), status);
}

Result<Response> define(const AccountServices& services, const Request& request) {
    const auto role = described(request);
    if (!role) return pass_on(role.error());
    return answer(workflow::define_role(services.context, request.actor, role->title, role->permissions), 201);
}

Result<Response> change(const AccountServices& services, const Request& request) {
    const auto role = described(request);
    if (!role) return pass_on(role.error());
    return answer(workflow::change_role(services.context, request.actor, request.params.at("id"), role->title,
                                        role->permissions));
}

Result<Response> close(const AccountServices& services, const Request& request) {
    return answer(workflow::close_role(services.context, request.actor, request.params.at("id")));
}

Result<Response> set_factor(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    std::vector<std::string> roles;
    for (const auto& role : in.array("roles", 100))
        if (role.is_string()) roles.push_back(role.as_string());
    if (auto no = in.refusal()) return pass_on(*no);
    const auto set = workflow::set_factor_roles(services.context, request.actor, roles);
    if (!set) return pass_on(set.error());
    return json_response(Json::Object{{"roles", std::vector<std::string>(set->begin(), set->end())}});
}

Result<Response> grant(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    const auto names = in.texts("roles", 20);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto account = workflow::set_roles(services.context, request.actor, request.params.at("id"), names);
    if (!account) return pass_on(account.error());
    return json_response(api::to_json(*account));
}

Response delegations(const workflow::Context& context, std::string_view account) {
    Json::Array rows;
    for (const auto& delegation : workflow::list_delegations(context, account)) rows.push_back(to_json(delegation));
    return json_response(Json::Object{{"rows", std::move(rows)}});
}

Result<Response> delegate(const AccountServices& services, const Request& request) {
    FieldReader in(request.body);
    workflow::NewDelegation wanted{
        .to = in.text("to", 1, 200), .roles = in.texts("roles", 20), .starts = {}, .ends = {}, .reason = {}};
    const auto starts = Date::parse(in.text("starts", 1, 20));
    const auto ends = Date::parse(in.text("ends", 1, 20));
    wanted.reason = in.text("reason", 1, 2000);
    if (auto no = in.refusal()) return pass_on(*no);
    if (!starts) return pass_on(starts.error());
    if (!ends) return pass_on(ends.error());
    wanted.starts = *starts;
    wanted.ends = *ends;
    const auto made = workflow::delegate(services.context, request.actor, wanted);
    if (!made) return pass_on(made.error());
    return json_response(to_json(*made), 201);
}

Result<Response> revoke(const AccountServices& services, const Request& request) {
    const auto revoked = workflow::revoke_delegation(services.context, request.actor, request.params.at("id"));
    if (!revoked) return pass_on(revoked.error());
    return json_response(to_json(*revoked));
}

}  // namespace

void add_role_routes(Router& router, const AccountServices& services) {
    const auto with = [services](auto handler) {
        return [services, handler](const Request& request) { return handler(services, request); };
    };
    const auto add = [&](Method method, const char* path, Permission permission, const char* takes, const char* gives,
                         const char* summary, Handler handler) {
        const Body body = method == Method::get ? Body::none : Body::json;
        router.add({method, path, permission, body, takes, gives, summary, std::move(handler), WhenFrozen::refuse,
                    Caller::session});
    };
    add(Method::get, "/api/roles", Permission::signed_in, "None", "RoleList",
        "角色、权限和第二因素要求 Roles, permissions and who must use a second factor", with(list));
    add(Method::post, "/api/roles", Permission::role_manage, "RoleDescription", "RoleRow", "定义角色 Define a role",
        with(define));
    add(Method::put, "/api/roles/{id}", Permission::role_manage, "RoleDescription", "RoleRow", "修改角色 Change a role",
        with(change));
    add(Method::post, "/api/roles/{id}/close", Permission::role_manage, "Empty", "RoleRow", "停用角色 Close a role",
        with(close));
    add(Method::put, "/api/roles/factor", Permission::role_manage, "RoleNames", "RoleNames",
        "规定哪些角色必须使用第二因素 Say which roles must use a second factor", with(set_factor));
    add(Method::post, "/api/accounts/{id}/roles", Permission::role_manage, "RoleNames", "Account",
        "授予角色 Give an account other roles", with(grant));
    add(Method::get, "/api/me/delegations", Permission::signed_in, "None", "DelegationList",
        "自己给出和得到的委托 Delegations given by one and to one",
        [services](const Request& request) -> Result<Response> {
            return delegations(services.context, request.actor.account);
        });
    add(Method::post, "/api/me/delegations", Permission::signed_in, "NewDelegation", "Delegation",
        "委托他人代行自己的职权 Let somebody stand in for one", with(delegate));
    add(Method::get, "/api/delegations", Permission::role_manage, "None", "DelegationList", "全部委托 All delegations",
        [services](const Request&) -> Result<Response> { return delegations(services.context, ""); });
    add(Method::post, "/api/delegations/{id}/revoke", Permission::signed_in, "Empty", "Delegation",
        "收回委托 End a delegation", with(revoke));
}

}  // namespace sunlot::api
