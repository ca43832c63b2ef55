// Publishes the log in the background, at most a second behind the journal (freshness: 5 s), until it is destroyed.
#pragma once
#include "workflow/context.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace sunlot::workflow {

class LogPublisher {
public:
    explicit LogPublisher(const Context& context);
    LogPublisher(const LogPublisher&) = delete;
    LogPublisher& operator=(const LogPublisher&) = delete;
    ~LogPublisher();

private:
    void run();
    /// Faults and refusals go to the operator's log, once each; the next round tries again.
    void publish_once();

    const Context& context_;
    std::string last_trouble_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace sunlot::workflow
