// DATA of a witness: `witness.json` (name, who runs it, what to call when there is an alarm), `witness.key` (its
// Ed25519 key, encrypted: files/secret_box.h; mode 0600), `logs/`, `server.lock`. Whoever has the key file and its
// secret can put this witness's name to anything.
#pragma once
#include "base/clock.h"
#include "ledger/note.h"

#include <filesystem>
#include <string>

namespace sunlot::witness {

struct Settings {
    std::string name = {};
    std::string organisation = {};
    /// Run by /bin/sh at each alarm; may be empty.
    std::string alarm_command = {};
};

/// What opens witness.key.
struct KeySecret {
    /// Empty: `<DATA>.key-secret`, made when it is not there.
    std::filesystem::path file = {};
    /// argon2id (files/secret_box.h).
    std::uint64_t passes = 3;
    std::uint64_t kibibytes = 64UL * 1024;
};

/// Makes folder, key and settings; a key that is there already is kept. Refuses witness.exists, key.name, and what
/// load_key and files::make_secret_file refuse.
Result<Done> make_witness(const std::filesystem::path& data, const Settings& settings, const KeySecret& secret,
                          Entropy& entropy);

/// Refuses witness.missing when `init` was never called there.
Result<Settings> load_settings(const std::filesystem::path& data);
/// Refuses key.missing, key.permissions (others may read a file), key.damaged, key.secret (does not open it), and
/// witness.key (of another name).
Result<ledger::SigningKey> load_key(const std::filesystem::path& data, const std::string& name,
                                    const KeySecret& secret);
/// A witness.key of 0.2 (the seed as 64 hex digits) is replaced by an encrypted one; true when that was done.
Result<bool> encrypt_key(const std::filesystem::path& data, const std::string& name, const KeySecret& secret,
                         Entropy& entropy);

}  // namespace sunlot::witness
