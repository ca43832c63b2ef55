#include "api/gate.h"

#include "api/test_system.h"

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

using inspection::Permission;
using inspection::Role;

/// The route's path with something in place of each parameter.
std::string example_target(const Route& route) {
    std::string target;
    for (std::size_t i = 0; i < route.path.size(); ++i) {
        if (route.path[i] == '{') {
            target += "nothing";
            i = route.path.find('}', i);
        } else {
            target += route.path[i];
        }
    }
    return target;
}

Reply try_route(const Browser& browser, const Route& route) {
    const std::string method(name(route.method));
    if (route.body == Body::file) return browser.send(method, example_target(route), "a,b\n", "text/csv");
    return browser.send(method, example_target(route), route.body == Body::json ? "{}" : "",
                        route.body == Body::json ? "application/json" : "");
}

TEST(Gate, lets_every_role_do_what_it_may_and_nothing_else_on_every_route) {
    TestSystem system;
    system.set_up();
    for (const Role role : inspection::kAllRoles) {
        const std::string login(name(role));
        system.add_account(login, {role});
        Browser browser(system.server.port());
        ASSERT_EQ(browser.sign_in(login).status, 200) << login;
        for (const auto& route : system.router.routes()) {
            if (route.path == "/api/logout" || route.path == "/api/setup" || route.path == "/api/login") continue;
            const Reply reply = try_route(browser, route);
            const std::string what = login + " " + std::string(name(route.method)) + " " + route.path;
            if (inspection::may({role}, route.permission)) {
                EXPECT_NE(reply.error_code(), "permission.denied") << what;
                // What is public may ask for a key of its own (exchange) or for a sign-in that was begun (OIDC).
                if (route.permission != Permission::public_access) {
                    EXPECT_NE(reply.status, 401) << what;
                }
                EXPECT_LT(reply.status, 500) << what << " " << reply.body;
            } else {
                EXPECT_EQ(reply.status, 403) << what;
                EXPECT_EQ(reply.error_code(), "permission.denied") << what;
            }
        }
    }
}

TEST(Gate, asks_strangers_to_sign_in_on_every_route_that_is_not_public) {
    TestSystem system;
    const Browser stranger(system.server.port());
    std::size_t protected_routes = 0;
    for (const auto& route : system.router.routes()) {
        if (route.permission == Permission::public_access) continue;
        ++protected_routes;
        const Reply reply = try_route(stranger, route);
        EXPECT_EQ(reply.status, 401) << name(route.method) << " " << route.path;
        EXPECT_EQ(reply.error_code(), "session.missing");
    }
    EXPECT_GT(protected_routes, 30U);
}

TEST(Gate, takes_no_change_without_the_csrf_token_of_the_session) {
    TestSystem system;
    system.set_up();
    system.add_account("other", {Role::clerk});
    Browser browser(system.server.port());
    ASSERT_EQ(browser.sign_in("admin").status, 200);
    const Json account = Json::Object{{"login", "li"}, {"name", "李四"}, {"roles", Json::Array{"clerk"}}};
    const std::string token = browser.csrf;
    for (const std::string& wrong : {std::string(), std::string("0"), std::string(64, '0')}) {
        browser.csrf = wrong;
        EXPECT_EQ(browser.post("/api/accounts", account).error_code(), "request.csrf");
    }
    Browser other(system.server.port());
    ASSERT_EQ(other.sign_in("other").status, 200);
    browser.csrf = other.csrf;
    EXPECT_EQ(browser.post("/api/accounts", account).error_code(), "request.csrf");
    browser.csrf = token;
    EXPECT_EQ(browser.post("/api/accounts", account).status, 201);
}

TEST(Gate, refuses_changes_that_come_from_another_site) {
    TestSystem system;
    system.set_up();
    Browser browser(system.server.port());
    browser.extra_headers = "Origin: https://evil.example\r\n";
    EXPECT_EQ(browser.sign_in("admin").error_code(), "request.cross_origin");
    browser.extra_headers = "Origin: null\r\n";
    EXPECT_EQ(browser.sign_in("admin").error_code(), "request.cross_origin");
    browser.extra_headers = "Origin: http://test\r\n";
    EXPECT_EQ(browser.sign_in("admin").status, 200);
}

TEST(Gate, reads_json_strictly) {
    TestSystem system;
    const Browser browser(system.server.port());
    const auto post = [&](const std::string& body, const std::string& type = "application/json") {
        return browser.send("POST", "/api/login", body, type);
    };
    EXPECT_EQ(post("{\"login\":").status, 400);
    EXPECT_EQ(post("[]").error_code(), "json.not_object");
    EXPECT_EQ(post("{\"login\":\"a\",\"login\":\"b\",\"password\":\"c\"}").error_code(), "json.duplicate_key");
    EXPECT_EQ(post("{\"login\":\"a\",\"password\":\"b\",\"admin\":true}").error_code(), "field.unknown");
    EXPECT_EQ(post("{}").status, 400);
    EXPECT_EQ(post("login=a&password=b", "application/x-www-form-urlencoded").status, 415);
    EXPECT_EQ(post("{\"login\":\"a\",\"password\":\"b\"}", "text/plain").status, 415);
    EXPECT_EQ(post(std::string(1000, '[')).status, 400);
}

TEST(Gate, refuses_an_upload_before_a_byte_of_it_is_read) {
    TestSystem system;
    system.set_up();
    Wire wire(system.server.port());
    wire.send(
        "POST /api/imports?kind=objects&filename=x.csv HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000000\r\n"
        "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(wire.receive().status, 401);
    EXPECT_TRUE(std::filesystem::is_empty(system.directory.path() / "uploads"));
}

TEST(Gate, removes_an_upload_that_was_broken_off) {
    TestSystem system;
    system.set_up();
    system.add_account("clerk", {Role::clerk});
    Browser browser(system.server.port());
    ASSERT_EQ(browser.sign_in("clerk").status, 200);
    const auto uploads = system.directory.path() / "uploads";
    {
        Wire wire(system.server.port());
        wire.send(
            "POST /api/imports?kind=objects&filename=x.csv HTTP/1.1\r\nHost: test\r\nContent-Length: "
            "1000000\r\nCookie: " +
            browser.cookie + "\r\nX-CSRF-Token: " + browser.csrf + "\r\n\r\nfirst bytes");
        EXPECT_TRUE(comes_true([&] { return !std::filesystem::is_empty(uploads); }));
    }
    EXPECT_TRUE(comes_true([&] { return std::filesystem::is_empty(uploads); }));
}

TEST(Gate, answers_a_fault_with_a_reference_and_no_details) {
    TestSystem system;
    Router router;
    router.add({Method::get, "/api/broken", Permission::public_access, Body::none, "None", "Empty", "broken",
                [](const Request&) -> Result<Response> { throw std::runtime_error("/secret/path is broken"); }});
    Gate gate(router, system.sessions, system.site, system.context);
    auto admitted =
        gate.admit({.method = "GET", .target = "/api/broken", .headers = {}, .content_length = 0, .address = ""});
    const Response response = gate.answer(std::get<std::unique_ptr<http::Admission>>(std::move(admitted)), "");
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body.find("secret"), std::string::npos);
    EXPECT_NE(response.body.find("server.fault"), std::string::npos);
}

}  // namespace
}  // namespace sunlot::api::testing
