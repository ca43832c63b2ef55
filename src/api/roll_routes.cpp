#include "api/roll_routes.h"

#include "base/text.h"
#include "inspection/roll.h"
#include "workflow/roll.h"

#include <array>
#include <limits>

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
            {"grid", object.grid},
            {"id", object.id},
            {"kind", object.kind},
            {"last_checked_on", text_or_null(object.last_checked_on)},
            {"libraries", object.libraries},
            {"merged_into", text_or_null(object.merged_into)},
            {"name", object.name},
            {"registered_on", object.registered_on},
            {"status", object.status},
            {"tags", object.tags}};
}

Json to_json(const workflow::ObjectField& field) {
    const auto& column = inspection::roll_columns()[field.column];
    return Json::Object{
        {"entry", field.set_entry}, {"name", column.name},  {"set_at", Instant{field.set_at}.text()},
        {"source", field.source},   {"value", field.value}, {"verified_at", Instant{field.verified_at}.text()}};
}

Json to_json(const store::Merge& merge) {
    return Json::Object{{"actor", merge.actor}, {"at", Instant{merge.at}.text()},
                        {"entry", merge.entry}, {"gone", merge.gone},
                        {"kept", merge.kept},   {"undone", merge.undone == 0 ? Json() : Json(merge.undone)}};
}

}  // namespace

Result<Done> check_visible(const workflow::Context& context, const workflow::Actor& actor, std::string_view id) {
    if (actor.scope.districts.empty()) return Done{};
    const auto found = workflow::find_object(context, id);
    if (!found) return pass_on(found.error());
    if (!actor.scope.sees_district(found->object.district))
        return refuse(RefusalKind::not_found, "object.unknown", "名录里没有这个监管对象", "No such object", "id");
    return Done{};
}

Json object_row_json(const store::ObjectRecord& object) {
    return to_json(object);
}

Json object_detail_json(const workflow::ObjectDetail& detail) {
    auto out = to_json(detail.object);
    out.emplace("employees", detail.object.employees);
    out.emplace("entry", detail.object.entry);
    out.emplace("industry", detail.object.industry);
    out.emplace("legacy_number", detail.object.legacy_number);
    out.emplace("region", detail.object.region);
    out.emplace("risk", detail.object.risk);
    out.emplace("scope", detail.object.scope);
    out.emplace("source", detail.object.source);
    out.emplace("updated_at", Instant{detail.object.updated_at}.text());
    Json::Array history;
    for (const auto& check : detail.history) {
        history.push_back(Json::Object{
            {"date", check.checked_on}, {"result", check.result}, {"source", check.source}, {"task", check.task}});
    }
    out.emplace("history", std::move(history));
    Json::Array fields;
    for (const auto& field : detail.fields) fields.push_back(to_json(field));
    out.emplace("fields", std::move(fields));
    Json::Array merges;
    for (const auto& merge : detail.merges) merges.push_back(to_json(merge));
    out.emplace("merges", std::move(merges));
    return out;
}

Json merge_json(const store::Merge& merge) {
    return to_json(merge);
}

namespace {

/// What the account asks for, among what it may see.
store::ObjectQuery query_of(const Request& request) {
    const auto& districts = request.actor.scope.districts;
    return {.q = request.text("q"),
            .grade = request.text("grade"),
            .status = request.text("status"),
            .kind = request.text("kind"),
            .district = request.text("district"),
            .grid = request.text("grid"),
            .library = request.text("library"),
            .tag = request.text("tag"),
            .districts = {districts.begin(), districts.end()},
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
    if (!request.actor.scope.sees_district(found->object.district))
        return refuse(RefusalKind::not_found, "object.unknown", "名录里没有这个监管对象", "No such object", "id");
    return json_response(object_detail_json(*found));
}

Result<Response> changes(const workflow::Context& context, const Request& request) {
    const auto before = request.number("before", 0, 0, std::numeric_limits<std::int64_t>::max());
    if (!before) return pass_on(before.error());
    if (auto seen = check_visible(context, request.actor, request.params.at("id")); !seen) return pass_on(seen.error());
    const auto page = workflow::object_changes(context, request.params.at("id"), *before);
    if (!page) return pass_on(page.error());
    Json::Array rows;
    for (const auto& change : page->rows)
        rows.push_back(Json::Object{{"actor", change.actor},
                                    {"actor_name", page->names.at(change.actor)},
                                    {"after", change.after},
                                    {"at", Instant{change.at}.text()},
                                    {"before", change.before},
                                    {"entry", change.entry},
                                    {"field", change.field},
                                    {"source", change.source}});
    return list_response(std::move(rows), page->next ? std::optional(std::to_string(*page->next)) : std::nullopt);
}

/// What the fields of an object are called, for forms and histories.
Result<Response> columns(const workflow::Context&, const Request&) {
    constexpr std::array<std::string_view, 8> kTypes{"text",  "prose",  "word", "date",
                                                     "until", "number", "flag", "list"};
    Json::Array rows;
    for (const auto& column : inspection::roll_columns()) {
        Json::Array choices;
        if (!column.choices.empty())
            for (const auto choice : split(column.choices, '|')) choices.emplace_back(choice);
        rows.push_back(Json::Object{{"choices", std::move(choices)},
                                    {"group", column.group},
                                    {"name", column.name},
                                    {"private", column.is_private},
                                    {"title", column.title},
                                    {"type", kTypes[static_cast<std::size_t>(column.type)]}});
    }
    Json::Array sources;
    for (const auto source : inspection::edit_sources()) sources.emplace_back(source);
    return json_response(Json::Object{{"columns", std::move(rows)}, {"sources", std::move(sources)}});
}

Json counts(const std::vector<std::pair<std::string, std::int64_t>>& values) {
    Json::Array out;
    for (const auto& [value, count] : values) out.push_back(Json::Object{{"count", count}, {"value", value}});
    return out;
}

Result<Response> facets(const workflow::Context& context, const Request&) {
    const auto found = workflow::object_facets(context);
    return json_response(Json::Object{{"categories", counts(found.categories)},
                                      {"districts", counts(found.districts)},
                                      {"libraries", counts(found.libraries)},
                                      {"tags", counts(found.tags)}});
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
    router.add({Method::get, "/api/objects/columns", Permission::roll_read, Body::none, "None", "ObjectColumns",
                "监管对象的字段 The fields of an object", with(columns)});
    router.add({Method::get, "/api/objects/{id}/changes", Permission::roll_read, Body::none, "None", "ObjectChangeList",
                "一个监管对象各字段的变更历史 What the fields of an object were before", with(changes)});
    add_roll_change_routes(router, context);
    add_roll_register_routes(router, context);
}

}  // namespace sunlot::api
