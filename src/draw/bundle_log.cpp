#include "draw/bundle_log.h"

#include "base/bytes.h"
#include "draw/frame.h"
#include "hash/sha256.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;

Refusal out_of_order(const std::string& kind) {
    return refuse(RefusalKind::invalid, "order.step", fmt::format("{} 不应出现在这一步", kind),
                  fmt::format("{} may not come at this point", kind));
}

Refusal broken(std::string code, std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "order." + std::move(code), std::move(zh), std::move(en));
}

std::string read_hex(FieldReader& in, std::string_view key) {
    std::string text = in.text(key, 64, 64);
    if (!is_hex(text, 64))
        in.refuse_field(key, "field.hex", "应为 64 位小写十六进制", "must be 64 lower-case hex digits");
    return text;
}

std::uint64_t read_number(FieldReader& in, std::string_view key) {
    return static_cast<std::uint64_t>(in.integer(key, 0, kLargest));
}

std::string read_party(FieldReader& in, const Plan& plan) {
    std::string party = in.text("party", 1, 32);
    if (plan.party(party) == nullptr)
        in.refuse_field("party", "order.party", "方案中没有这个参与方", "is no party of the plan");
    return party;
}

Result<Done> done(FieldReader& in) {
    if (const auto no = in.refusal()) return pass_on(*no);
    return Done{};
}

}  // namespace

Text text(Stage stage) {
    static constexpr std::array<std::pair<const char*, const char*>, 11> kTexts = {
        {{"尚未开启", "not opened"},
         {"已开启，尚未封存", "opened, not yet sealed"},
         {"已封存，尚未揭示", "sealed, not yet revealed"},
         {"正在登记公开事件", "events being recorded"},
         {"种子已定，尚未抽取", "seed fixed, not yet drawn"},
         {"重抽已批准，尚未封存", "redraw approved, not yet sealed"},
         {"重抽名单已封存，尚未抽取", "redraw sealed, not yet drawn"},
         {"已抽取，尚未派员", "drawn, not yet assigned"},
         {"已派员，尚未办结", "assigned, not yet closed"},
         {"已办结", "closed"},
         {"已作废", "voided"}}};
    const auto& [zh, en] = kTexts[static_cast<std::size_t>(stage)];
    return {zh, en};
}

const std::map<std::string, DrawLog::Handler, std::less<>>& DrawLog::handlers() {
    static const std::map<std::string, Handler, std::less<>> table = {
        {"draw.opened", &DrawLog::opened},
        {"contribution.committed", &DrawLog::committed},
        {"frame.sealed", &DrawLog::frame_sealed},
        {"contribution.revealed", &DrawLog::revealed},
        {"contribution.rejected", &DrawLog::rejected},
        {"event.recorded", &DrawLog::event_recorded},
        {"seed.fixed", &DrawLog::seed_fixed},
        {"result.sealed", &DrawLog::result_sealed},
        {"assignment.sealed", &DrawLog::assignment_sealed},
        {"redraw.requested", &DrawLog::redraw_requested},
        {"redraw.approved", &DrawLog::redraw_approved},
        {"draw.closed", &DrawLog::closed},
        {"draw.voided", &DrawLog::voided},
    };
    return table;
}

Result<Done> DrawLog::take(const ledger::Entry& entry) {
    if (last_ && entry.seq <= last_->seq) return broken("seq", "条目序号没有递增", "sequence numbers do not rise");
    if (last_ && entry.at < last_->at) return broken("clock", "条目时间倒退", "time runs backwards");
    const auto handler = handlers().find(entry.kind);
    if (handler == handlers().end() || (stage_ == Stage::none) != (entry.kind == "draw.opened"))
        return out_of_order(entry.kind);
    FieldReader in(entry.data);
    auto taken = (this->*handler->second)(entry, in);
    if (taken) last_ = entry;
    return taken;
}

Result<Done> DrawLog::opened(const ledger::Entry&, FieldReader& in) {
    in.text("task", 1, 200);
    if (read_hex(in, "terms") != hash::sha256_hex(terms(plan_)))
        in.refuse_field("terms", "order.terms", "开启时确定的条件与 plan.json 不符",
                        "plan.json is not what was fixed at the opening");
    stage_ = Stage::opened;
    return done(in);
}

Result<Done> DrawLog::committed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::opened) return out_of_order(entry.kind);
    const std::string party = read_party(in, plan_);
    if (!committed_.emplace(party, read_hex(in, "commitment")).second)
        return broken("committed_twice", party + " 重复提交承诺", party + " committed twice");
    return done(in);
}

