#include "api/gate.h"

#include "api/page.h"
#include "api/target.h"
#include "base/text.h"
#include "inspection/permission_title.h"
#include "store/database.h"
#include "workflow/api_token.h"

#include <algorithm>
#include <array>
#include <exception>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace sunlot::api {
namespace {

constexpr std::string_view kPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

constexpr std::size_t kLongestAgent = 200;
constexpr std::size_t kLongestBearer = 200;

/// "" for another scheme, and for what no key of ours is as long as.
std::string_view bearer_of(std::string_view header) {
    constexpr std::string_view kScheme = "Bearer ";
    if (!header.starts_with(kScheme) || header.size() > kScheme.size() + kLongestBearer) return {};
    return header.substr(kScheme.size());
}

/// Every answer, also of an error: nothing may be framed, sniffed, or run that we did not send.
void secure(Response& response) {
    const auto add = [&](const char* name, std::string_view value) {
        const bool given = std::ranges::any_of(response.headers, [&](const auto& h) { return h.first == name; });
        if (!given) response.headers.emplace_back(name, value);
    };
    add("Content-Security-Policy", kPolicy);
    add("X-Content-Type-Options", "nosniff");
    add("X-Frame-Options", "DENY");
    add("Referrer-Policy", "same-origin");
    add("Cross-Origin-Opener-Policy", "same-origin");
    add("Cross-Origin-Resource-Policy", "same-origin");
    add("Cache-Control", "no-store");
}

/// In time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned different = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        different |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
    }
    return different == 0;
}

Refusal denied(inspection::Permission permission) {
    return refuse(RefusalKind::forbidden, "permission.denied",
                  "您的角色没有这项权限（" + inspection::title(permission).zh + "）",
                  "Your role lacks the permission: " + inspection::title(permission).en);
}

struct Verb {
    Method method;
    bool head_only;
};

std::optional<Verb> parse_verb(std::string_view text) {
    if (text == "GET") return Verb{Method::get, false};
    if (text == "HEAD") return Verb{Method::get, true};
    if (text == "POST") return Verb{Method::post, false};
    if (text == "PUT") return Verb{Method::put, false};
    if (text == "DELETE") return Verb{Method::delete_, false};
    return {};
}

/// We speak plain HTTP; a proxy before us that speaks TLS says so.
std::string origin_of(const Head& head) {
    const bool tls = head.header("x-forwarded-proto") == "https";
    return (tls ? "https://" : "http://") + std::string(head.header("host"));
}

/// A browser names the page a request comes from; it must be one of ours. Programs send no Origin.
bool is_cross_origin(const Head& head) {
    const auto origin = head.header("origin");
    if (origin.empty()) return false;
    const std::size_t authority = origin.find("://");
    return authority == origin.npos || origin.substr(authority + 3) != head.header("host");
}

}  // namespace

Gate::Gate(const Router& router, Sessions& sessions, const StaticSite& site, const workflow::Context& context)
    : router_(router), sessions_(sessions), site_(site), context_(context), run_id_(context.entropy.hex(3)) {}

std::string Gate::next_request_id() {
    return run_id_ + "-" + std::to_string(++serial_);
}

std::variant<Response, std::unique_ptr<http::Admission>> Gate::admit(const Head& head) noexcept {
    const std::string request_id = next_request_id();
    const bool page = !head.target.starts_with("/api");
    try {
        auto admission = check(head, request_id);
        if (admission) return std::move(*admission);
        const Refusal& refusal = admission.error();
        // Whatever no route knows may be a file of the web application.
        if (refusal.code == "route.unknown" && (head.method == "GET" || head.method == "HEAD")) {
            const auto target = parse_target(head.target);
            auto file = target
                            ? site_.respond(target->path, head.header("accept-encoding"), head.header("if-none-match"))
                            : Result<Response>(target.error());
            if (file) {
                secure(*file);
                return std::move(*file);
            }
        }
        Response response = page ? error_page(status_of(refusal), refusal.text, Language::zh) : error_response(refusal);
        if (refusal.code == "route.method") response.headers.emplace_back("Allow", allowed_methods(head));
        secure(response);
        return response;
    } catch (const std::exception& error) {
        return fault(request_id, head.target, error.what());
    }
}

/// What the address would take, for the answer 405.
std::string Gate::allowed_methods(const Head& head) const {
    std::string allowed;
    const auto target = parse_target(head.target);
    if (target) (void)router_.match(Method::get, target->segments, &allowed);
    return allowed.empty() ? "GET" : allowed;
}

