// An HTTP(S) client for what programs say to one another: bounded in size and in time, TLS verified against the
// machine's authorities, http and https only. A redirect is an answer like any other unless the caller asks to follow
// it, and then it stays with the same scheme, host and port. Addresses on this machine are never asked through a proxy.
#pragma once
#include "http/message.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace sunlot::http {

struct Limits {
    std::uint64_t body = std::uint64_t{1} << 20U;
    std::chrono::milliseconds connect{5'000};
    /// A transfer that moves less than 1 KB/s for this long ends.
    std::chrono::seconds stalled{10};
    /// From first to last; 0: as long as it moves.
    std::chrono::milliseconds total{20'000};
};

/// Bytes done, bytes in all.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct Request {
    std::string url;
    std::string method = "GET";
    Headers headers = {};
    std::string body = {};
    /// Sent instead of `body`.
    std::optional<std::filesystem::path> upload = {};
    /// Where to write the answer instead of keeping it in memory.
    std::optional<std::filesystem::path> save_as = {};
    Limits limits = {};
    /// How many redirects within the same scheme, host and port are followed.
    int redirects = 0;
    Progress progress = {};
};

struct Answer {
    int status = 0;
    Headers headers;
    std::string body;
};

/// Keeps its connections open from one request to the next. One thread at a time.
class Client {
public:
    Client();
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    /// Whatever status the other side answers is an answer. Refuses http.url (no http or https address),
    /// http.unreachable, http.timeout, http.tls (the certificate does not hold) and http.too_large, all `unavailable`.
    Result<Answer> send(const Request& request);

private:
    struct Handle;
    std::unique_ptr<Handle> handle_;
};

/// The body of a GET that must answer 200; otherwise also refuses http.status, with `not_found` for 404.
Result<std::string> fetch(Client& client, const std::string& url, const Limits& limits = {});

}  // namespace sunlot::http
