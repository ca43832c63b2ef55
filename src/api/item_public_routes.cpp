// The item list as everybody reads it: pages, and the same as data.
#include "api/framed_page.h"
#include "api/item_json.h"
#include "api/item_page.h"
#include "api/item_routes.h"
#include "workflow/item_file.h"
#include "workflow/item_list.h"

#include <algorithm>
#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

constexpr std::int64_t kLargestVersion = 1'000'000;
constexpr std::size_t kWords = 200;

Result<Response> list(const workflow::Context& context, const Request& request) {
    const auto q = request.text("q");
    return framed_page(context, item_list_page(workflow::public_list(context), language_of(request),
                                               q.size() <= kWords ? q : std::string()));
}

/// The version asked for, or the one in force today, or the newest.
std::int64_t shown_version(const std::vector<store::ItemVersion>& versions, std::int64_t asked, Date today) {
    if (std::ranges::find(versions, asked, &store::ItemVersion::version) != versions.end()) return asked;
    for (const auto& version : versions) {
        const auto holds = workflow::holds(versions, version);
        if (holds.from <= today && (!holds.until || today <= *holds.until)) return version.version;
    }
    return versions.front().version;
}

Result<Response> show(const workflow::Context& context, const Request& request) {
    const auto asked = request.number("version", 0, 1, kLargestVersion);
    if (!asked) return pass_on(asked.error());
    auto versions = workflow::public_versions(context, request.params.at("code"));
    if (!versions) return pass_on(versions.error());
    const auto today = context.clock.now().beijing_date();
    const auto version = shown_version(*versions, *asked, today);
    return framed_page(context, item_page({.versions = std::move(*versions), .version = version, .today = today},
                                          language_of(request)));
}

Result<Response> compare(const workflow::Context& context, const Request& request) {
    const auto before = request.number("from", 1, 1, kLargestVersion);
    if (!before) return pass_on(before.error());
    const auto after = request.number("to", 2, 1, kLargestVersion);
    if (!after) return pass_on(after.error());
    const auto comparison =
        workflow::compare_versions(context, request.params.at("code"), *before, *after, workflow::Readers::everybody);
    if (!comparison) return pass_on(comparison.error());
    return framed_page(context, item_diff_page(*comparison, language_of(request)));
}

Result<Response> history(const workflow::Context& context, const Request& request) {
    return framed_page(context, item_history_page(workflow::item_history(context), language_of(request)));
}

Result<Response> data(const workflow::Context& context, const Request&) {
    const auto all = workflow::public_list(context);
    const auto versions = [](const std::vector<store::ItemVersion>& from) {
        Json::Array rows;
        for (const auto& version : from) rows.push_back(item_json(version, ItemDetail::everybody));
        return rows;
    };
    Json::Array announcements;
    for (const auto& one : workflow::item_history(context)) announcements.push_back(announcement_json(one));
    return json_response(Json::Object{{"announcements", std::move(announcements)},
                                      {"cancelled", versions(all.cancelled)},
                                      {"coming", versions(all.coming)},
                                      {"day", all.day.text()},
                                      {"rows", versions(all.in_force)}});
}

Result<Response> workbook(const workflow::Context& context, const Request&) {
    Response response;
    response.content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.file = workflow::public_item_workbook(context);
    response.file_is_temporary = true;
    as_download(response, "随机抽查事项清单-" + context.clock.now().beijing_date().text() + ".xlsx");
    return response;
}

Result<Response> paper(const workflow::Context& context, const Request& request) {
    Response response;
    response.content_type = "application/pdf";
    response.body = workflow::public_item_paper(context, request.origin);
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
}

}  // namespace

void add_public_item_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/i", Permission::public_access, Body::none, "None", "Html",
                "随机抽查事项清单公示 The public item list", with(list)});
    router.add({Method::get, "/i/history", Permission::public_access, Body::none, "None", "Html",
                "清单历次公布的公示 The public history of the list", with(history)});
    router.add({Method::get, "/i/list.json", Permission::public_access, Body::none, "None", "PublicItems",
                "现行清单和历次公布的数据 The list in force and its history as data", with(data)});
    router.add({Method::get, "/i/list.xlsx", Permission::public_access, Body::none, "None", "File",
                "现行清单，XLSX The list in force as XLSX", with(workbook)});
    router.add({Method::get, "/i/list.pdf", Permission::public_access, Body::none, "None", "Pdf",
                "现行清单，PDF The list in force as PDF", with(paper)});
    router.add({Method::get, "/i/{code}", Permission::public_access, Body::none, "None", "Html",
                "一个事项及其历次版本的公示 One item with every version", with(show)});
    router.add({Method::get, "/i/{code}/diff", Permission::public_access, Body::none, "None", "Html",
                "两个版本对照的公示 Two versions beside each other", with(compare)});
}

}  // namespace sunlot::api
