#include "witness/site.h"

#include "base/text.h"
#include "witness/status.h"

#include <algorithm>
#include <exception>

#include <spdlog/spdlog.h>

namespace sunlot::witness {
namespace {

constexpr std::size_t kMostAddresses = 10'000;

constexpr std::string_view kStyle = R"css(
:root { --ink: #14282b; --quiet: #4a5c5f; --line: #dedbd2; --good: #23643c; --bad: #9c2a22; --bad-ground: #faeae8; }
* { box-sizing: border-box; }
body { margin: 0; background: #f7f5f0; color: var(--ink); line-height: 1.65; overflow-wrap: anywhere;
  font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", system-ui, sans-serif; }
header { background: #0b3a3e; color: #fff; padding: .8rem 1rem; } header a { color: #fff; padding: .3rem 0; }
.inner, main { max-width: 52rem; margin: 0 auto; } .inner { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: space-between; }
main { padding: 1rem; } h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
section { background: #fff; border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
section.bad { border: 2px solid var(--bad); } section.bad h2 { color: var(--bad); }
.alarm, .verdict.bad { background: var(--bad-ground); color: var(--bad); border-left: .4rem solid var(--bad); padding: .5rem .8rem; margin: .5rem 0; }
.alarm p { margin: .3rem 0; } .alarm a { color: var(--bad); } .verdict { font-size: 1.1rem; font-weight: 600; }
.verdict.good { color: var(--good); } .quiet { color: var(--quiet); } a { color: #0f5257; }
dl { margin: .4rem 0; } dl div { display: grid; grid-template-columns: 10rem 1fr; gap: .2rem 1rem; } dt { color: var(--quiet); } dd { margin: 0; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .85em; word-break: break-all; }
@media (max-width: 40rem) { dl div { grid-template-columns: 1fr; gap: 0; margin-bottom: .4rem; } }
)css";

struct Asked : http::Admission {
    std::string path;
    bool english = false;
    bool adds = false;
};

http::Response plain(int status, std::string body, std::string type = "text/plain; charset=utf-8") {
    return {.status = status, .content_type = std::move(type), .body = std::move(body)};
}

http::Response no(int status, const std::string& zh, const std::string& en) {
    return plain(status, zh + "\n" + en + "\n");
}

http::Response secured(http::Response response) {
    for (const auto& [name, value] :
         {std::pair{"Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"},
          std::pair{"X-Content-Type-Options", "nosniff"}, std::pair{"Referrer-Policy", "no-referrer"},
          std::pair{"Cache-Control", "no-cache"}})
        response.headers.emplace_back(name, value);
    return response;
}

/// Whoever asks through a reverse proxy on this machine is who the proxy says; anybody else can't claim to be another.
std::string asker(const http::Head& head) {
    const bool proxied = head.address == "127.0.0.1" || head.address == "::1";
    const auto named = proxied ? head.header("x-real-ip") : std::string_view();
    return named.empty() ? head.address : std::string(named.substr(0, 64));
}

/// One path segment that can't lead anywhere else.
bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && !name.starts_with('.') && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
}

}  // namespace

Site::Site(Witness& witness, Settings settings, const Clock& clock, Allowance allowance)
    : witness_(witness), settings_(std::move(settings)), clock_(clock), allowance_(allowance) {}

bool Site::may_ask(const std::string& address) {
    const std::int64_t one = 1'000'000 / std::max<std::int64_t>(1, allowance_.per_second);
    const std::int64_t full = one * allowance_.at_once;
    const Instant now = clock_.now();
    const std::scoped_lock lock(mutex_);
    if (buckets_.size() >= kMostAddresses)
        std::erase_if(buckets_, [&](const auto& entry) { return now.micros - entry.second.at.micros > full; });
    if (buckets_.size() >= kMostAddresses && !buckets_.contains(address)) return false;
    auto [bucket, fresh] = buckets_.try_emplace(address, Bucket{.micros = full, .at = now});
    bucket->second.micros =
        std::min(full, bucket->second.micros + std::max<std::int64_t>(0, now.micros - bucket->second.at.micros));
    bucket->second.at = now;
    if (bucket->second.micros < one) return false;
    bucket->second.micros -= one;
    return true;
}

std::variant<http::Response, std::unique_ptr<http::Admission>> Site::admit(const http::Head& head) noexcept {
    if (!may_ask(asker(head))) {
        auto response = no(429, "请求太多，请稍后再试", "too many requests: try again later");
        response.headers.emplace_back("Retry-After", "5");
        return secured(std::move(response));
    }
    auto asked = std::make_unique<Asked>();
    const auto question = head.target.find('?');
    asked->path = head.target.substr(0, question);
    asked->english = question != head.target.npos && head.target.substr(question) == "?lang=en";
    asked->adds = asked->path == "/add-checkpoint";
    const bool reads = head.method == "GET" || head.method == "HEAD";
    if (asked->adds ? head.method != "POST" : !reads) {
        auto response = no(405, "不支持该方法", "this method is not supported");
        response.headers.emplace_back("Allow", asked->adds ? "POST" : "GET");
        return secured(std::move(response));
    }
    if (head.content_length > (asked->adds ? kBodyLimit : 0))
        return secured(no(413, "内容太大", "the body is too large"));
    return asked;
}

http::Response Site::answer(std::unique_ptr<http::Admission> admission, std::string_view body) noexcept {
    const auto& asked = dynamic_cast<const Asked&>(*admission);
    try {
        if (!asked.adds) return secured(get(asked.path, asked.english));
        auto verdict = witness_.add_checkpoint(body);
        return secured(plain(verdict.status, std::move(verdict.body), std::move(verdict.content_type)));
    } catch (const std::exception& fault) {
        spdlog::error("{}: {}", asked.path, fault.what());
        return secured(no(500, "见证程序出错，请告诉管理员", "something went wrong: tell the operator"));
    }
}

http::Response Site::refused(const Refusal& refusal) noexcept {
    const int status = refusal.kind == RefusalKind::unavailable ? 503 : 400;
    return secured(no(status, refusal.text.zh, refusal.text.en));
}

http::Response Site::get(const std::string& path, bool english) {
    if (path == "/style.css") return plain(200, std::string(kStyle), "text/css; charset=utf-8");
    if (path == "/vkey") return plain(200, witness_.key().text() + "\n");
    if (path.starts_with("/logs/")) return file_of_log(path);
    if (path != "/" && path != "/status.json") return no(404, "没有这个页面", "there is no such page");
    const auto status = status_of(witness_.data(), settings_, witness_.key(), clock_.now());
    if (path == "/") return plain(200, to_page(status, english), "text/html; charset=utf-8");
    Json json = to_json(status);
    Json::Object answered;
    for (const auto& [code, count] : witness_.answered()) answered[std::to_string(code)] = Json(count);
    json.as_object()["answered"] = std::move(answered);
    json.as_object()["started"] = witness_.started().text();
    return plain(200, to_canonical(json) + "\n", "application/json");
}

http::Response Site::file_of_log(const std::string& path) {
    const auto parts = split(path, '/');  // "", "logs", id, …
    auto none = no(404, "没有这个文件", "there is no such file");
    if (parts.size() < 4 || !is_plain_name(parts[2]) || !is_plain_name(parts.back())) return none;
    const auto folder = witness_.data() / "logs" / parts[2];
    if (parts.size() == 4 && parts[3] == "checkpoint") {
        const auto note = read_file(folder / "checkpoint");
        return note ? plain(200, *note + LogFolder(folder).cosignature()) : none;
    }
    if (parts.size() != 5 || parts[3] != "evidence") return none;
    const auto bytes = read_file(folder / "evidence" / parts[4]);
    return bytes ? plain(200, *bytes) : none;
}

}  // namespace sunlot::witness
