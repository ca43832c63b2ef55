// Whether a doorstep proof holds: signature, inclusion in the log, lines under their roots, and that all is of one
// draw.
#include "base/bytes.h"
#include "base/json.h"
#include "base/text.h"
#include "draw/doorstep.h"
#include "draw/embargo.h"
#include "draw/frame.h"
#include "draw/lines.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/note.h"
#include "ledger/tlog_proof.h"

#include <algorithm>

namespace sunlot::draw {
namespace {

Refusal no(std::string what, std::string zh, std::string en, std::string field) {
    return refuse(RefusalKind::invalid, "doorstep." + std::move(what), std::move(zh), std::move(en), std::move(field));
}

/// The log of one proof: all its entries must be in the one checkpoint.
class Log {
public:
    static Result<Log> open(const std::string& vkey, std::string_view proof) {
        auto key = ledger::VerifierKey::parse(vkey);
        if (!key || key->type() != ledger::KeyType::ed25519)
            return no("log", "日志公钥格式不对", "the log's key is malformed", "vkey");
        const auto inclusion = ledger::parse_tlog_proof(proof);
        if (!inclusion) return no("log", "收录证明格式不对", "the tlog-proof is malformed", "result.proof");
        const auto note = ledger::open_note(inclusion->checkpoint, {&*key, 1});
        if (!note)
            return no("log", "检查点不是这个日志签名的", "the checkpoint is not signed by this log", "result.proof");
        auto checkpoint = ledger::parse_checkpoint(note->text);
        if (!checkpoint || checkpoint->origin != key->name())
            return no("log", "检查点是另一个日志的", "the checkpoint is of another log", "result.proof");
        return Log(inclusion->checkpoint, std::move(*checkpoint));
    }

    Result<ledger::Entry> entry(const LoggedEntry& logged, const std::string& field) const {
        auto entry = ledger::parse_entry(logged.entry);
        if (!entry) return no("log", "条目格式不对", "the entry is malformed", field);
        const auto proof = ledger::parse_tlog_proof(logged.proof);
        if (!proof || proof->checkpoint != note_ || proof->index != entry->seq || entry->log != checkpoint_.origin ||
            !ledger::verify_inclusion(ledger::leaf_hash(logged.entry), entry->seq, checkpoint_.size, proof->path,
                                      checkpoint_.root))
            return no("log", "条目不在日志中", "the entry is not in the log", field);
        return entry;
    }

private:
    Log(std::string note, ledger::Checkpoint checkpoint) : note_(std::move(note)), checkpoint_(std::move(checkpoint)) {}
    std::string note_;
    ledger::Checkpoint checkpoint_;
};

std::optional<std::uint64_t> number_in(const ledger::Entry& entry, std::string_view key) {
    const Json* value = entry.data.find(key);
    if (value == nullptr || !value->is_integer() || value->as_integer() < 0) return std::nullopt;
    return static_cast<std::uint64_t>(value->as_integer());
}

std::string text_in(const ledger::Entry& entry, std::string_view key) {
    const Json* value = entry.data.find(key);
    return value != nullptr && value->is_string() ? value->as_string() : std::string();
}

class Checker {
public:
    Checker(const DoorstepProof& proof, const Log& log) : proof_(proof), log_(log) {}

    Result<DoorstepFinding> run() {
        for (const auto step : {&Checker::check_result, &Checker::check_officers, &Checker::check_replaced})
            if (const auto ok = (this->*step)(); !ok) return pass_on(ok.error());
        return std::move(finding_);
    }

private:
    /// The entry, if it is in the log and of this kind, draw and attempt.
    Result<ledger::Entry> entry(const LoggedEntry& logged, std::string_view kind, const std::string& field) const {
        auto entry = log_.entry(logged, field);
        if (!entry) return entry;
        const bool first = finding_.draw_id.empty();
        if (entry->kind != kind || (!first && entry->subject != finding_.draw_id) ||
            (!first && number_in(*entry, "attempt") != finding_.attempt))
            return no("draw", "条目不是同一次抽查的 " + std::string(kind),
                      "the entry is no " + std::string(kind) + " of this draw and attempt", field);
        return entry;
    }

    static Result<Done> check_line(const ProvenLine& line, const std::string& root, const std::string& field) {
        const auto bytes = from_hex(root);
        hash::Digest digest{};
        if (!bytes || bytes->size() != digest.size()) return no("draw", "条目没有树根", "the entry has no root", field);
        std::ranges::copy(*bytes, digest.begin());
        if (!ledger::verify_inclusion(salted_leaf(line.salt, line.line), line.index, line.size, line.path, digest))
            return no("line", "该行不在封存的清单中", "the line is not in the sealed list", field);
        return Done{};
    }

