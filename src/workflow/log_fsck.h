// A published log rebuilt from its entry bundles alone: every tile of every level and the root, compared with what lies
// in the folder. For DATA/log and for archives; needs no key and no database.
#pragma once
#include "base/result.h"
#include "ledger/log_fault.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace sunlot::workflow {

enum class Repair { no, yes };

struct FsckReport {
    std::uint64_t size = 0;                ///< of the checkpoint
    std::uint64_t entries = 0;             ///< read from bundles
    std::uint64_t tiles = 0;               ///< compared
    bool root_agrees = false;              ///< the bundles give the root that the checkpoint names
    std::vector<ledger::LogFault> faults;  ///< the first hundred
    std::uint64_t faults_total = 0;
    std::vector<std::string> repaired;  ///< tiles written again
    /// Nothing was wrong, or all that was has been repaired.
    bool sound() const { return root_agrees && faults_total == repaired.size(); }
};

/// With Repair::yes tiles that are missing or damaged are written again, but only when the bundles give the root of the
/// checkpoint; bundles and checkpoints are never touched. Refuses log.file and checkpoint.malformed: without a
/// checkpoint nothing says how far the log goes.
Result<FsckReport> fsck_log(const std::filesystem::path& folder, Repair repair,
                            const std::function<void(std::uint64_t done, std::uint64_t size)>& progress = {});

}  // namespace sunlot::workflow
