// Which log to believe and whose cosignatures make a quorum (C2SP tlog-policy): `log`, `witness`, `group` and `quorum`
// lines. Ours is strict: no comments, no URLs, no empty lines, so that a policy has no bytes without meaning.
#pragma once
#include "base/result.h"
#include "ledger/note.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::ledger {

struct PolicyWitness {
    std::string name;  ///< in the policy; the key has a name of its own
    VerifierKey key;
};

class Policy {
public:
    /// Refuses policy.malformed, policy.name (unknown or repeated), policy.key (two witnesses with one key) and vkey.*.
    static Result<Policy> parse(std::string_view text);

    const VerifierKey& log() const { return log_.front(); }
    /// In the order of the policy.
    const std::vector<PolicyWitness>& witnesses() const { return witnesses_; }
    /// nullptr when there is no such witness.
    const PolicyWitness* witness(std::string_view name) const;
    /// The log's key and those of all witnesses, in the order of the policy: what `open_note` is to know.
    std::vector<VerifierKey> keys() const;
    bool has_quorum() const { return quorum_ != "none"; }
    /// Whether the verified signatures of a note make the quorum ("none" always does).
    bool satisfied_by(const std::vector<NoteSignature>& signatures) const;

private:
    struct Group {
        std::size_t threshold = 0;
        std::vector<std::string> members;
    };
    bool holds(const std::string& name, const std::vector<NoteSignature>& signatures) const;
    Result<Done> add_line(std::string_view line);
    Result<Done> add_group(const std::vector<std::string_view>& words);
    bool known(std::string_view name) const;
    Result<Done> add_witness(const std::vector<std::string_view>& words, std::string_view line);
    std::vector<VerifierKey> log_;
    std::vector<PolicyWitness> witnesses_;
    std::map<std::string, Group, std::less<>> groups_;
    std::string quorum_;
};

/// `log <vkey>` and `quorum none`: a log that nobody outside witnesses (its draws say so in red).
std::string policy_without_witnesses(const VerifierKey& log);

}  // namespace sunlot::ledger
