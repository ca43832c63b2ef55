// SHA-256 of a file, read in pieces.
#pragma once
#include <filesystem>
#include <string>

namespace sunlot::workflow {

/// 64 hex digits. Throws std::system_error when the file can't be read.
std::string file_digest(const std::filesystem::path& file);

}  // namespace sunlot::workflow
