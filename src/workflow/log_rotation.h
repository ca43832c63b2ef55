// The life of the log's keys after the first: announced, changed, given up (docs/formats/log-v1.md §3.4).
//
// A rotation, and what a crash leaves behind:
//   new keys durable in log.key.next          no entry names them; removed at the next start
//   key.rotated durable in the journal        both keys are loaded; the next head is signed by both
//   that head kept in log/rotations/<seq>.checkpoint, then published; vkey, vkey-sm2, vkeys written
//   log.key.next renamed to log.key           the old key is gone, the new one signs alone
#pragma once
#include "workflow/actor.h"
#include "workflow/context.h"
#include "workflow/log_keys.h"
#include "workflow/signed_head.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class Transaction;
}

namespace sunlot::workflow {

/// Who was there when a key was made, and keeps a share of its backup. Names stand in private parts alone.
struct Custodian {
    std::string name;
    std::string organisation;
};

/// Keys that are to sign, and how they came to be.
struct NewKeys {
    LogSecrets secrets;                ///< of the encrypted file; without an Ed25519 key when a token has it
    std::optional<std::string> token;  ///< the text of log.token
    std::string record;                ///< SHA-256 of the ceremony's record; empty: none
    std::vector<Custodian> custodians;
};

/// At the start, when the data directory is ours: encrypts a key file of the first release and gives such a log an SM2
/// key (`key.created`), announces a ceremony that came before the log, and clears what an unfinished rotation left.
/// Refuses what load_log_keys refuses; nothing is done before log.created, but a configured secret must be readable.
Result<Done> prepare_log_keys(const Context& context);

/// Before log.created: puts the keys of a ceremony in their place. Refuses key.exists.
Result<Done> install_first_keys(const Context& context, const NewKeys& keys);
/// Into the transaction of log.created: `key.created`, if there was a ceremony.
void announce_ceremony(const Context& context, store::Transaction& transaction, const Actor& actor);

/// Whether the key may be changed now, asked before a ceremony is held: refuses key.draw_open, key.reason,
/// key.rotating.
Result<Done> check_rotation(const Context& context, std::string_view reason);

/// From the next head on these keys sign. Publishes that head. Refuses key.draw_open (a draw is under way: its bundle
/// must be signed by one key), key.reason, key.rotating (the last rotation is not published yet), what publish_log
/// refuses. Gives the entry.
Result<std::uint64_t> rotate_log_key(const Context& context, const Actor& actor, const NewKeys& keys,
                                     std::string_view reason);

/// The present key was stolen or may have been: what it signed beyond `trusted_size` is not to be believed. The new key
/// comes by rotate_log_key. Refuses key.trusted_size (more than was ever published), key.reason.
Result<std::uint64_t> record_compromise(const Context& context, const Actor& actor, std::uint64_t trusted_size,
                                        std::string_view reason);

/// For the publisher, before and after a head's checkpoint is renamed into its place. REQUIRES: the turn to publish.
void publish_keys(const Context& context, store::View& view, const LogSigner& signer, const SignedHead& head);
void conclude_rotation(const Context& context, const LogSigner& signer);

/// A draw goes on under the key it was opened with: refuses draw.key_rotated when the log's key was changed since.
Result<Done> check_same_key(store::View& view, std::string_view draw_id);

/// The key that was in force when a draw was opened, and the last head it signed (with the key after it).
struct FormerKey {
    ledger::VerifierKey key;
    SignedHead head;
};
/// For proofs of a draw opened at this entry; nothing when its key is the present one.
std::optional<FormerKey> former_key(const Context& context, store::View& view, std::uint64_t opened);

}  // namespace sunlot::workflow
