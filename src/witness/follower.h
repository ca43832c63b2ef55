// Looks at the logs that have an address, each at its own pace, a few at a time; and minds the silence of all. Runs
// until it is destroyed.
#pragma once
#include "http/client.h"
#include "witness/witness.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sunlot::witness {

class Follower {
public:
    Follower(Witness& witness, const Clock& clock, Bell& bell);
    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;
    ~Follower();

private:
    void run();
    std::optional<LogFolder> next_due();

    Witness& witness_;
    const Clock& clock_;
    Bell& bell_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<bool> stopping_ = false;
    /// By the log's id: when it was looked at last. Each thread takes what is due and marks it.
    std::map<std::string, Instant> looked_;
    std::vector<std::jthread> threads_;
};

/// One look at a log at its address; nothing when it can't be reached (silence will tell). Throws what the disk throws.
/// `stopping`: asked before each file, so that a slow log holds nobody up.
void look_once(Witness& witness, const LogFolder& folder, http::Client& client, const std::function<bool()>& stopping);

}  // namespace sunlot::witness
