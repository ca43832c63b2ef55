#include "api/upload.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace sunlot::api {

UploadFile::UploadFile(std::filesystem::path path)
    : path_(std::move(path)), file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), "open " + path_.string());
}

UploadFile::~UploadFile() {
    ::close(file_);
    std::error_code moved_away;
    std::filesystem::remove(path_, moved_away);
}

void UploadFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw std::system_error(errno, std::generic_category(), "write " + path_.string());
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace sunlot::api
