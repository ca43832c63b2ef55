// DATA/keys/log.key: the 32-byte Ed25519 seed of the log's signing key, as 64 hex digits and a line feed, mode 0600.
// Whoever has this file can sign heads of the log: back it up apart from the database.
#pragma once
#include "base/clock.h"
#include "ledger/note.h"

#include <filesystem>
#include <string>

namespace sunlot::workflow {

/// Throws std::runtime_error when the file is missing or not of this form.
ledger::SigningKey load_log_key(const std::filesystem::path& data_directory, const std::string& origin);

/// The key in the file, made first when there is none; durable when this returns.
ledger::SigningKey make_log_key(const std::filesystem::path& data_directory, const std::string& origin,
                                Entropy& entropy);

}  // namespace sunlot::workflow