Result<std::unique_ptr<Admission>> Gate::check(const Head& head, std::string request_id) {
    const auto verb = parse_verb(head.method);
    if (!verb) return refuse(RefusalKind::invalid, "route.method", "不支持该方法", "This method is not supported");
    auto target = parse_target(head.target);
    if (!target) return pass_on(target.error());
    auto match = router_.match(verb->method, target->segments, nullptr);
    if (!match) return pass_on(match.error());

    auto owned = std::make_unique<Admission>();
    Admission& admission = *owned;
    admission.route = match->route;
    admission.request_id = std::move(request_id);
    admission.request.method = verb->method;
    admission.request.path = std::move(target->path);
    admission.request.params = std::move(match->params);
    admission.request.query = std::move(target->query);
    admission.request.address = head.address;
    admission.request.agent = head.header("user-agent").substr(0, kLongestAgent);
    admission.request.cookies = head.header("cookie");
    admission.request.bearer = bearer_of(head.header("authorization"));
    admission.request.origin = origin_of(head);
    admission.language = language_of(admission.request);
    const bool changes = admission.request.method != Method::get && admission.route->when_frozen == WhenFrozen::refuse;
    if (const auto frozen = changes ? context_.database.frozen() : std::nullopt) return pass_on(*frozen);
    const auto allowed = authorise(head, admission);
    if (!allowed) {
        note_refusal(admission, allowed.error());
        return pass_on(allowed.error());
    }
    const auto fits = check_body(head, admission);
    if (!fits) return pass_on(fits.error());
    return owned;
}

/// The only place where permissions are checked.
Result<Done> Gate::authorise(const Head& head, Admission& admission) {
    const bool changes = admission.request.method != Method::get;
    const auto permission = admission.route->permission;
    if (changes && is_cross_origin(head)) {
        return refuse(RefusalKind::forbidden, "request.cross_origin", "请求来自别的网站，已拒绝",
                      "The request came from another site");
    }
    if (permission == inspection::Permission::public_access) return Done{};
    if (!admission.request.bearer.empty()) return authorise_token(admission);
    auto session = sessions_.find(token_in_cookies(head.header("cookie")), admission.request.agent);
    if (!session) {
        return refuse(RefusalKind::unauthenticated, "session.missing", "请先登录", "Please sign in first");
    }
    admission.request.actor = session->actor;
    if (!session->actor.may(permission)) return denied(permission);
    if (session->unfinished && admission.route->caller != Caller::unfinished) {
        return refuse(RefusalKind::forbidden, "session.unfinished", "您的角色必须使用第二因素：请先到“我的账号”设置",
                      "Your role asks for a second factor: set it up first, under My account");
    }
    if (changes && !same_secret(head.header("x-csrf-token"), session->csrf)) {
        return refuse(RefusalKind::forbidden, "request.csrf", "页面已过期，请刷新后重试",
                      "The X-CSRF-Token header is missing or wrong: reload the page");
    }
    admission.request.session = std::move(session->id);
    admission.request.csrf = std::move(session->csrf);
    return Done{};
}

/// A program with an API token. It sends no cookie, so nobody can make a browser send it: there is no CSRF token.
Result<Done> Gate::authorise_token(Admission& admission) {
    auto actor = workflow::actor_of_token(context_, admission.request.bearer);
    if (!actor) {
        return refuse(RefusalKind::unauthenticated, "token.wrong", "接口令牌不对、已过期或已收回",
                      "The API token is wrong, over or revoked");
    }
    const auto permission = admission.route->permission;
    admission.request.actor = std::move(*actor);
    if (admission.route->caller != Caller::any) {
        return refuse(RefusalKind::forbidden, "token.person", "这件事须本人登录办理，接口令牌不能办",
                      "This is for a person who signed in, not for an API token");
    }
    if (!admission.request.actor.may(permission)) return denied(permission);
    return Done{};
}

Result<Done> Gate::check_body(const Head& head, Admission& admission) {
    const Body body = admission.route->body;
    const std::uint64_t limit = body == Body::file ? kFileLimit : body == Body::json ? kJsonLimit : 4096;
    if (head.content_length > limit) {
        return refuse(RefusalKind::too_large, "request.too_large", "内容超过上限 " + std::to_string(limit) + " 字节",
                      "The body is larger than " + std::to_string(limit) + " bytes");
    }
    if (body == Body::json && head.content_length > 0 && !head.header("content-type").starts_with("application/json")) {
        return refuse(RefusalKind::invalid, "request.media_type", "请求内容须为 JSON（Content-Type: application/json）",
                      "The body must be JSON (Content-Type: application/json)");
    }
    if (body == Body::file) {
        if (head.content_length == 0) {
            return refuse(RefusalKind::invalid, "request.no_file", "没有收到文件", "There is no file in the request");
        }
        admission.upload = std::make_unique<UploadFile>(context_.data_directory / "uploads" / context_.entropy.hex(16));
        admission.request.upload = admission.upload->path();
    }
    return Done{};
}

