// A route is declared whole: method, path, permission, body, schemas, summary, handler. The router refuses to start
// when any of it is missing; docs/api/openapi.yaml is checked against these declarations by a test.
//
//     router.add({Method::post, "/api/draws/{id}/seal", Permission::draw_run, Body::json, "Empty", "Draw",
//                 "封存名单 Seal the frame", [&context](const Request& request) -> Result<Response> {
//                     const auto sealed = workflow::seal(context, request.actor, request.params.at("id"));
//                     if (!sealed) return pass_on(sealed.error());
//                     return json_response(view(*sealed));
//                 }});
//
// The permission and the CSRF token were checked before the handler runs. Handlers run on many threads at once.
#pragma once
#include "base/json.h"
#include "base/result.h"
#include "http/message.h"
#include "inspection/permission.h"
#include "workflow/actor.h"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::api {

enum class Method { get, post, put, delete_ };
std::string_view name(Method method);

/// What a request carries. `json`: at most 1 MB, parsed, an object (an absent body reads as `{}`). `file`: at most
/// 1 GiB, streamed to disk only after the permission was checked.
enum class Body { none, json, file };

using Parameters = std::map<std::string, std::string, std::less<>>;

struct Request {
    Method method = Method::get;
    /// Percent-decoded, without the query.
    std::string path;
    /// The `{name}` parts of the route's path, decoded.
    Parameters params;
    /// Decoded; a name given twice is refused before the handler runs.
    Parameters query;
    Json body = Json::Object{};
    /// Body::file: where the upload lies. The server removes it after the handler unless the handler moved it away.
    std::filesystem::path upload;
    workflow::Actor actor;
    /// The session's id and CSRF token; "" without one.
    std::string session;
    std::string csrf;
    /// The peer's address, for throttling.
    std::string address;
    /// What the peer calls itself (User-Agent), at most 200 bytes.
    std::string agent;
    /// What follows "Bearer " in the Authorization header, or "".
    std::string bearer;
    /// The Cookie header, for the few handlers that keep something in the browser beside the session.
    std::string cookies;
    /// "https://sunlot.example:8443": how the client reached us, for addresses that go on paper.
    std::string origin;

    /// The query parameter `name`, trimmed, or "".
    std::string text(std::string_view name) const;
    /// A whole number in [min, max], or `absent`; refuses query.invalid with the parameter's name.
    Result<std::int64_t> number(std::string_view name, std::int64_t absent, std::int64_t min, std::int64_t max) const;
    /// `limit` of a list: 1 to 500, 50 when absent.
    Result<std::size_t> limit() const;
};

using http::Response;

Response json_response(const Json& body, int status = 200);
/// A list as every list route answers: {"rows":[…],"next":cursor|null,"total":n|null}.
Response list_response(Json::Array rows, std::optional<std::string> next, std::optional<std::int64_t> total = {});
/// Adds Content-Disposition: attachment with a file name in any language (RFC 6266).
void as_download(Response& response, std::string_view filename);

/// What happens to a request that is no GET once the journal takes no entry any more (store::Database::freeze). Only
/// what changes nothing but sessions may answer.
enum class WhenFrozen { refuse, answer };

/// Who may call a route that is not public. `any`: a session, or an API token with the permission among its scopes.
/// `session`: a person at a browser. `unfinished`: also a session that must first set up its second factor.
enum class Caller { any, session, unfinished };

using Handler = std::function<Result<Response>(const Request&)>;

struct Route {
    Method method = Method::get;
    std::string path;
    inspection::Permission permission;  // no default on purpose
    Body body = Body::none;
    /// Names of schemas in openapi.yaml ("None" when there is nothing to describe).
    std::string request_schema;
    std::string response_schema;
    /// One sentence, Chinese then English.
    std::string summary;
    Handler handler;
    WhenFrozen when_frozen = WhenFrozen::refuse;
    Caller caller = Caller::any;
};

/// Collects the routes; the single place that finds the handler of a request.
class Router {
public:
    /// Throws std::logic_error when the declaration is not whole or is there already: the program must not start.
    void add(Route route);

    struct Match {
        const Route* route;
        Parameters params;
    };
    /// `segments` of the decoded path. Refuses route.unknown, or route.method with `allowed` filled ("GET, PUT").
    /// Literal segments go before parameters.
    Result<Match> match(Method method, const std::vector<std::string>& segments, std::string* allowed) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    /// "{id}", "{kind}.xlsx" or "seal": one part of a path. Without a parameter it is the literal `before`.
    struct Segment {
        std::string before;
        std::string parameter;
        std::string after;
    };
    struct Fit;
    using Path = std::vector<Segment>;
    static Segment parse_segment(std::string_view text);
    static Path parse_path(std::string_view path);
    static bool same_shape(const Path& a, const Path& b);
    static std::optional<Fit> fit(const Path& path, const std::vector<std::string>& segments);
    std::vector<Route> routes_;
    /// Beside routes_, taken apart once.
    std::vector<Path> paths_;
};

}  // namespace sunlot::api
