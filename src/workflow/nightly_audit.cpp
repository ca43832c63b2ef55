#include "workflow/nightly_audit.h"

#include "base/text.h"
#include "workflow/self_audit.h"

#include <chrono>
#include <exception>

#include <spdlog/spdlog.h>

namespace sunlot::workflow {
namespace {

constexpr std::chrono::seconds kLook{20};

}  // namespace

Result<int> parse_minute(std::string_view text) {
    const auto number = [](std::string_view two) -> int {
        if (two.size() != 2 || two[0] < '0' || two[0] > '9' || two[1] < '0' || two[1] > '9') return -1;
        return (two[0] - '0') * 10 + (two[1] - '0');
    };
    const int hour = text.size() == 5 && text[2] == ':' ? number(text.substr(0, 2)) : -1;
    const int minute = hour >= 0 ? number(text.substr(3)) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return refuse(RefusalKind::invalid, "audit.time", "审计时间应写成 02:00 的样子（北京时间）",
                      "the hour of the audit reads like 02:00 (Beijing)");
    return hour * 60 + minute;
}

NightlyAudit::NightlyAudit(const Context& context, int minute)
    : context_(context), minute_(minute), thread_([this] { run(); }) {}

NightlyAudit::~NightlyAudit() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void NightlyAudit::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        audit_once();
        lock.lock();
        wake_.wait_for(lock, kLook, [this] { return stopping_; });
    }
}

void NightlyAudit::audit_once() {
    try {
        if (!audit_due(context_, minute_)) return;
        const auto outcome = audit_nightly(context_);
        if (!outcome) {
            spdlog::error("nightly audit: {}: {}", outcome.error().code, outcome.error().text.zh);
        } else if (outcome->faults > 0) {
            spdlog::error("nightly audit: {} faults: {}", outcome->faults, join(outcome->findings, "; "));
        }
    } catch (const std::exception& fault) {  // the third of the places where a fault ends: a background job
        spdlog::error("nightly audit: {}", fault.what());
    }
}

}  // namespace sunlot::workflow
