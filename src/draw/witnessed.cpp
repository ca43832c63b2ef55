#include "draw/witnessed.h"

#include "base/clock.h"
#include "base/text.h"
#include "ledger/checkpoint.h"
#include "ledger/merkle.h"
#include "ledger/tlog_proof.h"

#include <algorithm>

namespace sunlot::draw {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

Refusal no(std::string code, std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, "witnessed." + std::move(code), std::move(zh), std::move(en));
}

/// The proof's checkpoint is this log's, and signed by keys of the policy alone.
Result<ledger::Note> open_checkpoint(const SealingProof& sealing, const ledger::TlogProof& proof) {
    auto note = ledger::open_note(proof.checkpoint, sealing.policy.keys());
    if (!note)
        return no("checkpoint", "所附检查点不成立：" + note.error().text.zh,
                  "carries a checkpoint that does not hold: " + note.error().text.en);
    if (note->ignored > 0)
        return no("stranger", "所附检查点有策略之外的签名",
                  "carries a cosignature of a key that the policy does not name");
    if (std::ranges::find(note->signatures, sealing.policy.log(), &ledger::NoteSignature::key) ==
        note->signatures.end())
        return no("unsigned", "所附检查点没有日志的签名", "carries a checkpoint that the log has not signed");
    return note;
}

Result<Done> check_place(const SealingProof& sealing, const ledger::TlogProof& proof,
                         const ledger::Checkpoint& checkpoint) {
    if (checkpoint.origin != sealing.plan.log_origin)
        return no("foreign", "所附检查点是另一个日志的", "carries a checkpoint of another log");
    if (proof.index != sealing.sealed_seq)
        return no("entry", "证明的不是这一次封存", "proves another entry than this attempt's sealing");
    if (checkpoint.size > sealing.seq)
        return no("newer", "所附检查点比它所在的条目还新", "carries a checkpoint that is newer than itself");
    if (!ledger::verify_inclusion(ledger::leaf_hash(sealing.sealed), proof.index, checkpoint.size, proof.path,
                                  checkpoint.root))
        return no("inclusion", "收录证明不成立：见证人看到的不是这一封存",
                  "the proof fails: the witnesses saw another sealing");
    return Done{};
}

/// The cosignatures that count, and who gave one that does not.
struct Counted {
    std::vector<ledger::NoteSignature> signatures;
    std::vector<std::string> late, undated;
};

Counted count(const ledger::Note& note, std::optional<std::uint64_t> latest) {
    Counted counted;
    for (const ledger::NoteSignature& signature : note.signatures) {
        if (signature.key.type() != ledger::KeyType::cosignature) continue;
        if (signature.time.value_or(0) == 0) {
            counted.undated.push_back(signature.key.name());
        } else if (latest && *signature.time > *latest) {
            counted.late.push_back(signature.key.name());
        } else {
            counted.signatures.push_back(signature);
        }
    }
    return counted;
}

Refusal lacking(const Counted& counted) {
    if (!counted.late.empty())
        return no("late", "见证不足：" + join(counted.late, "、") + " 的签名晚于公布的事件时间",
                  "lacks the quorum: " + join(counted.late, ", ") + " cosigned after the announced event");
    if (!counted.undated.empty())
        return no("undated", "见证不足：" + join(counted.undated, "、") + " 的签名没有时间",
                  "lacks the quorum: the cosignature of " + join(counted.undated, ", ") + " has no time");
    return no("quorum", "见证不足：签名未达到策略规定的数目", "lacks the quorum of witnesses");
}

}  // namespace

std::optional<std::uint64_t> last_witness_second(const Plan& plan) {
    std::optional<std::uint64_t> latest;
    for (const PlannedEvent& event : plan.events) {
        if (event.kind == EventKind::dice) continue;  // thrown when all else is done, whenever that is
        const std::int64_t micros = Instant::parse(event.not_before).value().micros;
        const auto second = micros < 0 ? 0 : static_cast<std::uint64_t>(micros / kMicrosPerSecond);
        latest = latest ? std::min(*latest, second) : second;
    }
    return latest;
}

Result<std::vector<ledger::NoteSignature>> check_witnessed(const SealingProof& sealing) {
    const auto proof = ledger::parse_tlog_proof(sealing.proof);
    if (!proof) return no("proof", "收录证明格式不对", "the tlog-proof is malformed");
    const auto note = open_checkpoint(sealing, *proof);
    if (!note) return pass_on(note.error());
    const auto checkpoint = ledger::parse_checkpoint(note->text);
    if (!checkpoint) return no("foreign", "所附检查点是另一个日志的", "carries a checkpoint of another log");
    if (const auto placed = check_place(sealing, *proof, *checkpoint); !placed) return pass_on(placed.error());
    Counted counted = count(*note, sealing.attempt == 1 ? last_witness_second(sealing.plan) : std::nullopt);
    std::vector<ledger::NoteSignature> all = counted.signatures;
    all.push_back({sealing.policy.log(), std::nullopt});  // open_checkpoint has seen it
    if (!sealing.policy.satisfied_by(all)) return lacking(counted);
    return std::move(counted.signatures);
}

}  // namespace sunlot::draw
