#include "api/erasure_routes.h"

#include "workflow/erasure.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

Json to_json(const store::ErasureRecord& erasure) {
    Json::Array entries;
    for (const auto seq : erasure.entries) entries.emplace_back(seq);
    return Json::Object{{"answered_at", erasure.answered_at ? Json(erasure.answered_at->text()) : Json()},
                        {"answered_by", erasure.answered_by ? Json(*erasure.answered_by) : Json()},
                        {"basis", erasure.basis},
                        {"entries", std::move(entries)},
                        {"entry", erasure.entry},
                        {"id", erasure.id},
                        {"requested_at", erasure.requested_at.text()},
                        {"requested_by", erasure.requested_by},
                        {"state", erasure.state},
                        {"what", erasure.what}};
}

Result<Response> answer(const Result<store::ErasureRecord>& erasure, int status = 200) {
    if (!erasure) return pass_on(erasure.error());
    return json_response(to_json(*erasure), status);
}

Result<Response> request_it(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    workflow::ErasureRequest wanted{.what = in.text("what", 1, 20),
                                    .basis = in.text("basis", 1, 40),
                                    .entries = {},
                                    .target = in.optional_text("target", 64).value_or(""),
                                    .person = in.optional_text("person", 200).value_or(""),
                                    .reason = in.text("reason", 1, 2000)};
    for (const Json& entry : in.array_or_empty("entries", 100)) {
        if (entry.is_integer() && entry.as_integer() >= 0)
            wanted.entries.push_back(static_cast<std::uint64_t>(entry.as_integer()));
        else
            in.refuse_field("entries", "field.type", "条目序号应为整数", "numbers of entries");
    }
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::request_erasure(context, request.actor, wanted), 201);
}

Result<Response> approve(const workflow::Context& context, const Request& request) {
    return answer(workflow::approve_erasure(context, request.actor, request.params.at("id")));
}

Result<Response> refuse_it(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string reason = in.text("reason", 1, 2000);
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::refuse_erasure(context, request.actor, request.params.at("id"), reason));
}

Result<Response> list(const workflow::Context& context, const Request&) {
    Json::Array rows;
    for (const auto& erasure : workflow::list_erasures(context)) rows.push_back(to_json(erasure));
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), std::nullopt, total);
}

}  // namespace

void add_erasure_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/erasures", Permission::journal_read, Body::none, "None", "ErasureList",
                "删除个人信息的申请 Requests to erase personal data", with(list)});
    router.add({Method::post, "/api/erasures", Permission::erasure_request, Body::json, "ErasureRequest", "Erasure",
                "申请删除个人信息 Ask that personal data be erased", with(request_it)});
    router.add({Method::post, "/api/erasures/{id}/approve", Permission::erasure_approve, Body::json, "Empty", "Erasure",
                "批准并执行删除 Approve an erasure and carry it out", with(approve)});
    router.add({Method::post, "/api/erasures/{id}/refuse", Permission::erasure_approve, Body::json, "ErasureAnswer",
                "Erasure", "不同意删除 Refuse an erasure", with(refuse_it)});
}

}  // namespace sunlot::api
