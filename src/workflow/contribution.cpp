#include "workflow/contribution.h"

#include "base/bytes.h"
#include "base/text.h"
#include "draw/seed.h"
#include "inspection/draw.h"
#include "workflow/draw_step.h"
#include "workflow/witnessed_sealing.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sunlot::workflow {
namespace {

using inspection::DrawState;
using inspection::DrawStep;

Refusal no_such_party(std::string_view id) {
    return refuse(RefusalKind::invalid, "draw.party", "这次抽取没有参与方“" + std::string(id) + "”",
                  "the draw has no party \"" + std::string(id) + "\"", "party");
}

Result<const store::DrawParty*> party_of(const store::DrawRecord& draw, std::string_view id) {
    for (const auto& party : draw.parties)
        if (party.id == id) return &party;
    return no_such_party(id);
}

Result<const store::DrawShare*> share_of(const store::DrawRecord& draw, std::string_view id) {
    for (const auto& share : draw.shares)
        if (share.id == id) return &share;
    return refuse(RefusalKind::invalid, "draw.share", "这次抽取没有密封份额“" + std::string(id) + "”",
                  "the draw has no sealed share \"" + std::string(id) + "\"", "share");
}

/// What this party, or the keeper of this sealed share, has committed to so far.
Result<std::optional<std::string>> commitment_of(const store::DrawRecord& draw, std::string_view id) {
    if (const auto share = share_of(draw, id)) return (*share)->commitment;
    const auto party = party_of(draw, id);
    if (!party) return pass_on(party.error());
    return (*party)->commitment;
}

Result<std::string> contributed_value(const Reveal& reveal) {
    if (!reveal.typed.empty() && reveal.value.empty()) {
        if (reveal.typed.size() > 1000 || !is_utf8(reveal.typed))
            return refuse(RefusalKind::invalid, "contribution.value", "文字过长（上限 1000 字节）",
                          "the text is too long (at most 1000 bytes)", "typed");
        return draw::typed_contribution(reveal.typed);
    }
    if (reveal.typed.empty() && is_hex(reveal.value, 64)) return reveal.value;
    return refuse(RefusalKind::invalid, "contribution.value",
                  "贡献值应为 64 位小写十六进制，或填写当初输入的文字（二者择一）",
                  "give either 64 lower-case hex digits or the text that was typed", "value");
}

Refusal wrong_reveal(std::string_view party) {
    return refuse(
        RefusalKind::conflict, "contribution.wrong",
        "参与方 " + std::string(party) + " 揭示的值与承诺不符，已记录在案；公开事件登记之前可以再试",
        "what " + std::string(party) +
            " revealed does not match its commitment; it is on record, and may be tried again until the event",
        "value");
}

Refusal wrong_share(std::string_view share) {
    return refuse(RefusalKind::conflict, "share.wrong", "这个值不是密封份额 " + std::string(share) + " 当初承诺的",
                  "this is not what " + std::string(share) + " committed to", "value");
}

std::optional<draw::Trustees> trustees_of(const Context& context, const store::DrawRecord& draw) {
    return must(draw::parse_plan(context.blobs.open(draw.terms).text())).trustees;
}

Refusal no_trustees() {
    return refuse(RefusalKind::conflict, "trustees.none", "这次抽取没有设托管人", "the draw has no trustees");
}

/// One box for each trustee, in their order.
Result<Done> check_deposit(const std::optional<draw::Trustees>& trustees, std::span<const draw::Box> deposit) {
    const std::size_t wanted = trustees ? trustees->keys.size() : 0;
    bool sound = deposit.size() == wanted;
    for (std::size_t i = 0; sound && i < wanted; ++i)
        sound = deposit[i].trustee == trustees->keys[i].id && is_hex(deposit[i].box, 160);
    if (sound) return Done{};
    return refuse(RefusalKind::invalid, "contribution.deposit",
                  trustees ? "须按顺序给每位托管人寄存一份（各 160 位十六进制）" : "这次抽取没有托管人，不收寄存",
                  trustees ? "a box of 160 hex digits for each trustee, in their order, comes with the commitment"
                           : "this draw has no trustees, so there is nothing to deposit",
                  "deposit");
}

/// The value that the trustees' shares give.
Result<std::string> opened_value(const Context& context, const store::DrawRecord& draw,
                                 std::span<const draw::Share> shares) {
    const auto trustees = trustees_of(context, draw);
    if (!trustees) return no_trustees();
    return draw::combine_shares(*trustees, shares);
}

/// Is there anything of this party that only its deposit can bring?
Result<Done> needs_opening(const store::DrawRecord& draw, std::string_view party) {
    bool open = false;
    if (const auto share = share_of(draw, party)) {
        open = (*share)->commitment && !(*share)->delivered_at;
    } else {
        const auto known = party_of(draw, party);
        if (!known) return pass_on(known.error());
        open = (*known)->commitment && !(*known)->value;
    }
    if (open) return Done{};
    return refuse(RefusalKind::conflict, "deposit.unneeded", "这一方没有承诺过，或已经揭示，无须开启寄存",
                  "this party has not committed, or has revealed: there is nothing to open", "party");
}

/// Mode embargo: the next share to be published, in order.
const store::DrawShare* unrevealed_share(const store::DrawRecord& draw) {
    const auto found = std::ranges::find_if(draw.shares, [](const auto& share) { return !share.revealed_at; });
    return found == draw.shares.end() ? nullptr : &*found;
}

}  // namespace

