// The keys that sign the log's heads (docs/formats/log-v1.md §3): an Ed25519 line, an SM2 line beside it when there is
// such a key, and the line of the key that goes while a rotation is under way. Where a private key lies (an encrypted
// file, a token) is the matter of its line. Safe from many threads.
#pragma once
#include "ledger/note.h"
#include "ledger/sm2.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

/// One private key with its public one.
class LineSigner {
public:
    explicit LineSigner(ledger::VerifierKey key) : key_(std::move(key)) {}
    virtual ~LineSigner() = default;
    const ledger::VerifierKey& key() const { return key_; }
    /// The signature over `text`. Throws when the key can't be reached.
    virtual Bytes sign(std::string_view text) const = 0;

private:
    ledger::VerifierKey key_;
};

class LogSigner {
public:
    using Line = std::shared_ptr<const LineSigner>;

    /// `lines` in the order in which they stand in a note. REQUIRES: the first is of type Ed25519; all have one name.
    /// `retired`: the keys of earlier heads. `rotation`: the entry key.rotated of which no head was published yet; the
    /// last line is then of the key that goes.
    explicit LogSigner(std::vector<Line> lines, std::vector<ledger::VerifierKey> retired = {},
                       std::optional<std::uint64_t> rotation = {});

    /// The origin of the log.
    const std::string& name() const { return verifier().name(); }
    /// The Ed25519 key in force.
    const ledger::VerifierKey& verifier() const { return lines_.front()->key(); }
    /// The key of each line that `sign_note` makes, in their order.
    std::vector<ledger::VerifierKey> verifiers() const;
    /// Those and the retired ones: whoever signed a head of ours.
    std::vector<ledger::VerifierKey> all_keys() const;
    /// The whole note: text, empty line, a line of each key. REQUIRES: the text ends with a line feed.
    std::string sign_note(std::string_view text) const;
    /// The same note with the line of `verifier()` alone: what a bundle carries and a policy without witnesses names.
    std::string plain(std::string_view note) const;
    const std::vector<Line>& lines() const { return lines_; }
    /// The SM2 key in force; nullptr when there is none.
    const ledger::VerifierKey* sm2() const;
    std::optional<std::uint64_t> rotation() const { return rotation_; }
    /// The same keys after the head that both signed was published.
    LogSigner after_rotation() const;

private:
    std::vector<Line> lines_;
    std::vector<ledger::VerifierKey> retired_;
    std::optional<std::uint64_t> rotation_;
};

/// Keys whose secret is in memory; it is wiped when the line goes. Refuses key.name, key.seed.
Result<LogSigner::Line> ed25519_line(const std::string& name, ByteView seed);
Result<LogSigner::Line> sm2_line(const std::string& name, ByteView secret);

}  // namespace sunlot::workflow
