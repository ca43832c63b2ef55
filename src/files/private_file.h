// Files that nobody but their owner may read: keys and what opens them.
#pragma once
#include "base/result.h"
#include "files/secret_bytes.h"

#include <filesystem>
#include <string_view>

namespace sunlot::files {

/// Refuses key.missing, and key.permissions when others than the owner may read it (a systemd credential's group is
/// its ACL and does not count).
Result<SecretBytes> read_private_file(const std::filesystem::path& path);

/// Mode 0600; temporary file, fsync, rename, fsync of the folder (made 0700 when missing): a crash leaves the old file
/// or the new one, whole. Throws std::system_error.
void write_private_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace sunlot::files
