// Runs the audit each night in the background until it is destroyed; one that was missed, because the program did not
// run at that hour, at once after the start.
#pragma once
#include "base/result.h"
#include "workflow/context.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace sunlot::workflow {

/// "02:00" → 120 minutes past midnight, Beijing. Refuses audit.time.
Result<int> parse_minute(std::string_view text);

class NightlyAudit {
public:
    NightlyAudit(const Context& context, int minute);
    NightlyAudit(const NightlyAudit&) = delete;
    NightlyAudit& operator=(const NightlyAudit&) = delete;
    ~NightlyAudit();

private:
    void run();
    /// Faults and refusals go to the operator's log, and the next round tries again.
    void audit_once();

    const Context& context_;
    int minute_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses all of the above
};

}  // namespace sunlot::workflow
