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
    /// How often the county logs are looked at, where there are any.
    std::int64_t county_seconds = 60;
    /// When the nightly audit runs, Beijing time.
    std::string audit_at = "02:00";
};

/// Serves until SIGTERM or SIGINT.
Result<Done> serve(const SystemOptions& system_options, const ServeOptions& options, const OpenSystem& open_system);

}  // namespace sunlot::cli
