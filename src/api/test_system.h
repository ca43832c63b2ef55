// For tests: the whole program from an empty data directory up to a listening server, with a clock that is set by hand
// and cheap passwords.
#pragma once
#include "api/all_routes.h"
#include "api/gate.h"
#include "api/page.h"
#include "files/data_lock.h"
#include "http/server.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/test_data_keys.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace sunlot::api::testing {

using http::Server;
using http::ServerOptions;

class HandClock : public Clock {
public:
    Instant now() const override { return Instant{micros_.load()}; }
    void advance_seconds(std::int64_t seconds) { micros_ += seconds * 1'000'000; }

private:
    std::atomic<std::int64_t> micros_{Instant::parse("2026-11-22T08:00:00Z")->micros};
};

/// How long a test waits for what must happen. No test says how fast it happens: the machine may be busy.
constexpr std::chrono::seconds kPatience{60};

/// True as soon as it holds; false when it does not within our patience.
bool comes_true(const std::function<bool()>& holds);

/// A counter: different every time, the same on every run.
class CountingEntropy : public Entropy {
public:
    void fill(std::span<unsigned char> bytes) override {
        for (auto& byte : bytes) byte = static_cast<unsigned char>((counter_++ * 2654435761U) >> 13U);
    }

private:
    std::atomic<std::uint32_t> counter_{1};
};

class TemporaryDirectory {
public:
    TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory();
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

struct TestSystem {
    explicit TestSystem(const ServerOptions& options = {});
    TestSystem(const TestSystem&) = delete;
    TestSystem& operator=(const TestSystem&) = delete;
    ~TestSystem();
    void stop();

    /// First setup with login "admin"; gives nothing back: sign in as admin, kPassword.
    void set_up();
    /// Opens and activates an account with these roles: login = the role's name.
    void add_account(const std::string& login, const inspection::Roles& roles);

    static constexpr const char* kPassword = "correct horse battery";

    TemporaryDirectory directory;
    files::DataLock lock;
    HandClock clock;
    CountingEntropy entropy;
    store::BlobStore blobs;
    std::unique_ptr<store::Database> database;
    workflow::LogKey log_key;
    workflow::Context context;
    workflow::PasswordHasher passwords;
    workflow::Accounts accounts;
    Sessions sessions;
    Throttle throttle;
    workflow::ExchangeDesk exchange{context};
    Router router;
    StaticSite site;
    Gate gate;
    Server server;
    std::thread thread;
};

struct Reply {
    int status = 0;
    /// Names in lower case.
    std::map<std::string, std::string, std::less<>> headers;
    std::string body;
    std::string header(const std::string& name) const;
    Json json() const;
    std::string error_code() const;
};

/// One TCP connection, driven by hand.
class Wire {
public:
    explicit Wire(std::uint16_t port);
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    ~Wire();
    void send(std::string_view bytes) const;
    /// One whole answer; status 0 when the server closed instead. `head`: the answer has no body.
    Reply receive(bool head = false);
    /// Waits for the first byte of an answer and reads nothing.
    void expect_answer() const;
    /// True when the server closes, whatever it sends before.
    bool closes() const;

private:
    bool fill();
    int socket_;
    std::string buffer_;
};

/// A signed-in browser.
class Browser {
public:
    explicit Browser(std::uint16_t port) : port_(port) {}
    /// Keeps cookie and CSRF token.
    Reply sign_in(const std::string& login, const std::string& password = TestSystem::kPassword);
    Reply get(const std::string& target) const { return send("GET", target, "", ""); }
    Reply post(const std::string& target, const Json& body) const {
        return send("POST", target, to_canonical(body), "application/json");
    }
    Reply send(const std::string& method, const std::string& target, const std::string& body,
               const std::string& content_type) const;
    std::string csrf;
    std::string cookie;
    std::string extra_headers;

private:
    std::uint16_t port_;
};

}  // namespace sunlot::api::testing
