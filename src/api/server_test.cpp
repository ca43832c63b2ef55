#include "api/test_system.h"

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

using namespace std::chrono_literals;

constexpr const char* kGetStatus = "GET /api/status HTTP/1.1\r\nHost: test\r\n\r\n";

TEST(Server, answers_several_requests_on_one_connection) {
    TestSystem system;
    Wire wire(system.server.port());
    wire.send(std::string(kGetStatus) + kGetStatus);  // the second before the first is answered
    EXPECT_EQ(wire.receive().status, 200);
    EXPECT_EQ(wire.receive().status, 200);
    wire.send(kGetStatus);
    EXPECT_EQ(wire.receive().json().at("version"), Json("test"));
}

TEST(Server, answers_head_without_a_body) {
    TestSystem system;
    Wire wire(system.server.port());
    wire.send("HEAD /api/status HTTP/1.1\r\nHost: test\r\n\r\n" + std::string(kGetStatus));
    const Reply head = wire.receive(true);
    const Reply get = wire.receive();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), get.header("content-length"));
    EXPECT_NE(get.body, "");
}

TEST(Server, refuses_framing_that_can_be_read_in_two_ways_and_closes) {
    TestSystem system;
    const std::string post = "POST /api/login HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n";
    const std::vector<std::string> bad{
        post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
        post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        post + "Content-Length: +2\r\n\r\n{}",
        post + "Content-Length: 2, 2\r\n\r\n{}",
        post + "Content-Length: -1\r\n\r\n",
        post + "Content-Length: 99999999999999999999\r\n\r\n",
        post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        post + "Transfer-Encoding: xchunked\r\n\r\n{}",
        post + "Transfer-Encoding : chunked\r\n\r\n{}",
        post + "Content-Length : 2\r\n\r\n{}",
        post + "Content-Length\r\n\r\n",
        "GET /api/status HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /api/status HTTP/1.1\r\n\r\n",
        "GET /api/status HTTP/1.1\nHost: test\n\n",
        "GET /api/status HTTP/2.0\r\nHost: test\r\n\r\n",
        "GET  /api/status HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET /api/sta\x01tus HTTP/1.1\r\nHost: test\r\n\r\n",
        "\x16\x03\x01\x02\x01\x01\x01\xfc\x03\x03 not http at all\r\n\r\n",
    };
    for (const auto& request : bad) {
        Wire wire(system.server.port());
        wire.send(request);
        const Reply reply = wire.receive();
        EXPECT_TRUE(reply.status == 0 || (reply.status >= 400 && reply.status < 500)) << reply.status << "\n"
                                                                                      << request;
        EXPECT_TRUE(wire.closed_within(5000)) << request;
    }
}

TEST(Server, does_not_wait_for_a_slow_header) {
    TestSystem system({.header_deadline = 300ms});
    Wire wire(system.server.port());
    wire.send("GET /api/status HTTP/1.1\r\nHos");
    EXPECT_TRUE(wire.closed_within(3000));
}

TEST(Server, closes_idle_connections) {
    TestSystem system({.idle_deadline = 300ms});
    Wire wire(system.server.port());
    wire.send(kGetStatus);
    EXPECT_EQ(wire.receive().status, 200);
    EXPECT_TRUE(wire.closed_within(3000));
}

TEST(Server, refuses_headers_above_16_kilobytes) {
    TestSystem system;
    Wire wire(system.server.port());
    wire.send("GET /api/status HTTP/1.1\r\nHost: test\r\nX-Long: " + std::string(20'000, 'x') + "\r\n\r\n");
    EXPECT_EQ(wire.receive().status, 431);
    EXPECT_TRUE(wire.closed_within(5000));
}

TEST(Server, refuses_json_above_one_megabyte_without_reading_it) {
    TestSystem system;
    Wire wire(system.server.port());
    wire.send(
        "POST /api/login HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n");
    EXPECT_EQ(wire.receive().status, 413);
    EXPECT_TRUE(wire.closed_within(5000));
}

TEST(Server, refuses_lengths_beyond_any_limit) {
    TestSystem system;
    Wire wire(system.server.port());
    wire.send("POST /api/login HTTP/1.1\r\nHost: test\r\nContent-Length: 5000000000\r\n\r\n");
    EXPECT_EQ(wire.receive().status, 413);
}

TEST(Server, closes_connections_beyond_the_limit) {
    TestSystem system({.max_connections = 2});
    Wire first(system.server.port());
    Wire second(system.server.port());
    first.send(kGetStatus);
    EXPECT_EQ(first.receive().status, 200);
    second.send(kGetStatus);
    EXPECT_EQ(second.receive().status, 200);
    Wire third(system.server.port());
    EXPECT_TRUE(third.closed_within(5000));
}

TEST(Server, stops_while_connections_are_idle) {
    TestSystem system;
    Wire idle(system.server.port());
    idle.send(kGetStatus);
    EXPECT_EQ(idle.receive().status, 200);
    const auto start = std::chrono::steady_clock::now();
    system.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
    EXPECT_TRUE(idle.closed_within(1000));
}

TEST(Server, sends_security_headers_with_every_answer) {
    TestSystem system;
    const Browser browser(system.server.port());
    for (const char* target : {"/", "/api/status", "/api/nothing", "/d", "/login", "/assets/none.js", "/%zz"}) {
        const Reply reply = browser.get(target);
        EXPECT_EQ(reply.header("x-content-type-options"), "nosniff") << target;
        EXPECT_NE(reply.header("content-security-policy").find("frame-ancestors 'none'"), std::string::npos) << target;
        EXPECT_EQ(reply.header("content-security-policy").find("script-src 'self' 'unsafe"), std::string::npos);
        EXPECT_NE(reply.header("referrer-policy"), "") << target;
        EXPECT_EQ(reply.header("cross-origin-opener-policy"), "same-origin") << target;
        EXPECT_NE(reply.header("cache-control"), "") << target;
    }
    EXPECT_EQ(browser.get("/api/status").header("cache-control"), "no-store");
}

TEST(Server, gives_the_application_for_page_addresses_and_404_elsewhere) {
    TestSystem system;
    const Browser browser(system.server.port());
    EXPECT_EQ(browser.get("/").status, 200);
    EXPECT_EQ(browser.get("/tasks/12").status, 200);
    EXPECT_EQ(browser.get("/api/nothing").status, 404);
    EXPECT_EQ(browser.get("/api/nothing").error_code(), "route.unknown");
    EXPECT_EQ(browser.get("/assets/none.js").status, 404);
    EXPECT_EQ(browser.get("/../../etc/passwd").status, 400);
    EXPECT_EQ(browser.get("/%2e%2e/%2e%2e/etc/passwd").status, 400);
    EXPECT_EQ(browser.get("/a%2fb").status, 400);
    EXPECT_EQ(browser.get("/a%00").status, 400);
    const Reply wrong = browser.send("DELETE", "/api/login", "", "");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("allow"), "POST");
    EXPECT_EQ(browser.send("BREW", "/api/login", "", "").status, 405);
}

}  // namespace
}  // namespace sunlot::api::testing
