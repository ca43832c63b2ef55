// The folder into which somebody outside copies a log (`sunlot log follow`): plain files, as they were served, that
// only ever grow, so that it may be a git repository. What comes from the log lies in .incoming until it has been
// verified against what the archive holds; only then does it take its place. Nothing verified is ever overwritten by
// anything that is not.
//
//     checkpoint, witnessed, vkey, vkey-sm2     as served, verified; checkpoint is the newest
//     checkpoints/<size>                        every checkpoint that was seen
//     tile/…, rotations/…                       as served
//     draws/<id>/                               verdict.json, and bundle/ when there is one
//     evidence/<what>-<digest>/                 what was offered and does not hold: never deleted
//     state.json                                how far the log has been verified (ledger/audited_log.h)
//     README.md                                 how to check all this, with what
#pragma once
#include "base/result.h"
#include "ledger/audited_log.h"
#include "ledger/log_audit.h"
#include "ledger/log_fault.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

class LogArchive {
public:
    explicit LogArchive(std::filesystem::path folder) : folder_(std::move(folder)) {}

    const std::filesystem::path& folder() const { return folder_; }
    /// What was verified so far; nothing for a new archive. Refuses archive.state: the file is damaged.
    Result<std::optional<ledger::AuditedLog>> state() const;
    /// The files as archived.
    ledger::ReadFile files() const;
    /// Reads through `source` and keeps what it gives in .incoming.
    ledger::ReadFile staging(ledger::ReadFile source) const;
    /// Takes what was staged: the files first, then the checkpoint, then the state. A crash before the state leaves
    /// files that the next round verifies again.
    void accept(const ledger::AuditedLog& before, const ledger::LogAuditReport& report);
    void discard_staged() const;
    /// Keeps what was offered and does not hold, once; gives the folder's name within the archive.
    std::string keep_evidence(std::string_view what, const std::vector<ledger::LogFault>& faults) const;

private:
    void drop_outgrown(std::uint64_t before, std::uint64_t size) const;
    void write_readme(const ledger::AuditedLog& log) const;
    std::filesystem::path folder_;
};

}  // namespace sunlot::workflow
