// The request target (RFC 9112 §3.2.1, origin form): "/d/x%20y?lang=en" taken apart, strictly.
#pragma once
#include "api/route.h"
#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::api {

struct Target {
    /// Decoded segments of the path; "/" has none, "/d/" is "/d" and one empty segment.
    std::vector<std::string> segments;
    /// The decoded path, for logs and static files.
    std::string path;
    Parameters query;
};

/// Refuses request.target: anything but origin form, a bad %-escape, NUL or control characters (line breaks may
/// stand in a query), invalid UTF-8, an
/// encoded slash, "." or ".." segments, a query name given twice.
Result<Target> parse_target(std::string_view text);

/// For building links: everything but unreserved characters becomes %XX.
std::string percent_encode(std::string_view text);

}  // namespace sunlot::api
