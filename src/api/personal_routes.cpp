#include "api/personal_routes.h"

#include "base/text.h"
#include "workflow/personal_data.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

Result<workflow::Look> look_from(const Json& body) {
    FieldReader in(body);
    workflow::Look look{.purpose = in.text("purpose", 1, 40), .note = in.optional_text("note", 600).value_or("")};
    if (auto no = in.refusal()) return pass_on(*no);
    look.note = trim(look.note);
    return look;
}

using Show = Result<workflow::Shown> (*)(const workflow::Context&, const workflow::Actor&, std::string_view,
                                         const workflow::Look&);

Result<Response> person(const workflow::Context& context, const Request& request, Show show) {
    const auto look = look_from(request.body);
    if (!look) return pass_on(look.error());
    auto shown = show(context, request.actor, request.params.at("id"), *look);
    if (!shown) return pass_on(shown.error());
    return json_response(Json::Object{{"entry", shown->entry}, {"person", std::move(shown->part)}});
}

Result<Response> private_part(const workflow::Context& context, const Request& request) {
    const auto look = look_from(request.body);
    if (!look) return pass_on(look.error());
    const auto seq = parse_unsigned(request.params.at("seq"));
    if (!seq) return refuse(RefusalKind::not_found, "journal.unknown", "没有这个条目", "There is no such entry", "seq");
    auto shown = workflow::show_private_part(context, request.actor, *seq, *look);
    if (!shown) return pass_on(shown.error());
    return json_response(Json::Object{{"entry", shown->entry}, {"part", std::move(shown->part)}, {"seq", *seq}});
}

}  // namespace

void add_personal_routes(Router& router, const workflow::Context& context) {
    const auto showing = [&context](Show show) {
        return [&context, show](const Request& request) { return person(context, request, show); };
    };
    router.add({Method::post, "/api/officers/{id}/person", Permission::private_view, Body::json, "Look", "ShownPerson",
                "查看执法人员的证件号码和电话 See an officer's identity number and phone",
                showing(workflow::show_officer_person)});
    router.add({Method::post, "/api/objects/{id}/person", Permission::private_view, Body::json, "Look", "ShownPerson",
                "查看监管对象的联系人 See an object's contact", showing(workflow::show_object_person)});
    router.add({Method::post, "/api/journal/{seq}/private", Permission::private_view, Body::json, "Look", "ShownPart",
                "查看条目的私密部分 See the private part of an entry",
                [&context](const Request& request) { return private_part(context, request); }});
}

}  // namespace sunlot::api