Result<Done> commit_contribution(const Context& context, const Actor& actor, std::string_view draw_id,
                                 std::string_view party, std::string_view commitment,
                                 std::span<const draw::Box> deposit) {
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    const auto mine = commitment_of(*draw, party);
    if (!mine) return pass_on(mine.error());
    if (*mine == commitment) return Done{};
    if (draw->state == DrawState::opened && *mine)
        return refuse(RefusalKind::conflict, "contribution.committed",
                      "参与方 " + std::string(party) + " 已提交承诺，不能更改",
                      std::string(party) + " has committed already and cannot change it");
    if (auto allowed = inspection::allow(DrawStep::commit, draw->progress()); !allowed) return pass_on(allowed.error());
    if (!is_hex(commitment, 64))
        return refuse(RefusalKind::invalid, "contribution.commitment", "承诺应为 64 位小写十六进制",
                      "a commitment is 64 lower-case hex digits", "commitment");
    if (auto sound = check_deposit(trustees_of(context, *draw), deposit); !sound) return sound;
    Json::Object data{{"party", party}, {"commitment", commitment}};
    if (!deposit.empty()) data["deposit"] = draw::deposit_json(deposit);
    append_step(context, transaction, actor, "contribution.committed", draw_id, std::move(data));
    transaction.commit();
    return Done{};
}

Result<Done> reveal_contribution(const Context& context, const Actor& actor, std::string_view draw_id,
                                 const Reveal& reveal) {
    if (auto seen = require_witnesses(context, draw_id); !seen) return seen;
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    const auto mine = party_of(*draw, reveal.party);
    if (!mine) return pass_on(mine.error());
    const auto value = contributed_value(reveal);
    if (!value) return pass_on(value.error());
    if ((*mine)->value == *value) return Done{};
    if (auto allowed = inspection::allow(DrawStep::reveal, draw->progress()); !allowed) return pass_on(allowed.error());
    if (!(*mine)->commitment)
        return refuse(RefusalKind::conflict, "contribution.uncommitted",
                      "参与方 " + reveal.party + " 在封存之前没有提交承诺，不能揭示",
                      reveal.party + " had not committed before the frame was sealed", "party");
    const std::string commitment = draw::contribution_commitment(draw_id, reveal.party, *value);
    if (commitment != (*mine)->commitment) {
        if (!(*mine)->value)  // a party that has revealed rightly cannot spoil it
            append_step(context, transaction, actor, "contribution.rejected", draw_id,
                        {{"party", reveal.party}, {"commitment", commitment}});
        transaction.commit();
        return wrong_reveal(reveal.party);
    }
    Json::Object data{{"party", reveal.party}, {"value", *value}};
    if (!reveal.typed.empty()) data["typed"] = reveal.typed;
    append_step(context, transaction, actor, "contribution.revealed", draw_id, std::move(data));
    transaction.commit();
    return Done{};
}

