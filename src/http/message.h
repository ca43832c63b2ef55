// What an HTTP message is to the rest of the program, without sockets and without a library's types.
#pragma once
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sunlot::http {

/// Names in lower case.
using Headers = std::map<std::string, std::string, std::less<>>;

/// What stands before the body of a request.
struct Head {
    std::string method = {};
    std::string target = {};
    Headers headers = {};
    /// 0 when there is no body.
    std::uint64_t content_length = 0;
    /// Of the peer.
    std::string address = {};

    /// "" when it is not there.
    std::string_view header(std::string_view name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string_view() : std::string_view(found->second);
    }
};

struct Response {
    int status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::string body = {};
    /// Sent instead of `body` when set: a file of any size, not read into memory.
    std::optional<std::filesystem::path> file = {};
    /// Remove `file` after sending (a bundle packed for this answer).
    bool file_is_temporary = false;
    std::vector<std::pair<std::string, std::string>> headers = {};
};

}  // namespace sunlot::http
