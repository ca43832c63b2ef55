// Reveals, deliveries, openings by trustees, events, the seed, and the sealed shares at the end.
#include "base/bytes.h"
#include "draw/bundle_log.h"
#include "draw/trustees.h"
#include "hash/sha256.h"

#include <algorithm>

namespace sunlot::draw {

using namespace order;

namespace {

/// The signature of a drand round is recorded beside its randomness, which is the signature's hash.
void read_signature(FieldReader& in, EventKind kind, const std::string& content) {
    const auto signature = in.optional_text("signature", 192);
    if (!signature) return;
    const auto bytes = signature->size() == 96 || signature->size() == 192 ? from_hex(*signature) : std::nullopt;
    if (kind != EventKind::drand || !bytes || hash::hex(hash::sha256(*bytes)) != content)
        in.refuse_field("signature", "order.signature", "不是这一轮随机数的签名",
                        "is not the one whose hash the content is");
}

}  // namespace

Result<Done> DrawLog::revealed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::sealed) return out_of_order(entry.kind);
    const std::string party = read_party(in, plan_);
    const std::string value = read_hex(in, "value");
    const auto typed = in.optional_text("typed", 4000);
    if (typed && typed_contribution(*typed) != value)
        in.refuse_field("typed", "order.typed", "与数值不符", "does not give the value");
    const auto known = committed_.find(party);
    if (known == committed_.end() || known->second != contribution_commitment(plan_.draw_id, party, value))
        return broken("reveal", party + " 揭示的数值与其承诺不符",
                      "what " + party + " revealed is not what it committed to");
    if (!revealed_.emplace(party, value).second)
        return broken("revealed_twice", party + " 重复揭示", party + " revealed twice");
    revealed_at_.emplace(party, entry.at);
    return done(in);
}

Result<Done> DrawLog::rejected(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::sealed) return out_of_order(entry.kind);
    const std::string party = read_party(in, plan_);
    const std::string commitment = read_hex(in, "commitment");
    const auto known = committed_.find(party);
    if (revealed_.contains(party) || (known != committed_.end() && known->second == commitment))
        return broken("rejected", party + " 的正确揭示被拒绝", "a right reveal of " + party + " was turned away");
    wrong_.insert(party);
    return done(in);
}

Result<Done> DrawLog::contribution_opened(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::sealed || !plan_.trustees) return out_of_order(entry.kind);
    const std::string party = read_party(in, plan_);
    const std::string value = read_hex(in, "value");
    const auto opened = combine_shares(*plan_.trustees, read_shares(in));
    if (!opened) return pass_on(opened.error());
    const auto known = committed_.find(party);
    if (*opened != value || known == committed_.end() ||
        known->second != contribution_commitment(plan_.draw_id, party, value))
        return broken("opening", "托管人打开的数值与 " + party + " 的承诺不符",
                      "what the trustees opened is not what " + party + " committed to");
    if (!revealed_.emplace(party, value).second)
        return broken("revealed_twice", party + " 重复揭示", party + " revealed twice");
    by_trustees_.insert(party);
    return done(in);
}

Result<Done> DrawLog::deposit_failed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::sealed || !plan_.trustees) return out_of_order(entry.kind);
    const std::string party = in.text("party", 1, 32);
    const auto opened = combine_shares(*plan_.trustees, read_shares(in));
    if (!opened) return pass_on(opened.error());
    const auto known = committed_.find(party);
    if (known == committed_.end() || revealed_.contains(party) || delivered_.contains(party) ||
        known->second == contribution_commitment(plan_.draw_id, party, *opened))
        return broken("deposit", party + " 的交存并没有失败", "the deposit of " + party + " has not failed");
    by_trustees_.insert(party);
    deposit_failed_ = true;
    return done(in);
}

Result<Done> DrawLog::share_delivered(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::sealed) return out_of_order(entry.kind);
    const std::string share = in.text("share", 1, 32);
    if (plan_.sealed_share(share) == nullptr)
        in.refuse_field("share", "order.share", "方案中没有这个封存份额", "is no sealed share of the plan");
    if (!entry.private_commitment)
        return broken("private", "交付的份额没有留存", "the share that was delivered is not kept");
    if (!delivered_.insert(share).second)
        return broken("delivered_twice", share + " 重复交付", share + " was delivered twice");
    return done(in);
}

