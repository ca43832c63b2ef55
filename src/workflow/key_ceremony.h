// Making the log's key in the presence of custodians, and its backup in shares (docs/operating/keys.md). Nothing here
// writes a file: the caller puts the keys in their place (log_rotation.h) and hands out the rest.
//
// Randomness: the kernel's, and the dice that those present throw and type, mixed so that either alone would do.
//
// A backup is the key in the form of log_key_box.h under a fresh secret of 32 bytes, which is split by the trustees'
// scheme (draw/trustees.h): any `threshold` custodians can restore it, fewer learn nothing.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "workflow/key_token.h"
#include "workflow/log_rotation.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct Ceremony {
    std::string origin;
    Instant at;
    std::vector<Custodian> custodians;
    std::size_t threshold = 2;
    std::string dice;               ///< digits 1 to 6; blanks do not count
    std::optional<KeyToken> token;  ///< make the Ed25519 key inside it, instead of in the file
};

struct BackupShare {
    std::string id;  ///< "K1" …, in the order of the custodians
    std::string json;
    std::string pdf;  ///< the same on paper, with a QR code
};

struct KeyBackup {
    std::string file;
    std::vector<BackupShare> shares;
};

struct CeremonyResult {
    NewKeys keys;
    std::vector<ledger::VerifierKey> verifiers;
    std::optional<KeyBackup> backup;  ///< none when all is in the token
    std::string record;               ///< PDF, to be signed by those present
};

/// Refuses key.custodians (fewer than two, more than nine, a name or organisation missing), key.threshold (not between
/// 2 and their number), key.dice (fewer than 40 throws, or something that is no throw), and what make_token_key
/// refuses.
Result<CeremonyResult> hold_ceremony(const Ceremony& ceremony, Entropy& entropy, const KeySettings::Cost& cost);

/// Of keys that are in use already. Refuses key.custodians, key.threshold.
Result<KeyBackup> back_up(const LogSecrets& secrets, const Ceremony& ceremony, Entropy& entropy,
                          const KeySettings::Cost& cost);
/// Refuses key.share (not a share of this backup, too few, one twice), key.damaged.
Result<LogSecrets> restore_backup(std::string_view file, const std::vector<std::string>& shares);

/// SHA-256 of the verifier key's text in groups of four digits, to be read aloud: "3f1c 90aa …".
std::string spoken(const ledger::VerifierKey& key);

}  // namespace sunlot::workflow
