// The HTTP/1.1 server: sockets, deadlines and limits; everything else is the handler's. One thread runs the event loop;
// the handler's blocking work runs on a pool of workers.
//
// Limits: header 16 KB within 10 s; body at no less than about 16 KB/s; 60 s idle between requests (5 s when
// connections run short); a request is refused, and its connection closed, when its framing could be read in two ways
// (Transfer-Encoding, two lengths, two hosts). Meant to stand behind a web server that speaks TLS, or on loopback.
#pragma once
#include "http/handler.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace sunlot::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    /// 0: any free one (tests).
    std::uint16_t port = 8080;
    std::size_t workers = 8;
    std::size_t max_connections = 10'000;
    /// Requests waiting for a worker, beyond which the answer is 503.
    std::size_t max_waiting = 2'000;
    std::chrono::milliseconds header_deadline{10'000};
    std::chrono::milliseconds idle_deadline{60'000};
    /// How long a peer may still be sending after its last answer.
    std::chrono::milliseconds goodbye_deadline{2'000};
    /// How long requests under way may still take after stop(); connections without one end at once.
    std::chrono::milliseconds stop_deadline{10'000};
    bool stop_on_signals = false;
};

class Server {
public:
    /// Binds and listens; throws std::system_error when the address is taken. The handler must outlive the server.
    Server(const ServerOptions& options, Handler& handler);
    ~Server();
    std::uint16_t port() const;
    /// Serves until stop(), or SIGTERM or SIGINT when stop_on_signals; requests under way are finished.
    void run();
    /// From any thread, also before run().
    void stop();

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace sunlot::http
