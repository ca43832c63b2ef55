// Every byte is pinned: lists by the seal, files by the entries that sealed them, entries by the log's signed root.
#include "draw/bundle_parts.h"
#include "draw/embargo.h"
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

Result<Done> check_seal(const Bundle& bundle, const Attempt& attempt) {
    const auto named = [&](const char* name) { return attempt.folder + name; };
    const Seal made =
        make_seal(bundle.plan.draw_id, bundle.file(named("frame.tsv")), bundle.file(named("exclusions.tsv")),
                  bundle.file(named("officers.tsv")), bundle.file(named("recusals.txt")));
    const std::pair<const char*, bool> same[] = {{"frame.tsv", made.frame == attempt.seal.frame},
                                                 {"exclusions.tsv", made.exclusions == attempt.seal.exclusions},
                                                 {"officers.tsv", made.officers == attempt.seal.officers},
                                                 {"recusals.txt", made.recusals == attempt.seal.recusals}};
    for (const auto& [name, ok] : same)
        if (!ok)
            return wrong("digests", named(name), "与封存时的摘要或行数不符",
                         "is not what was sealed (digest or line count)");
    if (made.frame_root != attempt.seal.frame_root)
        return wrong("digests", named("seal.json"), "名单的树根与封存时不符",
                     "the frame's root is not what was sealed");
    return Done{};
}

/// An entry's member, and the file that it pins.
struct Pinned {
    const char* kind;
    const char* member;  ///< the digest of the file
    const char* file;
    bool of_attempt = false;
    const char* sealed_member = nullptr;  ///< what stands in its place in mode embargo, if it is secret then
    std::optional<SealedList> list{};     ///< a list's salted root; else it is the sealed seed
};
constexpr Pinned kPinned[] = {
    {"frame.sealed", "plan", "plan.json"},
    {"frame.sealed", "seal", "seal.json", true},
    {"seed.fixed", "seed", "seed.txt", false, "sealed_seed"},
    {"result.sealed", "result", "result.tsv", true, "root", SealedList::result},
    {"assignment.sealed", "slots", "slots.tsv", true, "slots_root", SealedList::slots},
    {"assignment.sealed", "assignment", "assignment.tsv", true, "assignment_root", SealedList::assignment},
    {"draw.closed", "substitutions", "substitutions.json"}};

/// What the entry must say of the file's bytes.
std::string fixed_value(const Bundle& bundle, const Pinned& pinned, std::uint64_t attempt, std::string_view bytes) {
    if (bundle.plan.mode == Mode::open || pinned.sealed_member == nullptr) return hash::sha256_hex(bytes);
    if (!pinned.list) return sealed_seed(bundle.seed);
    return hash::hex(salted_root(bundle.seed, *pinned.list, attempt, bytes));
}

Result<Done> check_pinned(const Bundle& bundle, const ledger::Entry& entry, const Pinned& pinned, std::uint64_t attempt,
                          const std::string& folder) {
    const bool secret = bundle.plan.mode == Mode::embargo && pinned.sealed_member != nullptr;
    if (secret && bundle.sealed) return Done{};
    const std::string file = (pinned.of_attempt ? folder : "") + pinned.file;
    const Json* fixed = entry.data.find(secret ? pinned.sealed_member : pinned.member);
    const auto found = bundle.files.find(file);
    if (found == bundle.files.end() || fixed == nullptr ||
        *fixed != Json(fixed_value(bundle, pinned, attempt, found->second)))
        return wrong("digests", file, fmt::format("与日志第 {} 条 {} 所定不符", entry.seq, entry.kind),
                     fmt::format("is not what entry {} ({}) fixed", entry.seq, entry.kind));
    return Done{};
}

Result<Done> check_entries(const Bundle& bundle) {
    std::size_t attempt = 0;  // of the entries at hand; read_bundle made as many attempts as there are sealings
    for (const ledger::Entry& entry : bundle.entries) {
        if (entry.kind == "frame.sealed") ++attempt;
        const std::string folder = attempt > 0 ? bundle.attempts[attempt - 1].folder : "";
        for (const Pinned& pinned : kPinned) {
            if (entry.kind != pinned.kind) continue;
            if (const auto same = check_pinned(bundle, entry, pinned, attempt, folder); !same) return same;
        }
        if (entry.kind == "frame.sealed" && entry.data.find("frame_root") != nullptr &&
            entry.data.at("frame_root") != Json(bundle.attempts[attempt - 1].seal.frame_root))
            return wrong("digests", folder + "seal.json", "名单树根与日志不符",
                         "the frame's root is not the one in the log");
    }
    return Done{};
}

/// A policy is pinned by the plan; without that it can only be the plain one, whose every byte has a meaning.
Result<ledger::Policy> read_policy(const Review& review) {
    const Bundle& bundle = review.bundle;
    const std::string_view text = bundle.file("log/policy.txt");
    auto policy = ledger::Policy::parse(text);
    if (!policy) return in_file(policy.error(), "log/policy.txt");
    const auto& pinned = bundle.plan.policy;
    if (pinned ? *pinned != hash::sha256_hex(text) : text != ledger::policy_without_witnesses(policy->log()))
        return wrong("log", "log/policy.txt", "与方案规定的日志策略不符", "is not the policy that the plan fixed");
    if (policy->log().name() != bundle.plan.log_origin)
        return wrong("log", "log/policy.txt", "日志名称与方案不符", "names another log than the plan");
    if (review.options.log_vkey && policy->log().text() != *review.options.log_vkey)
        return wrong("log", "log/policy.txt", "日志公钥不是您指定的公钥", "the log's key is not the one you gave");
    return policy;
}

