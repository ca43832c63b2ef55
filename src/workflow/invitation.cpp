#include "workflow/invitation.h"

#include "hash/sha256.h"
#include "store/organ.h"
#include "workflow/draw_step.h"

#include <optional>
#include <utility>

#include <sodium.h>

namespace sunlot::workflow {
namespace {

using inspection::DrawState;

std::string token_hash(std::string_view token) {
    return hash::sha256_hex("sunlot/invite/v1|" + std::string(token));
}

/// A party or the keeper of a sealed share, in the words that both have.
struct Seat {
    std::string organisation;
    std::string role;
    bool committed = false;
    bool done = false;  // revealed, opened or delivered
};

std::optional<Seat> seat_of(const store::DrawRecord& draw, std::string_view party) {
    for (const auto& one : draw.parties)
        if (one.id == party)
            return Seat{.organisation = one.organisation,
                        .role = one.role,
                        .committed = one.commitment.has_value(),
                        .done = one.value.has_value()};
    for (const auto& share : draw.shares)
        if (share.id == party)
            return Seat{.organisation = share.organisation,
                        .role = "sealed",
                        .committed = share.commitment.has_value(),
                        .done = share.delivered_at.has_value()};
    return std::nullopt;
}

std::string_view step_of(const store::DrawRecord& draw, const Seat& seat) {
    if (seat.done || draw.state == DrawState::voided) return "done";
    if (draw.state == DrawState::opened) return seat.committed ? "wait" : "commit";
    if (draw.state != DrawState::sealed || !seat.committed) return "late";
    return seat.role == "sealed" ? "deliver" : "reveal";
}

Refusal not_let_in() {
    return refuse(RefusalKind::forbidden, "join.refused", "这个链接无效，或已换发新的链接；请向承办单位索取",
                  "this link is not valid, or a newer one was given out: ask the bureau");
}

/// Lets the guest in, comparing in a time that does not depend on where the hashes differ.
Result<Actor> admit(store::View& view, const Guest& guest) {
    const auto expected = store::draw_invitation(view, guest.draw, guest.party);
    const std::string shown = token_hash(guest.token);
    const std::string known = expected.value_or(std::string(shown.size(), '0'));
    if (sodium_memcmp(shown.data(), known.data(), shown.size()) != 0 || !expected) return not_let_in();
    return Actor{.account = "party:" + guest.party, .name = "", .roles = {}};
}

Result<Actor> let_in(const Context& context, const Guest& guest) {
    auto view = context.database.read();
    return admit(view, guest);
}

/// The step, and then what the device sees.
Result<JoinView> after(const Context& context, const Guest& guest, const Result<Done>& done) {
    if (!done) return pass_on(done.error());
    return join_draw(context, guest);
}

}  // namespace

Result<Invitation> invite_party(const Context& context, const Actor& actor, std::string_view draw_id,
                                std::string_view party) {
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    const auto seat = seat_of(*draw, party);
    if (!seat)
        return refuse(RefusalKind::invalid, "draw.party", "这次抽取没有参与方“" + std::string(party) + "”",
                      "the draw has no party \"" + std::string(party) + "\"", "party");
    if (seat->committed)
        return refuse(RefusalKind::conflict, "invitation.used", "这一方已经提交承诺，原链接继续有效，不能换发",
                      "this party has committed: its link stays valid and cannot be replaced", "party");
    if (auto allowed = inspection::allow(inspection::DrawStep::commit, draw->progress()); !allowed)
        return pass_on(allowed.error());
    Invitation invitation{.party = std::string(party), .token = context.entropy.hex(16), .path = {}};
    invitation.path = "/join#" + draw->id + "." + invitation.party + "." + invitation.token;
    // Not the draw's own subject: who was invited when is no part of its bundle.
    append_step(context, transaction, actor, "party.invited", draw->id + "/" + invitation.party,
                {{"party", party}, {"token", token_hash(invitation.token)}});
    transaction.commit();
    return invitation;
}

Result<JoinView> join_draw(const Context& context, const Guest& guest) {
    JoinView out;
    {
        auto view = context.database.read();
        if (const auto actor = admit(view, guest); !actor) return pass_on(actor.error());
        const auto draw = known_draw(view, guest.draw);
        if (!draw) return not_let_in();
        const auto seat = seat_of(*draw, guest.party);
        if (!seat) return not_let_in();
        out.organ = store::configured_organ(view).value().name;
        out.party = guest.party;
        out.organisation = seat->organisation;
        out.role = seat->role;
        out.step = step_of(*draw, *seat);
    }
    auto draw = view_draw(context, guest.draw);
    if (!draw) return pass_on(draw.error());
    out.draw = std::move(*draw);
    return out;
}

Result<JoinView> join_commit(const Context& context, const Guest& guest, std::string_view commitment,
                             std::span<const draw::Box> deposit) {
    const auto actor = let_in(context, guest);
    if (!actor) return pass_on(actor.error());
    return after(context, guest, commit_contribution(context, *actor, guest.draw, guest.party, commitment, deposit));
}

Result<JoinView> join_reveal(const Context& context, const Guest& guest, const Reveal& reveal) {
    const auto actor = let_in(context, guest);
    if (!actor) return pass_on(actor.error());
    return after(context, guest,
                 reveal_contribution(context, *actor, guest.draw,
                                     {.party = guest.party, .value = reveal.value, .typed = reveal.typed}));
}

Result<JoinView> join_deliver(const Context& context, const Guest& guest, std::string_view value) {
    const auto actor = let_in(context, guest);
    if (!actor) return pass_on(actor.error());
    return after(context, guest, deliver_share(context, *actor, guest.draw, guest.party, value));
}

}  // namespace sunlot::workflow
