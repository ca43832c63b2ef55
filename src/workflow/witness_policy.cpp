#include "workflow/witness_policy.h"

#include "base/text.h"
#include "hash/sha256.h"
#include "ledger/policy_text.h"
#include "store/blob_store.h"
#include "store/database.h"
#include "workflow/log_signer.h"

#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

constexpr std::string_view kSubject = "log/policy";
constexpr std::size_t kLongestPolicy = 32 * 1024;
constexpr std::size_t kLongestReason = 2000;

ledger::Policy sound(std::string_view text) {
    auto policy = ledger::Policy::parse(text);
    if (!policy) throw std::logic_error("a policy of ours does not parse: " + policy.error().code);
    return std::move(*policy);
}

Json::Object entry_data(std::string_view policy, const std::vector<ledger::WitnessContact>& witnesses,
                        std::string_view reason) {
    return {{"policy", policy}, {"reason", reason}, {"witnesses", store::witnesses_json(witnesses)}};
}

void append(const Context& context, store::Transaction& transaction, const Actor& actor, std::string_view kind,
            Json::Object data) {
    transaction.append({.kind = std::string(kind),
                        .actor = actor.account,
                        .subject = std::string(kSubject),
                        .at = context.clock.now(),
                        .data = Json(std::move(data)),
                        .private_data = nullptr});
}

Result<ledger::WrittenPolicy> read_proposal(std::string_view text, std::string_view reason,
                                            const ledger::VerifierKey& log) {
    if (text.size() > kLongestPolicy)
        return refuse(RefusalKind::invalid, "policy.malformed", "策略过长", "the policy is too long", "policy");
    if (reason.empty() || reason.size() > kLongestReason || !is_utf8(reason))
        return refuse(RefusalKind::invalid, "policy.reason", "请写明理由（2000 字节以内）",
                      "say why, in at most 2000 bytes", "reason");
    return ledger::read_written_policy(text, log);
}

}  // namespace

Result<const Witness*> PolicyInForce::witness(std::string_view name) const {
    for (const Witness& one : witnesses)
        if (one.name == name) return &one;
    return refuse(RefusalKind::not_found, "witness.unknown", "现行策略中没有见证人“" + std::string(name) + "”",
                  "the policy in force names no witness '" + std::string(name) + "'");
}

std::optional<PolicyInForce> policy_in_force(const Context& context, store::View& view) {
    const auto set = store::policy_set(view);
    const auto key = context.require_log_key();
    if (!set || !key) return std::nullopt;
    std::string text = ledger::with_log(set->policy, (*key)->verifier());
    PolicyInForce out{.policy = sound(text),
                      .text = text,
                      .digest = hash::sha256_hex(text),
                      .witnesses = {},
                      .at = *set->set_at,
                      .entry = *set->set_entry};
    for (const auto& contact : set->witnesses) {
        const auto* named = out.policy.witness(contact.name);
        if (named == nullptr) throw std::logic_error("a witness that its policy does not name: " + contact.name);
        out.witnesses.push_back({contact.name, contact.organisation, contact.url, named->key});
    }
    return out;
}

ledger::Policy policy_of_digest(const Context& context, const std::string& digest) {
    return sound(context.blobs.open(digest).text());
}

Result<Done> propose_policy(const Context& context, const Actor& actor, std::string_view text,
                            std::string_view reason) {
    const auto key = context.require_log_key();
    if (!key) return pass_on(key.error());
    const auto written = read_proposal(text, reason, (*key)->verifier());
    if (!written) return pass_on(written.error());
    auto transaction = context.database.write();
    const auto set = store::policy_set(transaction);
    if (set && set->policy == written->policy && set->witnesses == written->witnesses)
        return refuse(RefusalKind::conflict, "policy.same", "这就是现行策略", "this policy is in force already");
    append(context, transaction, actor, "log.policy_proposed", entry_data(written->policy, written->witnesses, reason));
    transaction.commit();
    return Done{};
}

Result<Done> approve_policy(const Context& context, const Actor& actor) {
    const auto key = context.require_log_key();
    if (!key) return pass_on(key.error());
    auto transaction = context.database.write();
    const auto waiting = store::policy_proposed(transaction);
    if (!waiting)
        return refuse(RefusalKind::conflict, "policy.none", "没有待批准的见证策略",
                      "no witness policy waits for approval");
    if (waiting->proposed_by == actor.account)
        return refuse(RefusalKind::forbidden, "policy.same_person", "见证策略须由提出者以外的安全或审计管理员批准",
                      "a policy is approved by an administrator other than the one who proposed it");
    if (store::count_witnessed_draws(transaction) > 0)
        return refuse(RefusalKind::conflict, "policy.draw_under_way",
                      "有抽取正在进行，其方案已定下见证策略；办结或作废之后才能更换",
                      "a draw is under way whose plan has fixed the present policy; wait until it is closed or voided");
    if (ledger::with_log(waiting->policy, (*key)->verifier()) != waiting->policy)
        return refuse(RefusalKind::conflict, "policy.other_log", "提出之后日志公钥已更换，请重新提出",
                      "the log's key was rotated since; propose the policy again");
    append(context, transaction, actor, "log.policy_set",
           entry_data(waiting->policy, waiting->witnesses, waiting->reason));
    transaction.commit();
    return Done{};
}

}  // namespace sunlot::workflow
