#include "workflow/context.h"

#include "ledger/note.h"
#include "store/database.h"
#include "workflow/log_key_file.h"

namespace sunlot::workflow {

LogKey::LogKey() = default;
LogKey::~LogKey() = default;

const ledger::SigningKey* LogKey::get() const {
    const std::lock_guard lock(mutex_);
    return key_.get();
}

void LogKey::set(const ledger::SigningKey& key) {
    const std::lock_guard lock(mutex_);
    if (!key_) {
        key_ = std::make_unique<const ledger::SigningKey>(key);
    } else if (key_->verifier() != key.verifier()) {
        throw std::logic_error("the log's key can't change while the program runs");
    }
}

Result<const ledger::SigningKey*> Context::require_log_key() const {
    if (const auto* key = log_key.get()) return key;
    const std::string origin = database.read().journal().origin;
    if (origin.empty()) {
        return refuse(RefusalKind::conflict, "organ.not_configured", "系统尚未初始化：请先用设置码设置本机构",
                      "The system is not set up yet: configure the organ with the setup code first");
    }
    log_key.set(load_log_key(data_directory, origin));
    return log_key.get();
}

}  // namespace sunlot::workflow
