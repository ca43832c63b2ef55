// Whether a quorum outside saw each sealing, and in time (docs/formats/draw-v1.md §2.1). Where sealing.witnessed stands
// is bundle_log's business; here its proof is opened.
#include "draw/bundle_parts.h"
#include "hash/sha256.h"
#include "ledger/checkpoint.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/policy.h"
#include "ledger/tlog_proof.h"

#include <algorithm>

#include <fmt/format.h>

namespace sunlot::draw {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::uint64_t kLastSecond = 253'402'300'799;  // of the year 9999

/// The last second at which the first sealing may have been seen; nothing when no event has an hour of its own.
std::optional<std::uint64_t> latest_second(const Plan& plan) {
    std::optional<std::uint64_t> latest;
    for (const PlannedEvent& event : plan.events) {
        if (event.kind == EventKind::dice) continue;  // thrown when all else is done, whenever that is
        const std::int64_t micros = Instant::parse(event.not_before).value().micros;
        const auto second = micros < 0 ? 0 : static_cast<std::uint64_t>(micros / kMicrosPerSecond);
        latest = latest ? std::min(*latest, second) : second;
    }
    return latest;
}

Refusal no(const WitnessedSealing& at, std::string zh, std::string en) {
    return wrong("witnesses", fmt::format("log/{}.json", at.seq), std::move(zh), std::move(en));
}

/// The cosignatures that count, and who gave one too late.
struct Counted {
    std::vector<ledger::NoteSignature> signatures;
    std::vector<std::string> late, undated;
};

Counted count(const ledger::Policy& policy, const ledger::Note& note, std::optional<std::uint64_t> latest) {
    Counted counted;
    for (const ledger::NoteSignature& signature : note.signatures) {
        if (signature.key == policy.log()) {
            counted.signatures.push_back(signature);
        } else if (signature.time.value_or(0) == 0) {
            counted.undated.push_back(signature.key.name());
        } else if (latest && *signature.time > *latest) {
            counted.late.push_back(signature.key.name());
        } else {
            counted.signatures.push_back(signature);
        }
    }
    return counted;
}

Refusal lacking(const WitnessedSealing& at, const Counted& counted) {
    if (!counted.late.empty())
        return no(
            at, fmt::format("见证不足：{} 的签名晚于公布的事件时间", fmt::join(counted.late, "、")),
            fmt::format("lacks the quorum: {} cosigned after the announced event", fmt::join(counted.late, ", ")));
    if (!counted.undated.empty())
        return no(at, fmt::format("见证不足：{} 的签名没有时间", fmt::join(counted.undated, "、")),
                  fmt::format("lacks the quorum: the cosignature of {} has no time", fmt::join(counted.undated, ", ")));
    return no(at, "见证不足：签名未达到策略规定的数目", "lacks the quorum of witnesses");
}

/// One sealing and what is to be compared with it.
struct Sealing {
    const Plan& plan;
    const ledger::Policy& policy;
    const LoggedAttempt& attempt;  ///< witnessed
    std::string_view entry;        ///< the bytes of frame.sealed
    std::optional<std::uint64_t> latest;
};

/// The proof's checkpoint is this log's, and signed by keys of the policy alone.
Result<ledger::Note> open_checkpoint(const Sealing& sealing, const ledger::TlogProof& proof) {
    const WitnessedSealing& at = *sealing.attempt.witnessed;
    auto note = ledger::open_note(proof.checkpoint, sealing.policy.keys());
    if (!note)
        return no(at, "所附检查点不成立：" + note.error().text.zh,
                  "carries a checkpoint that does not hold: " + note.error().text.en);
    if (note->ignored > 0)
        return no(at, "所附检查点有策略之外的签名", "carries a cosignature of a key that the policy does not name");
    if (std::ranges::find(note->signatures, sealing.policy.log(), &ledger::NoteSignature::key) ==
        note->signatures.end())
        return no(at, "所附检查点没有日志的签名", "carries a checkpoint that the log has not signed");
    return note;
}

/// Who has witnessed it, if that is a quorum.
Result<Counted> check_sealing(const Sealing& sealing) {
    const WitnessedSealing& at = *sealing.attempt.witnessed;
    const auto proof = ledger::parse_tlog_proof(at.proof);
    if (!proof) return no(at, "收录证明格式不对", "the tlog-proof is malformed");
    const auto note = open_checkpoint(sealing, *proof);
    if (!note) return pass_on(note.error());
    const auto checkpoint = ledger::parse_checkpoint(note->text);
    if (!checkpoint || checkpoint->origin != sealing.plan.log_origin)
        return no(at, "所附检查点是另一个日志的", "carries a checkpoint of another log");
    if (proof->index != sealing.attempt.sealed_seq)
        return no(at, "证明的不是这一次封存", "proves another entry than this attempt's sealing");
    if (checkpoint->size > at.seq)
        return no(at, "所附检查点比它所在的条目还新", "carries a checkpoint that is newer than itself");
    if (!ledger::verify_inclusion(ledger::leaf_hash(sealing.entry), proof->index, checkpoint->size, proof->path,
                                  checkpoint->root))
        return no(at, "收录证明不成立：见证人看到的不是这一封存", "the proof fails: the witnesses saw another sealing");
    Counted counted = count(sealing.policy, *note, sealing.latest);
    if (!sealing.policy.satisfied_by(counted.signatures)) return lacking(at, counted);
    return counted;
}

std::string named(const Counted& counted) {
    std::string out;
    for (const ledger::NoteSignature& signature : counted.signatures)
        if (signature.time)
            out += fmt::format(
                "{}{} {}", out.empty() ? "" : ", ", signature.key.name(),
                Instant{static_cast<std::int64_t>(std::min(*signature.time, kLastSecond)) * kMicrosPerSecond}
                    .beijing());
    return out;
}

}  // namespace

bool needs_witnesses(const Bundle& bundle) {
    if (bundle.files_only || !bundle.plan.policy) return false;
    const auto policy = ledger::Policy::parse(bundle.file("log/policy.txt"));
    return policy && policy->has_quorum();
}

Result<Finding> check_witnesses(Review& review) {
    const Plan& plan = review.bundle.plan;
    const auto policy = ledger::Policy::parse(review.bundle.file("log/policy.txt"));
    if (!policy) return pass_on(policy.error());
    Finding finding;
    std::uint64_t number = 0;
    for (const LoggedAttempt& attempt : review.log.attempts()) {
        ++number;
        if (!attempt.witnessed) {  // the last one; bundle_log lets nothing follow it
            finding.detail.zh += "封存尚待见证";
            finding.detail.en += "the sealing is not yet witnessed";
            break;
        }
        const auto counted =
            check_sealing({plan, *policy, attempt, review.bundle.file(fmt::format("log/{}.json", attempt.sealed_seq)),
                           number == 1 ? latest_second(plan) : std::nullopt});
        if (!counted) return pass_on(counted.error());
        const char* sign = number > 1 ? "；" : "";
        finding.detail.zh += fmt::format("{}第 {} 次封存经见证：{}", sign, number, named(*counted));
        finding.detail.en +=
            fmt::format("{}sealing {} was witnessed by {}", number > 1 ? "; " : "", number, named(*counted));
    }
    return finding;
}

}  // namespace sunlot::draw
