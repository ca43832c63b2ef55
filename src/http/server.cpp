#include "http/server.h"

#include "base/text.h"

#include <array>
#include <list>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <spdlog/spdlog.h>

namespace sunlot::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = beast::http;
using asio::ip::tcp;
using Error = beast::error_code;
using namespace std::chrono_literals;

/// Failures come back as values: a closed connection is nothing exceptional.
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t kHeaderLimit = 16UL << 10U;
constexpr std::size_t kChunk = 256UL << 10U;
constexpr std::uint64_t kLeastBytesPerSecond = 16UL << 10U;

using Parser = wire::request_parser<wire::buffer_body>;

/// Time enough for `bytes` on a slow line.
std::chrono::seconds time_for(std::uint64_t bytes) {
    return 10s + std::chrono::seconds(bytes / kLeastBytesPerSecond);
}

Refusal malformed(std::string en) {
    return refuse(RefusalKind::invalid, "request.malformed", "请求格式不正确", std::move(en));
}

/// The refusal that a failed read deserves, or nothing when the peer is gone or was too slow (the stream is closed
/// then).
std::optional<Refusal> refusal_of(const Error& error) {
    if (error == wire::error::header_limit || error == wire::error::buffer_overflow) {
        return refuse(RefusalKind::invalid, "request.header_too_large", "请求头太大", "The header is too large");
    }
    if (error == wire::error::end_of_stream || error == wire::error::partial_message) return {};
    if (error.category() == wire::make_error_code(wire::error::bad_method).category()) {
        return malformed("The request is malformed: " + error.message());
    }
    return {};
}

/// Framing that two programs could read in two ways is refused, never interpreted (RFC 9112 §6.1, §11.2).
Result<Head> head_of(const Parser& parser, const std::string& address) {
    const auto& message = parser.get();
    if (message.version() != 11 && message.version() != 10) return malformed("Only HTTP/1.1 is spoken here");
    if (message.count(wire::field::transfer_encoding) > 0) {
        return refuse(RefusalKind::invalid, "request.length_required", "请求须带 Content-Length",
                      "Transfer-Encoding is not taken: send Content-Length");
    }
    if (message.count(wire::field::content_length) > 1) return malformed("Two lengths");
    if (message.count(wire::field::host) > 1 || (message.version() == 11 && message.count(wire::field::host) == 0)) {
        return malformed("There must be exactly one Host");
    }
    Head head;
    head.address = address;
    head.method = std::string(message.method_string());
    head.target = std::string(message.target());
    for (const auto& field : message) {
        std::string& value = head.headers[lower(std::string_view(field.name_string()))];
        if (!value.empty()) value += ", ";
        value += std::string_view(field.value());
    }
    if (message.count(wire::field::content_length) == 1) {
        const auto length = parse_unsigned(head.header("content-length"));
        if (!length) return malformed("Content-Length is no number");
        head.content_length = *length;
    }
    return head;
}

template <class Message>
void set_head(Message& message, const Response& response, const Parser& parser, bool keep_alive) {
    message.version(11);
    message.result(static_cast<unsigned>(response.status));
    message.keep_alive(keep_alive);
    if (!response.content_type.empty() && response.status != 304) {
        message.set(wire::field::content_type, response.content_type);
    }
    for (const auto& [name, value] : response.headers) message.insert(name, value);
    (void)parser;
}

struct Connection {
    explicit Connection(tcp::socket socket) : stream(std::move(socket)) {}
    beast::tcp_stream stream;
    beast::flat_buffer buffer{kHeaderLimit + kChunk};
    std::string address;
    /// Nothing is owed: no request has begun, or all of it was read and answered. A server that stops does not wait for
    /// such a connection.
    bool idle = true;
};

}  // namespace

class Server::Loop {
public:
    Loop(const ServerOptions& options, Handler& handler);
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    void run();
    void stop() {
        asio::post(context_, [this] { begin_stop(); });
    }

private:
    using Connections = std::list<Connection>;

