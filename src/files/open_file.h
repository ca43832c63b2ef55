// What the files of this module share: a descriptor that closes itself, and the fault that names what failed on which
// path.
#pragma once
#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

#include <unistd.h>

namespace sunlot::files {

/// Throws std::system_error for errno: "syncing DATA/log/checkpoint".
[[noreturn]] inline void fault(const char* doing, const std::filesystem::path& path) {
    throw std::system_error(errno, std::generic_category(), std::string(doing) + " " + path.string());
}

/// Closes at the end of its scope, whatever happens.
struct OpenFile {
    int descriptor;
    explicit OpenFile(int opened) : descriptor(opened) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (descriptor >= 0) ::close(descriptor);
    }
};

}  // namespace sunlot::files
