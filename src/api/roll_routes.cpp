#include "api/roll_routes.h"

#include "workflow/roll.h"

namespace sunlot::api {

namespace {

using inspection::Permission;

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json::Object to_json(const store::ObjectRecord& object) {
    return {{"address", object.address},
            {"category", object.category},
            {"credit_code", object.credit_code},
            {"district", object.district},
            {"grade", object.grade},
            {"id", object.id},
            {"kind", object.kind},
            {"last_checked_on", text_or_null(object.last_checked_on)},
            {"name", object.name},
            {"registered_on", object.registered_on},
            {"status", object.status}};
}

Json to_json(const workflow::ObjectDetail& detail) {
    auto out = to_json(detail.object);
    out.emplace("employees", detail.object.employees);
    out.emplace("entry", detail.object.entry);
    out.emplace("industry", detail.object.industry);
    out.emplace("legacy_number", detail.object.legacy_number);
    out.emplace("region", detail.object.region);
    out.emplace("risk", detail.object.risk);
    out.emplace("scope", detail.object.scope);
    out.emplace("source", detail.object.source);
    out.emplace("tags", detail.object.tags);
    out.emplace("updated_at", Instant{detail.object.updated_at}.text());
    Json::Array history;
    for (const auto& check : detail.history) {
        history.push_back(Json::Object{
            {"date", check.checked_on}, {"result", check.result}, {"source", check.source}, {"task", check.task}});
    }
    out.emplace("history", std::move(history));
    return out;
}

store::ObjectQuery query_of(const Request& request) {
    return {.q = request.text("q"),
            .grade = request.text("grade"),
            .status = request.text("status"),
            .kind = request.text("kind"),
            .district = request.text("district"),
            .after = request.text("after")};
}

Result<Response> list(const workflow::Context& context, const Request& request) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    auto query = query_of(request);
    query.limit = *limit;
    auto page = workflow::list_objects(context, query);
    Json::Array rows;
    for (const auto& object : page.rows) rows.push_back(to_json(object));
    return list_response(std::move(rows), std::move(page.next), page.total);
}

Result<Response> detail(const workflow::Context& context, const Request& request) {
    const auto found = workflow::find_object(context, request.params.at("id"));
    if (!found) return pass_on(found.error());
    return json_response(to_json(*found));
}

Json counts(const std::vector<std::pair<std::string, std::int64_t>>& values) {
    Json::Array out;
    for (const auto& [value, count] : values) out.push_back(Json::Object{{"count", count}, {"value", value}});
    return out;
}

Result<Response> facets(const workflow::Context& context, const Request&) {
    const auto found = workflow::object_facets(context);
    return json_response(
        Json::Object{{"categories", counts(found.categories)}, {"districts", counts(found.districts)}});
}

Result<Response> download(const workflow::Context& context, const Request& request, workflow::ExportFormat format) {
    const bool csv = format == workflow::ExportFormat::csv;
    Response response;
    response.content_type =
        csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    auto query = query_of(request);
    query.after.clear();
    response.file = workflow::export_objects(context, request.actor, query, format);
    response.file_is_temporary = true;
    as_download(response, csv ? "监管对象名录.csv" : "监管对象名录.xlsx");
    return response;
}

}  // namespace

void add_roll_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/objects", Permission::roll_read, Body::none, "None", "ObjectList",
                "监管对象名录 The directory of objects", with(list)});
    router.add({Method::get, "/api/objects/facets", Permission::roll_read, Body::none, "None", "ObjectFacets",
                "可筛选的片区和类型 Districts and categories to filter by", with(facets)});
    for (const auto format : {workflow::ExportFormat::csv, workflow::ExportFormat::xlsx}) {
        const bool csv = format == workflow::ExportFormat::csv;
        router.add({Method::get, csv ? "/api/objects/export.csv" : "/api/objects/export.xlsx", Permission::roll_read,
                    Body::none, "None", "File", "导出名录 Export the directory",
                    [&context, format](const Request& request) { return download(context, request, format); }});
    }
    router.add({Method::get, "/api/objects/{id}", Permission::roll_read, Body::none, "None", "ObjectDetail",
                "一个监管对象和它的检查历史 One object with its past checks", with(detail)});
}

}  // namespace sunlot::api
