#include "draw/bundle_log.h"

#include "base/bytes.h"
#include "draw/trustees.h"
#include "hash/sha256.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sunlot::draw {

using namespace order;

namespace order {

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

void read_attempt(FieldReader& in, std::uint64_t expected) {
    if (read_number(in, "attempt") != expected)
        in.refuse_field("attempt", "order.attempt", "次数不对", "is not this attempt");
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

}  // namespace order

Text text(Stage stage) {
    static constexpr std::array<std::pair<const char*, const char*>, 11> kTexts = {
        {{"尚未开启", "not opened"},
         {"已开启，尚未封存", "opened, not yet sealed"},
         {"已封存，尚未揭示", "sealed, not yet revealed"},
         {"正在登记公开事件", "events being recorded"},
         {"种子已定，尚未抽取", "seed fixed, not yet drawn"},
         {"重抽或扩大抽取已批准，尚未封存", "redraw or extension approved, not yet sealed"},
         {"新一次名单已封存，尚未抽取", "next attempt sealed, not yet drawn"},
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
        {"sealing.witnessed", &DrawLog::sealing_witnessed},
        {"draw.voided", &DrawLog::voided},
        {"contribution.revealed", &DrawLog::revealed},
        {"contribution.rejected", &DrawLog::rejected},
        {"contribution.opened", &DrawLog::contribution_opened},
        {"deposit.failed", &DrawLog::deposit_failed},
        {"share.delivered", &DrawLog::share_delivered},
        {"event.recorded", &DrawLog::event_recorded},
        {"seed.fixed", &DrawLog::seed_fixed},
        {"share.revealed", &DrawLog::share_revealed},
        {"result.sealed", &DrawLog::result_sealed},
        {"assignment.sealed", &DrawLog::assignment_sealed},
        {"disclosed", &DrawLog::disclosed},
        {"substitution.requested", &DrawLog::substitution_requested},
        {"substitution.approved", &DrawLog::substitution_approved},
        {"substitution.refused", &DrawLog::substitution_refused},
        {"redraw.requested", &DrawLog::redraw_requested},
        {"redraw.approved", &DrawLog::redraw_approved},
        {"extension.requested", &DrawLog::extension_requested},
        {"extension.approved", &DrawLog::extension_approved},
        {"draw.closed", &DrawLog::closed},
    };
    return table;
}

Result<Done> DrawLog::take(const ledger::Entry& entry) {
    if (last_ && entry.seq <= last_->seq) return broken("seq", "条目序号没有递增", "sequence numbers do not rise");
    if (last_ && entry.at < last_->at) return broken("clock", "条目时间倒退", "time runs backwards");
    const auto handler = handlers().find(entry.kind);
    if (handler == handlers().end() || (stage_ == Stage::none) != (entry.kind == "draw.opened"))
        return out_of_order(entry.kind);
    // Rubbish in a deposit: nobody may go on with this draw.
    if (deposit_failed_ && entry.kind != "draw.voided") return out_of_order(entry.kind);
    if (awaits_witnesses() && entry.kind != "sealing.witnessed" && entry.kind != "draw.voided")
        return broken("unwitnessed", fmt::format("封存未经见证人签名，就有了 {}", entry.kind),
                      fmt::format("{} came before the sealing was witnessed", entry.kind));
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
    const std::string party = in.text("party", 1, 32);
    if (plan_.party(party) == nullptr && plan_.sealed_share(party) == nullptr)
        in.refuse_field("party", "order.party", "方案中没有这个参与方", "is no party of the plan");
    if (!committed_.emplace(party, read_hex(in, "commitment")).second)
        return broken("committed_twice", party + " 重复提交承诺", party + " committed twice");
    if (plan_.trustees) read_deposit(in, *plan_.trustees);
    return done(in);
}

std::uint64_t DrawLog::parties_committed() const {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(plan_.parties, [&](const Party& party) { return committed_.contains(party.id); }));
}

Result<Done> DrawLog::check_commitments() const {
    if (parties_committed() < plan_.min_parties)
        return broken("few_commitments", "提交承诺的参与方不足", "fewer parties committed than the plan asks for");
    for (const SealedShare& share : plan_.sealed)
        if (!committed_.contains(share.id))
            return broken("no_share", share.id + " 尚未提交承诺", share.id + " has not been committed to");
    const auto same = [&](const std::string& id, const std::optional<std::string>& commitment) {
        const auto found = committed_.find(id);
        return found == committed_.end() ? !commitment : commitment == found->second;
    };
    const auto differs = [](const std::string& id) {
        return broken("commitment", id + " 的承诺与 plan.json 不符",
                      "the commitment of " + id + " is not the one in plan.json");
    };
    for (const Party& party : plan_.parties)
        if (!same(party.id, party.commitment)) return differs(party.id);
    for (const SealedShare& share : plan_.sealed)
        if (!same(share.id, share.commitment)) return differs(share.id);
    return Done{};
}

Result<Done> DrawLog::frame_sealed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::opened && stage_ != Stage::approved) return out_of_order(entry.kind);
    if (auto ok = check_commitments(); !ok) return ok;
    read_attempt(in, attempts_.size() + 1);
    LoggedAttempt attempt;
    attempt.extends = std::exchange(approved_extension_, {});
    attempt.journal_size = read_number(in, "journal_size");
    const bool backwards = !attempts_.empty() && attempt.journal_size < attempts_.back().journal_size;
    if (attempt.journal_size > entry.seq || backwards)
        in.refuse_field("journal_size", "order.journal_size", "读取名录的位置晚于封存或早于上一次",
                        "the directory was read after the sealing, or before the last one");
    for (const char* key : {"frame_root", "plan", "seal"}) read_hex(in, key);
    attempt.sealed_seq = entry.seq;
    stage_ = attempts_.empty() ? Stage::sealed : Stage::resealed;
    attempts_.push_back(std::move(attempt));
    return done(in);
}

bool DrawLog::awaits_witnesses() const {
    return needs_witnesses_ && (stage_ == Stage::sealed || stage_ == Stage::resealed) && !attempts_.back().witnessed;
}

Result<Done> DrawLog::sealing_witnessed(const ledger::Entry& entry, FieldReader& in) {
    if (!awaits_witnesses()) return out_of_order(entry.kind);
    read_attempt(in, attempts_.size());
    attempts_.back().witnessed = WitnessedSealing{entry.seq, in.text("proof", 1, ledger::kLargestEntry)};
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
