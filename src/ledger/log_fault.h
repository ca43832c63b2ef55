// What is wrong with a published log: which file, which entry or hash in it, and what.
#pragma once
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sunlot::ledger {

/// The bytes of a file of the log by its path as served ("checkpoint", "tile/0/x001/234"). Refuses log.file when there
/// is none; any other refusal means that it could not be read.
using ReadFile = std::function<Result<std::string>(const std::string& path)>;

struct LogFault {
    std::string file;
    /// Of an entry bundle: the entry's number. Of a tile: the place of the hash within its level. Else nothing.
    std::optional<std::uint64_t> index;
    /// Stable: log.missing, log.unreadable, log.root, log.fork, log.rolled_back, log.stale_file, tile.width, tile.hash,
    /// tile.entries, entry.leaf, entry.seq, entry.log, entry.time, checkpoint.origin, key.*, vkey.differs, policy.*,
    /// and the codes of open_note, parse_checkpoint and parse_entry.
    std::string code;
    Text text;
};

/// Keeps the first hundred and counts the rest.
class LogFaults {
public:
    static constexpr std::size_t kNamed = 100;

    void add(std::string file, std::optional<std::uint64_t> index, std::string code, Text text) {
        ++total_;
        if (named_.size() < kNamed) named_.push_back({std::move(file), index, std::move(code), std::move(text)});
    }
    /// Whoever invents a log of 2^50 entries must not keep us looking for its files.
    bool too_many() const { return total_ >= kNamed; }
    std::uint64_t total() const { return total_; }
    const std::vector<LogFault>& named() const { return named_; }

private:
    std::vector<LogFault> named_;
    std::uint64_t total_ = 0;
};

}  // namespace sunlot::ledger
