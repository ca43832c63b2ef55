// Substitution (docs/formats/draw-v1.md §9): an object that cannot be inspected, an officer who cannot go, replaced by
// the next in line, never by choice. Everything here follows from the sealed lists, the seed and the request, so that
// the server and a verifier come to the same answer.
#pragma once
#include "base/result.h"
#include "draw/assignment.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/sample.h"
#include "draw/slots.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::draw {

enum class Substituted { object, officer };

/// An approved substitution, as in substitutions.json.
struct Substitution {
    std::uint64_t number = 0;  ///< from 1, in the draw
    std::uint64_t attempt = 1;
    Substituted what = Substituted::object;
    std::uint64_t line = 0;                ///< of result.tsv, from 0
    std::string reason;                    ///< [a-z][a-z0-9_]{0,31}
    std::vector<std::string> unavailable;  ///< officers who cannot go; sorted
    // what = object
    std::vector<std::string> recused;          ///< for the replacement; sorted, empty when there is none
    std::optional<std::uint64_t> replacement;  ///< its line; nothing when no reserve is left
    std::vector<std::string> officers;         ///< of the replacement, one per slot
    // what = officer
    std::uint64_t slot = 0;
    std::string replaced;                ///< who held the slot
    std::optional<std::string> officer;  ///< who takes it; nothing when nobody is left: the visit stays as it was
    friend bool operator==(const Substitution&, const Substitution&) = default;
};

/// [a-z][a-z0-9_]{0,31}
bool is_reason(std::string_view text);

/// The bytes of substitutions.json: the approved ones in order.
std::string encode_substitutions(std::span<const Substitution> substitutions);
/// Refuses substitutions.malformed, or json.* : anything that encode_substitutions would not write. Numbers and
/// attempts never fall; whether the answers are right is for Visits::apply to say.
Result<std::vector<Substitution>> parse_substitutions(std::string_view file);

struct Visit {
    std::uint64_t line = 0;  ///< of result.tsv, from 0
    std::string object;
    std::vector<std::string> officers;  ///< one per slot
    friend bool operator==(const Visit&, const Visit&) = default;
};

/// What an object's replacement turned out to be; both absent and empty when no reserve is left.
struct Replacement {
    std::optional<std::uint64_t> line;
    std::vector<std::string> officers;
    friend bool operator==(const Replacement&, const Replacement&) = default;
};

/// The lists of one attempt. All but `assignment` and `spent` must outlive the Visits made of them.
struct VisitLists {
    std::span<const TeamSlot> team;     ///< of the plan
    std::span<const Officer> officers;  ///< sorted by id
    std::span<const DrawnRow> rows;     ///< result.tsv
    const SlotTable& slots;
    const Assignment& assignment;
    std::string_view seed;
    /// Objects that substitutions of earlier attempts cancelled or called up (Visits::spent), for an extension.
    std::set<std::string, std::less<>> spent{};
};

/// The visits of an attempt: the jobs of assignment.tsv with their officers, changed by approved substitutions.
class Visits {
public:
    /// Refuses visits.lists when the lists do not belong together (an assigned job that is not in the result or not in
    /// the slots, another number of officers than slots).
    static Result<Visits> make(const VisitLists& lists);

    const Visit* at(std::uint64_t line) const;  ///< nullptr when no visit (reserve not called up, cancelled, no row)
    const std::map<std::uint64_t, Visit>& all() const { return visits_; }
    /// base_load + slots held. Nothing for somebody who is not in officers.tsv.
    std::optional<std::uint64_t> level(std::string_view officer) const;
    /// Candidates of a slot, by id: slots.tsv, or for a replacement what its substitution left. REQUIRES: a visit.
    std::vector<std::string> candidates(std::uint64_t line, std::uint64_t slot) const;

    /// The line that would replace this one: needed to say who is `recused`. Nothing when no reserve is left.
    std::optional<std::uint64_t> next_reserve(std::uint64_t line) const;
    /// Refuses substitution.line (no visit), substitution.officers (`recused` or `unavailable` unsorted or unknown,
    /// `recused` without a replacement) and assignment.infeasible (no team for the replacement: cannot be approved).
    Result<Replacement> replace_object(std::uint64_t line, std::span<const std::string> recused,
                                       std::span<const std::string> unavailable) const;
    /// Who takes over, or nobody. Refuses substitution.line, .slot, .officers (also when the officer who holds the slot
    /// is not in `unavailable`).
    Result<std::optional<std::string>> replace_officer(std::uint64_t line, std::uint64_t slot,
                                                       std::span<const std::string> unavailable) const;

    /// Computes the answer again and carries it out. Refuses like the two above, and substitution.answer when the
    /// answer (replacement, officers, officer, replaced) is another. `number` and `attempt` are for the caller to
    /// check.
    Result<Done> apply(const Substitution& substitution);

    // ── for the next attempt (an extension) ──
    /// The visits as kept jobs: give to assign() as `kept`, after kept_jobs(…, jobs_after(…)).
    Assignment kept() const;
    /// Objects cancelled or called up by substitutions, also in earlier attempts.
    const std::set<std::string, std::less<>>& spent() const { return spent_; }
    /// Jobs of the next attempt, sorted: its sample without what was cancelled, and the replacements among its rows.
    std::vector<std::string> jobs_after(std::span<const DrawnRow> next_rows) const;
    /// (officer, object) pairs left out by `recused`: with those left out in slots.tsv, no more than recusals sealed.
    std::uint64_t recused_pairs() const { return recused_pairs_; }

private:
    using List = std::vector<std::uint32_t>;  // officers by number, ascending
    explicit Visits(const VisitLists& lists);
    bool take_in(const Assignment& assignment);

    std::optional<std::uint32_t> number_of(std::string_view officer) const;
    std::uint64_t level_of(std::uint32_t officer) const { return officers_[officer].base_load + held_[officer]; }
    const List& list_of(const Visit& visit, std::size_t slot) const;
    void hold(std::string_view officer, bool more);
    bool known(std::span<const std::string> ids, std::string_view also) const;
    SlotTable slots_for(std::string_view object, std::span<const std::string> recused,
                        std::span<const std::string> unavailable) const;
    Result<Done> apply_object(const Substitution& substitution);
    Result<Done> apply_officer(const Substitution& substitution);

    std::span<const TeamSlot> team_;
    std::span<const Officer> officers_;
    std::span<const DrawnRow> rows_;
    const SlotTable* slots_;
    std::string seed_;
    std::map<std::uint64_t, Visit> visits_;         // by line
    std::map<std::uint64_t, SlotTable> called_up_;  // slots of the replacements of this attempt, by line
    std::vector<std::uint64_t> held_;               // per officer: slots of visits
    std::set<std::string, std::less<>> spent_;
    std::uint64_t recused_pairs_ = 0;
};

}  // namespace sunlot::draw
