// DATA/keys: where the log's private keys are kept, and which of them sign (docs/formats/log-v1.md §3).
//
//   log.key        the keys in force, encrypted (log_key_box.h); mode 0600
//   log.token      when a token has the Ed25519 key: where it is (key_token.h); log.key then holds SM2 alone
//   log.key.next   during a rotation: those that come next; log.token.next likewise
//
// A log.key of the first release (64 hex digits, not encrypted) is still read; prepare_log_keys encrypts it.
// Whoever has the file and its secret can sign heads of the log.
#pragma once
#include "workflow/context.h"
#include "workflow/log_key_box.h"
#include "workflow/log_signer.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

/// What the journal says of the log's keys.
struct KeyLife {
    std::string origin;
    std::string vkey;      ///< Ed25519, in force
    std::string vkey_sm2;  ///< empty: none
    std::vector<std::string> retired;
    std::optional<std::uint64_t> rotated_at;  ///< the entry of the last rotation
    bool announced = false;                   ///< key.created stands in the journal
};
/// REQUIRES: log.created.
KeyLife key_life(store::View& view);

std::filesystem::path key_file(const Context& context);
std::filesystem::path next_key_file(const Context& context);
/// `log.token` beside `log.key`, `log.token.next` beside `log.key.next`.
std::filesystem::path token_file(const std::filesystem::path& key_file);
/// What opens the keys: as configured, else `<DATA>.key-secret`. Refuses what files::read_secret_file refuses.
Result<SecretBytes> read_key_secret(const Context& context);
/// The same, made first when no secret is configured and there is none; durable when this returns.
Result<SecretBytes> make_key_secret(const Context& context);

/// The private keys in a file, encrypted or of the old form. Refuses key.missing, key.permissions, key.damaged,
/// key.secret and what read_key_secret refuses.
Result<LogSecrets> read_log_secrets(const Context& context, const std::filesystem::path& file,
                                    const std::string& origin);
/// The lines of a key file and of the token beside it: that of the token first, in place of the file's Ed25519 key.
/// Refuses key.missing, token.* and what read_log_secrets refuses.
Result<std::vector<LogSigner::Line>> read_key_lines(const Context& context, const std::filesystem::path& file,
                                                    const std::string& origin);
/// Encrypted with the present secret; durable, mode 0600, read back and opened before it takes its place.
Result<Done> write_log_secrets(const Context& context, const std::filesystem::path& file, const LogSecrets& secrets);

/// The keys that sign now. Refuses what read_log_secrets refuses, and key.not_ours (they are not those that the journal
/// names).
Result<std::shared_ptr<const LogSigner>> load_log_keys(const Context& context);
/// Before log.created: the keys in the file, made first when there are none.
Result<std::shared_ptr<const LogSigner>> make_log_keys(const Context& context, const std::string& origin);

}  // namespace sunlot::workflow
