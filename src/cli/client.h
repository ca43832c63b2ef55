// How a verb reaches the routes: in this process when the data directory is free, by HTTP to the server that has it
// otherwise. Either way the same gate decides, so the command line can do nothing the web pages can't.
#pragma once
#include "api/route.h"
#include "base/json.h"
#include "base/result.h"
#include "cli/system.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::cli {

struct Call {
    api::Method method = api::Method::get;
    std::string target;
    /// Sent as JSON unless the method is GET or there is a file.
    Json body = Json::Object{};
    /// Sent instead of `body`: JSON with keys that canonical JSON has not (Chinese column titles).
    std::string text = {};
    std::optional<std::filesystem::path> file = {};
    /// Where to write the answer instead of keeping it in memory.
    std::optional<std::filesystem::path> save_as = {};
};

struct Answer {
    int status = 0;
    std::string body;
    /// Names in lower case.
    std::map<std::string, std::string, std::less<>> headers;
};

/// stage, done, total (0: unknown).
using Progress = std::function<void(std::string_view, std::uint64_t, std::uint64_t)>;

class Client {
public:
    virtual ~Client() = default;
    virtual Answer send(const Call& call) = 0;

    /// Signs in; later calls carry the session. `code`: of the second factor, or empty.
    Result<Done> sign_in(const std::string& user, const std::string& password, const std::string& code);
    /// The answer's JSON, or the refusal in it.
    Result<Json> ask(const Call& call);

protected:
    std::map<std::string, std::string, std::less<>> request_headers(const Call& call) const;
    static std::string body_text(const Call& call);

private:
    std::string cookie_;
    std::string csrf_;
};

/// Owns the system: the data directory is ours until the client goes.
std::unique_ptr<Client> local_client(std::unique_ptr<System> system, Progress progress);
std::unique_ptr<Client> http_client(const std::string& address, Progress progress);

/// Runs a route as whoever sits at the machine's console, without signing in: for reading the audit of a data directory
/// one holds in one's hands anyway.
Result<Json> ask_as_console(System& system, const Call& call);

/// The refusal an error answer carries.
Refusal refusal_in(const Answer& answer);

}  // namespace sunlot::cli
