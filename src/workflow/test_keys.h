// For tests: keys that cost nothing to open. The secret lies in the test's own folder.
#pragma once
#include "files/private_file.h"
#include "workflow/context.h"

#include <filesystem>
#include <string>

namespace sunlot::workflow::testing {

inline KeySettings test_keys(const std::filesystem::path& folder) {
    const auto secret = folder / "key-secret";
    files::write_private_file(secret, std::string(32, 's') + "\n");
    return {.secret_file = secret, .cost = {.passes = 1, .kibibytes = 8}};
}

}  // namespace sunlot::workflow::testing
