// ZIP archives whose bytes depend on their content alone: names sorted, one fixed date, no owner, no comment.
#pragma once
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace sunlot::documents {

struct ZipEntry {
    std::string name;                                          ///< "frame.tsv", "log/policy.txt"
    std::variant<std::string, std::filesystem::path> content;  ///< the bytes, or the file that holds them
};

enum class Packing { stored, deflated };

/// Writes beside `path` first and renames, so that a crash leaves either no archive or a whole one. Throws
/// std::runtime_error when a file cannot be read or written, std::logic_error for a name twice or one that leaves the
/// archive.
void write_zip(const std::filesystem::path& path, std::vector<ZipEntry> entries, Packing packing = Packing::deflated);

}  // namespace sunlot::documents