    asio::awaitable<void> accept();
    asio::awaitable<void> serve(Connections::iterator connection);
    asio::awaitable<void> converse(Connection& connection);
    asio::awaitable<bool> one_request(Connection& connection);
    asio::awaitable<bool> wait_for_request(Connection& connection);
    asio::awaitable<std::optional<Refusal>> receive(Connection& connection, Parser& parser, Admission& admission,
                                                    std::string& body);
    asio::awaitable<bool> send(Connection& connection, const Parser& parser, Response response, bool keep_alive);
    asio::awaitable<bool> send_file(Connection& connection, const Parser& parser, const Response& response,
                                    bool keep_alive);
    asio::awaitable<void> close_gently(Connection& connection);
    template <class Work>
    asio::awaitable<std::invoke_result_t<Work>> on_worker(Work work);
    void begin_stop();
    void stop_when_empty();

    ServerOptions options_;
    Handler& handler_;
    asio::io_context context_{1};
    asio::thread_pool workers_;
    tcp::acceptor acceptor_;
    asio::signal_set signals_;
    asio::steady_timer stop_timer_;
    asio::steady_timer accept_timer_;
    Connections connections_;
    std::size_t waiting_ = 0;
    bool stopping_ = false;
};

Server::Loop::Loop(const ServerOptions& options, Handler& handler)
    : options_(options),
      handler_(handler),
      workers_(options.workers),
      acceptor_(context_),
      signals_(context_),
      stop_timer_(context_),
      accept_timer_(context_) {
    const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(asio::socket_base::max_listen_connections);
}

void Server::Loop::run() {
    if (options_.stop_on_signals) {
        signals_.add(SIGINT);
        signals_.add(SIGTERM);
        signals_.async_wait([this](const Error& error, int) {
            if (!error) begin_stop();
        });
    }
    asio::co_spawn(context_, accept(), asio::detached);
    context_.run();
    workers_.join();
}

void Server::Loop::begin_stop() {
    if (std::exchange(stopping_, true)) return;
    Error ignored;
    (void)signals_.cancel(ignored);
    (void)acceptor_.close(ignored);
    accept_timer_.cancel();
    for (auto& connection : connections_) {
        if (connection.idle) connection.stream.close();
    }
    stop_timer_.expires_after(options_.stop_deadline);
    stop_timer_.async_wait([this](const Error& error) {
        if (error) return;
        for (auto& connection : connections_) connection.stream.close();
    });
    stop_when_empty();
}

void Server::Loop::stop_when_empty() {
    if (stopping_ && connections_.empty()) stop_timer_.cancel();  // nothing is left for the event loop to do
}

template <class Work>
asio::awaitable<std::invoke_result_t<Work>> Server::Loop::on_worker(Work work) {
    using Value = std::invoke_result_t<Work>;
    ++waiting_;
    std::exception_ptr error;
    std::optional<Value> value;
    asio::steady_timer done(context_, asio::steady_timer::time_point::max());
    asio::post(workers_, [&] {
        try {
            value.emplace(work());
        } catch (...) {
            error = std::current_exception();
        }
        asio::post(context_, [&] { done.cancel(); });
    });
    co_await done.async_wait(kAwait);
    --waiting_;
    if (error) std::rethrow_exception(error);
    co_return std::move(*value);
}

asio::awaitable<void> Server::Loop::accept() {
    while (!stopping_) {
        auto [error, socket] = co_await acceptor_.async_accept(kAwait);
        if (stopping_) break;
        if (error) {
            spdlog::warn("accept: {}", error.message());
            accept_timer_.expires_after(100ms);  // out of file descriptors: let some connections end
            co_await accept_timer_.async_wait(kAwait);
            continue;
        }
        if (connections_.size() >= options_.max_connections) continue;  // closes the socket
        Error gone;
        (void)socket.set_option(tcp::no_delay(true), gone);
        const auto peer = socket.remote_endpoint(gone);
        if (gone) continue;
        const auto connection = connections_.emplace(connections_.end(), std::move(socket));
        connection->address = peer.address().to_string();
        asio::co_spawn(context_, serve(connection), asio::detached);
    }
}

