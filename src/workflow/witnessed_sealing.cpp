#include "workflow/witnessed_sealing.h"

#include "base/text.h"
#include "draw/witnessed.h"
#include "ledger/checkpoint.h"
#include "ledger/tlog_proof.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "store/journal.h"
#include "store/witness_policy.h"
#include "workflow/actor.h"
#include "workflow/draw_step.h"
#include "workflow/log_files.h"
#include "workflow/witness_files.h"
#include "workflow/witness_policy.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

ledger::Checkpoint checkpoint_of(std::string_view note) {
    auto checkpoint = ledger::parse_checkpoint(note.substr(0, note.rfind("\n\n") + 1));
    if (!checkpoint) throw std::runtime_error("a witnessed head of ours is damaged");
    return std::move(*checkpoint);
}

/// The tlog-proof of a sealing in the newest head that its policy's quorum has seen; nothing while that is older.
Result<std::optional<std::string>> proof_for(const Context& context, const ledger::Policy& policy,
                                             const store::AwaitedSealing& sealing) {
    const auto note = WitnessFiles(context.data_directory).witnessed(sealing.policy);
    const auto seq = static_cast<std::uint64_t>(sealing.sealed_seq);
    if (!note || checkpoint_of(*note).size <= seq) return std::optional<std::string>();
    auto path = published_tree(context, checkpoint_of(*note).size).inclusion_proof(seq);
    if (!path) return pass_on(path.error());
    return std::optional(
        ledger::encode(ledger::TlogProof{seq, std::move(*path), ledger::keep_lines_of(*note, policy.keys())}));
}

std::optional<store::AwaitedSealing> awaited(store::View& view, std::string_view draw) {
    for (auto& one : store::awaited_sealings(view))
        if (one.draw == draw) return std::move(one);
    return std::nullopt;
}

/// Why the proof would not be believed; the same rule as the verifiers'.
Result<Done> check_proof(const Context& context, const ledger::Policy& policy, const store::AwaitedSealing& sealing,
                         const std::string& proof) {
    auto view = context.database.read();
    const auto draw = known_draw(view, sealing.draw);
    if (!draw) return pass_on(draw.error());
    const auto plan = must(draw::parse_plan(context.blobs.open(draw->terms).text()));
    std::string sealed;
    const auto seq = static_cast<std::uint64_t>(sealing.sealed_seq);
    store::for_each_entry(view, seq, seq + 1, [&](const std::string& entry) { sealed = entry; });
    const auto checked = draw::check_witnessed(
        {plan, policy, static_cast<std::uint64_t>(sealing.attempt), seq, sealed, view.journal().size, proof});
    if (!checked) return pass_on(checked.error());
    return Done{};
}

Result<Done> record(const Context& context, const store::AwaitedSealing& sealing) {
    const auto policy = policy_of_digest(context, sealing.policy);
    const auto proof = proof_for(context, policy, sealing);
    if (!proof) return pass_on(proof.error());
    if (!*proof) return Done{};
    if (auto sound = check_proof(context, policy, sealing, **proof); !sound) return sound;
    auto transaction = context.database.write();
    const auto still = awaited(transaction, sealing.draw);
    if (!still || still->sealed_seq != sealing.sealed_seq) return Done{};  // another thread was faster
    append_step(context, transaction, system_actor(), "sealing.witnessed", sealing.draw,
                {{"attempt", sealing.attempt}, {"proof", **proof}});
    transaction.commit();
    return Done{};
}

/// "临河区司法局（联系不上）、临河区纪委监委（尚未送签）"
std::string missing_witnesses(const Context& context, const PolicyInForce& policy, std::int64_t sealed_seq) {
    std::string out;
    const WitnessFiles files(context.data_directory);
    for (const Witness& witness : policy.witnesses) {
        const auto standing = files.standing(witness.key);
        if (standing.cosigned_size > static_cast<std::uint64_t>(sealed_seq)) continue;
        const char* how = !witness.url                      ? "须用 U 盘送签"
                          : standing.state == "none"        ? "尚未联系"
                          : standing.state == "signed"      ? "等待答复"
                          : standing.state == "unreachable" ? "联系不上"
                          : standing.state == "refused"     ? "拒绝签名"
                                                            : "报告日志异常";
        out += (out.empty() ? "" : "、") + witness.organisation + "（" + how + "）";
    }
    return out;
}

