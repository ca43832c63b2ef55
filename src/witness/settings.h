// DATA of a witness: `witness.json` (name, who runs it, what to call when there is an alarm), `witness.key` (the seed
// of its Ed25519 key, 64 hex digits, mode 0600: whoever has it can put this witness's name to anything), `logs/`,
// `server.lock`.
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

/// Makes folder, key and settings. Refuses witness.exists and key.name.
Result<Done> make_witness(const std::filesystem::path& data, const Settings& settings, Entropy& entropy);

/// Refuses witness.missing when `init` was never called there.
Result<Settings> load_settings(const std::filesystem::path& data);
/// Refuses witness.key: the file is missing, readable by others, or not of this form.
Result<ledger::SigningKey> load_key(const std::filesystem::path& data, const std::string& name);

}  // namespace sunlot::witness
