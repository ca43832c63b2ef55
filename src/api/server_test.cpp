#include "api/test_system.h"

#include <chrono>
#include <future>
#include <stdexcept>

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
        EXPECT_TRUE(wire.closes()) << request;
    }
}

TEST(Server, does_not_wait_for_a_slow_header) {
    TestSystem system({.header_deadline = 300ms, .idle_deadline = 1h});
    Wire wire(system.server.port());
    wire.send("GET /api/status HTTP/1.1\r\nHos");
    EXPECT_TRUE(wire.closes());
}

TEST(Server, closes_idle_connections) {
    TestSystem system({.header_deadline = 1h, .idle_deadline = 300ms});
    Wire silent(system.server.port());
    EXPECT_TRUE(silent.closes());
    for (;;) {
        Wire wire(system.server.port());
        wire.send(kGetStatus);
        if (wire.receive().status != 200) continue;  // the machine was busy, and we were too late
        EXPECT_TRUE(wire.closes());
        break;
    }
}

TEST(Server, refuses_headers_above_16_kilobytes) {
    TestSystem system;
    Wire wire(system.server.port());
    wire.send("GET /api/status HTTP/1.1\r\nHost: test\r\nX-Long: " + std::string(20'000, 'x') + "\r\n\r\n");
    EXPECT_EQ(wire.receive().status, 431);
    EXPECT_TRUE(wire.closes());
}

TEST(Server, refuses_json_above_one_megabyte_without_reading_it) {
    TestSystem system;
    Wire wire(system.server.port());
    wire.send(
        "POST /api/login HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n");
    EXPECT_EQ(wire.receive().status, 413);
    EXPECT_TRUE(wire.closes());
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
    EXPECT_TRUE(third.closes());
}

/// A server that no deadline ends: when it ends within our patience, it did so by itself.
struct Unhurried {
    Unhurried() {
        add("/api/small", [] { return std::string("{}"); });
        add("/api/large", [] { return std::string(kLarge, ' '); });
        add("/api/stop", [this] {
            server.stop();
            return std::string("{}");
        });
        running = std::async(std::launch::async, [this] { server.run(); });
    }

    template <class Answer>
    void add(const char* path, Answer answer) {
        router.add({Method::get, path, inspection::Permission::public_access, Body::none, "None", "Empty", "test",
                    [answer](const Request&) -> Result<Response> {
                        Response response;
                        response.body = answer();
                        return response;
                    }});
    }

    /// Comes back when the server has begun to stop.
    void stop() {
        server.stop();
        EXPECT_TRUE(comes_true([&] { return !accepts(); }));
    }

    bool accepts() const {
        try {
            const Wire wire(port);
            return true;
        } catch (const std::runtime_error&) {
            return false;
        }
    }

    bool has_ended() const { return running.wait_for(kPatience) == std::future_status::ready; }

    static std::string get(const std::string& what) { return "GET /api/" + what + " HTTP/1.1\r\nHost: test\r\n\r\n"; }

    /// More than the system takes off the server's hands before the peer reads.
    static constexpr std::size_t kLarge = 32UL << 20U;

    TestSystem system;
    Router router;
    Gate gate{router, system.sessions, system.site, system.context};
    Server server{{.port = 0,
                   .workers = 2,
                   .header_deadline = 1h,
                   .idle_deadline = 1h,
                   .goodbye_deadline = 1h,
                   .stop_deadline = 1h},
                  gate};
    const std::uint16_t port = server.port();
    std::future<void> running;
};

TEST(Server, stops_at_once_while_connections_are_idle) {
    Unhurried unhurried;
    Wire silent(unhurried.port);
    Wire idle(unhurried.port);
    idle.send(Unhurried::get("small"));
    EXPECT_EQ(idle.receive().status, 200);
    unhurried.server.stop();
    EXPECT_TRUE(unhurried.has_ended());
    EXPECT_TRUE(idle.closes());
    EXPECT_TRUE(silent.closes());
}

TEST(Server, waits_for_no_further_request_when_it_stopped_while_sending_an_answer) {
    Unhurried unhurried;
    Wire wire(unhurried.port);
    wire.send(Unhurried::get("large"));
    wire.expect_answer();
    unhurried.stop();
    EXPECT_EQ(wire.receive().body.size(), Unhurried::kLarge);
    EXPECT_TRUE(unhurried.has_ended());
    EXPECT_TRUE(wire.closes());
}

TEST(Server, finishes_the_requests_under_way_when_it_stops_and_ends_at_once) {
    Unhurried unhurried;
    Wire wire(unhurried.port);
    wire.send(Unhurried::get("stop"));
    const Reply reply = wire.receive();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_TRUE(unhurried.has_ended());
}

TEST(Server, stops_at_once_while_a_peer_is_slow_to_say_goodbye) {
    Unhurried unhurried;
    Wire wire(unhurried.port);
    wire.send("GET /api/small HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(wire.receive().status, 200);
    EXPECT_TRUE(wire.closes());
    unhurried.server.stop();
    EXPECT_TRUE(unhurried.has_ended());
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