Response Gate::answer(std::unique_ptr<http::Admission> admitted, std::string_view body) noexcept {
    auto& admission = dynamic_cast<Admission&>(*admitted);
    const std::string& path = admission.request.path;
    try {
        auto result = run(admission, body);
        if (!result) {
            const Refusal& refusal = result.error();
            note_refusal(admission, refusal);
            result = path.starts_with("/api") ? error_response(refusal)
                                              : error_page(status_of(refusal), refusal.text, admission.language);
        }
        secure(*result);
        return std::move(*result);
    } catch (const store::Frozen& frozen) {
        spdlog::warn("request {} {}: {}", admission.request_id, path, frozen.what());
        return refused(frozen.why);
    } catch (const store::Conflict& error) {
        spdlog::warn("request {} {}: {}", admission.request_id, path, error.what());
        return refused(
            refuse(RefusalKind::unavailable, "server.busy", "系统繁忙，请稍后重试", "The server is busy: try again"));
    } catch (const std::exception& error) {
        return fault(admission.request_id, path, error.what());
    }
}

Result<Response> Gate::run(Admission& admission, std::string_view body) {
    if (admission.route->body == Body::json && !body.empty()) {
        auto json = parse_json(body, {.bytes = kJsonLimit, .depth = 32});
        if (!json) return pass_on(json.error());
        if (!json->is_object()) {
            return refuse(RefusalKind::invalid, "json.not_object", "请求内容须为 JSON 对象",
                          "The body must be an object");
        }
        admission.request.body = std::move(*json);
    }
    return admission.route->handler(admission.request);
}

Response Gate::refused(const Refusal& refusal) noexcept {
    Response response = error_response(refusal);
    secure(response);
    return response;
}

/// Refusals of permission, not of content. A page that asks who is signed in is no attempt at anything.
void Gate::note_refusal(const Admission& admission, const Refusal& refusal) noexcept {
    if (refusal.kind != RefusalKind::forbidden && refusal.kind != RefusalKind::unauthenticated &&
        refusal.kind != RefusalKind::too_many)
        return;
    const Route& route = *admission.route;
    if (refusal.code == "session.missing" && route.path == "/api/me") return;
    refusals_.note({.account = admission.request.actor.account,
                    .address = admission.request.address,
                    .route = std::string(name(route.method)) + " " + route.path,
                    .permission = std::string(inspection::name(route.permission)),
                    .code = refusal.code});
}

Response Gate::fault(const std::string& request_id, std::string_view path, const char* what) {
    spdlog::error("request {} {}: {}", request_id, path, what);
    Response response = json_response(
        Json::Object{{"error", Json::Object{{"code", "server.fault"},
                                            {"field", ""},
                                            {"message", "系统出错，编号 " + request_id + "；请告诉管理员"},
                                            {"message_en", "Something went wrong; reference " + request_id}}}},
        500);
    secure(response);
    return response;
}

int status_of(const Refusal& refusal) {
    if (refusal.code == "route.method") return 405;
    if (refusal.code == "request.length_required") return 411;
    if (refusal.code == "request.media_type") return 415;
    if (refusal.code == "request.header_too_large") return 431;
    switch (refusal.kind) {
        case RefusalKind::invalid:
            return 400;
        case RefusalKind::unauthenticated:
            return 401;
        case RefusalKind::forbidden:
            return 403;
        case RefusalKind::not_found:
            return 404;
        case RefusalKind::conflict:
            return 409;
        case RefusalKind::too_large:
            return 413;
        case RefusalKind::too_many:
            return 429;
        case RefusalKind::unavailable:
            return 503;
    }
    return 500;
}

Response error_response(const Refusal& refusal) {
    const std::string& en = refusal.text.en.empty() ? refusal.text.zh : refusal.text.en;
    Response response = json_response(Json::Object{{"error", Json::Object{{"code", refusal.code},
                                                                          {"field", refusal.field},
                                                                          {"message", refusal.text.zh},
                                                                          {"message_en", en}}}},
                                      status_of(refusal));
    if (response.status == 429 || response.status == 503) response.headers.emplace_back("Retry-After", "30");
    return response;
}

}  // namespace sunlot::api
