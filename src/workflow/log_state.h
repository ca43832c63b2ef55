// DATA/log-state: what the log must remember to keep its promise, and the turn to publish. Never served, never copied
// with the log: whoever restores DATA from a backup must not restore this folder to an earlier state.
//
// `signing` holds the largest head the key may ever have signed (the text of its checkpoint). It is made durable before
// the key is asked: a program that dies between the two has promised a head nobody saw, and the next one keeps to it.
#pragma once
#include "base/result.h"
#include "ledger/checkpoint.h"

#include <filesystem>
#include <optional>

namespace sunlot::workflow {

/// The turn to publish: one at a time among the threads and processes of a data directory.
class LogState {
public:
    /// Waits for its turn.
    explicit LogState(const std::filesystem::path& data_directory);
    LogState(const LogState&) = delete;
    LogState& operator=(const LogState&) = delete;
    ~LogState();

    /// The largest head that may have been signed; none before the first. Refuses log.damaged.
    Result<std::optional<ledger::Checkpoint>> signing() const;
    /// Before signing `head`; durable when it returns. std::logic_error for a size below the one remembered, and for
    /// another root at the same size.
    void remember(const ledger::Checkpoint& head);

private:
    std::filesystem::path folder_;
    int lock_ = -1;
};

}  // namespace sunlot::workflow
