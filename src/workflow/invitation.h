// Parties take part with devices of their own: each gets a one-time link, and whoever holds it may do this party's
// steps and nothing else, without an account. The journal keeps a hash of the link's token (party.invited); what the
// device does is done by the actor "party:<id>".
#pragma once
#include "base/result.h"
#include "workflow/contribution.h"
#include "workflow/draw_view.h"

#include <span>
#include <string>
#include <string_view>

namespace sunlot::workflow {

struct Invitation {
    std::string party;
    std::string token;  // shown once; we keep its hash
    std::string path;   // "/join#<draw_id>.<party>.<token>": behind '#', so that it reaches no server log
};

/// `party`: of the plan, or sealed-1, sealed-2. Until the party has committed a new link replaces the one before.
/// Refuses draw.unknown, draw.party, draw.order (voided or sealed) and invitation.used (it has committed).
Result<Invitation> invite_party(const Context& context, const Actor& actor, std::string_view draw_id,
                                std::string_view party);

/// What a device shows to be let in.
struct Guest {
    std::string draw;
    std::string party;
    std::string token;
};

/// What a device sees: the draw as it is public, who it is, and what it can do now.
struct JoinView {
    DrawView draw;
    std::string organ;
    std::string party;
    std::string organisation;
    std::string role;  // operator | supervisor | outside | sealed
    std::string step;  // commit | wait | reveal | deliver | done | late
};
/// All refuse join.refused, the same for an unknown draw, a party not invited and a wrong token.
Result<JoinView> join_draw(const Context& context, const Guest& guest);
/// As commit_contribution.
Result<JoinView> join_commit(const Context& context, const Guest& guest, std::string_view commitment,
                             std::span<const draw::Box> deposit);
/// As reveal_contribution; the party is the guest's.
Result<JoinView> join_reveal(const Context& context, const Guest& guest, const Reveal& reveal);
/// As deliver_share.
Result<JoinView> join_deliver(const Context& context, const Guest& guest, std::string_view value);

}  // namespace sunlot::workflow
