#include "api/officer_routes.h"

#include "inspection/roll.h"
#include "workflow/officer.h"
#include "workflow/recusal.h"

namespace sunlot::api {

namespace {

using inspection::Permission;

Json::Object to_json(const workflow::OfficerStanding& standing) {
    const auto& officer = standing.officer;
    return {{"certificate_no", officer.certificate_no},
            {"certificate_valid_to", officer.certificate_to},
            {"drawable", !standing.why_not.has_value()},
            {"entry", officer.entry},
            {"id", officer.id},
            {"load", standing.load},
            {"name", officer.name},
            {"post", officer.post},
            {"state", officer.state},
            {"tags", Json(officer.tags)},
            {"unit", officer.unit},
            {"why_not", standing.why_not ? Json(standing.why_not->zh) : Json()},
            {"why_not_en", standing.why_not ? Json(standing.why_not->en) : Json()}};
}

Json to_json(const workflow::NamedRecusal& named) {
    const auto& recusal = named.recusal;
    return Json::Object{{"declared_at", Instant{recusal.declared_at}.text()},
                        {"entry", recusal.entry},
                        {"id", recusal.id},
                        {"object", recusal.object},
                        {"object_name", named.object_name},
                        {"officer", recusal.officer},
                        {"officer_name", named.officer_name},
                        {"reason", recusal.reason},
                        {"relation", recusal.relation},
                        {"valid_from", recusal.valid_from},
                        {"valid_to", recusal.valid_to}};
}

Result<Response> list(const workflow::Context& context, const Request& request) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    auto page = workflow::list_officers(
        context,
        {.q = request.text("q"), .state = request.text("state"), .after = request.text("after"), .limit = *limit});
    Json::Array rows;
    for (const auto& row : page.rows) rows.push_back(to_json(row));
    return list_response(std::move(rows), std::move(page.next), page.total);
}

Result<Response> detail(const workflow::Context& context, const Request& request) {
    const auto found = workflow::find_officer(context, request.params.at("id"));
    if (!found) return pass_on(found.error());
    auto out = to_json(*found);
    const auto& officer = found->officer;
    out.emplace("auxiliary", officer.auxiliary);
    out.emplace("certificate_from", officer.certificate_from);
    out.emplace("employee_no", officer.employee_no);
    out.emplace("second_certificate_no", officer.second_certificate_no);
    out.emplace("second_certificate_to", officer.second_certificate_to);
    out.emplace("sex", officer.sex);
    return json_response(std::move(out));
}

Result<workflow::RecusalRequest> recusal_from(const Json& body) {
    FieldReader in(body);
    workflow::RecusalRequest request;
    request.officer = in.text("officer", 1, 64);
    const auto object = in.text("object", 1, 64);
    request.relation = in.text("relation", 1, 200);
    request.reason = in.text("reason", 1, 2000);
    const auto from = Date::parse(in.text("valid_from", 1, 10));
    const auto to = Date::parse(in.text("valid_to", 1, 10));
    if (!from) in.refuse_field("valid_from", from.error().code, from.error().text.zh, from.error().text.en);
    if (!to) in.refuse_field("valid_to", to.error().code, to.error().text.zh, to.error().text.en);
    const auto id = inspection::object_id(object);
    if (!id) in.refuse_field("object", id.error().code, id.error().text.zh, id.error().text.en);
    if (auto no = in.refusal()) return pass_on(*no);
    request.object = *id;
    request.valid_from = *from;
    request.valid_to = *to;
    return request;
}

Result<Response> declare(const workflow::Context& context, const Request& request) {
    const auto wanted = recusal_from(request.body);
    if (!wanted) return pass_on(wanted.error());
    const auto declared = workflow::declare_recusal(context, request.actor, *wanted);
    if (!declared) return pass_on(declared.error());
    return json_response(to_json(*declared), 201);
}

Result<Response> recusals(const workflow::Context& context, const Request&) {
    Json::Array rows;
    for (const auto& recusal : workflow::list_recusals(context)) rows.push_back(to_json(recusal));
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), std::nullopt, total);
}

}  // namespace

void add_officer_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/officers", Permission::officer_read, Body::none, "None", "OfficerList",
                "执法人员名录 The directory of officers", with(list)});
    router.add({Method::get, "/api/officers/{id}", Permission::officer_read, Body::none, "None", "OfficerDetail",
                "一名执法人员 One officer", with(detail)});
    router.add({Method::get, "/api/recusals", Permission::officer_read, Body::none, "None", "RecusalList",
                "回避登记 Recusals", with(recusals)});
    router.add({Method::post, "/api/recusals", Permission::recusal_edit, Body::json, "RecusalRequest", "Recusal",
                "登记回避 Declare a recusal", with(declare)});
}

}  // namespace sunlot::api
