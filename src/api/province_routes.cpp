#include "api/province_routes.h"

#include "api/framed_page.h"
#include "api/province_page.h"
#include "base/text.h"
#include "workflow/province.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

Json to_json(const store::County& county) {
    Json::Array alarms;
    for (const auto& alarm : county.alarms)
        alarms.push_back(Json::Object{
            {"at", alarm.at.text()}, {"en", alarm.en}, {"entry", alarm.entry}, {"what", alarm.what}, {"zh", alarm.zh}});
    return Json::Object{{"alarms", std::move(alarms)},
                        {"at", county.at ? Json(county.at->text()) : Json(nullptr)},
                        {"checkpoint", county.checkpoint},
                        {"entry", county.entry ? Json(*county.entry) : Json(nullptr)},
                        {"name", county.name},
                        {"origin", county.origin},
                        {"region", county.region},
                        {"size", county.size},
                        {"state", county_state(county)},
                        {"url", county.url},
                        {"vkey", county.vkey}};
}

Result<Response> list(const workflow::Context& context) {
    Json::Array rows;
    for (const auto& county : workflow::list_counties(context)) rows.push_back(to_json(county));
    return list_response(std::move(rows), {});
}

Result<Response> add(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const workflow::CountyTerms terms{.name = in.text("name", 1, 300),
                                      .region = in.text("region", 6, 6),
                                      .url = in.text("url", 1, 500),
                                      .vkey = in.text("vkey", 1, 1000)};
    if (auto no = in.refusal()) return pass_on(*no);
    const auto county = workflow::add_county(context, request.actor, terms);
    if (!county) return pass_on(county.error());
    return json_response(to_json(*county));
}

Result<Response> resolve(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string origin = in.text("origin", 1, 255);
    const std::string reason = in.text("reason", 1, 2000);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto county = workflow::resolve_county(context, request.actor, origin, reason);
    if (!county) return pass_on(county.error());
    return json_response(to_json(*county));
}

Result<Response> observe(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto silence = in.integer_or("silence_seconds", 600, 0, 31'536'000);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto done = workflow::observe_counties(context, request.actor, {.silence = std::chrono::seconds(silence)});
    return json_response(Json::Object{{"alarmed", done.alarmed},
                                      {"counties", done.counties},
                                      {"grown", done.grown},
                                      {"unreachable", done.unreachable}});
}

Result<Response> evidence(const workflow::Context& context, const Request& request) {
    const auto entry = parse_unsigned(request.params.at("entry"));
    auto note = workflow::county_evidence(context, entry && *entry <= INT64_MAX ? *entry : INT64_MAX,
                                          request.params.at("which"));
    if (!note) return pass_on(note.error());
    Response response{.content_type = "text/plain; charset=utf-8", .body = std::move(*note)};
    as_download(response, request.params.at("entry") + "." + request.params.at("which") + ".checkpoint");
    return response;
}

}  // namespace

void add_province_routes(Router& router, const workflow::Context& context) {
    router.add({Method::get, "/province", Permission::public_access, Body::none, "None", "Html",
                "各县日志一页 All county logs on one page", [&context](const Request& request) -> Result<Response> {
                    return framed_page(context, province_page(workflow::list_counties(context), language_of(request)));
                }});
    router.add({Method::get, "/province/evidence/{entry}/{which}", Permission::public_access, Body::none, "None",
                "File", "警报的证据：以前或后来的检查点 Evidence of an alarm, the head held or shown",
                [&context](const Request& request) { return evidence(context, request); }});
    router.add({Method::get, "/api/public/province", Permission::public_access, Body::none, "None", "CountyList",
                "各县日志 The county logs", [&context](const Request&) { return list(context); }});
    router.add({Method::post, "/api/province/counties", Permission::witness_manage, Body::json, "CountyTerms", "County",
                "纳入一个县的日志 Watch a county's log",
                [&context](const Request& request) { return add(context, request); }});
    router.add({Method::post, "/api/province/observe", Permission::witness_manage, Body::json, "ObserveTerms",
                "Observed", "现在看一遍各县日志 Look at all county logs now",
                [&context](const Request& request) { return observe(context, request); }});
    router.add({Method::post, "/api/province/resolve", Permission::witness_manage, Body::json, "CountyReason", "County",
                "查明后解除警报 End a county's alarms",
                [&context](const Request& request) { return resolve(context, request); }});
}

}  // namespace sunlot::api
