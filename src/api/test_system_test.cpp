#include "api/test_system.h"

#include "base/text.h"
#include "workflow/test_keys.h"

#include <array>
#include <cstdlib>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sunlot::api::testing {
namespace {

constexpr int kPatienceInMilliseconds = std::chrono::milliseconds(kPatience).count();

std::unique_ptr<store::Database> open_database(const std::filesystem::path& data, const store::BlobStore& blobs,
                                               Entropy& entropy) {
    auto database =
        store::Database::open({.url = "sqlite:" + (data / "sunlot.db").string(), .blobs = blobs, .entropy = entropy});
    return std::move(database.value());
}

ServerOptions on_any_port(ServerOptions options) {
    options.port = 0;
    options.workers = 4;
    return options;
}

}  // namespace

bool comes_true(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

TemporaryDirectory::TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "sunlot-api-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = name;
    std::filesystem::create_directories(path_ / "uploads");
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

TestSystem::TestSystem(const ServerOptions& options)
    : lock(std::move(files::DataLock::take(directory.path()).value())),
      blobs(directory.path() / "blobs", store::test_data_keys()),
      database(open_database(directory.path(), blobs, entropy)),
      context{.database = *database,
              .blobs = blobs,
              .clock = clock,
              .entropy = entropy,
              .data_directory = directory.path(),
              .log_key = log_key,
              .keys = workflow::testing::test_keys(directory.path())},
      passwords({.operations = 1, .memory = 8192}),
      accounts(context, passwords),
      sessions(context),
      throttle(clock),
      router([this] {
          Router all;
          add_all_routes(all, {context, accounts, sessions, throttle, "test", exchange});
          return all;
      }()),
      site(directory.path() / "no-web"),
      gate(router, sessions, site, context),
      server(on_any_port(options), gate),
      thread([this] { server.run(); }) {
    // Before the first request: the site is only read from then on.
    add_page_files(site);
}

TestSystem::~TestSystem() {
    stop();
}

void TestSystem::stop() {
    server.stop();
    if (thread.joinable()) thread.join();
}

void TestSystem::set_up() {
    const auto code = accounts.issue_setup_code();
    accounts
        .set_up({.code = code.value(),
                 .organ =
                     inspection::Organ{
                         .name = "临河区人社局", .abbreviation = "临人社", .code = "lhrs", .region = "150802"},
                 .login = "admin",
                 .name = "王管理",
                 .password = kPassword})
        .value();
}

void TestSystem::add_account(const std::string& login, const inspection::Roles& roles) {
    const auto opened = accounts.open({.account = "u1", .name = "", .roles = {}},
                                      {.login = login, .name = "张三", .grant = {.roles = roles}});
    accounts.activate(opened.value().activation_code, kPassword).value();
}

std::string Reply::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
}

Json Reply::json() const {
    return parse_json(body).value();
}

std::string Reply::error_code() const {
    const auto parsed = parse_json(body);
    if (!parsed || !parsed->find("error")) return "";
    return parsed->at("error").at("code").as_string();
}

Wire::Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("connect");
    }
}

Wire::~Wire() {
    ::close(socket_);
}

void Wire::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;  // the server has closed: the test sees it when it reads
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void Wire::expect_answer() const {
    pollfd ready{socket_, POLLIN, 0};
    if (::poll(&ready, 1, kPatienceInMilliseconds) <= 0) throw std::runtime_error("the server does not answer");
}

bool Wire::fill() {
    expect_answer();
    std::array<char, 65536> chunk{};
    const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (got <= 0) return false;
    buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    return true;
}

Reply Wire::receive(bool head) {
    Reply reply;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return reply;
    }
    const std::string headers = buffer_.substr(0, end);
    buffer_.erase(0, end + 4);
    reply.status = std::stoi(headers.substr(9, 3));
    for (const auto line : split(std::string_view(headers).substr(headers.find('\n') + 1), '\n')) {
        const std::size_t colon = line.find(':');
        reply.headers[lower(line.substr(0, colon))] = std::string(trim(line.substr(colon + 1)));
    }
    const std::size_t length = reply.header("content-length").empty() ? 0 : std::stoul(reply.header("content-length"));
    while (!head && buffer_.size() < length) {
        if (!fill()) break;
    }
    if (!head) {
        reply.body = buffer_.substr(0, length);
        buffer_.erase(0, length);
    }
    return reply;
}

bool Wire::closes() const {
    std::array<char, 65536> chunk{};
    for (;;) {
        pollfd ready{socket_, POLLIN, 0};
        if (::poll(&ready, 1, kPatienceInMilliseconds) <= 0) return false;
        if (::recv(socket_, chunk.data(), chunk.size(), 0) <= 0) return true;
    }
}

Reply Browser::sign_in(const std::string& login, const std::string& password) {
    const Reply reply = post("/api/login", Json::Object{{"login", login}, {"password", password}});
    if (reply.status == 200) {
        cookie = reply.header("set-cookie").substr(0, reply.header("set-cookie").find(';'));
        csrf = reply.json().at("csrf").as_string();
    }
    return reply;
}

Reply Browser::send(const std::string& method, const std::string& target, const std::string& body,
                    const std::string& content_type) const {
    std::string request = method + " " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n" + extra_headers;
    if (!cookie.empty()) request += "Cookie: other=1; " + cookie + "\r\n";
    if (!csrf.empty()) request += "X-CSRF-Token: " + csrf + "\r\n";
    if (!content_type.empty()) request += "Content-Type: " + content_type + "\r\n";
    if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    Wire wire(port_);
    wire.send(request + "\r\n" + body);
    return wire.receive(method == "HEAD");
}

}  // namespace sunlot::api::testing
