// `sunlot serve`: the server itself.
#pragma once
#include "cli/system.h"

#include <cstdint>
#include <string>

namespace sunlot::cli {

struct ServeOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
    /// Start with an empty database instead of the demonstration data.
    bool empty = false;
};

/// Serves until SIGTERM or SIGINT.
Result<Done> serve(const SystemOptions& system_options, const ServeOptions& options, const OpenSystem& open_system);

}  // namespace sunlot::cli
