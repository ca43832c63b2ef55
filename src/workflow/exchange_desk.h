// Runs of sources as jobs: one at a time, on a thread of their own, with a report that can be looked at meanwhile; and
// the schedule. Every program has one; only a server keeps the schedule. When it goes, the run under way is stopped
// before it writes, and those that wait are dropped.
#pragma once
#include "workflow/exchange.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace sunlot::workflow {

class ExchangeDesk {
public:
    explicit ExchangeDesk(const Context& context) : context_(context) {}
    ExchangeDesk(const ExchangeDesk&) = delete;
    ExchangeDesk& operator=(const ExchangeDesk&) = delete;
    ~ExchangeDesk() { close(); }
    /// No run is under way when it returns, and none begins any more.
    void close();

    /// Refuses exchange.unknown, exchange.disabled, exchange.busy (a run of this source waits or goes on already).
    Result<RunReport> start(const Actor& actor, std::string_view source, const RunTerms& terms);
    /// As it is now. Refuses exchange.run_unknown.
    Result<RunReport> find(std::string_view id) const;
    /// Newest first; those that wait and the one under way among them.
    std::vector<RunReport> list(std::string_view source) const;

    /// From here on sources are read at their pace. REQUIRES: not called twice.
    void watch();
    /// One look at the schedule; gives the sources whose runs were started.
    std::vector<std::string> look();

private:
    struct Job {
        Actor actor;
        RunReport report;
    };
    void work(const std::stop_token& stop);
    bool has(std::string_view source) const;
    bool due(const Source& source, std::optional<std::vector<SeenFile>>& settled);

    const Context& context_;
    mutable std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Job> waiting_;
    std::optional<RunReport> running_;
    bool closed_ = false;
    std::map<std::string, Instant> started_;                  // by source: of the schedule alone
    std::map<std::string, std::vector<SeenFile>> last_look_;  // of the schedule alone
    std::jthread worker_;
    std::jthread schedule_;  // last: they use all of the above
};

}  // namespace sunlot::workflow
