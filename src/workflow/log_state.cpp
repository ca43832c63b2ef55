#include "workflow/log_state.h"

#include "files/durable_file.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path) {
    throw std::system_error(errno, std::generic_category(), "locking " + path.string());
}

}  // namespace

// A lock of its own file description, so that threads of one process exclude each other as processes do; the kernel
// gives it back whatever ends us.
LogState::LogState(const fs::path& data_directory) : folder_(data_directory / "log-state") {
    fs::create_directories(folder_);
    const fs::path path = folder_ / "turn";
    lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) fail(path);
    while (::flock(lock_, LOCK_EX) != 0) {
        if (errno == EINTR) continue;
        ::close(lock_);
        fail(path);
    }
}

LogState::~LogState() {
    ::close(lock_);
}

Result<std::optional<ledger::Checkpoint>> LogState::signing() const {
    std::ifstream in(folder_ / "signing", std::ios::binary);
    if (!in) return std::optional<ledger::Checkpoint>();
    auto head = ledger::parse_checkpoint(std::string(std::istreambuf_iterator<char>(in), {}));
    if (!head)
        return refuse(RefusalKind::conflict, "log.damaged",
                      "log-state/signing 已损坏：无法确认曾签署到第几条，不再签名。请从归档者或见证人处核对后恢复",
                      "log-state/signing is damaged: nothing is signed until the largest head ever signed is known "
                      "again from an archive or a witness",
                      "log-state/signing");
    return std::optional(std::move(*head));
}

void LogState::remember(const ledger::Checkpoint& head) {
    const auto known = signing();
    if (!known) throw std::logic_error("what was signed before is not known");
    if (*known && (*known)->size > head.size) throw std::logic_error("a head below one that may have been signed");
    if (*known && (*known)->size == head.size) {
        if ((*known)->root != head.root) throw std::logic_error("a second root for a size that may have been signed");
        return;
    }
    files::write_durably(folder_ / "signing", ledger::encode(head));
}

}  // namespace sunlot::workflow
