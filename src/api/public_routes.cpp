#include "api/public_routes.h"

#include "api/draw_page.h"
#include "api/framed_page.h"
#include "api/minutes_paper.h"
#include "api/recipe_paper.h"
#include "api/verify_files.h"
#include "workflow/bundle.h"

namespace sunlot::api {
namespace {

using inspection::Permission;

constexpr std::size_t kRowsPerPage = 100;

Result<Response> list(const workflow::Context& context, const Request& request) {
    const auto draws = workflow::list_draws(context, request.text("after"), 30);
    if (!draws) return pass_on(draws.error());
    return framed_page(context, draw_list_page(*draws, language_of(request)));
}

Result<Response> show(const workflow::Context& context, const Request& request) {
    const std::string kind = request.text("kind") == "R" ? "R" : "S";
    const auto draw = workflow::public_draw(
        context, request.params.at("id"),
        {.kind = kind, .after = request.text("after"), .limit = kRowsPerPage, .names = workflow::OfficerNames::masked});
    if (!draw) return pass_on(draw.error());
    return framed_page(context, draw_page(*draw, {.language = language_of(request),
                                                  .kind = kind == "R" ? "R" : "",
                                                  .verifier = workflow::published_verifier(context)}));
}

Result<Response> bundle(const workflow::Context& context, const Request& request) {
    const std::string& id = request.params.at("id");
    auto zip = workflow::bundle_zip(context, id);
    if (!zip) return pass_on(zip.error());
    Response response;
    response.content_type = "application/zip";
    response.file = std::move(*zip);
    response.headers.emplace_back("Cache-Control", "no-cache");
    as_download(response, id + ".zip");
    return response;
}

/// One file of the bundle, for the check that the page itself runs.
Result<Response> file(const workflow::Context& context, const Request& request) {
    auto whole = workflow::collect_bundle(context, request.params.at("id"));
    if (!whole) return pass_on(whole.error());
    const auto found = whole->parts.find(request.params.at("name"));
    if (found == whole->parts.end()) {
        return refuse(RefusalKind::not_found, "bundle.file", "材料里没有这个文件",
                      "There is no such file in the bundle");
    }
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "no-cache");
    if (auto* bytes = std::get_if<std::string>(&found->second)) {
        response.body = std::move(*bytes);
    } else {
        response.file = std::get<std::filesystem::path>(found->second);
    }
    return response;
}

/// The commands to check a draw by hand, with its own numbers, to be printed.
Result<Response> recipe(const workflow::Context& context, const Request& request) {
    const auto draw = workflow::view_draw(context, request.params.at("id"));
    if (!draw) return pass_on(draw.error());
    Response response;
    response.content_type = "application/pdf";
    response.body = recipe_paper(*draw, request.origin);
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
}

/// 抽取记录. Everybody sees the officers' names masked, as on the page.
Result<Response> minutes(const workflow::Context& context, const Request& request, workflow::OfficerNames names) {
    const std::string& id = request.params.at("id");
    auto paper = minutes_of(context, id, names, request.origin);
    if (!paper) return pass_on(paper.error());
    Response response;
    response.content_type = "application/pdf";
    response.body = std::move(*paper);
    response.headers.emplace_back("Cache-Control", "no-cache");
    return response;
}

/// A script that computes a draw elsewhere.
Result<Response> script(const workflow::Context&, const Request& request) {
    const std::string& name = request.params.at("name");
    for (const TextFile& file : verify_files()) {
        if (file.name != name) continue;
        Response response;
        response.content_type = "text/plain; charset=utf-8";
        response.body = file.content;
        return response;
    }
    return refuse(RefusalKind::not_found, "verify.file", "没有这个核验脚本", "There is no such script");
}

}  // namespace

void add_public_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/d", Permission::public_access, Body::none, "None", "Html",
                "抽取公示列表 The public list of draws", with(list)});
    router.add({Method::get, "/d/{id}", Permission::public_access, Body::none, "None", "Html",
                "一次抽取的公示页 The public page of a draw", with(show)});
    router.add({Method::get, "/d/{id}/bundle.zip", Permission::public_access, Body::none, "None", "Zip",
                "一次抽取的全部材料 Everything about a draw, to be checked", with(bundle)});
    router.add({Method::get, "/d/{id}/files/{name}", Permission::public_access, Body::none, "None", "File",
                "材料里的一个文件 One file of the bundle", with(file)});
    router.add({Method::get, "/d/{id}/recipe.pdf", Permission::public_access, Body::none, "None", "Pdf",
                "手工核验单 The recipe to check a draw by hand, with its own numbers", with(recipe)});
    using workflow::OfficerNames;
    router.add(
        {Method::get, "/d/{id}/minutes.pdf", Permission::public_access, Body::none, "None", "Pdf",
         "抽取记录（公开） The minutes of a draw, officers' names masked",
         with([](const workflow::Context& c, const Request& r) { return minutes(c, r, OfficerNames::masked); })});
    router.add({Method::get, "/api/draws/{id}/minutes.pdf", Permission::draw_read, Body::none, "None", "Pdf",
                "抽取记录 The minutes of a draw",
                with([](const workflow::Context& c, const Request& r) { return minutes(c, r, OfficerNames::full); })});
    router.add({Method::get, "/verify/{name}", Permission::public_access, Body::none, "None", "File",
                "核验脚本 A script that computes a draw elsewhere", with(script)});
}

}  // namespace sunlot::api
