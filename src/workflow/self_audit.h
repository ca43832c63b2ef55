// The organ audits itself: its published log against its database, its database against its journal. What was verified
// is kept in DATA/audit (log.json: the log; shadow.db: a second set of projections), so that a run costs what was added
// since the last one. Each night a server does both and says so in the journal (audit.finished).
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "ledger/log_fault.h"
#include "store/replay.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sunlot::workflow {

/// What is new, and a part of the rest by turns; or everything.
enum class Extent { onward, whole };

struct OwnLogReport {
    std::vector<ledger::LogFault> faults;  ///< the first hundred; file "journal" is the table
    std::uint64_t faults_total = 0;
    bool clean() const { return faults_total == 0; }
    std::uint64_t from = 0;
    std::uint64_t size = 0;
    std::uint64_t entries = 0;  ///< read from the files and compared with the database
    std::uint64_t files = 0;
    std::vector<std::string> signers;  ///< whose signatures on the checkpoint hold
    std::uint64_t unknown_lines = 0;
    bool has_quorum = false;
    std::optional<std::uint64_t> witnessed;  ///< size of the newest head with a quorum
};

/// Verifies DATA/log by ledger::audit_log and compares every entry read with the database. The first keys are those
/// that the journal's first entry names. Refuses organ.not_configured, audit.running.
Result<OwnLogReport> audit_own_log(const Context& context, Extent extent);

/// Refuses audit.running. What is found about a draw under embargo is told without its content.
Result<store::ReplayReport> replay_journal(const Context& context, Extent extent);

struct AuditOutcome {
    Instant at;
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    std::uint64_t faults = 0;
    std::vector<std::string> findings;  ///< "tile/0/000 tile.hash", "journal 17 leaf", "object changed": no values
};

/// Both, and the entry audit.finished (not when the journal is frozen). Refuses organ.not_configured, audit.running.
Result<AuditOutcome> audit_nightly(const Context& context);

/// The state of the nightly audit for everyone to see.
struct AuditState {
    std::optional<AuditOutcome> last;
    bool late = false;  ///< none for more than 36 hours
    bool red() const { return late || (last && last->faults > 0); }
};
AuditState audit_state(const Context& context);

/// The last moment, not after `now`, at which it is `minute` minutes past midnight in Beijing.
Instant last_due(Instant now, int minute);
/// Whether an audit is due: the journal existed at the last due moment, and there was no audit since.
bool audit_due(const Context& context, int minute);

}  // namespace sunlot::workflow