Result<Done> deliver_share(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view share,
                           std::string_view value) {
    if (auto seen = require_witnesses(context, draw_id); !seen) return seen;
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    const auto mine = share_of(*draw, share);
    if (!mine) return pass_on(mine.error());
    if (!is_hex(value, 64))
        return refuse(RefusalKind::invalid, "contribution.value", "份额应为 64 位小写十六进制",
                      "a share is 64 lower-case hex digits", "value");
    const bool right = draw::contribution_commitment(draw_id, share, value) == (*mine)->commitment;
    if ((*mine)->delivered_at) {
        if (right) return Done{};
        return refuse(RefusalKind::conflict, "share.delivered", "这份密封份额已经交来",
                      "this share has been delivered already", "share");
    }
    if (auto allowed = inspection::allow(DrawStep::deliver, draw->progress()); !allowed)
        return pass_on(allowed.error());
    if (!right) return wrong_share(share);
    append_step(context, transaction, actor, "share.delivered", draw_id, {{"share", share}},
                Json::Object{{"value", value}});
    transaction.commit();
    return Done{};
}

Result<Done> open_deposit(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view party,
                          std::span<const draw::Share> shares) {
    if (auto seen = require_witnesses(context, draw_id); !seen) return seen;
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (draw->threshold == 0) return no_trustees();
    if (auto allowed = inspection::allow(DrawStep::open_deposit, draw->progress()); !allowed)
        return pass_on(allowed.error());
    if (auto needed = needs_opening(*draw, party); !needed) return needed;
    const auto value = opened_value(context, *draw, shares);
    if (!value) return pass_on(value.error());
    if (draw::contribution_commitment(draw_id, party, *value) != must(commitment_of(*draw, party))) {
        append_step(context, transaction, actor, "deposit.failed", draw_id,
                    {{"party", party}, {"shares", draw::shares_json(shares)}});
        transaction.commit();
        return refuse(RefusalKind::conflict, "deposit.failed",
                      "参与方 " + std::string(party) + " 寄存的内容与承诺不符，已记录在案，本次抽取只能作废",
                      "what " + std::string(party) +
                          " deposited is not what it committed to; it is on record, and the draw can only be voided");
    }
    if (share_of(*draw, party))
        append_step(context, transaction, actor, "share.delivered", draw_id, {{"share", party}},
                    Json::Object{{"value", *value}});
    else
        append_step(context, transaction, actor, "contribution.opened", draw_id,
                    {{"party", party}, {"shares", draw::shares_json(shares)}, {"value", *value}});
    transaction.commit();
    return Done{};
}

Result<Done> reveal_shares(const Context& context, const Actor& actor, std::string_view draw_id) {
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    if (draw->mode == draw::Mode::embargo && unrevealed_share(*draw) == nullptr) return Done{};
    if (auto allowed = inspection::allow(DrawStep::reveal_shares, draw->progress()); !allowed)
        return pass_on(allowed.error());
    for (const auto& share : draw->shares)
        if (!share.revealed_at)
            append_step(context, transaction, actor, "share.revealed", draw_id,
                        {{"share", share.id}, {"value", share.value.value()}});
    transaction.commit();
    return Done{};
}

Result<Done> open_share(const Context& context, const Actor& actor, std::string_view draw_id, std::string_view share,
                        std::span<const draw::Share> shares) {
    auto transaction = context.database.write();
    const auto draw = known_draw(transaction, draw_id);
    if (!draw) return pass_on(draw.error());
    const auto mine = share_of(*draw, share);
    if (!mine) return pass_on(mine.error());
    if ((*mine)->revealed_at) return Done{};
    if (auto allowed = inspection::allow(DrawStep::reveal_shares, draw->progress()); !allowed)
        return pass_on(allowed.error());
    if (unrevealed_share(*draw)->id != share)
        return refuse(RefusalKind::conflict, "draw.order", "先公布 sealed-1，再公布 sealed-2",
                      "sealed-1 is revealed before sealed-2", "share");
    const auto value = opened_value(context, *draw, shares);
    if (!value) return pass_on(value.error());
    if (draw::contribution_commitment(draw_id, share, *value) != (*mine)->commitment) return wrong_share(share);
    append_step(context, transaction, actor, "share.revealed", draw_id,
                {{"share", share}, {"value", *value}, {"shares", draw::shares_json(shares)}});
    transaction.commit();
    return Done{};
}

}  // namespace sunlot::workflow
