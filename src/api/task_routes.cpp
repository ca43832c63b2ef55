#include "api/task_routes.h"

#include "workflow/task.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

/// What a task says, with what the system knows about it.
Json to_json(const store::TaskRecord& record) {
    Json out = inspection::to_json(record.task);
    auto& members = out.as_object();
    Json::Object versions;
    for (const auto& [code, version] : record.item_versions) versions[code] = version;
    members["created_at"] = record.created_at.text();
    members["created_by"] = record.created_by;
    members["draw"] = record.draw ? Json(*record.draw) : Json();
    members["entry"] = record.entry;
    members["id"] = record.id;
    members["item_versions"] = versions;
    members["number"] = record.number;
    members["state"] = workflow::task_state(record);
    members["updated_at"] = record.updated_at.text();
    return out;
}

Response task_response(const store::TaskRecord& record, int status = 200) {
    return json_response(Json::Object{{"task", to_json(record)}}, status);
}

Json texts(const std::vector<Text>& values) {
    Json::Array out;
    for (const Text& text : values) out.push_back(Json::Object{{"zh", text.zh}, {"en", text.en}});
    return out;
}

Json to_json(const workflow::TaskPreview& preview) {
    Json::Object excluded;
    for (const auto& [reason, n] : preview.excluded) excluded[reason] = n;
    Json::Array strata;
    for (const auto& stratum : preview.strata)
        strata.push_back(Json::Object{{"label", stratum.label}, {"n", stratum.n}, {"k", stratum.k}});
    Json::Array out;
    for (const auto& officer : preview.out)
        out.push_back(Json::Object{
            {"id", officer.id}, {"name", officer.name}, {"why", officer.why.zh}, {"why_en", officer.why.en}});
    return Json::Object{{"matched", preview.matched},
                        {"excluded", excluded},
                        {"frame", preview.frame},
                        {"strata", strata},
                        {"officers", Json::Object{{"drawable", preview.drawable}, {"not_drawable", out}}},
                        {"warnings", texts(preview.warnings)}};
}

Result<Response> preview(const workflow::Context& context, const Request& request) {
    const auto task = inspection::parse_preview(request.body, context.clock.now().beijing_date());
    if (!task) return pass_on(task.error());
    const auto found = workflow::preview_task(context, *task);
    if (!found) return pass_on(found.error());
    return json_response(to_json(*found));
}

Result<Response> create(const workflow::Context& context, const Request& request) {
    const auto task = inspection::parse_task(request.body);
    if (!task) return pass_on(task.error());
    const auto created = workflow::create_task(context, request.actor, *task);
    if (!created) return pass_on(created.error());
    return task_response(*created, 201);
}

Result<Response> change(const workflow::Context& context, const Request& request) {
    const auto task = inspection::parse_task(request.body);
    if (!task) return pass_on(task.error());
    const auto changed = workflow::change_task(context, request.actor, request.params.at("id"), *task);
    if (!changed) return pass_on(changed.error());
    return task_response(*changed);
}

Result<Response> read(const workflow::Context& context, const Request& request) {
    const auto task = workflow::find_task(context, request.params.at("id"));
    if (!task) return pass_on(task.error());
    return task_response(*task);
}

Result<Response> list(const workflow::Context& context, const Request& request) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    auto page = workflow::list_tasks(context, request.text("after"), *limit);
    if (!page) return pass_on(page.error());
    Json::Array rows;
    for (const auto& task : page->rows) rows.push_back(to_json(task));
    return list_response(std::move(rows), page->next, page->total);
}

}  // namespace

void add_task_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::post, "/api/tasks/preview", Permission::task_edit, Body::json, "TaskPreviewRequest",
                "TaskPreview", "预览抽查任务的范围、分层与可派人员 Preview what a task would draw from",
                with(preview)});
    router.add({Method::post, "/api/tasks", Permission::task_edit, Body::json, "TaskRequest", "TaskAnswer",
                "新建抽查任务 Create a task", with(create)});
    router.add({Method::get, "/api/tasks", Permission::task_read, Body::none, "None", "TaskList",
                "抽查任务列表 List tasks", with(list)});
    router.add({Method::get, "/api/tasks/{id}", Permission::task_read, Body::none, "None", "TaskAnswer",
                "查看抽查任务 Read a task", with(read)});
    router.add({Method::put, "/api/tasks/{id}", Permission::task_edit, Body::json, "TaskRequest", "TaskAnswer",
                "修改尚未抽取的任务 Change a task no draw rests on", with(change)});
}

}  // namespace sunlot::api
