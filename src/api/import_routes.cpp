#include "api/import_routes.h"

#include "api/problem_json.h"
#include "workflow/export_record.h"
#include "workflow/import.h"

namespace sunlot::api {

namespace {

using inspection::Permission;

Json columns_json(const workflow::Import& import) {
    Json::Array columns;
    for (std::size_t i = 0; i < import.columns.size(); ++i) {
        const auto& column = import.columns[i];
        columns.push_back(Json::Object{{"field", column.field.empty() ? Json() : Json(column.field)},
                                       {"index", i},
                                       {"sample", Json(column.sample)},
                                       {"title", column.title}});
    }
    return columns;
}

Json fields_json(inspection::ImportKind kind) {
    Json::Array fields;
    for (const auto& field : inspection::fields(kind)) {
        fields.push_back(Json::Object{{"name", field.name},
                                      {"note", field.note},
                                      {"private", field.is_private},
                                      {"required", field.required},
                                      {"title", field.title}});
    }
    return fields;
}

Json sample_json(const workflow::Import& import) {
    Json::Array rows;
    for (const auto& sample : import.sample) {
        Json::Object cells;
        for (const auto& [name, cell] : sample.cells) cells.emplace(name, cell);
        rows.push_back(
            Json::Object{{"cells", std::move(cells)}, {"change", workflow::text(sample.change)}, {"row", sample.row}});
    }
    return rows;
}

Json to_json(const workflow::Import& import) {
    return Json::Object{{"columns", columns_json(import)},
                        {"counts", Json::Object{{"bad", import.bad},
                                                {"changed", import.counts.changed},
                                                {"good", import.counts.good()},
                                                {"new", import.counts.added},
                                                {"rows", import.rows},
                                                {"same", import.counts.same}}},
                        {"created_at", import.created_at.text()},
                        {"encoding", import.encoding},
                        {"fields", fields_json(import.kind)},
                        {"filename", import.filename},
                        {"format", import.format},
                        {"header_row", import.header_row},
                        {"id", import.id},
                        {"kind", inspection::text(import.kind)},
                        {"missing", Json(import.missing)},
                        {"problems", problems_json(import.problems)},
                        {"problems_total", import.problems_total},
                        {"receipt", import.entry ? Json(Json::Object{{"seq", *import.entry}}) : Json()},
                        {"sample", sample_json(import)},
                        {"state", workflow::text(import.state)}};
}

Result<Response> answer(const Result<workflow::Import>& import, int status = 200) {
    if (!import) return pass_on(import.error());
    return json_response(to_json(*import), status);
}

Result<inspection::ImportKind> kind_of(std::string_view word) {
    const auto kind = inspection::parse_import_kind(word);
    if (kind) return *kind;
    return refuse(RefusalKind::invalid, "import.kind", "导入种类应为 objects、officers 或 history",
                  "The kind is objects, officers or history", "kind");
}

/// The route admits who may import the roll; officers need their own permission.
std::optional<Refusal> why_not(const Request& request, inspection::ImportKind kind) {
    if (kind != inspection::ImportKind::officers || request.actor.may(Permission::officer_import)) return std::nullopt;
    return refuse(RefusalKind::forbidden, "forbidden", "没有导入执法人员名录的权限",
                  "You may not import the directory of officers");
}

/// What an import is about, if this account may deal with it.
Result<workflow::Import> permitted(const workflow::Context& context, const Request& request) {
    auto import = workflow::find_import(context, request.params.at("id"));
    if (!import) return import;
    if (const auto no = why_not(request, import->kind)) return pass_on(*no);
    return import;
}

Result<Response> upload(const workflow::Context& context, const Request& request) {
    const auto kind = kind_of(request.text("kind"));
    if (!kind) return pass_on(kind.error());
    if (const auto no = why_not(request, *kind)) return pass_on(*no);
    auto filename = request.text("filename");
    if (filename.empty() || filename.size() > 255) {
        return refuse(RefusalKind::invalid, "import.filename", "请带上文件名，不超过 255 字节",
                      "Give the file's name, at most 255 bytes", "filename");
    }
    return answer(workflow::start_import(context, request.actor, *kind, filename, request.upload), 201);
}

Result<Response> show(const workflow::Context& context, const Request& request) {
    return answer(permitted(context, request));
}

Result<Response> map_columns(const workflow::Context& context, const Request& request) {
    if (const auto import = permitted(context, request); !import) return pass_on(import.error());
    FieldReader in(request.body);
    const auto& columns = in.any("columns");
    std::map<std::string, std::optional<std::string>> choice;
    const bool is_object = columns.is_object();
    if (!is_object)
        in.refuse_field("columns", "mapping.malformed", "应为 {列标题: 字段名或 null}",
                        "An object of column titles and field names or null");
    if (is_object) {
        for (const auto& [title, field] : columns.as_object()) {
            if (field.is_string())
                choice.emplace(title, field.as_string());
            else
                choice.emplace(title, std::nullopt);
        }
    }
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::map_columns(context, request.params.at("id"), choice));
}

Result<Response> confirm(const workflow::Context& context, const Request& request) {
    if (const auto import = permitted(context, request); !import) return pass_on(import.error());
    FieldReader in(request.body);
    const auto bad_rows = in.flag("skip_bad_rows", false) ? workflow::BadRows::skip : workflow::BadRows::refuse;
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::confirm_import(context, request.actor, request.params.at("id"), bad_rows));
}

