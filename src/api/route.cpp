#include "api/route.h"

#include "api/target.h"
#include "base/text.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::api {
namespace {

bool is_api_or_page(std::string_view path) {
    return path.starts_with('/') && !path.contains("//") && (path.size() == 1 || !path.ends_with('/'));
}

}  // namespace

std::string_view name(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::delete_:
            return "DELETE";
    }
    throw std::logic_error("no such method");
}

std::string Request::text(std::string_view key) const {
    const auto found = query.find(key);
    return found == query.end() ? std::string() : std::string(trim(found->second));
}

Result<std::int64_t> Request::number(std::string_view key, std::int64_t absent, std::int64_t min,
                                     std::int64_t max) const {
    const std::string given = text(key);
    if (given.empty()) return absent;
    const auto value = parse_unsigned(given);
    if (!value || *value > static_cast<std::uint64_t>(max) || static_cast<std::int64_t>(*value) < min) {
        const std::string range = std::to_string(min) + "–" + std::to_string(max);
        return refuse(RefusalKind::invalid, "query.invalid", "查询参数须为 " + range + " 的整数",
                      "The query parameter must be a whole number " + range, std::string(key));
    }
    return static_cast<std::int64_t>(*value);
}

Result<std::size_t> Request::limit() const {
    const auto value = number("limit", 50, 1, 500);
    if (!value) return pass_on(value.error());
    return static_cast<std::size_t>(*value);
}

Response json_response(const Json& body, int status) {
    Response response;
    response.status = status;
    response.body = to_canonical(body);
    return response;
}

Response list_response(Json::Array rows, std::optional<std::string> next, std::optional<std::int64_t> total) {
    return json_response(Json::Object{
        {"rows", std::move(rows)}, {"next", next ? Json(*next) : Json()}, {"total", total ? Json(*total) : Json()}});
}

void as_download(Response& response, std::string_view filename) {
    std::string plain;  // for readers that don't know filename*
    for (const char c : filename) {
        const bool safe = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          std::string_view("-._").contains(c);
        plain += safe ? c : '_';
    }
    response.headers.emplace_back(
        "Content-Disposition", "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encode(filename));
}

Router::Segment Router::parse_segment(std::string_view text) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}');
    if (open == text.npos) return {std::string(text), "", ""};
    if (close == text.npos || close < open + 2) throw std::logic_error("malformed path segment " + std::string(text));
    return {std::string(text.substr(0, open)), std::string(text.substr(open + 1, close - open - 1)),
            std::string(text.substr(close + 1))};
}

Router::Path Router::parse_path(std::string_view path) {
    Path segments;
    if (path == "/") return segments;
    for (const auto part : split(path.substr(1), '/')) segments.push_back(parse_segment(part));
    return segments;
}

/// Do both match the same requests? Names of parameters don't count.
bool Router::same_shape(const Path& a, const Path& b) {
    return std::ranges::equal(a, b, [](const Segment& x, const Segment& y) {
        return x.before == y.before && x.after == y.after && x.parameter.empty() == y.parameter.empty();
    });
}

/// How a path matches: `rank` has a letter per segment, and the greatest wins, so that /tasks/preview goes before
/// /tasks/{id}.
struct Router::Fit {
    std::string rank;
    Parameters params;
};

std::optional<Router::Fit> Router::fit(const Path& path, const std::vector<std::string>& segments) {
    if (path.size() != segments.size()) return {};
    Fit found;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const auto& [before, parameter, after] = path[i];
        const std::string& text = segments[i];
        if (parameter.empty()) {
            if (text != before) return {};
            found.rank += 'c';
            continue;
        }
        const std::size_t around = before.size() + after.size();
        if (text.size() <= around || !text.starts_with(before) || !text.ends_with(after)) return {};
        found.params[parameter] = text.substr(before.size(), text.size() - around);
        found.rank += around == 0 ? 'a' : 'b';
    }
    return found;
}

void Router::add(Route route) {
    const std::string what = std::string(name(route.method)) + " " + route.path;
    if (!is_api_or_page(route.path)) throw std::logic_error(what + ": malformed path");
    if (std::ranges::find(inspection::kAllPermissions, route.permission) == inspection::kAllPermissions.end()) {
        throw std::logic_error(what + " has no permission");
    }
    if (route.request_schema.empty() || route.response_schema.empty()) throw std::logic_error(what + " has no schema");
    if (route.summary.empty()) throw std::logic_error(what + " has no summary");
    if (!route.handler) throw std::logic_error(what + " has no handler");
    if (route.method == Method::get && route.body != Body::none) throw std::logic_error(what + ": GET with a body");
    Path path = parse_path(route.path);
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        if (routes_[i].method == route.method && same_shape(paths_[i], path)) {
            throw std::logic_error(what + " is declared twice");
        }
    }
    routes_.push_back(std::move(route));
    paths_.push_back(std::move(path));
}

Result<Router::Match> Router::match(Method method, const std::vector<std::string>& segments,
                                    std::string* allowed) const {
    std::optional<Match> best;
    std::string best_rank;
    std::vector<std::string> others;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        auto found = fit(paths_[i], segments);
        if (!found) continue;
        if (routes_[i].method != method) {
            others.emplace_back(name(routes_[i].method));
        } else if (!best || found->rank > best_rank) {
            best = Match{&routes_[i], std::move(found->params)};
            best_rank = found->rank;
        }
    }
    if (best) return std::move(*best);
    if (others.empty()) {
        return refuse(RefusalKind::not_found, "route.unknown", "没有这个地址", "There is nothing at this address");
    }
    if (allowed) *allowed = join(others, ", ");
    return refuse(RefusalKind::invalid, "route.method", "这个地址不支持该方法", "This method is not supported here");
}

}  // namespace sunlot::api
