// The scripts that compute a draw again elsewhere (docs/verify), as they are handed out at /verify/<name>.
#pragma once
#include <span>
#include <string_view>

namespace sunlot::api {

struct TextFile {
    std::string_view name;  ///< "postgres.sql"
    std::string_view content;
};

/// In order of name. Made by cmake/embed_texts.cmake.
std::span<const TextFile> verify_files();

}  // namespace sunlot::api
