// Result and assignment, and what may follow them: disclosures, substitutions, further attempts, the end.
#include "draw/bundle_log.h"

#include <algorithm>
#include <array>

namespace sunlot::draw {

using namespace order;

namespace {

constexpr std::array<std::string_view, 4> kPurposes = {"visit", "doorstep", "print", "audit"};

bool is_rising(const std::vector<std::string>& ids) {
    return std::ranges::adjacent_find(ids, std::ranges::greater_equal{}) == ids.end();
}

std::vector<std::string> read_officers(FieldReader& in, std::string_view key) {
    in.array(key);  // must be there
    std::vector<std::string> ids = in.texts(key, 100'000);
    if (!std::ranges::all_of(ids, is_officer_id))
        in.refuse_field(key, "order.officers", "应为执法人员编号", "names what is no officer id");
    return ids;
}

/// Sorted and unique.
std::vector<std::string> read_set(FieldReader& in, std::string_view key) {
    std::vector<std::string> ids = read_officers(in, key);
    if (!is_rising(ids)) in.refuse_field(key, "order.officers", "应排序且不重复", "must be sorted and unique");
    return ids;
}

}  // namespace

Result<Done> DrawLog::result_sealed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::seeded && stage_ != Stage::resealed) return out_of_order(entry.kind);
    read_attempt(in, attempts_.size());
    attempts_.back().reserve = read_number(in, "reserve");
    attempts_.back().sample = read_number(in, "sample");
    attempts_.back().drawn_at = entry.at;
    read_hex(in, embargo() ? "root" : "result");
    stage_ = Stage::drawn;
    return done(in);
}

Result<Done> DrawLog::assignment_sealed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::drawn) return out_of_order(entry.kind);
    read_attempt(in, attempts_.size());
    read_hex(in, embargo() ? "assignment_root" : "assignment");
    read_hex(in, embargo() ? "slots_root" : "slots");
    attempts_.back().assigned_at = entry.at;
    stage_ = Stage::assigned;
    return done(in);
}

Result<Done> DrawLog::disclosed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::assigned || !embargo()) return out_of_order(entry.kind);
    read_attempt(in, attempts_.size());
    const std::int64_t lines = static_cast<std::int64_t>(attempts_.back().sample + attempts_.back().reserve);
    std::int64_t last = -1;
    for (const Json& line : in.array("lines")) {
        if (!line.is_integer() || line.as_integer() <= last || line.as_integer() >= lines) {
            in.refuse_field("lines", "order.lines", "应为结果中的行号，递增", "must be lines of the result, ascending");
            break;
        }
        last = line.as_integer();
    }
    if (last < 0) in.refuse_field("lines", "order.lines", "至少一行", "must name a line");
    if (std::ranges::find(kPurposes, in.text("purpose", 1, 16)) == kPurposes.end())
        in.refuse_field("purpose", "order.purpose", "用途不认识", "must be visit, doorstep, print or audit");
    ++disclosures_;
    return done(in);
}

Result<Done> DrawLog::substitution_requested(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::assigned || waiting_) return out_of_order(entry.kind);
    Substitution s;
    read_attempt(in, attempts_.size());
    s.attempt = attempts_.size();
    s.number = asked_ + 1;
    if (read_number(in, "number") != s.number)
        in.refuse_field("number", "order.number", "替补的序号不连续", "is not the next number");
    s.line = read_number(in, "line");
    s.reason = in.text("reason", 1, 32);
    if (!is_reason(s.reason)) in.refuse_field("reason", "order.reason", "原因代码格式不对", "is no reason code");
    s.unavailable = read_set(in, "unavailable");
    const std::string what = in.text("what", 1, 16);
    if (what == "object") {
        s.recused = read_set(in, "recused");
    } else if (what == "officer") {
        s.what = Substituted::officer;
        s.slot = read_number(in, "slot");
    } else {
        in.refuse_field("what", "order.what", "应为 object 或 officer", "must be object or officer");
    }
    ++asked_;
    waiting_ = std::move(s);
    waiting_by_ = entry.actor;
    return done(in);
}

