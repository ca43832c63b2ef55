// Files that are whole or not there, also after the machine lost power.
#pragma once
#include <filesystem>
#include <set>
#include <string_view>

namespace sunlot::files {

/// Writes `bytes` beside `path`, syncs, renames, and syncs the folder, which is made when it is missing. A crash before
/// the rename leaves a file `….writing` that the next write replaces. Throws std::system_error.
void write_durably(const std::filesystem::path& path, std::string_view bytes);

/// Many files, each whole or not there, that become durable together: their folders are synced once, at the end.
class DurableFiles {
public:
    /// As write_durably, but a crash before `sync` may leave the file or not. Throws std::system_error.
    void write(const std::filesystem::path& path, std::string_view bytes);
    /// All of them are there from now on. Throws std::system_error.
    void sync();

private:
    std::set<std::filesystem::path> folders_;
};

/// All of them to the open file. Throws std::system_error.
void write_all(int file, std::string_view bytes, const std::filesystem::path& path);

/// A renamed file is only sure to be found after a crash once its folder has been written too.
void sync_directory(const std::filesystem::path& directory);

}  // namespace sunlot::files
