#include "ledger/policy.h"

#include "base/text.h"

#include <algorithm>

namespace sunlot::ledger {
namespace {

/// Groups may name groups; the cap keeps a hostile policy from making the quorum exponential to work out.
constexpr std::size_t kMostGroups = 16;

Refusal malformed(std::string_view line) {
    return refuse(RefusalKind::invalid, "policy.malformed", "日志策略有一行不对：" + std::string(line),
                  "a line of the log policy is not understood: " + std::string(line));
}

Refusal bad_name(std::string_view name) {
    return refuse(RefusalKind::invalid, "policy.name", "日志策略中的名称重复或不存在：" + std::string(name),
                  "a name in the log policy is repeated or unknown: " + std::string(name));
}

}  // namespace

const PolicyWitness* Policy::witness(std::string_view name) const {
    const auto found = std::ranges::find(witnesses_, name, &PolicyWitness::name);
    return found == witnesses_.end() ? nullptr : &*found;
}

bool Policy::known(std::string_view name) const {
    return witness(name) != nullptr || groups_.contains(name);
}

Result<Policy> Policy::parse(std::string_view text) {
    Policy policy;
    if (!text.ends_with('\n') || !is_utf8(text)) return malformed("");
    for (const std::string_view line : split(text.substr(0, text.size() - 1), '\n')) {
        if (!policy.quorum_.empty()) return malformed(line);  // `quorum` is the last line
        if (const auto added = policy.add_line(line); !added) return pass_on(added.error());
    }
    if (policy.log_.empty() || policy.quorum_.empty()) return malformed("log, quorum");
    return policy;
}

Result<Done> Policy::add_line(std::string_view line) {
    const auto words = split(line, ' ');
    if (words[0] == "log" && words.size() == 2 && log_.empty()) {
        auto key = VerifierKey::parse(words[1]);
        if (!key) return pass_on(key.error());
        if (key->type() != KeyType::ed25519) return malformed(line);
        log_.push_back(*key);
        return Done{};
    }
    if (words[0] == "witness" && words.size() == 3) return add_witness(words, line);
    if (words[0] == "group" && words.size() >= 4) return add_group(words);
    if (words[0] == "quorum" && words.size() == 2) {
        if (words[1] != "none" && !known(words[1])) return bad_name(words[1]);
        quorum_ = words[1];
        return Done{};
    }
    return malformed(line);
}

Result<Done> Policy::add_witness(const std::vector<std::string_view>& words, std::string_view line) {
    auto key = VerifierKey::parse(words[2]);
    if (!key) return pass_on(key.error());
    if (key->type() != KeyType::cosignature || words[1] == "none" || !is_key_name(words[1])) return malformed(line);
    if (known(words[1])) return bad_name(words[1]);
    // One key under two names would be counted twice.
    if (std::ranges::find(witnesses_, *key, &PolicyWitness::key) != witnesses_.end())
        return refuse(RefusalKind::invalid, "policy.key", "两个见证人用了同一公钥：" + std::string(words[1]),
                      "two witnesses have one key: " + std::string(words[1]));
    witnesses_.push_back({std::string(words[1]), std::move(*key)});
    return Done{};
}

Result<Done> Policy::add_group(const std::vector<std::string_view>& words) {
    const std::string_view name = words[1];
    if (name == "none" || !is_key_name(name) || groups_.size() >= kMostGroups) return malformed(name);
    if (known(name)) return bad_name(name);
    Group group;
    for (std::size_t i = 3; i < words.size(); ++i) {
        const bool repeated = std::ranges::find(group.members, words[i]) != group.members.end();
        if (!known(words[i]) || repeated) return bad_name(words[i]);
        group.members.emplace_back(words[i]);
    }
    const auto number = parse_unsigned(words[2]);
    if (words[2] == "any") {
        group.threshold = 1;
    } else if (words[2] == "all") {
        group.threshold = group.members.size();
    } else {
        if (!number || *number < 1 || *number > group.members.size()) return malformed(words[2]);
        group.threshold = *number;
    }
    groups_.emplace(name, std::move(group));
    return Done{};
}

std::vector<VerifierKey> Policy::keys() const {
    std::vector<VerifierKey> keys = log_;
    for (const PolicyWitness& witness : witnesses_) keys.push_back(witness.key);
    return keys;
}

bool Policy::satisfied_by(const std::vector<NoteSignature>& signatures) const {
    const bool signed_by_log = std::ranges::any_of(signatures, [&](const NoteSignature& s) { return s.key == log(); });
    return signed_by_log && (!has_quorum() || holds(quorum_, signatures));
}

bool Policy::holds(const std::string& name, const std::vector<NoteSignature>& signatures) const {
    if (const PolicyWitness* one = witness(name); one != nullptr)
        return std::ranges::any_of(signatures, [&](const NoteSignature& s) { return s.key == one->key; });
    // A group's members are declared above it, so this recursion ends.
    const Group& group = groups_.at(name);
    const auto held =
        std::ranges::count_if(group.members, [&](const auto& member) { return holds(member, signatures); });
    return static_cast<std::size_t>(held) >= group.threshold;
}

std::string policy_without_witnesses(const VerifierKey& log) {
    return "log " + log.text() + "\nquorum none\n";
}

}  // namespace sunlot::ledger
