#include "http/client.h"

#include "http/server.h"

#include <atomic>
#include <fstream>
#include <latch>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

namespace sunlot::http {
namespace {

using namespace std::chrono_literals;

struct Kept : Admission {
    Head head;
};

/// Answers by path: /echo, /large, /slow, /to/<address>, anything else 404.
class Echo final : public Handler {
public:
    std::variant<Response, std::unique_ptr<Admission>> admit(const Head& head) noexcept override {
        auto kept = std::make_unique<Kept>();
        kept->head = head;
        return kept;
    }
    Response answer(std::unique_ptr<Admission> admission, std::string_view body) noexcept override {
        const Head& head = dynamic_cast<Kept&>(*admission).head;
        ++asked;
        Response response{.content_type = "text/plain"};
        if (head.target == "/echo") {
            response.body = head.method + " " + std::string(head.header("x-word")) + " " + std::string(body);
        } else if (head.target == "/large") {
            response.body.assign(100'000, 'x');
        } else if (head.target == "/slow") {
            patience.wait();
        } else if (head.target.starts_with("/to/")) {
            response.status = 302;
            response.headers.emplace_back("Location", head.target.substr(4));
        } else {
            response.status = 404;
        }
        return response;
    }
    Response refused(const Refusal& refusal) noexcept override {
        return {.status = 400, .content_type = "text/plain", .body = refusal.code};
    }
    std::atomic<int> asked = 0;
    /// Until it opens, /slow does not answer.
    std::latch patience{1};
};

struct Running {
    Echo echo;
    Server server{{.port = 0, .workers = 2}, echo};
    std::thread thread{[this] { server.run(); }};
    std::string base = "http://127.0.0.1:" + std::to_string(server.port());
    ~Running() {
        server.stop();
        thread.join();
    }
};

std::string code_of(const Result<Answer>& answer) {
    return answer ? "answered" : answer.error().code;
}

}  // namespace

TEST(HttpClient, posts_a_body_with_headers_and_reads_the_answer) {
    Running running;
    Client client;
    const auto answer = client.send(
        {.url = running.base + "/echo", .method = "POST", .headers = {{"x-word", "hello"}}, .body = "body"});
    ASSERT_TRUE(answer) << answer.error().text.en;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "POST hello body");
    EXPECT_EQ(answer->headers.at("content-type"), "text/plain");
}

TEST(HttpClient, takes_any_status_for_an_answer_but_fetch_wants_200) {
    Running running;
    Client client;
    EXPECT_EQ(client.send({.url = running.base + "/nothing"})->status, 404);
    const auto fetched = fetch(client, running.base + "/nothing");
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().code, "http.status");
    EXPECT_EQ(fetched.error().kind, RefusalKind::not_found);
    EXPECT_EQ(fetch(client, running.base + "/echo").value(), "GET  ");
}

TEST(HttpClient, ends_an_answer_that_is_larger_than_allowed) {
    Running running;
    Client client;
    EXPECT_EQ(code_of(client.send({.url = running.base + "/large", .limits = {.body = 99'999}})), "http.too_large");
    EXPECT_EQ(client.send({.url = running.base + "/large", .limits = {.body = 100'000}})->body.size(), 100'000U);
}

TEST(HttpClient, ends_a_request_that_takes_longer_than_allowed) {
    Running running;
    Client client;
    EXPECT_EQ(code_of(client.send({.url = running.base + "/slow", .limits = {.total = 50ms}})), "http.timeout");
    running.echo.patience.count_down();
    EXPECT_EQ(code_of(client.send({.url = running.base + "/slow"})), "answered");
}

TEST(HttpClient, follows_a_redirect_only_when_asked_and_only_to_the_same_place) {
    Running running;
    Running other;
    Client client;
    EXPECT_EQ(client.send({.url = running.base + "/to//echo"})->status, 302);
    EXPECT_EQ(client.send({.url = running.base + "/to//echo", .redirects = 1})->status, 200);
    EXPECT_EQ(client.send({.url = running.base + "/to/" + other.base + "/echo", .redirects = 5})->status, 302);
    EXPECT_EQ(client.send({.url = running.base + "/to/file:///etc/passwd", .redirects = 5})->status, 302);
    EXPECT_EQ(other.echo.asked, 0);
}

TEST(HttpClient, goes_to_http_and_https_addresses_only) {
    Client client;
    for (const char* url :
         {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "127.0.0.1", "", "http://"})
        EXPECT_EQ(code_of(client.send({.url = url})), "http.url") << url;
}

TEST(HttpClient, says_so_when_nobody_is_there) {
    std::string base;
    {
        Running running;
        base = running.base;
    }
    Client client;
    EXPECT_EQ(code_of(client.send({.url = base + "/echo"})), "http.unreachable");
}

TEST(HttpClient, refuses_a_server_that_does_not_speak_tls_at_an_https_address) {
    Running running;
    Client client;
    const auto answer = client.send({.url = "https" + running.base.substr(4) + "/echo"});
    EXPECT_EQ(code_of(answer), "http.tls");
}

TEST(HttpClient, streams_a_file_up_and_an_answer_down) {
    Running running;
    const auto folder = std::filesystem::temp_directory_path() / ("http-client-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "up") << "from a file";
    Client client;
    const auto answer = client.send(
        {.url = running.base + "/echo", .method = "POST", .upload = folder / "up", .save_as = folder / "down"});
    ASSERT_TRUE(answer) << answer.error().text.en;
    EXPECT_EQ(answer->body, "");
    std::string saved;
    std::getline(std::ifstream(folder / "down"), saved);
    EXPECT_EQ(saved, "POST  from a file");
    std::filesystem::remove_all(folder);
}

}  // namespace sunlot::http
