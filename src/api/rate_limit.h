// So many questions in a while from one address: what costs the server something must not be asked without end. A
// bucket of `burst` tokens for each key fills with `per_second`. Kept in memory; safe to use from many threads.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace sunlot::api {

class RateLimit {
public:
    struct Rate {
        std::int64_t burst = 60;
        std::int64_t per_second = 20;
    };
    RateLimit(const Clock& clock, Rate rate) : clock_(clock), rate_(rate) {}

    /// Takes one token. Refuses rate.limited, and then takes none.
    Result<Done> take(const std::string& key);

private:
    struct Bucket {
        std::int64_t micro_tokens = 0;
        Instant filled;
    };
    void forget_full(Instant now);

    const Clock& clock_;
    const Rate rate_;
    std::mutex mutex_;
    std::map<std::string, Bucket> buckets_;
};

}  // namespace sunlot::api
