#include "api/organ_routes.h"

#include "workflow/organ_tree.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

Json to_json(const workflow::OrganTree& tree) {
    Json::Array units;
    for (const auto& unit : tree.units)
        units.push_back(Json::Object{{"code", unit.code},
                                     {"kind", unit.kind},
                                     {"name", unit.name},
                                     {"open", unit.open},
                                     {"parent", unit.parent}});
    Json::Array places;
    for (const auto& [account, unit] : tree.places)
        places.push_back(Json::Object{{"account", account}, {"unit", unit}});
    return Json::Object{{"places", std::move(places)}, {"rows", std::move(units)}};
}

Result<Response> answer(const Result<workflow::OrganTree>& tree) {
    if (!tree) return pass_on(tree.error());
    return json_response(to_json(*tree));
}

Result<Response> set_unit(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const inspection::OrganUnit unit{.code = request.params.at("code"),
                                     .parent = in.optional_text("parent", 100).value_or(""),
                                     .kind = in.text("kind", 1, 100),
                                     .name = in.text("name", 1, 500)};
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::set_unit(context, request.actor, unit));
}

Result<Response> place(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string unit = in.optional_text("unit", 100).value_or("");
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::place_account(context, request.actor, request.params.at("id"), unit));
}

}  // namespace

void add_organ_routes(Router& router, const workflow::Context& context) {
    router.add({Method::get, "/api/organ-units", Permission::account_read, Body::none, "None", "OrganTree",
                "机构树和账号的位置 The organisation tree and where accounts are",
                [&context](const Request&) -> Result<Response> {
                    return json_response(to_json(workflow::organ_tree(context)));
                }});
    router.add({Method::put, "/api/organ-units/{code}", Permission::organ_manage, Body::json, "OrganUnit", "OrganTree",
                "设立或修改机构 Set up or change a unit",
                [&context](const Request& request) { return set_unit(context, request); }});
    router.add({Method::post, "/api/organ-units/{code}/close", Permission::organ_manage, Body::json, "Empty",
                "OrganTree", "停用机构 Close a unit", [&context](const Request& request) {
                    return answer(workflow::close_unit(context, request.actor, request.params.at("code")));
                }});
    router.add({Method::post, "/api/accounts/{id}/place", Permission::organ_manage, Body::json, "Place", "OrganTree",
                "规定账号的数据范围 Say which part of the directories an account sees",
                [&context](const Request& request) { return place(context, request); }, WhenFrozen::refuse,
                Caller::session});
}

}  // namespace sunlot::api
