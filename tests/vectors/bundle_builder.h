// Makes complete bundles of small draws, as the server would: signed log, reveals, events, embargo, trustees,
// substitutions, further attempts. A test may change what it likes before the step that uses it, and may append any
// entry: the log signs whatever an attacker wants.
#pragma once
#include "draw/assignment.h"
#include "draw/bundle_check.h"
#include "draw/doorstep.h"
#include "draw/embargo.h"
#include "draw/plan.h"
#include "draw/sample.h"
#include "draw/seal.h"
#include "draw/seed.h"
#include "draw/slots.h"
#include "draw/substitution.h"
#include "draw/trustees.h"
#include "ledger/entry.h"
#include "ledger/note.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::vectors {

class BundleBuilder {
public:
    /// An open draw with three parties, one lottery and one throw of dice.
    BundleBuilder();

    draw::Plan plan;
    std::string frame, exclusions, officers, recusals;
    draw::Recusals recused{{"F2", "9115080200000007"}};  ///< the pairs behind `recusals`
    /// Every file, also those that are still secret.
    draw::BundleFiles files;
    /// By event of the plan: its content, and a signature when there is one.
    std::vector<std::pair<std::string, std::string>> contents;

    ledger::SigningKey key;
    std::vector<ledger::SigningKey> witnesses;  ///< of the policy, and last one that it does not name
    std::string policy;                         ///< log/policy.txt

    /// Before `open`: two sealed shares and a day by which they must be revealed.
    void put_under_embargo();
    /// Before `open`: three trustees, any two of whom can open what is not revealed.
    void appoint_trustees();

    /// Before `open`: a policy with three witnesses, any two of whom make the quorum.
    void appoint_witnesses();

    void open();
    void commit(const std::string& party);  ///< a party or sealed share
    void seal();
    /// What the witnesses sign; a test may lie in it.
    struct Witnessing {
        std::vector<std::size_t> by = {0, 2};     ///< of `witnesses`
        std::optional<std::uint64_t> time = {};   ///< of their cosignatures; else a second after the last entry
        std::optional<std::uint64_t> index = {};  ///< of the entry that is proved; else frame.sealed
        std::string origin = {};                  ///< of the checkpoint; else the log's
    };
    /// sealing.witnessed of the attempt that was sealed last.
    void witness_sealing(const Witnessing& how);
    void witness_sealing() { witness_sealing(Witnessing{}); }
    std::string proof_of_sealing(const Witnessing& how) const;
    void reveal(const std::string& party);
    void open_by_trustees(const std::string& party);
    void deliver(const std::string& share);
    void record_event();
    void fix_seed();
    void draw_result();
    void assign();
    void disclose(const std::vector<std::uint64_t>& lines, std::string_view purpose);
    void approve_redraw();
    /// frame.sealed and the rest of the next attempt follow by seal(), draw_result(), assign().
    void approve_extension(const std::vector<draw::HigherQuota>& strata);
    /// What the next seal says it extends, whatever was approved.
    void extend_next(std::vector<draw::HigherQuota> strata) { extends_ = std::move(strata); }
    void request_object(std::uint64_t line, std::vector<std::string> unavailable = {});
    void request_officer(std::uint64_t line, std::uint64_t slot);
    void approve_substitution();
    void refuse_substitution();
    void reveal_share(const std::string& share, bool by_trustees = false);
    void close();
    /// Every step up to `draw.closed`; with a redraw that takes two objects out.
    void run_all(bool with_redraw = false);

    /// An entry of any kind, one second after the one before.
    void append(std::string_view kind, Json::Object data, std::string actor = "u1", bool with_private = false);
    /// The files that are public, with the log as it stands: entries, proofs, checkpoint, policy.
    draw::BundleFiles bundle() const;

    std::string value_of(const std::string& party) const;
    /// What two trustees would tell of a party's value.
    std::vector<draw::Share> shares_of(const std::string& party) const;
    const draw::Visits& visits() const { return attempts_.back()->visits.value(); }
    const std::vector<draw::DrawnRow>& rows() const { return attempts_.back()->rows; }
    /// The proof for a visit, with the log as it stands.
    draw::DoorstepProof doorstep(std::uint64_t line) const;

private:
    /// Visits point into the lists: each attempt has its own, at an address that stays.
    struct Attempt {
        std::vector<draw::Officer> officers;
        std::vector<draw::DrawnRow> rows;
        draw::SlotTable slots;
        draw::Assignment assignment;
        std::optional<draw::Visits> visits;
    };
    const draw::Visits* visits_before() const;
    void move_to_previous();
    void add_further(draw::Seal& seal);
    draw::ProvenLine proven(draw::SealedList list, std::uint64_t index) const;
    draw::LoggedEntry logged(std::size_t seq) const;
    /// The seq of our last entry of this kind whose `member` is `value`.
    std::size_t find_entry(std::string_view kind, std::string_view member, std::uint64_t value) const;
    std::string checkpoint() const;
    std::vector<ledger::Digest> leaves() const;
    bool shares_public() const { return revealed_shares_ >= plan.sealed.size(); }

    std::vector<std::string> revealed_;
    std::vector<std::string> entries_;  // the whole log: other subjects too
    std::vector<bool> ours_;
    std::uint64_t attempt_ = 0;
    std::string seed_;
    std::vector<draw::Cell> cells_;
    std::vector<draw::HigherQuota> extends_;
    std::vector<std::unique_ptr<Attempt>> attempts_;  // those assigned, the last one perhaps only drawn
    draw::Substitution waiting_;
    std::uint64_t asked_ = 0;
    std::vector<draw::Substitution> approved_;
    std::size_t revealed_shares_ = 0;
};

}  // namespace sunlot::vectors
