// The audit of a published log by whoever has only its files and its key: every entry bundle, every tile, every level,
// the root, the signatures of the log, the cosignatures of the witnesses that are known, and that it goes on from what
// was verified before. Given an earlier state it reads only what is new and the right edge.
//
//     AuditedLog state = …;                       // or begin_at(keys) for a log never seen
//     const auto report = audit_log(read, state);
//     if (report.clean()) state = report.state;   // else report.faults says file, index and what
//
// Keys: the checkpoint must carry a signature of every key in `state.keys`. An entry key.rotated moves the trust to the
// key it names, if the file rotations/<seq>.checkpoint, a checkpoint that includes the entry, is signed by the old key
// and the new one; rotations between other keys move nothing, and key.compromised of the trusted key is a fault. A
// checkpoint that the present keys did not sign is therefore judged at the end of the walk.
#pragma once
#include "ledger/audited_log.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/log_fault.h"
#include "ledger/policy.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::ledger {

/// Nothing is known of the log but these keys. REQUIRES: at least one, all of one name.
AuditedLog begin_at(std::vector<VerifierKey> keys);

struct LogAuditOptions {
    /// Whose cosignatures to check; else the policy that the log itself has set last.
    std::optional<Policy> policy = {};
    /// Every signature line must be one of a key that is known: for a log that one publishes oneself.
    bool every_line = false;
    /// Also vkey and vkey-sm2 must be there and name the present keys.
    bool key_files = false;
    /// Files that are there besides those of the present size: tiles that were partial once must be the beginnings of
    /// those that took their place, and anything that is no file of a log is told.
    std::vector<std::string> listed = {};
    /// Each entry that is as it should be, in order, with its bytes.
    std::function<void(const Entry&, std::string_view)> on_entry = {};
    /// What the tree commits to for the entries first … first + leaves.size() − 1, also where the files are damaged.
    std::function<void(std::uint64_t first, std::span<const Digest> leaves)> on_leaves = {};
    std::function<void(std::uint64_t done, std::uint64_t size)> progress = {};
};

struct LogAuditReport {
    std::vector<LogFault> faults;  ///< the first hundred
    std::uint64_t faults_total = 0;
    bool clean() const { return faults_total == 0; }
    std::uint64_t from = 0;     ///< the size that had been verified before
    std::uint64_t size = 0;     ///< of the checkpoint, if it could be read
    std::uint64_t entries = 0;  ///< read this time
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
    std::vector<NoteSignature> signatures;  ///< of the checkpoint
    std::uint64_t unknown_lines = 0;        ///< signature lines of the checkpoint by keys that are not known
    /// The newest head that a quorum has witnessed, if the policy has one.
    bool has_quorum = false;
    std::optional<Checkpoint> witnessed;
    AuditedLog state;  ///< as far as verified; `earlier` when there are faults
};

LogAuditReport audit_log(const ReadFile& read, const AuditedLog& earlier, const LogAuditOptions& options = {});

}  // namespace sunlot::ledger
