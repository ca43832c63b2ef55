#include "api/item_routes.h"

#include "api/item_json.h"
#include "workflow/item.h"
#include "workflow/item_file.h"
#include "workflow/item_list.h"

#include <utility>

namespace sunlot::api {

namespace {

using inspection::Permission;

constexpr std::int64_t kLargestVersion = 1'000'000;
constexpr std::int64_t kLargestEntry = 1'000'000'000'000;
constexpr std::size_t kMostItems = 500;
constexpr std::size_t kWords = 2000;

Response versions_response(const std::vector<store::ItemVersion>& versions) {
    Json::Array rows;
    for (const auto& version : versions) rows.push_back(item_json(version, ItemDetail::staff));
    return list_response(std::move(rows), std::nullopt, static_cast<std::int64_t>(versions.size()));
}

Result<Response> answer(const Result<std::vector<store::ItemVersion>>& versions) {
    if (!versions) return pass_on(versions.error());
    return versions_response(*versions);
}

Result<Response> list(const workflow::Context& context, const Request&) {
    Json::Array rows;
    for (const auto& row : workflow::list_items(context)) rows.push_back(item_row_json(row));
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), std::nullopt, total);
}

Result<Response> versions(const workflow::Context& context, const Request& request) {
    return answer(workflow::item_versions(context, request.params.at("code")));
}

/// A text beside the item's own members in the request, taken out of them.
Result<std::string> take_text(Json::Object& members, const std::string& name) {
    const auto found = members.find(name);
    if (found == members.end()) return std::string();
    if (!found->second.is_string() || found->second.as_string().size() > kWords)
        return refuse(RefusalKind::invalid, "item." + name, "应为不超过 2000 字节的文字",
                      "A text of at most 2000 bytes", name);
    auto text = found->second.as_string();
    members.erase(found);
    return text;
}

/// The item's members, the reason and the legal basis of the adjustment stand side by side in the request.
Result<Response> draft(const workflow::Context& context, const Request& request) {
    auto members = request.body.as_object();
    const auto reason = take_text(members, "reason");
    if (!reason) return pass_on(reason.error());
    const auto legal_basis = take_text(members, "legal_basis");
    if (!legal_basis) return pass_on(legal_basis.error());
    const auto item = inspection::item_from_json(std::move(members));
    if (!item) return pass_on(item.error());
    const auto drafted =
        workflow::draft_item(context, request.actor, {.item = *item, .reason = *reason, .legal_basis = *legal_basis});
    if (!drafted) return pass_on(drafted.error());
    return json_response(item_json(*drafted, ItemDetail::staff), 201);
}

Result<Response> cancel(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto reason = in.text("reason", 0, kWords);
    const auto legal_basis = in.text("legal_basis", 0, kWords);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto drafted = workflow::cancel_item(context, request.actor, request.params.at("code"), reason, legal_basis);
    if (!drafted) return pass_on(drafted.error());
    return json_response(item_json(*drafted, ItemDetail::staff), 201);
}

Result<Response> discard(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const workflow::VersionRef which{.code = request.params.at("code"),
                                     .version = in.integer("version", 1, kLargestVersion)};
    const auto reason = in.text("reason", 0, kWords);
    if (auto no = in.refusal()) return pass_on(*no);
    if (const auto done = workflow::discard_draft(context, request.actor, which, reason); !done)
        return pass_on(done.error());
    return json_response(Json::Object{});
}

/// "versions": [{"code", "version", "draft"?}].
std::vector<workflow::VersionRef> read_versions(FieldReader& in) {
    std::vector<workflow::VersionRef> which;
    const auto& values = in.array("versions", kMostItems);
    for (std::size_t i = 0; i < values.size(); ++i) {
        FieldReader row(values[i], in.path("versions") + "[" + std::to_string(i) + "]");
        workflow::VersionRef one{.code = row.text("code", 1, 8), .version = row.integer("version", 1, kLargestVersion)};
        if (const auto draft = row.integer_or("draft", -1, 0, kLargestEntry); draft >= 0) one.draft = draft;
        if (const auto no = row.refusal()) {
            in.refuse_field("versions", no->code, no->text.zh, no->text.en);
            return which;
        }
        which.push_back(std::move(one));
    }
    return which;
}

Result<Response> submit(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto which = read_versions(in);
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::submit_items(context, request.actor, which));
}

Result<Response> review(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto which = read_versions(in);
    const auto verdict = inspection::parse_verdict(in.text("verdict", 1, 10));
    const auto opinion = in.text("opinion", 0, kWords);
    if (!verdict) in.refuse_field("verdict", verdict.error().code, verdict.error().text.zh, verdict.error().text.en);
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::review_items(context, request.actor, which, *verdict, opinion));
}

workflow::Publication read_publication(FieldReader& in) {
    workflow::Publication publication;
    publication.title = in.text("title", 0, kWords);
    publication.document = in.text("document", 0, kWords);
    const auto day = in.text("effective_on", 0, 10);
    if (day.empty()) return publication;
    if (const auto parsed = Date::parse(day))
        publication.effective_on = *parsed;
    else
        in.refuse_field("effective_on", parsed.error().code, parsed.error().text.zh, parsed.error().text.en);
    return publication;
}

Result<Response> publish(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto which = read_versions(in);
    const auto publication = read_publication(in);
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::publish_items(context, request.actor, which, publication));
}