bool too_late(const Context& context, const store::DrawRecord& draw) {
    const auto plan = must(draw::parse_plan(context.blobs.open(draw.terms).text()));
    const auto latest = draw.attempt == 1 ? draw::last_witness_second(plan) : std::nullopt;
    return latest && context.clock.now().micros / kMicrosPerSecond > static_cast<std::int64_t>(*latest);
}

Refusal unwitnessed(const Context& context, store::View& view, const store::DrawRecord& draw, std::int64_t sealed_seq) {
    if (too_late(context, draw))
        return refuse(RefusalKind::conflict, "draw.unwitnessed",
                      "名单封存后未能在公布的事件时间之前取得见证人签名，本次抽取只能作废",
                      "the sealing was not witnessed before the announced event: the draw can only be voided");
    const auto policy = policy_in_force(context, view);
    std::string missing = policy ? missing_witnesses(context, *policy, sealed_seq) : "";
    if (missing.empty()) missing = "在公布的事件时间之前签下的名";
    return refuse(RefusalKind::conflict, "draw.unwitnessed",
                  "名单已封存，但见证签名还不够，现在不能继续。还缺：" + missing +
                      "。请稍候片刻再试；联系不上的，请系统管理员在“见证”页下载送签文件，用 U 盘送去签名后上传",
                  "the sealing has not yet been seen by enough witnesses; missing: " + missing +
                      ". Wait a moment; whom the network does not reach, carry the request on a USB stick (page 见证, "
                      "sunlot witness request / accept)");
}

}  // namespace

std::string record_witnessed_sealings(const Context& context) {
    std::vector<store::AwaitedSealing> waiting;
    {
        auto view = context.database.read();
        waiting = store::awaited_sealings(view);
    }
    std::string trouble;
    for (const auto& sealing : waiting)
        if (const auto recorded = record(context, sealing); !recorded)
            trouble += (trouble.empty() ? "" : "; ") + sealing.draw + ": " + recorded.error().text.zh;
    return trouble;
}

Result<Done> require_witnesses(const Context& context, std::string_view draw_id) {
    std::int64_t sealed_seq = 0;
    {
        auto view = context.database.read();
        const auto sealing = awaited(view, draw_id);
        if (!sealing) return Done{};
        sealed_seq = sealing->sealed_seq;
    }
    if (const auto head = published_head(context, static_cast<std::uint64_t>(sealed_seq) + 1); !head)
        return pass_on(head.error());
    record_witnessed_sealings(context);
    auto view = context.database.read();
    if (!awaited(view, draw_id)) return Done{};
    const auto draw = known_draw(view, draw_id);
    if (!draw) return pass_on(draw.error());
    return unwitnessed(context, view, *draw, sealed_seq);
}

std::vector<SealingWitness> sealing_witnesses(const Context& context, store::View& view, const store::DrawRecord& draw,
                                              const store::DrawAttempt& attempt) {
    std::vector<SealingWitness> out;
    if (!draw.policy || !attempt.witnessed) return out;
    const auto policy = policy_of_digest(context, *draw.policy);
    const auto proof = must(ledger::parse_tlog_proof(*attempt.witnessed));
    const auto note = must(ledger::open_note(proof.checkpoint, policy.keys()));
    const auto known = policy_in_force(context, view);
    for (const auto& signature : note.signatures) {
        const auto named = std::ranges::find(policy.witnesses(), signature.key, &ledger::PolicyWitness::key);
        if (named == policy.witnesses().end() || !signature.time) continue;
        const auto contact = known ? known->witness(named->name) : Result<const Witness*>(nullptr);
        out.push_back({named->name, contact && *contact != nullptr ? (*contact)->organisation : named->name,
                       signature.key.name(), Instant{static_cast<std::int64_t>(*signature.time) * kMicrosPerSecond}});
    }
    return out;
}

Result<std::string> witnessed_head(const Context& context, const std::string& policy, std::uint64_t size) {
    const auto note = WitnessFiles(context.data_directory).witnessed(policy);
    if (note && checkpoint_of(*note).size >= size)
        return ledger::keep_lines_of(*note, policy_of_digest(context, policy).keys());
    return refuse(RefusalKind::conflict, "bundle.unwitnessed", "最新的几步还在等待见证人签名，公示包稍候即有",
                  "the newest steps still wait for their witnesses");
}

}  // namespace sunlot::workflow
