#include "api/static_site.h"

#include "base/text.h"
#include "hash/sha256.h"

#include <array>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace sunlot::api {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNoWebBuild =
    R"(<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>Sunlot</title>
<h1>网页程序还没有构建</h1><p>服务器已在运行。请在 web/ 目录执行 npm ci 与 npm run build，再重新启动；公示页见 <a href="/d">/d</a>。</p>
<h1 lang="en">The web application is not built</h1>
<p lang="en">The server is running. Run npm ci and npm run build in web/, then start again. Public pages: <a href="/d">/d</a>.</p></html>
)";

using TypeOfSuffix = std::pair<std::string_view, std::string_view>;
constexpr std::array<TypeOfSuffix, 16> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
}};

std::string type_of(const fs::path& path) {
    const std::string extension = path.extension().string();
    for (const auto& [suffix, type] : kTypes) {
        if (suffix == extension) return std::string(type);
    }
    return "application/octet-stream";
}

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes(static_cast<std::size_t>(fs::file_size(path)), '\0');
    if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
        throw std::runtime_error("can't read " + path.string());
    }
    return bytes;
}

std::string content_hash(std::string_view bytes) {
    return hash::hex(hash::sha256(bytes)).substr(0, 12);
}

/// The policy in the page's own <meta>, and that nobody may frame it, which only a header can say; "" without one.
std::string own_policy(std::string_view page) {
    constexpr std::string_view kMeta = R"(<meta http-equiv="Content-Security-Policy" content=")";
    const auto at = page.find(kMeta);
    if (at == std::string_view::npos) return "";
    const auto begin = at + kMeta.size();
    const auto end = page.find('"', begin);
    if (end == std::string_view::npos) return "";
    return std::string(page.substr(begin, end - begin)) + "; frame-ancestors 'none'";
}

/// "gzip, br;q=1.0" accepts both; "br;q=0" does not.
bool accepts(std::string_view header, std::string_view encoding) {
    for (const auto part : split(header, ',')) {
        const auto pieces = split(part, ';');
        if (trim(pieces.front()) != encoding) continue;
        return pieces.size() < 2 || (trim(pieces[1]) != "q=0" && !trim(pieces[1]).starts_with("q=0.0"));
    }
    return false;
}

}  // namespace

StaticSite::StaticSite(const fs::path& web_directory) {
    if (fs::is_regular_file(web_directory / "index.html")) {
        load(web_directory);
    } else {
        files_["/index.html"] = {.content_type = "text/html; charset=utf-8",
                                 .etag = content_hash(kNoWebBuild),
                                 .policy = "",
                                 .immutable = false,
                                 .variants = {{"", std::string(kNoWebBuild)}}};
    }
}

void StaticSite::load(const fs::path& directory) {
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        const fs::path& path = entry.path();
        if (!entry.is_regular_file() || path.extension() == ".br" || path.extension() == ".gz") continue;
        File file{.content_type = type_of(path), .etag = "", .policy = "", .immutable = false, .variants = {}};
        for (const auto& [suffix, encoding] : {std::pair{".br", "br"}, std::pair{".gz", "gzip"}}) {
            const fs::path packed = path.string() + suffix;
            if (fs::is_regular_file(packed)) file.variants.push_back({encoding, read_file(packed)});
        }
        file.variants.push_back({"", read_file(path)});
        file.etag = content_hash(file.variants.back().bytes);
        if (path.extension() == ".html") file.policy = own_policy(file.variants.back().bytes);
        const std::string name = "/" + fs::relative(path, directory).generic_string();
        file.immutable = name.starts_with("/assets/");  // the bundler puts a content hash into these names
        files_[name] = std::move(file);
    }
}

std::string hashed_address(std::string_view name, std::string_view bytes) {
    const std::size_t dot = name.rfind('.');
    return "/public/" + std::string(name.substr(0, dot)) + "." + content_hash(bytes) + std::string(name.substr(dot));
}

void StaticSite::add(std::string address, std::string content_type, std::string bytes) {
    std::string etag = content_hash(bytes);
    files_[std::move(address)] = {.content_type = std::move(content_type),
                                  .etag = std::move(etag),
                                  .policy = "",
                                  .immutable = true,
                                  .variants = {{"", std::move(bytes)}}};
}

const std::string* StaticSite::bytes(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second.variants.back().bytes;
}

Result<Response> StaticSite::respond(std::string_view path, std::string_view accept_encoding,
                                     std::string_view if_none_match) const {
    auto found = files_.find(path);
    if (found == files_.end()) {
        const std::string_view last = path.substr(path.rfind('/') + 1);
        if (path.starts_with("/api") || path.starts_with("/assets/") || last.contains('.')) {
            return refuse(RefusalKind::not_found, "route.unknown", "没有这个地址", "There is nothing at this address");
        }
        found = files_.find("/index.html");
    }
    const File& file = found->second;
    Response response;
    response.content_type = file.content_type;
    const Variant* chosen = &file.variants.back();
    for (const auto& variant : file.variants) {
        if (!variant.encoding.empty() && accepts(accept_encoding, variant.encoding)) {
            chosen = &variant;
            break;
        }
    }
    const std::string etag = "\"" + file.etag + (chosen->encoding.empty() ? "" : "-" + chosen->encoding) + "\"";
    response.headers.emplace_back("ETag", etag);
    if (!file.policy.empty()) response.headers.emplace_back("Content-Security-Policy", file.policy);
    response.headers.emplace_back("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (file.variants.size() > 1) response.headers.emplace_back("Vary", "Accept-Encoding");
    if (if_none_match == etag) {
        response.status = 304;
        return response;
    }
    if (!chosen->encoding.empty()) response.headers.emplace_back("Content-Encoding", chosen->encoding);
    response.body = chosen->bytes;
    return response;
}

}  // namespace sunlot::api
