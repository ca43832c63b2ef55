#include "api/substitution_routes.h"

#include "api/draw_json.h"
#include "base/text.h"
#include "inspection/substitution.h"
#include "workflow/draw_view.h"
#include "workflow/extension.h"
#include "workflow/substitution.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

constexpr std::int64_t kLastLine = 1'000'000'000;

/// The draw after the step, or why the step was refused.
Result<Response> after(const workflow::Context& context, const Request& request, const Result<Done>& done) {
    if (!done) return pass_on(done.error());
    const auto draw = workflow::view_draw(context, request.params.at("id"));
    if (!draw) return pass_on(draw.error());
    return json_response(to_json(*draw));
}

Result<workflow::SubstitutionRequest> read_request(const Json& body) {
    FieldReader in(body);
    workflow::SubstitutionRequest out;
    const auto what = inspection::parse_substituted(in.text("what", 1, 16));
    if (what)
        out.what = *what;
    else
        in.refuse_field("what", what.error().code, what.error().text.zh, what.error().text.en);
    out.line = static_cast<std::uint64_t>(in.integer("line", 0, kLastLine));
    if (out.what == draw::Substituted::officer) out.slot = static_cast<std::uint64_t>(in.integer("slot", 0, 19));
    out.reason = in.text("reason", 1, 32);
    out.text = in.text("text", 1, 2000);
    out.evidence = in.optional_text("evidence", 64).value_or("");
    for (const Json& one : in.array_or_empty("unavailable", 10'000))
        if (one.is_string())
            out.unavailable.push_back(one.as_string());
        else
            in.refuse_field("unavailable", "field.text", "应为执法人员编号", "must be ids of officers");
    if (auto no = in.refusal()) return pass_on(*no);
    return out;
}

Result<Response> request(const workflow::Context& context, const Request& request) {
    const auto asked = read_request(request.body);
    if (!asked) return pass_on(asked.error());
    return after(context, request,
                 workflow::request_substitution(context, request.actor, request.params.at("id"), *asked));
}

using Answer = Result<Done> (*)(const workflow::Context&, const workflow::Actor&, std::string_view, std::uint64_t);
template <Answer give>
Result<Response> answer(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto number = parse_unsigned(request.params.at("number"));
    if (!number)
        return refuse(RefusalKind::not_found, "substitution.number", "没有这一项替换", "there is no such substitution");
    return after(context, request, give(context, request.actor, request.params.at("id"), *number));
}

Result<Response> extend(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto strata = draw::read_higher_quotas(in, "strata");
    const std::string reason = in.text("reason", 1, 2000);
    if (auto no = in.refusal()) return pass_on(*no);
    return after(context, request,
                 workflow::request_extension(context, request.actor, request.params.at("id"), strata, reason));
}

Result<Response> approve_extension(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    if (auto no = in.refusal()) return pass_on(*no);
    return after(context, request, workflow::approve_extension(context, request.actor, request.params.at("id")));
}

/// The codes a request may give, for menus.
Result<Response> reasons(const workflow::Context&, const Request&) {
    Json::Array rows;
    for (const auto& reason : inspection::substitution_reasons())
        rows.push_back(Json::Object{
            {"what", inspection::name(reason.what)}, {"code", reason.code}, {"zh", reason.zh}, {"en", reason.en}});
    return list_response(std::move(rows), {});
}

}  // namespace

void add_substitution_routes(Router& router, const workflow::Context& context) {
    using Call = Result<Response> (*)(const workflow::Context&, const Request&);
    const auto post = [&](const std::string& step, Permission permission, const char* schema, const char* summary,
                          Call call) {
        router.add({Method::post, "/api/draws/{id}/" + step, permission, Body::json, schema, "Draw", summary,
                    [&context, call](const Request& request) { return call(context, request); }});
    };
    router.add({Method::get, "/api/substitution-reasons", Permission::draw_read, Body::none, "None",
                "SubstitutionReasonList", "替换的原因 Reasons for a substitution",
                [&context](const Request& request) { return reasons(context, request); }});
    post("substitutions", Permission::draw_run, "SubstitutionRequest", "申请替换 Ask for a substitution", request);
    post("substitutions/{number}/approve", Permission::draw_approve, "Empty", "批准替换 Approve a substitution",
         answer<workflow::approve_substitution>);
    post("substitutions/{number}/refuse", Permission::draw_approve, "Empty", "不同意替换 Refuse a substitution",
         answer<workflow::refuse_substitution>);
    post("extension", Permission::draw_run, "ExtensionRequest", "申请扩大抽取 Ask for an extension", extend);
    post("extension/approve", Permission::draw_approve, "Empty", "批准扩大抽取 Approve an extension",
         approve_extension);
}

}  // namespace sunlot::api