Result<Response> compare(const workflow::Context& context, const Request& request) {
    const auto before = request.number("from", 1, 1, kLargestVersion);
    if (!before) return pass_on(before.error());
    const auto after = request.number("to", 1, 1, kLargestVersion);
    if (!after) return pass_on(after.error());
    const auto comparison =
        workflow::compare_versions(context, request.params.at("code"), *before, *after, workflow::Readers::staff);
    if (!comparison) return pass_on(comparison.error());
    return json_response(comparison_json(*comparison, ItemDetail::staff));
}

Result<Response> history(const workflow::Context& context, const Request&) {
    Json::Array rows;
    for (const auto& announcement : workflow::item_history(context)) rows.push_back(announcement_json(announcement));
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), std::nullopt, total);
}

Json import_json(const workflow::ItemImport& import) {
    Json::Array rows;
    for (const auto& row : import.rows) {
        Json::Array fields;
        for (const auto& field : row.fields) fields.emplace_back(field.zh);
        Json::Array problems;
        for (const auto& problem : row.problems)
            problems.push_back(Json::Object{{"column", problem.column},
                                            {"message", problem.message.zh},
                                            {"message_en", problem.message.en},
                                            {"row", problem.row}});
        rows.push_back(Json::Object{{"change", workflow::text(row.change)},
                                    {"code", row.code},
                                    {"fields", std::move(fields)},
                                    {"name", row.name},
                                    {"problems", std::move(problems)},
                                    {"row", row.row}});
    }
    return Json::Object{{"drafted", import.drafted}, {"rows", std::move(rows)}};
}

Result<Response> look(const workflow::Context& context, const Request& request) {
    const auto import = workflow::preview_item_import(context, request.upload);
    if (!import) return pass_on(import.error());
    return json_response(import_json(*import));
}

/// The grounds stand in the query, since the body is the file.
Result<Response> take_in(const workflow::Context& context, const Request& request) {
    const auto import = workflow::import_items(context, request.actor, request.upload, request.text("reason"),
                                               request.text("legal_basis"));
    if (!import) return pass_on(import.error());
    return json_response(import_json(*import), 201);
}

Result<Response> working_copy(const workflow::Context& context, const Request&) {
    Response response;
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.file = workflow::working_item_workbook(context);
    response.file_is_temporary = true;
    as_download(response, "随机抽查事项清单-编辑稿.xlsx");
    return response;
}

using ItemHandler = Result<Response> (*)(const workflow::Context&, const Request&);

auto bind_to(const workflow::Context& context, ItemHandler handler) {
    return [&context, handler](const Request& request) { return handler(context, request); };
}

void add_reading(Router& router, const workflow::Context& context) {
    router.add({Method::get, "/api/items", Permission::item_read, Body::none, "None", "ItemRowList",
                "随机抽查事项清单 The item list", bind_to(context, list)});
    router.add({Method::get, "/api/items/history", Permission::item_read, Body::none, "None", "ItemHistory",
                "清单的历次公布 Every announcement of the list", bind_to(context, history)});
    router.add({Method::get, "/api/items/export.xlsx", Permission::item_read, Body::none, "None", "File",
                "编辑用的清单，含草稿，改好可导入 The list to edit, drafts included, to be imported again",
                bind_to(context, working_copy)});
    router.add({Method::get, "/api/items/{code}", Permission::item_read, Body::none, "None", "ItemList",
                "一个事项的全部版本 All versions of one item", bind_to(context, versions)});
    router.add({Method::get, "/api/items/{code}/diff", Permission::item_read, Body::none, "None", "ItemComparison",
                "两个版本的对照 Two versions beside each other", bind_to(context, compare)});
}

void add_writing(Router& router, const workflow::Context& context) {
    router.add({Method::post, "/api/items", Permission::item_edit, Body::json, "ItemDraft", "Item",
                "起草事项或新版本 Draft an item or a new version", bind_to(context, draft)});
    router.add({Method::post, "/api/items/{code}/cancellation", Permission::item_edit, Body::json, "ItemGrounds",
                "Item", "起草取消事项的版本 Draft the version that takes an item off the list",
                bind_to(context, cancel)});
    router.add({Method::post, "/api/items/{code}/discard", Permission::item_edit, Body::json, "ItemDiscard", "Empty",
                "删去未公布的草稿 Drop a draft that is not published", bind_to(context, discard)});
    router.add({Method::post, "/api/items/import/preview", Permission::item_edit, Body::file, "File", "ItemImport",
                "看一看这个文件会起草什么 See what a file would draft", bind_to(context, look)});
    router.add({Method::post, "/api/items/import", Permission::item_edit, Body::file, "File", "ItemImport",
                "导入清单，起草新增和改动的事项 Import a list and draft what is new or differs",
                bind_to(context, take_in)});
    router.add({Method::post, "/api/items/submit", Permission::item_edit, Body::json, "ItemVersions", "ItemList",
                "提交审核 Submit drafts for review", bind_to(context, submit)});
    router.add({Method::post, "/api/items/review", Permission::item_review, Body::json, "ItemReview", "ItemList",
                "审核通过或者退回 Approve or return in review", bind_to(context, review)});
    router.add({Method::post, "/api/items/publish", Permission::item_publish, Body::json, "ItemPublication", "ItemList",
                "公布（一次公告） Publish in one announcement", bind_to(context, publish)});
}

}  // namespace

void add_item_routes(Router& router, const workflow::Context& context) {
    add_reading(router, context);
    add_writing(router, context);
}

}  // namespace sunlot::api
