#include "files/data_lock.h"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace sunlot::files {
namespace {

std::filesystem::path lock_file(const std::filesystem::path& data_directory) {
    return data_directory / "server.lock";
}

/// True when this open file now holds the lock, false when another process does.
bool try_lock(int file) {
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return true;
    if (errno == EWOULDBLOCK) return false;
    throw std::system_error(errno, std::generic_category(), "locking server.lock");
}

std::string content(int file) {
    std::array<char, 256> text{};
    const auto size = ::pread(file, text.data(), text.size(), 0);
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

Result<DataLock> DataLock::take(const std::filesystem::path& data_directory) {
    std::filesystem::create_directories(data_directory);
    const int file = ::open(lock_file(data_directory).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) throw std::system_error(errno, std::generic_category(), lock_file(data_directory).string());
    DataLock lock(file);
    if (!try_lock(file)) {
        const auto address = content(file);
        return refuse(
            RefusalKind::conflict, "data.locked",
            "数据目录正由另一个进程使用" + (address.empty() ? std::string() : "（" + address + "）"),
            "another process is using this data directory" + (address.empty() ? std::string() : " (" + address + ")"));
    }
    // What a process that was killed had announced is no longer true.
    if (::ftruncate(file, 0) != 0) throw std::system_error(errno, std::generic_category(), "clearing server.lock");
    return lock;
}

DataLock::DataLock(DataLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

DataLock::~DataLock() {
    if (file_ >= 0) ::close(file_);
}

void DataLock::announce(std::string_view address) {
    if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, address.data(), address.size(), 0) < 0)
        throw std::system_error(errno, std::generic_category(), "writing server.lock");
}

std::optional<std::string> DataLock::owner(const std::filesystem::path& data_directory) {
    const int file = ::open(lock_file(data_directory).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    const DataLock closer(file);
    // A shared lock that is let go at once: it fails exactly while somebody owns the directory.
    if (::flock(file, LOCK_SH | LOCK_NB) == 0) return std::nullopt;
    return content(file);
}

}  // namespace sunlot::files
