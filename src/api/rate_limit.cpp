#include "api/rate_limit.h"

#include <algorithm>

namespace sunlot::api {
namespace {

constexpr std::int64_t kMicro = 1'000'000;
constexpr std::size_t kMostBuckets = 10'000;

}  // namespace

Result<Done> RateLimit::take(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    const Instant now = clock_.now();
    if (buckets_.size() >= kMostBuckets) forget_full(now);
    auto [at, fresh] = buckets_.try_emplace(key, Bucket{.micro_tokens = rate_.burst * kMicro, .filled = now});
    Bucket& bucket = at->second;
    const std::int64_t elapsed = std::clamp<std::int64_t>(now.micros - bucket.filled.micros, 0, 3600 * kMicro);
    bucket.micro_tokens = std::min(rate_.burst * kMicro, bucket.micro_tokens + elapsed * rate_.per_second);
    bucket.filled = now;
    if (bucket.micro_tokens < kMicro)
        return refuse(RefusalKind::too_many, "rate.limited", "查询太频繁，请稍等片刻再试",
                      "Too many questions in a short time: wait a moment and try again");
    bucket.micro_tokens -= kMicro;
    return Done{};
}

/// A full bucket is what a new one would be.
void RateLimit::forget_full(Instant now) {
    std::erase_if(buckets_, [&](const auto& entry) {
        const std::int64_t elapsed = now.micros - entry.second.filled.micros;
        return entry.second.micro_tokens + elapsed * rate_.per_second >= rate_.burst * kMicro;
    });
    if (buckets_.size() >= kMostBuckets) buckets_.clear();
}

}  // namespace sunlot::api
