#include "api/witness_routes.h"

#include "workflow/witness_desk.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::size_t kLongestPolicy = 32 * 1024;
constexpr std::size_t kLongestAnswer = 64 * 1024;

Json to_json(const workflow::WitnessRow& row, std::uint64_t size) {
    const auto& [witness, standing] = row;
    const bool signed_once = standing.cosigned_size > 0;
    return Json::Object{
        {"cosigned_at", signed_once
                            ? Json(Instant{static_cast<std::int64_t>(standing.cosigned_time) * kMicrosPerSecond}.text())
                            : Json(nullptr)},
        {"cosigned_size", signed_once ? Json(standing.cosigned_size) : Json(nullptr)},
        {"lag", signed_once && standing.cosigned_size <= size ? Json(size - standing.cosigned_size) : Json(nullptr)},
        {"name", witness.name},
        {"organisation", witness.organisation},
        {"state", standing.state},
        {"tried_at", standing.at.micros > 0 ? Json(standing.at.text()) : Json(nullptr)},
        {"trouble", standing.trouble},
        {"url", witness.url ? Json(*witness.url) : Json(nullptr)},
        {"vkey", witness.key.text()}};
}

Json to_json(const std::optional<workflow::PolicyInForce>& policy) {
    if (!policy) return nullptr;
    return Json::Object{{"at", policy->at.text()},
                        {"digest", policy->digest},
                        {"entry", policy->entry},
                        {"quorum", policy->policy.has_quorum()},
                        {"text", policy->text}};
}

Json to_json(const std::optional<store::PolicyRecord>& proposed) {
    if (!proposed) return nullptr;
    return Json::Object{
        {"at", proposed->proposed_at.text()}, {"by", proposed->proposed_by},
        {"entry", proposed->entry},           {"reason", proposed->reason},
        {"text", proposed->policy},           {"witnesses", store::witnesses_json(proposed->witnesses)}};
}

Response overview(const workflow::Context& context) {
    const auto found = workflow::witness_overview(context);
    Json::Array rows;
    for (const auto& row : found.rows) rows.push_back(to_json(row, found.size));
    return json_response(Json::Object{{"log_vkey", found.log_vkey},
                                      {"policy", to_json(found.policy)},
                                      {"proposed", to_json(found.proposed)},
                                      {"size", found.size},
                                      {"witnessed_size", found.witnessed_size},
                                      {"witnesses", std::move(rows)}});
}

Result<Response> propose(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string policy = in.text("policy", 1, kLongestPolicy);
    const std::string reason = in.text("reason", 1, 2000);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto proposed = workflow::propose_policy(context, request.actor, policy, reason);
    if (!proposed) return pass_on(proposed.error());
    return overview(context);
}

Result<Response> approve(const workflow::Context& context, const Request& request) {
    const auto approved = workflow::approve_policy(context, request.actor);
    if (!approved) return pass_on(approved.error());
    return overview(context);
}

Result<Response> give_request(const workflow::Context& context, const Request& request) {
    auto file = workflow::request_file(context, request.params.at("name"));
    if (!file) return pass_on(file.error());
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(file->bytes);
    as_download(response, file->filename);
    return response;
}

Result<Response> take_answer(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string answer = in.text("answer", 1, kLongestAnswer);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto taken = workflow::accept_file(context, request.params.at("name"), answer);
    if (!taken) return pass_on(taken.error());
    return json_response(Json::Object{{"conflict", taken->conflict}, {"size", taken->size}});
}

}  // namespace

void add_witness_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/witnesses", Permission::witness_read, Body::none, "None", "Witnesses",
                "见证人与见证策略 Witnesses and their policy",
                [&context](const Request&) -> Result<Response> { return overview(context); }});
    router.add({Method::post, "/api/witnesses/policy", Permission::witness_manage, Body::json, "WitnessPolicy",
                "Witnesses", "提出见证策略 Propose a witness policy", with(propose)});
    router.add({Method::post, "/api/witnesses/policy/approve", Permission::witness_approve, Body::json, "Empty",
                "Witnesses", "批准见证策略 Approve the proposed witness policy", with(approve)});
    router.add({Method::get, "/api/witnesses/{name}/request", Permission::witness_manage, Body::none, "None", "File",
                "下载送签文件（U 盘） Request to carry to a witness", with(give_request)});
    router.add({Method::post, "/api/witnesses/{name}/answer", Permission::witness_manage, Body::json, "WitnessAnswer",
                "WitnessAnswered", "上传见证人的答复 Take the answer of a witness", with(take_answer)});
}

}  // namespace sunlot::api
