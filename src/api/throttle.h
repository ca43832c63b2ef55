// Slows down guessing: after five failures in a row for one key (an address) the next try must wait 30 seconds, then a
// minute, doubling up to 15 minutes. A login name is locked for half an hour instead, whether there is such an account
// or not. Kept in memory: a restart forgives; the lock of an account that exists is also in the journal.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace sunlot::api {

/// Safe to use from many threads.
class Throttle {
public:
    explicit Throttle(const Clock& clock) : clock_(clock) {}

    struct Key {
        std::string text;
        /// Failures without any wait; an address behind which a whole bureau sits gets more than a login name.
        int free_tries = 5;
        /// Locked for so long instead of waiting longer each time; 0: waits.
        std::int64_t lock_micros = 0;
    };
    /// Counts a try for each key before it is made, so that many at once don't slip through. Refuses login.throttled
    /// with the seconds to wait, or login.locked, and then counts nothing.
    Result<Done> start(const std::vector<Key>& keys);
    /// The try was right: forgets the failures of these keys.
    void succeeded(const std::vector<Key>& keys);
    /// The try was neither right nor wrong (a second factor is asked for): takes it back, and forgets nothing.
    void undecided(const std::vector<Key>& keys);

private:
    struct Record {
        int failures = 0;
        Instant blocked_until;
        Instant last;
    };
    void forget_old(Instant now);

    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Record> records_;
};

}  // namespace sunlot::api
