// The encrypted form of the log's private keys (docs/formats/log-v1.md §3.2): a line for each public key, then the box
// of files/secret_box.h with their secrets.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "files/secret_bytes.h"
#include "ledger/note.h"
#include "workflow/context.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

using files::SecretBytes;

/// Private keys of one log with their public ones: 32 bytes of Ed25519 seed or SM2 number each.
struct LogSecrets {
    struct One {
        ledger::VerifierKey key;
        SecretBytes secret;
    };
    std::vector<One> keys;
    bool sealed = true;  ///< false: out of a file of the first release
};

/// The whole file. REQUIRES: at least one key, all of one name.
std::string seal_keys(const LogSecrets& secrets, const SecretBytes& secret, const KeySettings::Cost& cost,
                      Entropy& entropy);
/// Refuses key.damaged (not this form, or changed) and key.secret (the secret does not open it).
Result<LogSecrets> open_keys(std::string_view file, const SecretBytes& secret);
/// The public keys alone; nothing is opened. Refuses key.damaged.
Result<std::vector<ledger::VerifierKey>> sealed_verifiers(std::string_view file);

/// A new Ed25519 key and, beside it, a new SM2 key.
LogSecrets new_secrets(const std::string& name, Entropy& entropy);

}  // namespace sunlot::workflow
