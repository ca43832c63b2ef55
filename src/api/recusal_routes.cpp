#include "api/recusal_routes.h"

#include "inspection/roll.h"
#include "workflow/recusal.h"

namespace sunlot::api {

namespace {

using inspection::Permission;

Json to_json(const workflow::NamedRecusal& named) {
    const auto& recusal = named.recusal;
    return Json::Object{{"declared_at", Instant{recusal.declared_at}.text()},
                        {"ended_entry", recusal.ended_entry ? Json(*recusal.ended_entry) : Json()},
                        {"ended_reason", recusal.ended_reason},
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

Result<Response> end(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto last = Date::parse(in.text("valid_to", 1, 10));
    const auto reason = in.text("reason", 1, 2000);
    if (!last) in.refuse_field("valid_to", last.error().code, last.error().text.zh, last.error().text.en);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto ended = workflow::end_recusal(context, request.actor, request.params.at("id"), *last, reason);
    if (!ended) return pass_on(ended.error());
    return json_response(to_json(*ended));
}

Result<Response> recusals(const workflow::Context& context, const Request&) {
    Json::Array rows;
    for (const auto& recusal : workflow::list_recusals(context)) rows.push_back(to_json(recusal));
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), std::nullopt, total);
}

}  // namespace

void add_recusal_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/recusals", Permission::officer_read, Body::none, "None", "RecusalList",
                "回避登记 Recusals", with(recusals)});
    router.add({Method::post, "/api/recusals", Permission::recusal_edit, Body::json, "RecusalRequest", "Recusal",
                "登记回避 Declare a recusal", with(declare)});
    router.add({Method::post, "/api/recusals/{id}/end", Permission::recusal_edit, Body::json, "RecusalEnd", "Recusal",
                "提前结束回避 End a recusal early", with(end)});
}

}  // namespace sunlot::api