Result<Response> discard(const workflow::Context& context, const Request& request) {
    if (const auto import = permitted(context, request); !import) return pass_on(import.error());
    return answer(workflow::discard_import(context, request.params.at("id")));
}

Result<Response> problems(const workflow::Context& context, const Request& request) {
    const auto import = permitted(context, request);
    if (!import) return pass_on(import.error());
    const auto report = workflow::problem_report(context, import->id);
    if (!report) return pass_on(report.error());
    workflow::record_export(context, request.actor,
                            {.what = "problems",
                             .format = "csv",
                             .filter = {{"import", import->id}},
                             .rows = import->problems_total,
                             .file = *report});
    Response response;
    response.content_type = "text/csv; charset=utf-8";
    response.file = *report;
    as_download(response, "导入问题清单-" + import->filename + ".csv");
    return response;
}

Result<Response> import_template(const workflow::Context& context, const Request& request) {
    constexpr std::string_view kSuffix = ".xlsx";
    std::string_view name = request.params.at("file");
    if (!name.ends_with(kSuffix))
        return refuse(RefusalKind::not_found, "import.template", "没有这个模板", "There is no such template");
    name.remove_suffix(kSuffix.size());
    const auto kind = kind_of(name);
    if (!kind) return refuse(RefusalKind::not_found, "import.template", "没有这个模板", "There is no such template");
    Response response;
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.file = workflow::import_template(context, *kind);
    response.file_is_temporary = true;
    as_download(response, std::string(inspection::title(*kind)) + "模板.xlsx");
    return response;
}

}  // namespace

void add_import_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::post, "/api/imports", Permission::roll_import, Body::file, "File", "Import",
                "上传文件，得到预览 Upload a file for a preview", with(upload)});
    router.add({Method::get, "/api/imports/templates/{file}", Permission::roll_import, Body::none, "None", "File",
                "导入模板 Import template", with(import_template)});
    router.add({Method::get, "/api/imports/{id}", Permission::roll_import, Body::none, "None", "Import",
                "一次导入 One import", with(show)});
    router.add({Method::get, "/api/imports/{id}/problems.csv", Permission::roll_import, Body::none, "None", "File",
                "全部问题 All problems", with(problems)});
    router.add({Method::post, "/api/imports/{id}/mapping", Permission::roll_import, Body::json, "ImportMapping",
                "Import", "调整列对应 Choose the columns", with(map_columns)});
    router.add({Method::post, "/api/imports/{id}/confirm", Permission::roll_import, Body::json, "ImportConfirmation",
                "Import", "确认导入 Confirm the import", with(confirm)});
    router.add({Method::post, "/api/imports/{id}/discard", Permission::roll_import, Body::json, "Empty", "Import",
                "放弃导入 Discard the import", with(discard)});
}

}  // namespace sunlot::api
