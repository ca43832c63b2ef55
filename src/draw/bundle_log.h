// The journal entries of one draw, read as a story: who fixed what in which order (docs/formats/draw-v1.md §2).
// Inside draw/ only.
#pragma once
#include "base/json.h"
#include "base/result.h"
#include "draw/plan.h"
#include "draw/seal.h"
#include "draw/seed.h"
#include "draw/substitution.h"
#include "ledger/entry.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sunlot::draw {

enum class Stage { none, opened, sealed, events, seeded, approved, resealed, drawn, assigned, closed, voided };

Text text(Stage stage);

struct Recorded {
    SeedText::Event event;
    Instant at;
};

/// sealing.witnessed: where it stands and the proof it carries, not yet looked at (bundle_witnesses.cpp).
struct WitnessedSealing {
    std::uint64_t seq = 0;
    std::string proof;
};

/// What one attempt put into the log.
struct LoggedAttempt {
    std::uint64_t sealed_seq = 0;  ///< of frame.sealed
    std::optional<WitnessedSealing> witnessed;
    std::uint64_t journal_size = 0;
    std::vector<HigherQuota> extends;       ///< as approved; empty in attempt 1 and in a redraw
    std::uint64_t sample = 0, reserve = 0;  ///< of result.sealed
    std::optional<Instant> drawn_at, assigned_at;
};

/// Takes the entries one by one and refuses ("order.…") every one that may not come next or does not say what it must.
class DrawLog {
public:
    /// `needs_witnesses`: the plan's policy has a quorum, so each sealing must be witnessed before anything follows.
    DrawLog(const Plan& plan, bool needs_witnesses) : plan_(plan), needs_witnesses_(needs_witnesses) {}

    Result<Done> take(const ledger::Entry& entry);

    Stage stage() const { return stage_; }
    std::uint64_t attempt() const { return attempts_.size(); }
    const std::vector<LoggedAttempt>& attempts() const { return attempts_; }
    const std::vector<Recorded>& events() const { return events_; }
    /// Of parties and of sealed shares.
    const std::map<std::string, std::string>& commitments() const { return committed_; }
    /// Values of the parties revealed in time or opened by trustees, by party.
    const std::map<std::string, std::string>& revealed() const { return revealed_; }
    const std::map<std::string, Instant>& revealed_at() const { return revealed_at_; }
    /// Parties and sealed shares that trustees opened, or tried to.
    const std::set<std::string>& opened_by_trustees() const { return by_trustees_; }
    /// Parties who did not reveal, and those of them who tried with a wrong value.
    std::vector<std::string> dropped() const;
    const std::set<std::string>& wrong() const { return wrong_; }
    /// Sealed shares made public: none, the first, or both; in order.
    const std::vector<std::string>& shares() const { return shares_; }
    bool deposit_failed() const { return deposit_failed_; }
    std::uint64_t disclosures() const { return disclosures_; }
    /// The approved ones, as the log tells them: without `replaced`.
    const std::vector<Substitution>& substitutions() const { return substitutions_; }
    std::uint64_t substitutions_asked() const { return asked_; }

private:
    using Handler = Result<Done> (DrawLog::*)(const ledger::Entry&, FieldReader&);
    static const std::map<std::string, Handler, std::less<>>& handlers();

    // bundle_log.cpp
    Result<Done> opened(const ledger::Entry&, FieldReader&);
    Result<Done> committed(const ledger::Entry&, FieldReader&);
    Result<Done> frame_sealed(const ledger::Entry&, FieldReader&);
    Result<Done> sealing_witnessed(const ledger::Entry&, FieldReader&);
    Result<Done> voided(const ledger::Entry&, FieldReader&);
    // bundle_log_seed.cpp
    Result<Done> revealed(const ledger::Entry&, FieldReader&);
    Result<Done> rejected(const ledger::Entry&, FieldReader&);
    Result<Done> contribution_opened(const ledger::Entry&, FieldReader&);
    Result<Done> deposit_failed(const ledger::Entry&, FieldReader&);
    Result<Done> share_delivered(const ledger::Entry&, FieldReader&);
    Result<Done> event_recorded(const ledger::Entry&, FieldReader&);
    Result<Done> seed_fixed(const ledger::Entry&, FieldReader&);
    Result<Done> share_revealed(const ledger::Entry&, FieldReader&);
    // bundle_log_visits.cpp
    Result<Done> result_sealed(const ledger::Entry&, FieldReader&);
    Result<Done> assignment_sealed(const ledger::Entry&, FieldReader&);
    Result<Done> disclosed(const ledger::Entry&, FieldReader&);
    Result<Done> substitution_requested(const ledger::Entry&, FieldReader&);
    Result<Done> substitution_approved(const ledger::Entry&, FieldReader&);
    Result<Done> substitution_refused(const ledger::Entry&, FieldReader&);
    Result<Done> redraw_requested(const ledger::Entry&, FieldReader&);
    Result<Done> redraw_approved(const ledger::Entry&, FieldReader&);
    Result<Done> extension_requested(const ledger::Entry&, FieldReader&);
    Result<Done> extension_approved(const ledger::Entry&, FieldReader&);
    Result<Done> closed(const ledger::Entry&, FieldReader&);

    /// Sealed, and nobody outside is on record yet as having seen it.
    bool awaits_witnesses() const;
    bool embargo() const { return plan_.mode == Mode::embargo; }
    std::uint64_t parties_committed() const;
    Result<Done> check_commitments() const;
    /// What must have happened before the first event, or before the seed where no event is planned.
    Result<Done> check_reveals_over() const;
    bool may_redraw() const;
    Result<Done> approve(const ledger::Entry&, FieldReader&, const std::string& requested_by);

    const Plan& plan_;
    bool needs_witnesses_;
    Stage stage_ = Stage::none;
    std::optional<ledger::Entry> last_;
    std::map<std::string, std::string> committed_, revealed_;
    std::map<std::string, Instant> revealed_at_;
    std::set<std::string> wrong_, by_trustees_, delivered_;
    bool deposit_failed_ = false;
    std::vector<Recorded> events_;
    std::vector<std::string> shares_;
    std::vector<LoggedAttempt> attempts_;
    std::string redraw_by_, extension_by_;  ///< who asked; empty when nobody did
    std::vector<HigherQuota> asked_extension_, approved_extension_;
    std::uint64_t disclosures_ = 0, asked_ = 0;
    std::optional<Substitution> waiting_;  ///< the substitution that waits for its answer
    std::string waiting_by_;
    std::vector<Substitution> substitutions_;
};

/// Shared by the files of DrawLog.
namespace order {
inline constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;
Refusal out_of_order(const std::string& kind);
Refusal broken(std::string code, std::string zh, std::string en);
std::string read_hex(FieldReader& in, std::string_view key);
std::uint64_t read_number(FieldReader& in, std::string_view key);
/// Refuses order.attempt when the member "attempt" is not this number.
void read_attempt(FieldReader& in, std::uint64_t expected);
/// The member "party" (or `key`): a party of the plan.
std::string read_party(FieldReader& in, const Plan& plan);
/// The reader's refusal, if there is one.
Result<Done> done(FieldReader& in);
}  // namespace order

}  // namespace sunlot::draw
