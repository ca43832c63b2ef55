#include "workflow/witness_desk.h"

#include "ledger/checkpoint.h"
#include "store/database.h"
#include "workflow/log_files.h"
#include "workflow/log_signer.h"
#include "workflow/witness_exchange.h"
#include "workflow/witnessed_sealing.h"

#include <algorithm>
#include <ranges>
#include <utility>

namespace sunlot::workflow {
namespace {

Result<PolicyInForce> need_policy(const Context& context) {
    auto view = context.database.read();
    auto policy = policy_in_force(context, view);
    if (policy) return std::move(*policy);
    return refuse(RefusalKind::conflict, "policy.none", "还没有见证策略，请先提出并批准",
                  "no witness policy is in force; propose and approve one first");
}

std::uint64_t size_of(const std::optional<std::string>& note) {
    if (!note) return 0;
    const auto checkpoint = ledger::parse_checkpoint(note->substr(0, note->rfind("\n\n") + 1));
    return checkpoint ? checkpoint->size : 0;
}

/// A file name without what a file system might take amiss.
std::string file_stem(std::string_view name) {
    std::string out(name);
    std::ranges::replace_if(out, [](char c) { return c == '/' || c == '\\' || c == ':'; }, '_');
    return out;
}

/// The witness knows another size than we thought.
WitnessAnswer note_conflict(const Context& context, const Witness& witness, std::uint64_t size, std::uint64_t ours) {
    WitnessFiles files(context.data_directory);
    auto standing = files.standing(witness.key);
    standing.at = context.clock.now();
    if (size > ours) {
        standing.state = "ahead";
        standing.trouble = "见证人说它见过的日志比我们的长：请立即查明";
    } else {
        standing.known = size;
    }
    files.keep(witness.key, standing);
    return {.size = size, .conflict = true};
}

}  // namespace

WitnessOverview witness_overview(const Context& context) {
    auto view = context.database.read();
    WitnessOverview out;
    if (const auto key = context.require_log_key()) out.log_vkey = (*key)->verifier().text();
    out.size = view.journal().size;
    out.policy = policy_in_force(context, view);
    out.proposed = store::policy_proposed(view);
    if (!out.policy) return out;
    const WitnessFiles files(context.data_directory);
    for (const Witness& witness : out.policy->witnesses) out.rows.push_back({witness, files.standing(witness.key)});
    out.witnessed_size = size_of(files.witnessed(out.policy->digest));
    return out;
}

Result<WitnessRequest> request_file(const Context& context, std::string_view name) {
    const auto policy = need_policy(context);
    if (!policy) return pass_on(policy.error());
    const auto witness = policy->witness(name);
    if (!witness) return pass_on(witness.error());
    const auto head = present_head(context);
    if (!head) return pass_on(head.error());
    std::uint64_t known = 0;
    {
        WitnessFiles files(context.data_directory);
        if (!files.head(head->size)) files.keep_head(head->size, head->checkpoint);
        files.mark_requested(head->size);
        known = std::min(files.standing((*witness)->key).known, head->size);
    }
    auto body = add_checkpoint_body(context, *head, known);
    if (!body) return pass_on(body.error());
    return WitnessRequest{file_stem(name) + "-" + std::to_string(head->size) + ".add-checkpoint", std::move(*body)};
}

Result<WitnessAnswer> accept_file(const Context& context, std::string_view name, std::string_view bytes) {
    const auto policy = need_policy(context);
    if (!policy) return pass_on(policy.error());
    const auto witness = policy->witness(name);
    if (!witness) return pass_on(witness.error());
    const auto heads = WitnessFiles(context.data_directory).heads();
    if (const auto size = size_in_conflict(bytes))
        return note_conflict(context, **witness, *size, context.database.read().journal().size);
    for (const std::uint64_t size : heads | std::views::reverse) {
        if (!take_cosignature(context, *policy, **witness, size, bytes)) continue;
        record_witnessed_sealings(context);
        return WitnessAnswer{.size = size};
    }
    return refuse(RefusalKind::invalid, "witness.answer",
                  "文件中没有" + (*witness)->organisation + "对我们送签的检查点的有效签名",
                  "the file holds no valid cosignature of this witness over a head that we asked it for");
}

}  // namespace sunlot::workflow
