// What the parties bring to a draw: contributions and, in mode embargo, the two sealed shares; and what the trustees
// open when something is missing. The devices of parties come in here too, with an actor of their own
// (workflow/invitation.h). Each step is one transaction and one entry (docs/formats/draw-v1.md §2, §5).
//
// All refuse draw.unknown, and draw.order with the step that comes next.
#pragma once
#include "base/result.h"
#include "draw/trustees.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <span>
#include <string>
#include <string_view>

namespace sunlot::workflow {

/// `party`: of the plan, or sealed-1, sealed-2. With trustees a box for each of them comes with it.
/// Refuses draw.party, contribution.commitment, contribution.committed (another commitment is on record),
/// contribution.deposit (boxes missing, too many, or not 80 bytes each).
Result<Done> commit_contribution(const Context& context, const Actor& actor, std::string_view draw_id,
                                 std::string_view party, std::string_view commitment,
                                 std::span<const draw::Box> deposit = {});

/// A contribution is revealed as its 64 hex digits, or as the text it was derived from.
struct Reveal {
    std::string party;
    std::string value;
    std::string typed;
};
/// Refuses contribution.wrong (which is put on record; the party may try again until the event), draw.party,
/// contribution.value, contribution.uncommitted.
Result<Done> reveal_contribution(const Context& context, const Actor& actor, std::string_view draw_id,
                                 const Reveal& reveal);

/// Mode embargo: a department's device hands over its share, which stays private until the shares are revealed.
/// Refuses draw.share, contribution.value, share.wrong (nothing is recorded, it may be tried again), share.delivered.
Result<Done> deliver_share(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view share,
                           std::string_view value);

/// The trustees open what `party` (or sealed-n) committed to and did not reveal (deliver). Refuses draw.party,
/// trustees.none, trustees.shares, deposit.unneeded; and deposit.failed, which is put on record and leaves only the
/// void.
Result<Done> open_deposit(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view party,
                          std::span<const draw::Share> shares);

/// Mode embargo, at the end: both shares are published, and with them seed, result and officers.
Result<Done> reveal_shares(const Context& context, const Actor& actor, std::string_view draw_id);
/// The trustees publish one share, sealed-1 before sealed-2: the way out when the organ is in default.
/// Refuses draw.share, trustees.none, trustees.shares, share.wrong.
Result<Done> open_share(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view share,
                        std::span<const draw::Share> shares);

}  // namespace sunlot::workflow
