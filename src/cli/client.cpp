#include "cli/client.h"

namespace sunlot::cli {
namespace {

RefusalKind kind_of(int status) {
    switch (status) {
        case 401:
            return RefusalKind::unauthenticated;
        case 403:
            return RefusalKind::forbidden;
        case 404:
            return RefusalKind::not_found;
        case 409:
            return RefusalKind::conflict;
        case 413:
            return RefusalKind::too_large;
        case 429:
            return RefusalKind::too_many;
        case 503:
            return RefusalKind::unavailable;
        default:
            return RefusalKind::invalid;
    }
}

std::string text_in(const Json& object, std::string_view key) {
    const Json* value = object.find(key);
    return value && value->is_string() ? value->as_string() : std::string();
}

}  // namespace

Refusal refusal_in(const Answer& answer) {
    const auto json = parse_json(answer.body);
    const Json* error = json ? json->find("error") : nullptr;
    if (!error) {
        const std::string status = std::to_string(answer.status);
        return refuse(kind_of(answer.status), "http." + status, "服务器回答 " + status,
                      "The server answered " + status);
    }
    return refuse(kind_of(answer.status), text_in(*error, "code"), text_in(*error, "message"),
                  text_in(*error, "message_en"), text_in(*error, "field"));
}

Result<Json> Client::ask(const Call& call) {
    const Answer answer = send(call);
    if (answer.status < 200 || answer.status > 299) return refusal_in(answer);
    if (call.save_as) return Json();
    return parse_json(answer.body);
}

Result<Done> Client::sign_in(const std::string& user, const std::string& password, const std::string& code) {
    Json body = Json::Object{{"login", user}, {"password", password}};
    if (!code.empty()) body.as_object()["code"] = code;
    const Answer answer = send({.method = api::Method::post, .target = "/api/login", .body = body});
    if (answer.status != 200) return refusal_in(answer);
    const auto json = parse_json(answer.body);
    if (!json) return pass_on(json.error());
    const auto cookie = answer.headers.find("set-cookie");
    cookie_ = cookie == answer.headers.end() ? "" : cookie->second.substr(0, cookie->second.find(';'));
    csrf_ = text_in(*json, "csrf");
    return Done{};
}

std::map<std::string, std::string, std::less<>> Client::request_headers(const Call& call) const {
    std::map<std::string, std::string, std::less<>> headers;
    if (!cookie_.empty()) headers["cookie"] = cookie_;
    if (!csrf_.empty()) headers["x-csrf-token"] = csrf_;
    if (call.method != api::Method::get) {
        headers["content-type"] = call.file ? "application/octet-stream" : "application/json";
    }
    return headers;
}

std::string Client::body_text(const Call& call) {
    if (call.method == api::Method::get || call.file) return {};
    return call.text.empty() ? to_canonical(call.body) : call.text;
}

}  // namespace sunlot::cli
