// Changing objects, and duplicates.
#include "api/roll_routes.h"
#include "inspection/roll_same.h"
#include "workflow/roll_change.h"
#include "workflow/roll_merge.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;
using workflow::Context;

constexpr std::size_t kReasonBytes = 2000;

Result<Response> answer(Result<workflow::ObjectDetail> detail) {
    if (!detail) return pass_on(detail.error());
    return json_response(object_detail_json(*detail));
}

Result<Response> edit(const Context& context, const Request& request) {
    if (auto seen = check_visible(context, request.actor, request.params.at("id")); !seen) return pass_on(seen.error());
    FieldReader in(request.body);
    workflow::ObjectEdit edit{.fields = {},
                              .source = in.text("source", 1, 60),
                              .reason = in.optional_text("reason", kReasonBytes).value_or(""),
                              .seen = {}};
    const Json& fields = in.any("fields");
    if (const Json& seen = in.any("seen"); seen.is_integer()) edit.seen = seen.as_integer();
    if (auto no = in.refusal()) return pass_on(*no);
    if (!fields.is_object())
        return refuse(RefusalKind::invalid, "object.no_fields", "没有要修改的字段", "No field to change", "fields");
    for (const auto& [name, value] : fields.as_object()) {
        if (!value.is_string())
            return refuse(RefusalKind::invalid, "field.type", "字段的内容必须是文字", "must be text", "fields." + name);
        edit.fields.emplace(name, value.as_string());
    }
    return answer(workflow::edit_object(context, request.actor, request.params.at("id"), edit));
}

Result<Response> status(const Context& context, const Request& request) {
    if (auto seen = check_visible(context, request.actor, request.params.at("id")); !seen) return pass_on(seen.error());
    FieldReader in(request.body);
    const auto to = in.text("to", 1, 60);
    const auto on = Date::parse(in.text("on", 10, 10));
    workflow::StatusChange change{.to = to,
                                  .on = {},
                                  .source = in.text("source", 1, 60),
                                  .reason = in.optional_text("reason", kReasonBytes).value_or("")};
    if (!on) in.refuse_field("on", "date.malformed", "日期格式不对，应如 2026-01-31", "not a date");
    if (auto no = in.refusal()) return pass_on(*no);
    change.on = *on;
    return answer(workflow::change_status(context, request.actor, request.params.at("id"), change));
}

Result<Response> verify(const Context& context, const Request& request) {
    if (auto seen = check_visible(context, request.actor, request.params.at("id")); !seen) return pass_on(seen.error());
    FieldReader in(request.body);
    const auto fields = in.texts("fields", 100);
    const auto source = in.text("source", 1, 60);
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::verify_object(context, request.actor, request.params.at("id"), fields, source));
}

Result<Response> duplicates(const Context& context, const Request& request) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    const auto found = workflow::find_duplicates(context, *limit);
    Json::Array groups;
    for (const auto& group : found.groups) {
        Json::Array objects;
        for (const auto& object : group.objects) objects.push_back(object_row_json(object));
        groups.push_back(Json::Object{{"objects", std::move(objects)},
                                      {"reason", inspection::text(group.reason)},
                                      {"title", inspection::title(group.reason)}});
    }
    Json::Array merges;
    for (const auto& merge : found.merges) merges.push_back(merge_json(merge));
    return json_response(
        Json::Object{{"groups", std::move(groups)}, {"merges", std::move(merges)}, {"total", found.total}});
}

Result<workflow::MergeRequest> merge_request(const Json& body) {
    constexpr std::size_t kIdBytes = 64;
    FieldReader in(body);
    workflow::MergeRequest out{.kept = in.text("kept", 1, kIdBytes),
                               .gone = in.text("gone", 1, kIdBytes),
                               .reason = in.optional_text("reason", kReasonBytes).value_or("")};
    if (auto no = in.refusal()) return pass_on(*no);
    return out;
}

using Join = Result<workflow::ObjectDetail> (*)(const Context&, const workflow::Actor&, const workflow::MergeRequest&);

Result<Response> join(const Context& context, const Request& request, Join use_case) {
    const auto pair = merge_request(request.body);
    if (!pair) return pass_on(pair.error());
    for (const auto& id : {pair->kept, pair->gone})
        if (auto seen = check_visible(context, request.actor, id); !seen) return pass_on(seen.error());
    return answer(use_case(context, request.actor, *pair));
}

Result<Response> apart(const Context& context, const Request& request) {
    const auto pair = merge_request(request.body);
    if (!pair) return pass_on(pair.error());
    for (const auto& id : {pair->kept, pair->gone})
        if (auto seen = check_visible(context, request.actor, id); !seen) return pass_on(seen.error());
    if (const auto done = workflow::keep_apart(context, request.actor, *pair); !done) return pass_on(done.error());
    return json_response(Json::Object{});
}

}  // namespace

void add_roll_change_routes(Router& router, const Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::post, "/api/objects/{id}/edit", Permission::roll_edit, Body::json, "ObjectEdit", "ObjectDetail",
                "修改一个监管对象 Change fields of one object", with(edit)});
    router.add({Method::post, "/api/objects/{id}/status", Permission::roll_edit, Body::json, "ObjectStatusChange",
                "ObjectDetail", "变更监管对象状态 Change an object's status", with(status)});
    router.add({Method::post, "/api/objects/{id}/verify", Permission::roll_edit, Body::json, "ObjectVerification",
                "ObjectDetail", "核实监管对象的字段 Say that fields are right", with(verify)});
    router.add({Method::get, "/api/duplicates", Permission::roll_read, Body::none, "None", "Duplicates",
                "疑似重复的监管对象 Objects that may be one", with(duplicates)});
    const auto joining = [&context](Join use_case) {
        return [&context, use_case](const Request& request) { return join(context, request, use_case); };
    };
    router.add({Method::post, "/api/duplicates/merge", Permission::roll_merge, Body::json, "ObjectPair", "ObjectDetail",
                "合并两个监管对象 Merge two objects", joining(workflow::merge_objects)});
    router.add({Method::post, "/api/duplicates/unmerge", Permission::roll_merge, Body::json, "ObjectPair",
                "ObjectDetail", "撤销合并 Take a merge back", joining(workflow::unmerge_objects)});
    router.add({Method::post, "/api/duplicates/apart", Permission::roll_merge, Body::json, "ObjectPair", "Empty",
                "认定两个监管对象不重复 Say that two objects are two", with(apart)});
}

}  // namespace sunlot::api