    Result<Done> check_result() {
        const auto sealed = entry(proof_.result.logged, "result.sealed", "result.entry");
        if (!sealed) return pass_on(sealed.error());
        finding_.draw_id = sealed->subject;
        finding_.log = sealed->log;
        finding_.attempt = number_in(*sealed, "attempt").value_or(0);
        finding_.sealed_at = sealed->at;
        if (number_in(*sealed, "sample").value_or(0) + number_in(*sealed, "reserve").value_or(0) != proof_.result.size)
            return no("draw", "行数与日志不符", "its size is not the number of lines in the log", "result.size");
        if (auto ok = check_line(proof_.result, text_in(*sealed, "root"), "result"); !ok) return ok;
        const auto f = fields<6>(proof_.result.line);
        const bool drawn = f && is_object_id((*f)[5]) && ((*f)[3] == "S" || ((*f)[3] == "R" && proof_.substitution));
        if (!drawn) return no("line", "该行没有被抽中", "the line was not drawn", "result.line");
        finding_.stratum = (*f)[0];
        finding_.district = (*f)[1];
        finding_.object = (*f)[5];
        return Done{};
    }

    Result<Done> check_officers() {
        if (proof_.substitution) return check_substitution();
        const auto sealed = entry(proof_.assignment->logged, "assignment.sealed", "assignment.entry");
        if (!sealed) return pass_on(sealed.error());
        if (auto ok = check_line(*proof_.assignment, text_in(*sealed, "assignment_root"), "assignment"); !ok) return ok;
        const auto parts = split(proof_.assignment->line, '\t');
        if (parts[0] != finding_.object)
            return no("line", "两行不是同一对象", "the two lines are of different objects", "assignment.line");
        for (const std::string_view officer : std::span(parts).subspan(1)) finding_.officers.emplace_back(officer);
        return Done{};
    }

    Result<Done> check_substitution() {
        const auto approved = entry(*proof_.substitution, "substitution.approved", "substitution.entry");
        if (!approved) return pass_on(approved.error());
        const Json* officers = approved->data.find("officers");
        if (number_in(*approved, "replacement") != proof_.result.index || officers == nullptr || !officers->is_array())
            return no("line", "该行不是替补进来的对象", "the line is not the one that came in", "substitution.entry");
        for (const Json& officer : officers->as_array())
            if (officer.is_string()) finding_.officers.push_back(officer.as_string());
        finding_.replacement = true;
        return Done{};
    }

    Result<Done> check_replaced() {
        std::uint64_t last = 0;
        for (std::size_t i = 0; i + 1 < proof_.replaced.size(); i += 2) {
            const std::string field = "replaced[" + std::to_string(i) + "]";
            const auto requested = entry(proof_.replaced[i], "substitution.requested", field);
            if (!requested) return pass_on(requested.error());
            const auto approved = entry(proof_.replaced[i + 1], "substitution.approved", field);
            if (!approved) return pass_on(approved.error());
            const auto number = number_in(*requested, "number").value_or(0);
            const auto slot = number_in(*requested, "slot");
            const std::string officer = text_in(*approved, "officer");
            if (number <= last || number_in(*approved, "number") != number ||
                text_in(*requested, "what") != "officer" || number_in(*requested, "line") != proof_.result.index ||
                !slot || *slot >= finding_.officers.size() || officer.empty())
                return no("line", "换人记录不属于该行", "the replaced officer is not of this line", field);
            finding_.officers[static_cast<std::size_t>(*slot)] = officer;
            last = number;
        }
        return Done{};
    }

    const DoorstepProof& proof_;
    const Log& log_;
    DoorstepFinding finding_;
};

}  // namespace

Result<DoorstepFinding> check_doorstep(const DoorstepProof& proof, const std::optional<std::string>& vkey) {
    if (vkey && *vkey != proof.vkey)
        return no("key", "日志公钥不是您指定的公钥", "the log's key is not the one you gave", "vkey");
    if (proof.assignment.has_value() == proof.substitution.has_value() || proof.replaced.size() % 2 != 0)
        return no("form", "凭证不完整", "the proof is not whole", "assignment");
    const auto log = Log::open(proof.vkey, proof.result.logged.proof);
    if (!log) return pass_on(log.error());
    return Checker(proof, *log).run();
}

}  // namespace sunlot::draw
