#include "files/durable_file.h"

#include "files/open_file.h"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace sunlot::files {
namespace {

/// Makes the folder and syncs each folder in which one was made.
void make_folders(const std::filesystem::path& folder) {
    if (folder.empty() || std::filesystem::exists(folder)) return;
    make_folders(folder.parent_path());
    std::filesystem::create_directory(folder);
    sync_directory(folder.parent_path());
}

}  // namespace

void write_all(int file, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fault("writing", path);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void sync_directory(const std::filesystem::path& directory) {
    const OpenFile file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (file.descriptor < 0) fault("opening", directory);
    if (::fsync(file.descriptor) != 0) fault("syncing", directory);
}

void DurableFiles::write(const std::filesystem::path& path, std::string_view bytes) {
    make_folders(path.parent_path());
    const std::filesystem::path beside = path.string() + ".writing";
    {
        const OpenFile file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (file.descriptor < 0) fault("creating", beside);
        write_all(file.descriptor, bytes, beside);
        if (::fsync(file.descriptor) != 0) fault("syncing", beside);
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) fault("renaming", beside);
    folders_.insert(path.parent_path());
}

void DurableFiles::sync() {
    for (const auto& folder : folders_) sync_directory(folder);
    folders_.clear();
}

void write_durably(const std::filesystem::path& path, std::string_view bytes) {
    DurableFiles one;
    one.write(path, bytes);
    one.sync();
}

}  // namespace sunlot::files