Result<Done> DrawLog::substitution_approved(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::assigned || !waiting_) return out_of_order(entry.kind);
    if (entry.actor == waiting_by_)
        return broken("approval", "替补由申请人自己批准", "the substitution was approved by the one who asked for it");
    Substitution s = *std::exchange(waiting_, std::nullopt);
    read_attempt(in, s.attempt);
    if (read_number(in, "number") != s.number)
        in.refuse_field("number", "order.number", "不是待批的替补", "is not the one that waits");
    if (s.what == Substituted::officer) {
        s.officer = in.optional_text("officer", 32);
    } else if (!in.any("replacement").is_null()) {
        s.replacement = read_number(in, "replacement");
        s.officers = read_officers(in, "officers");
    }
    substitutions_.push_back(std::move(s));
    return done(in);
}

Result<Done> DrawLog::substitution_refused(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::assigned || !waiting_) return out_of_order(entry.kind);
    const Substitution s = *std::exchange(waiting_, std::nullopt);
    read_attempt(in, s.attempt);
    if (read_number(in, "number") != s.number)
        in.refuse_field("number", "order.number", "不是待批的替补", "is not the one that waits");
    return done(in);
}

/// A redraw changes who is drawn: not once anybody outside has seen the list, or could.
bool DrawLog::may_redraw() const {
    return (stage_ == Stage::drawn || stage_ == Stage::assigned) && disclosures_ == 0 && substitutions_.empty() &&
           shares_.empty();
}

Result<Done> DrawLog::redraw_requested(const ledger::Entry& entry, FieldReader& in) {
    if (!may_redraw()) return out_of_order(entry.kind);
    in.text("reason", 1, 4000);
    redraw_by_ = entry.actor;
    return done(in);
}

Result<Done> DrawLog::redraw_approved(const ledger::Entry& entry, FieldReader& in) {
    if (!may_redraw()) return out_of_order(entry.kind);
    approved_extension_.clear();
    return approve(entry, in, redraw_by_);
}

Result<Done> DrawLog::extension_requested(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::assigned || !shares_.empty()) return out_of_order(entry.kind);
    in.text("reason", 1, 4000);
    asked_extension_ = read_higher_quotas(in, "strata");
    for (const HigherQuota& stratum : asked_extension_)
        if (plan_.stratum(stratum.label) == nullptr)
            in.refuse_field("strata", "order.strata", "方案没有这个分层", "names a stratum that the plan lacks");
    extension_by_ = entry.actor;
    return done(in);
}

Result<Done> DrawLog::extension_approved(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::assigned || !shares_.empty()) return out_of_order(entry.kind);
    approved_extension_ = asked_extension_;
    return approve(entry, in, extension_by_);
}

Result<Done> DrawLog::approve(const ledger::Entry& entry, FieldReader& in, const std::string& requested_by) {
    if (requested_by.empty() || waiting_) return out_of_order(entry.kind);
    if (entry.actor == requested_by)
        return broken("approval", "由申请人自己批准", "approved by the one who asked for it");
    read_attempt(in, attempts_.size() + 1);
    redraw_by_.clear();
    extension_by_.clear();
    stage_ = Stage::approved;
    return done(in);
}

Result<Done> DrawLog::closed(const ledger::Entry& entry, FieldReader& in) {
    if (stage_ != Stage::assigned || waiting_) return out_of_order(entry.kind);
    if (shares_.size() != plan_.sealed.size())
        return broken("not_revealed", "封存份额尚未公布就办结", "closed before the sealed shares were revealed");
    read_attempt(in, attempts_.size());
    read_hex(in, "substitutions");
    stage_ = Stage::closed;
    return done(in);
}

}  // namespace sunlot::draw