Result<Done> DrawLog::check_reveals_over() const {
    for (const SealedShare& share : plan_.sealed)
        if (!delivered_.contains(share.id))
            return broken("no_delivery", share.id + " 尚未交付", share.id + " has not been delivered");
    if (!plan_.trustees) return Done{};
    for (const Party& party : plan_.parties)
        if (committed_.contains(party.id) && !revealed_.contains(party.id))
            return broken("not_opened", party.id + " 的数值尚未揭示，也未由托管人打开",
                          "the contribution of " + party.id + " is neither revealed nor opened by the trustees");
    return Done{};
}

Result<Done> DrawLog::event_recorded(const ledger::Entry& entry, FieldReader& in) {
    if ((stage_ != Stage::sealed && stage_ != Stage::events) || events_.size() >= plan_.events.size())
        return out_of_order(entry.kind);
    if (events_.empty())
        if (auto ok = check_reveals_over(); !ok) return ok;
    const PlannedEvent& planned = plan_.events[events_.size()];
    const std::string kind = in.text("kind", 1, 16);
    const std::string name = in.text("name", 1, 128);
    const std::string content = in.text("content", 1, 512);
    if (kind != text(planned.kind) || name != planned.name)
        return broken("event", "登记的公开事件不是方案指定的", "the event recorded is not the one that was planned");
    if (entry.at < Instant::parse(planned.not_before).value())
        return broken("event_early", "公开事件的登记早于方案规定的时间",
                      "the event was recorded before it could have happened");
    read_signature(in, planned.kind, content);
    events_.push_back({{planned.kind, name, content}, entry.at});
    stage_ = Stage::events;
    return done(in);
}

Result<Done> DrawLog::seed_fixed(const ledger::Entry& entry, FieldReader& in) {
    const bool due = stage_ == Stage::events || (stage_ == Stage::sealed && plan_.events.empty());
    if (!due || events_.size() != plan_.events.size()) return out_of_order(entry.kind);
    if (plan_.events.empty())
        if (auto ok = check_reveals_over(); !ok) return ok;
    if (revealed_.size() < plan_.min_parties)
        return broken("few_reveals", "按时揭示的参与方不足，本次抽查应作废",
                      "too few parties revealed in time: the draw had to be voided");
    std::vector<std::string> parties;
    for (const auto& [party, value] : revealed_) parties.push_back(party);
    read_hex(in, embargo() ? "sealed_seed" : "seed");
    if (in.any("parties") != Json(parties))
        in.refuse_field("parties", "order.parties", "与揭示情况不符", "are not those who revealed");
    if (in.any("dropped") != Json(dropped()))
        in.refuse_field("dropped", "order.dropped", "与揭示情况不符", "are not those who did not reveal");
    stage_ = Stage::seeded;
    return done(in);
}

Result<Done> DrawLog::share_revealed(const ledger::Entry& entry, FieldReader& in) {
    const bool due = stage_ == Stage::drawn || stage_ == Stage::assigned;
    if (!due || shares_.size() >= plan_.sealed.size()) return out_of_order(entry.kind);
    const std::string share = in.text("share", 1, 32);
    if (share != plan_.sealed[shares_.size()].id)
        return broken("share", "封存份额应先公布 sealed-1，再公布 sealed-2",
                      "first sealed-1 is revealed, then sealed-2");
    const std::string value = read_hex(in, "value");
    if (plan_.sealed[shares_.size()].commitment != contribution_commitment(plan_.draw_id, share, value))
        return broken("share", share + " 与其承诺不符", share + " is not what was committed to");
    if (plan_.trustees && !in.any("shares").is_null()) {
        const auto opened = combine_shares(*plan_.trustees, read_shares(in));
        if (!opened) return pass_on(opened.error());
        if (*opened != value)
            return broken("opening", "托管人打开的数值与 " + share + " 不符",
                          "the trustees' shares do not give " + share);
        by_trustees_.insert(share);
    }
    shares_.push_back(share);
    return done(in);
}

}  // namespace sunlot::draw
