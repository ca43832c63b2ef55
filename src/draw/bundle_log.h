// The journal entries of one draw, read as a story: who fixed what in which order. Inside draw/ only.
#pragma once
#include "base/json.h"
#include "base/result.h"
#include "draw/plan.h"
#include "draw/seed.h"
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

/// What one attempt put into the log.
struct LoggedAttempt {
    std::uint64_t journal_size = 0;
    std::uint64_t sample = 0, reserve = 0;  ///< of result.sealed
    std::optional<Instant> drawn_at, assigned_at;
};

/// Takes the entries one by one and refuses ("order.…") every one that may not come next or does not say what it must.
class DrawLog {
public:
    explicit DrawLog(const Plan& plan) : plan_(plan) {}

    Result<Done> take(const ledger::Entry& entry);

    Stage stage() const { return stage_; }
    std::uint64_t attempt() const { return attempts_.size(); }
    const std::vector<LoggedAttempt>& attempts() const { return attempts_; }
    const std::vector<Recorded>& events() const { return events_; }
    const std::map<std::string, std::string>& commitments() const { return committed_; }
    /// Values of the parties revealed in time, by party.
    const std::map<std::string, std::string>& revealed() const { return revealed_; }
    const std::map<std::string, Instant>& revealed_at() const { return revealed_at_; }
    /// Parties who did not reveal, and those of them who tried with a wrong value.
    std::vector<std::string> dropped() const;
    const std::set<std::string>& wrong() const { return wrong_; }

private:
    using Handler = Result<Done> (DrawLog::*)(const ledger::Entry&, FieldReader&);
    static const std::map<std::string, Handler, std::less<>>& handlers();

    Result<Done> opened(const ledger::Entry&, FieldReader&);
    Result<Done> committed(const ledger::Entry&, FieldReader&);
    Result<Done> frame_sealed(const ledger::Entry&, FieldReader&);
    Result<Done> revealed(const ledger::Entry&, FieldReader&);
    Result<Done> rejected(const ledger::Entry&, FieldReader&);
    Result<Done> event_recorded(const ledger::Entry&, FieldReader&);
    Result<Done> seed_fixed(const ledger::Entry&, FieldReader&);
    Result<Done> result_sealed(const ledger::Entry&, FieldReader&);
    Result<Done> assignment_sealed(const ledger::Entry&, FieldReader&);
    Result<Done> redraw_requested(const ledger::Entry&, FieldReader&);
    Result<Done> redraw_approved(const ledger::Entry&, FieldReader&);
    Result<Done> closed(const ledger::Entry&, FieldReader&);
    Result<Done> voided(const ledger::Entry&, FieldReader&);

    const Plan& plan_;
    Stage stage_ = Stage::none;
    std::optional<ledger::Entry> last_;
    std::map<std::string, std::string> committed_, revealed_;
    std::map<std::string, Instant> revealed_at_;
    std::set<std::string> wrong_;
    std::vector<Recorded> events_;
    std::vector<LoggedAttempt> attempts_;
    std::string requested_by_;
};

}  // namespace sunlot::draw
