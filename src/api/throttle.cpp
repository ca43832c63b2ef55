#include "api/throttle.h"

#include "inspection/account.h"

#include <algorithm>

namespace sunlot::api {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kFirstWait = 30 * kSecond;
constexpr std::int64_t kLongestWait = 15 * 60 * kSecond;
/// More keys than this are never remembered: the ones quiet for longest go.
constexpr std::size_t kMostRecords = 100'000;

std::int64_t wait_after(int failures_beyond) {
    const int doublings = std::min(failures_beyond, 5);
    return std::min(kFirstWait << doublings, kLongestWait);
}

}  // namespace

Result<Done> Throttle::start(const std::vector<Key>& keys) {
    const std::lock_guard lock(mutex_);
    const Instant now = clock_.now();
    for (const auto& key : keys) {
        const auto found = records_.find(key.text);
        if (found == records_.end() || found->second.blocked_until <= now) continue;
        if (key.lock_micros > 0) return inspection::check_not_locked(found->second.blocked_until, now);
        const std::string seconds = std::to_string((found->second.blocked_until.micros - now.micros) / kSecond + 1);
        return refuse(RefusalKind::too_many, "login.throttled", "连续失败次数过多，请等 " + seconds + " 秒再试",
                      "Too many failures: wait " + seconds + " seconds");
    }
    if (records_.size() >= kMostRecords) forget_old(now);
    for (const auto& key : keys) {
        Record& record = records_[key.text];
        if (now.micros - record.last.micros > 2 * kLongestWait) record.failures = 0;
        // A lock that is over has been served: five more tries are free.
        if (key.lock_micros > 0 && record.blocked_until > Instant{} && record.blocked_until <= now) record = {};
        record.last = now;
        const int beyond = ++record.failures - key.free_tries;
        if (beyond < 0) continue;
        const std::int64_t wait = key.lock_micros > 0 ? key.lock_micros : wait_after(beyond);
        record.blocked_until = Instant{now.micros + wait};
    }
    return Done{};
}

void Throttle::succeeded(const std::vector<Key>& keys) {
    const std::lock_guard lock(mutex_);
    for (const auto& key : keys) records_.erase(key.text);
}

void Throttle::undecided(const std::vector<Key>& keys) {
    const std::lock_guard lock(mutex_);
    for (const auto& key : keys) {
        const auto found = records_.find(key.text);
        if (found == records_.end()) continue;
        if (--found->second.failures < key.free_tries) found->second.blocked_until = {};
    }
}

void Throttle::forget_old(Instant now) {
    std::erase_if(records_, [&](const auto& record) { return record.second.blocked_until <= now; });
    while (records_.size() >= kMostRecords) records_.erase(records_.begin());
}

}  // namespace sunlot::api