asio::awaitable<void> Server::Loop::serve(Connections::iterator connection) {
    try {
        co_await converse(*connection);
    } catch (const std::exception& error) {
        spdlog::error("connection of {}: {}", connection->address, error.what());
    }
    connections_.erase(connection);
    stop_when_empty();
}

asio::awaitable<void> Server::Loop::converse(Connection& connection) {
    // Not `while (!stopping_ && co_await …)`: in the condition of a loop GCC 12 awaits without asking the left side.
    while (!stopping_) {
        if (!co_await wait_for_request(connection)) co_return;
        connection.idle = false;
        const bool go_on = co_await one_request(connection);
        if (!go_on) break;
    }
    const bool at_once = stopping_ && connection.idle;
    if (!at_once) co_await close_gently(connection);
}

/// The first byte of a request may take its time; what follows may not.
asio::awaitable<bool> Server::Loop::wait_for_request(Connection& connection) {
    if (connection.buffer.size() > 0) co_return true;
    const bool short_of_connections = connections_.size() > options_.max_connections / 5 * 4;
    connection.stream.expires_after(short_of_connections ? std::min(options_.idle_deadline, 5'000ms)
                                                         : options_.idle_deadline);
    auto [error, count] = co_await connection.stream.async_read_some(connection.buffer.prepare(4096), kAwait);
    if (error) {
        connection.stream.close();
        co_return false;
    }
    connection.buffer.commit(count);
    co_return true;
}

/// False when the connection must end.
asio::awaitable<bool> Server::Loop::one_request(Connection& connection) {
    Parser parser;
    parser.header_limit(kHeaderLimit);
    parser.body_limit(boost::none);  // the handler knows what it admits
    connection.stream.expires_after(options_.header_deadline);
    auto [error, count] = co_await wire::async_read_header(connection.stream, connection.buffer, parser, kAwait);
    (void)count;
    if (error) {
        const auto refusal = refusal_of(error);
        if (refusal) co_await send(connection, parser, handler_.refused(*refusal), false);
        co_return false;
    }
    const auto head = head_of(parser, connection.address);
    if (!head) {
        co_await send(connection, parser, handler_.refused(head.error()), false);
        co_return false;
    }
    const bool body_follows = !parser.is_done();
    if (waiting_ >= options_.max_waiting) {
        co_await send(connection, parser,
                      handler_.refused(refuse(RefusalKind::unavailable, "server.busy", "系统繁忙，请稍后重试",
                                              "The server is busy: try again")),
                      false);
        co_return false;
    }
    // One trip to a worker for a request without a body, two with one.
    bool refused = false;
    std::unique_ptr<Admission> admission;
    Response response = co_await on_worker([&] {
        auto admitted = handler_.admit(*head);
        if (auto* early = std::get_if<Response>(&admitted)) {
            refused = true;
            return std::move(*early);
        }
        admission = std::get<std::unique_ptr<Admission>>(std::move(admitted));
        return body_follows ? Response{} : handler_.answer(std::move(admission), {});
    });
    bool keep_alive = parser.keep_alive() && !stopping_ && !(refused && body_follows);
    if (admission) {
        std::string body;
        const auto failed = co_await receive(connection, parser, *admission, body);
        if (failed) {
            if (!failed->code.empty()) co_await send(connection, parser, handler_.refused(*failed), false);
            co_return false;
        }
        response = co_await on_worker([&] { return handler_.answer(std::move(admission), body); });
        keep_alive = keep_alive && !stopping_;
    }
    const bool go_on = co_await send(connection, parser, std::move(response), keep_alive);
    connection.idle = parser.is_done();  // else the peer may still be sending what we refused
    co_return go_on;
}

/// The whole body, into `body` or into the upload. A refusal without a code: the peer is gone.
asio::awaitable<std::optional<Refusal>> Server::Loop::receive(Connection& connection, Parser& parser,
                                                              Admission& admission, std::string& body) {
    if (parser.get()[wire::field::expect] == "100-continue") {
        wire::response<wire::empty_body> go_on(wire::status::continue_, 11);
        co_await wire::async_write(connection.stream, go_on, kAwait);
    }
    std::vector<char> chunk(admission.streams() ? kChunk : kChunk / 4);
    while (!parser.is_done()) {
        parser.get().body().data = chunk.data();
        parser.get().body().size = chunk.size();
        parser.get().body().more = true;
        connection.stream.expires_after(time_for(chunk.size()));
        auto [error, count] = co_await wire::async_read(connection.stream, connection.buffer, parser, kAwait);
        (void)count;
        if (error == wire::error::need_buffer) error = {};
        if (error) co_return refusal_of(error).value_or(Refusal{});
        const std::string_view received(chunk.data(), chunk.size() - parser.get().body().size);
        if (!admission.streams()) {
            body += received;  // the handler saw how long it is
        } else if (!co_await on_worker([&] {
                       admission.receive(received);
                       return true;
                   })) {
            co_return Refusal{};
        }
    }
    co_return std::nullopt;
}

asio::awaitable<bool> Server::Loop::send(Connection& connection, const Parser& parser, Response response,
                                         bool keep_alive) {
    if (response.file) co_return co_await send_file(connection, parser, response, keep_alive);
    connection.stream.expires_after(time_for(response.body.size()));
    if (parser.get().method() == wire::verb::head || response.status == 304) {
        wire::response<wire::empty_body> message;
        set_head(message, response, parser, keep_alive);
        if (response.status != 304) message.content_length(response.body.size());
        auto [error, count] = co_await wire::async_write(connection.stream, message, kAwait);
        co_return !error && keep_alive;
    }
    wire::response<wire::string_body> message;
    set_head(message, response, parser, keep_alive);
    message.body() = std::move(response.body);
    message.prepare_payload();
    auto [error, count] = co_await wire::async_write(connection.stream, message, kAwait);
    co_return !error && keep_alive;
}

asio::awaitable<bool> Server::Loop::send_file(Connection& connection, const Parser& parser, const Response& response,
                                              bool keep_alive) {
    wire::response<wire::file_body> message;
    set_head(message, response, parser, keep_alive);
    Error error;
    message.body().open(response.file->c_str(), beast::file_mode::read, error);
    if (response.file_is_temporary) {
        std::error_code ignored;
        std::filesystem::remove(*response.file, ignored);  // open already: it lives until it is sent
    }
    if (error) throw std::runtime_error(response.file->string() + ": " + error.message());
    message.prepare_payload();
    connection.stream.expires_after(time_for(message.body().size()));
    wire::response_serializer<wire::file_body> serializer(message);
    // Two branches: g++ 12 does not always ask the condition of an expression before it awaits a part of it.
    if (parser.get().method() == wire::verb::head)
        error = std::get<0>(co_await wire::async_write_header(connection.stream, serializer, kAwait));
    else
        error = std::get<0>(co_await wire::async_write(connection.stream, serializer, kAwait));
    co_return !error && keep_alive;
}

/// Says goodbye and reads what is still on its way for a moment, so that the peer gets our answer and no reset.
asio::awaitable<void> Server::Loop::close_gently(Connection& connection) {
    Error ignored;
    (void)connection.stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    std::vector<char> rest(64UL << 10U);
    connection.stream.expires_after(options_.goodbye_deadline);
    for (int i = 0; i < 64; ++i) {
        auto [error, count] = co_await connection.stream.async_read_some(asio::buffer(rest), kAwait);
        if (error || count == 0) break;
    }
    connection.stream.close();
}

Server::Server(const ServerOptions& options, Handler& handler) : loop_(std::make_unique<Loop>(options, handler)) {}
Server::~Server() = default;
std::uint16_t Server::port() const {
    return loop_->port();
}
void Server::run() {
    loop_->run();
}
void Server::stop() {
    loop_->stop();
}

}  // namespace sunlot::http
