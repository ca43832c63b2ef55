#include "workflow/context.h"

#include "store/database.h"
#include "workflow/log_keys.h"

#include <utility>

namespace sunlot::workflow {

LogKey::LogKey() = default;
LogKey::~LogKey() = default;

std::shared_ptr<const LogSigner> LogKey::get() const {
    const std::lock_guard lock(mutex_);
    return signer_;
}

void LogKey::set(std::shared_ptr<const LogSigner> signer) {
    const std::lock_guard lock(mutex_);
    signer_ = std::move(signer);
}

Result<std::shared_ptr<const LogSigner>> Context::require_log_key() const {
    if (auto signer = log_key.get()) return signer;
    if (database.read().journal().origin.empty()) {
        return refuse(RefusalKind::conflict, "organ.not_configured", "系统尚未初始化：请先用设置码设置本机构",
                      "The system is not set up yet: configure the organ with the setup code first");
    }
    auto signer = load_log_keys(*this);
    if (signer) log_key.set(*signer);
    return signer;
}

}  // namespace sunlot::workflow
