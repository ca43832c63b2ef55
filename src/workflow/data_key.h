// DATA/keys/data.key: the keys under which personal data lies in the database and in DATA/blobs (store/data_keys.h), in
// the encrypted form of files/secret_box.h, opened by the same secret as the log's key:
//
//   sunlot/data-key/v1
//   generation <n>                    one line for each; the box has their 32 bytes in this order
//   argon2id … / box … / sha256 …
//
// One generation is there, and two while a change of the key is under way. Whoever loses this file or its secret loses
// what was sealed: it belongs into every backup of DATA, and for PostgreSQL beside every dump.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "files/secret_bytes.h"
#include "store/data_key_move.h"
#include "store/data_keys.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace sunlot::workflow {

/// Where the key lies and what opens it. REQUIRES: the DataLock of the folder.
struct DataKeyPlace {
    std::filesystem::path data_directory;
    KeySettings keys = {};

    std::filesystem::path file() const;
};

struct OpenedDataKeys {
    std::shared_ptr<const store::DataKeys> keys;
    std::vector<std::uint32_t> generations;
    std::optional<files::SecretBytes> fresh;  ///< there was no file: the one key, new and nowhere yet but here
};
/// The keys of the file, or new ones when there is none. Refuses key.permissions, data_key.damaged, data_key.secret and
/// what read_key_secret refuses.
Result<OpenedDataKeys> open_data_keys(const DataKeyPlace& place, Entropy& entropy);

/// Once the database is open: writes new keys down before anything is sealed under them, finishes a change of the key
/// that was begun, seals what was never sealed, and forgets keys that nothing needs. Gives what was moved. Refuses
/// data_key.missing (the database is sealed, and the file is gone) and data_key.not_ours.
Result<std::optional<store::DataKeyMove>> settle_data_keys(const Context& context, const OpenedDataKeys& opened);

/// Begins a change of the key: another generation, durable. The next open_data_keys and settle_data_keys carry it out,
/// whatever happens in between. Refuses data_key.moving (one is under way) and what open_data_keys refuses.
Result<std::uint32_t> add_data_key(const DataKeyPlace& place, Entropy& entropy);

/// A copy of the file under a secret of its own, for the day when the secret in force is lost.
struct DataKeyCopy {
    std::filesystem::path file;
    std::filesystem::path secret;
};
/// Refuses what open_data_keys and files::read_secret_file refuse.
Result<Done> export_data_key(const DataKeyPlace& place, const DataKeyCopy& copy, Entropy& entropy);
/// Puts it back, encrypted under the secret in force. Refuses data_key.exists while there is one that can be opened.
Result<Done> restore_data_key(const DataKeyPlace& place, const DataKeyCopy& copy, Entropy& entropy);

}  // namespace sunlot::workflow
