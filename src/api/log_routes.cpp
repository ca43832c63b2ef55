#include "api/log_routes.h"

#include "workflow/log_files.h"

#include <string>

namespace sunlot::api {
namespace {

using inspection::Permission;

/// Caching as C2SP tlog-tiles asks for: a tile never changes, the checkpoint does.
Result<Response> serve(const workflow::Context& context, const Request& request) {
    const std::string path = request.path.substr(std::string_view("/log/").size());
    auto file = workflow::log_file(context, path);
    if (!file) return pass_on(file.error());
    const bool tile = path.starts_with("tile/");
    Response response;
    response.content_type = tile ? "application/octet-stream" : "text/plain; charset=utf-8";
    response.file = std::move(*file);
    response.headers.emplace_back("Cache-Control", tile ? "public, max-age=31536000, immutable" : "no-cache");
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");  // any monitor's page may read it
    return response;
}

}  // namespace

void add_log_routes(Router& router, const workflow::Context& context) {
    const auto add = [&](const std::string& path, const char* summary) {
        router.add({Method::get, path, Permission::public_access, Body::none, "None", "File", summary,
                    [&context](const Request& request) { return serve(context, request); }});
    };
    add("/log/checkpoint", "签名的日志检查点 The signed checkpoint of the log");
    add("/log/vkey", "日志的验证公钥 The log's verifier key");
    add("/log/witnessed", "见证方联署的检查点 The newest checkpoint that the witnesses' quorum has cosigned");
    add("/log/vkey-sm2", "日志的 SM2 验证公钥 The log's SM2 verifier key");
    add("/log/vkeys", "日志历次的验证公钥 Every verifier key the log has had");
    add("/log/rotations/{name}", "更换密钥时新旧密钥同签的检查点 The checkpoint by which a key was handed over");
    // N is written in groups of three digits, and a tile that is not full has its width behind .p: 1 to 5 parts.
    std::string path = "/log/tile/{level}";
    for (const char* part : {"/{n}", "/{n2}", "/{n3}", "/{n4}", "/{n5}"})
        add(path += part, "日志分块与条目包 Tiles and entry bundles of the log");
}

}  // namespace sunlot::api