Result<ledger::Checkpoint> read_checkpoint(const Bundle& bundle, const ledger::Policy& policy) {
    static constexpr const char* kFile = "log/checkpoint";
    const auto note = ledger::open_note(bundle.file(kFile), policy.keys());
    if (!note) return in_file(note.error(), kFile);
    if (note->ignored > 0)
        return wrong("log", kFile, "有策略之外的签名行", "has signature lines of keys that the policy does not name");
    if (!policy.satisfied_by(note->signatures))
        return wrong("log", kFile, "见证签名未达到策略规定的数目", "lacks the witnesses that the policy asks for");
    auto checkpoint = ledger::parse_checkpoint(note->text);
    if (!checkpoint) return in_file(checkpoint.error(), kFile);
    if (checkpoint->origin != bundle.plan.log_origin)
        return wrong("log", kFile, "是另一个日志的检查点", "is of another log");
    return checkpoint;
}

Result<Done> check_inclusion(const Bundle& bundle, const ledger::Entry& entry, const ledger::Checkpoint& checkpoint) {
    const std::string stem = "log/" + std::to_string(entry.seq);
    const auto proof = ledger::parse_tlog_proof(bundle.file(stem + ".tlog-proof"));
    if (!proof) return in_file(proof.error(), stem + ".tlog-proof");
    if (proof->index != entry.seq || proof->checkpoint != bundle.file("log/checkpoint"))
        return wrong("log", stem + ".tlog-proof", "不是本条目对本检查点的证明",
                     "is not this entry's proof for this checkpoint");
    const auto leaf = ledger::leaf_hash(bundle.file(stem + ".json"));
    if (!ledger::verify_inclusion(leaf, entry.seq, checkpoint.size, proof->path, checkpoint.root))
        return wrong("log", stem + ".json", "收录证明不成立：条目不在日志中",
                     "the proof fails: the entry is not in the log");
    return Done{};
}

}  // namespace

Result<Finding> check_digests(Review& review) {
    const Bundle& bundle = review.bundle;
    for (const Attempt& attempt : bundle.attempts)
        if (const auto ok = check_seal(bundle, attempt); !ok) return pass_on(ok.error());
    if (const auto ok = check_entries(bundle); !ok) return pass_on(ok.error());
    if (bundle.attempts.empty()) return Finding{{"尚无封存的名单", "nothing is sealed yet"}};
    const Seal& seal = bundle.attempts.back().seal;
    return Finding{
        {fmt::format("名单 {} 户，排除 {} 户，执法人员 {} 名，回避 {} 对；树根 {}…", seal.frame.lines,
                     seal.exclusions.lines, seal.officers.lines, seal.recusals.lines, seal.frame_root.substr(0, 16)),
         fmt::format("{} objects, {} excluded, {} officers, {} recusals; root {}…", seal.frame.lines,
                     seal.exclusions.lines, seal.officers.lines, seal.recusals.lines, seal.frame_root.substr(0, 16))}};
}

Result<Finding> check_log(Review& review) {
    if (review.bundle.files_only)
        return Finding{{"未核对日志（仅核对文件）", "the log was not checked (files only)"},
                       {{"没有日志就不能证明谁在何时确定了什么", "without the log nothing shows who fixed what when"}}};
    const auto policy = read_policy(review);
    if (!policy) return pass_on(policy.error());
    const auto checkpoint = read_checkpoint(review.bundle, *policy);
    if (!checkpoint) return pass_on(checkpoint.error());
    for (const ledger::Entry& entry : review.bundle.entries)
        if (const auto ok = check_inclusion(review.bundle, entry, *checkpoint); !ok) return pass_on(ok.error());
    const std::size_t entries = review.bundle.entries.size();
    Finding finding{{fmt::format("{} 条条目都在日志 {}（{} 条）中；日志公钥 {}", entries, checkpoint->origin,
                                 checkpoint->size, policy->log().text()),
                     fmt::format("all {} entries are in the log {} of size {}; its key is {}", entries,
                                 checkpoint->origin, checkpoint->size, policy->log().text())}};
    if (!policy->has_quorum())
        finding.warnings.push_back(
            {"没有外部见证人，日志的可信只靠其公钥", "no outside witness: trust in this log rests on its key alone"});
    return finding;
}

Result<Finding> check_order(Review& review) {
    if (review.bundle.files_only)
        return Finding{{"未核对次序（仅核对文件）", "the order was not checked (files only)"}};
    for (const ledger::Entry& entry : review.bundle.entries)
        if (const auto taken = review.log.take(entry); !taken)
            return in_file(taken.error(), "log/" + std::to_string(entry.seq) + ".json");
    // Before sealing no commitment stands in the plan: the log alone has them.
    const Plan& plan = review.bundle.plan;
    if (review.bundle.attempts.empty() && encode(plan) != terms(plan))
        return wrong("order", "plan.json", "尚未封存却已有承诺", "has commitments before the sealing");
    const auto first = review.bundle.entries.front().at.beijing();
    const auto last = review.bundle.entries.back().at.beijing();
    const Text stage = text(review.log.stage());
    Finding finding{{fmt::format("{} 条条目次序正确，{} 至 {}（北京时间）；{}", review.bundle.entries.size(), first,
                                 last, stage.zh),
                     fmt::format("{} entries in order, {} to {} (Beijing time); {}", review.bundle.entries.size(),
                                 first, last, stage.en)}};
    if (const auto shown = review.log.disclosures(); shown > 0) {
        finding.detail.zh += fmt::format("；查看名单 {} 次，均有记录", shown);
        finding.detail.en += fmt::format("; the list was looked at {} times, each on record", shown);
    }
    return finding;
}

}  // namespace sunlot::draw