Result<Done> DrawLog::frame_sealed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::opened && stage_ != Stage::approved) return out_of_order(entry.kind);
    if (committed_.size() < plan_.min_parties)
        return broken("few_commitments", "提交承诺的参与方不足", "fewer parties committed than the plan asks for");
    for (const Party& party : plan_.parties) {
        const auto found = committed_.find(party.id);
        const bool same = found == committed_.end() ? !party.commitment : party.commitment == found->second;
        if (!same)
            return broken("commitment", party.id + " 的承诺与 plan.json 不符",
                          "the commitment of " + party.id + " is not the one in plan.json");
    }
    if (read_number(in, "attempt") != attempts_.size() + 1)
        in.refuse_field("attempt", "order.attempt", "次数不对", "is not the next attempt");
    LoggedAttempt attempt;
    attempt.journal_size = read_number(in, "journal_size");
    const bool backwards = !attempts_.empty() && attempt.journal_size < attempts_.back().journal_size;
    if (attempt.journal_size > entry.seq || backwards)
        in.refuse_field("journal_size", "order.journal_size", "读取名录的位置晚于封存或早于上一次",
                        "the directory was read after the sealing, or before the last one");
    for (const char* key : {"frame_root", "plan", "seal"}) read_hex(in, key);
    stage_ = attempts_.empty() ? Stage::sealed : Stage::resealed;
    attempts_.push_back(attempt);
    return done(in);
}

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

Result<Done> DrawLog::event_recorded(const ledger::Entry& entry, FieldReader& in) {
    if ((stage_ != Stage::sealed && stage_ != Stage::events) || events_.size() >= plan_.events.size())
        return out_of_order(entry.kind);
    const PlannedEvent& planned = plan_.events[events_.size()];
    const std::string kind = in.text("kind", 1, 16);
    const std::string name = in.text("name", 1, 128);
    const std::string content = in.text("content", 1, 512);
    if (kind != text(planned.kind) || name != planned.name)
        return broken("event", "登记的公开事件不是方案指定的", "the event recorded is not the one that was planned");
    if (entry.at < Instant::parse(planned.not_before).value())
        return broken("event_early", "公开事件的登记早于方案规定的时间",
                      "the event was recorded before it could have happened");
    events_.push_back({{planned.kind, name, content}, entry.at});
    stage_ = Stage::events;
    return done(in);
}

Result<Done> DrawLog::seed_fixed(const ledger::Entry& entry, FieldReader& in) {
    const bool due = stage_ == Stage::events || (stage_ == Stage::sealed && plan_.events.empty());
    if (!due || events_.size() != plan_.events.size()) return out_of_order(entry.kind);
    if (revealed_.size() < plan_.min_parties)
        return broken("few_reveals", "按时揭示的参与方不足，本次抽查应作废",
                      "too few parties revealed in time: the draw had to be voided");
    std::vector<std::string> parties;
    for (const auto& [party, value] : revealed_) parties.push_back(party);
    read_hex(in, "seed");
    if (in.any("parties") != Json(parties))
        in.refuse_field("parties", "order.parties", "与揭示情况不符", "are not those who revealed");
    if (in.any("dropped") != Json(dropped()))
        in.refuse_field("dropped", "order.dropped", "与揭示情况不符", "are not those who did not reveal");
    stage_ = Stage::seeded;
    return done(in);
}

Result<Done> DrawLog::result_sealed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::seeded && stage_ != Stage::resealed) return out_of_order(entry.kind);
    if (read_number(in, "attempt") != attempts_.size())
        in.refuse_field("attempt", "order.attempt", "次数不对", "is not this attempt");
    attempts_.back().reserve = read_number(in, "reserve");
    attempts_.back().sample = read_number(in, "sample");
    attempts_.back().drawn_at = entry.at;
    read_hex(in, "result");
    stage_ = Stage::drawn;
    return done(in);
}

Result<Done> DrawLog::assignment_sealed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::drawn) return out_of_order(entry.kind);
    if (read_number(in, "attempt") != attempts_.size())
        in.refuse_field("attempt", "order.attempt", "次数不对", "is not this attempt");
    for (const char* key : {"assignment", "slots"}) read_hex(in, key);
    attempts_.back().assigned_at = entry.at;
    stage_ = Stage::assigned;
    return done(in);
}

Result<Done> DrawLog::redraw_requested(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::drawn && stage_ != Stage::assigned) return out_of_order(entry.kind);
    in.text("reason", 1, 4000);
    requested_by_ = entry.actor;
    return done(in);
}

Result<Done> DrawLog::redraw_approved(const ledger::Entry& entry, FieldReader& in) {
    if ((stage_ != Stage::drawn && stage_ != Stage::assigned) || requested_by_.empty()) return out_of_order(entry.kind);
    if (entry.actor == requested_by_)
        return broken("approval", "重抽由申请人自己批准", "the redraw was approved by the one who asked for it");
    if (read_number(in, "attempt") != attempts_.size() + 1)
        in.refuse_field("attempt", "order.attempt", "次数不对", "is not the next attempt");
    requested_by_.clear();
    stage_ = Stage::approved;
    return done(in);
}

Result<Done> DrawLog::closed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::assigned) return out_of_order(entry.kind);
    if (read_number(in, "attempt") != attempts_.size())
        in.refuse_field("attempt", "order.attempt", "次数不对", "is not this attempt");
    read_hex(in, "substitutions");
    stage_ = Stage::closed;
    return done(in);
}

Result<Done> DrawLog::voided(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::opened && stage_ != Stage::sealed) return out_of_order(entry.kind);
    in.text("reason", 1, 4000);
    stage_ = Stage::voided;
    return done(in);
}

std::vector<std::string> DrawLog::dropped() const {
    std::vector<std::string> out;
    for (const Party& party : plan_.parties)
        if (!revealed_.contains(party.id)) out.push_back(party.id);
    return out;
}

}  // namespace sunlot::draw
