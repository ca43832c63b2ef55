#include "files/private_file.h"

#include "files/durable_file.h"
#include "files/open_file.h"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sunlot::files {
namespace {

constexpr std::size_t kLargest = 64UL * 1024;

/// systemd hands credentials out in a folder of the service's own; their group bits are the mask of an ACL.
bool is_credential(const std::filesystem::path& path) {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    return folder != nullptr && path.parent_path() == std::filesystem::path(folder);
}

Refusal too_open(const std::filesystem::path& path) {
    return refuse(RefusalKind::unavailable, "key.permissions",
                  "文件 " + path.string() + " 其他用户也能读，不能用作密钥：请先 chmod 600，并想想谁可能已经读过",
                  path.string() + " can be read by others: chmod 600 it, and consider who may have read it already");
}

}  // namespace

Result<SecretBytes> read_private_file(const std::filesystem::path& path) {
    const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.descriptor < 0)
        return refuse(RefusalKind::unavailable, "key.missing", "读不到文件 " + path.string(),
                      path.string() + " can't be read");
    struct stat status{};
    if (::fstat(file.descriptor, &status) != 0) fault("stat", path);
    const mode_t closed = is_credential(path) ? S_IRWXO : S_IRWXG | S_IRWXO;
    if ((status.st_mode & closed) != 0) return too_open(path);
    SecretBytes bytes(std::min(kLargest, static_cast<std::size_t>(status.st_size)));
    std::size_t done = 0;
    while (done < bytes.view().size()) {
        const auto got = ::read(file.descriptor, bytes.room().data() + done, bytes.view().size() - done);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fault("reading", path);
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return SecretBytes(bytes.view().first(done));
}

void write_private_file(const std::filesystem::path& path, std::string_view bytes) {
    const auto folder = path.parent_path();
    if (std::filesystem::create_directories(folder))
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    const std::filesystem::path beside = path.string() + ".writing";
    {
        const OpenFile file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
        if (file.descriptor < 0) fault("creating", beside);
        if (::fchmod(file.descriptor, 0600) != 0) fault("chmod", beside);
        write_all(file.descriptor, bytes, beside);
        if (::fsync(file.descriptor) != 0) fault("syncing", beside);
    }
    if (::rename(beside.c_str(), path.c_str()) != 0) fault("renaming", beside);
    sync_directory(folder);
}

}  // namespace sunlot::files
