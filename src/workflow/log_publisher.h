// Publishes the log in the background until it is destroyed: at each commit, at most five times a second, and once a
// second whatever happens, so that another process's commits are seen too (freshness: 5 s).
#pragma once
#include "workflow/context.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

namespace sunlot::workflow {

class LogPublisher {
public:
    /// `look`: how long to wait for a commit before looking all the same.
    explicit LogPublisher(const Context& context, std::chrono::milliseconds look = std::chrono::seconds(1));

private:
    void run(const std::stop_token& stop);
    /// The published size, or nothing: faults and refusals go to the operator's log, once each; the next round tries
    /// again.
    std::optional<std::uint64_t> publish_once();

    const Context& context_;
    std::chrono::milliseconds look_;
    std::string last_trouble_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace sunlot::workflow
