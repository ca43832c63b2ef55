// Which key signs which sizes of a log (docs/formats/log-v1.md §3.4), out of its own entries key.rotated and
// key.compromised, for a reader who trusts one of its keys.
//
//     KeyHistory keys({trusted});
//     for each entry of a verified tree, in order:
//         const auto head = keys.take(entry, note of rotations/<seq>.checkpoint);   // compare *head with the tree
//     keys.finish();
//     keys.open_head(note)   // any head of this log, new or old: signed by whose turn it was?
//
// Trust goes forward from the trusted key by heads that the old and the new key both signed over the entry of the
// rotation. It goes backward because the trusted key has signed a tree with the earlier entries in it. It never goes
// forward over a compromise: a thief could have written all of it, so a reader must get the new key from elsewhere.
#pragma once
#include "base/result.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/note.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace sunlot::ledger {

struct KeyReign {
    std::uint64_t from = 0;  ///< the first size that it signs
    VerifierKey key;         ///< Ed25519
    std::optional<VerifierKey> sm2 = {};
};

struct OpenedHead {
    Checkpoint head;
    Note note;
};

class KeyHistory {
public:
    /// The log's Ed25519 key that the reader trusts, and its SM2 key if the reader knows it. REQUIRES: not empty, the
    /// first of type Ed25519.
    explicit KeyHistory(const std::vector<VerifierKey>& trusted);

    /// An entry of the log, whatever its kind; `rotation_note` matters for key.rotated alone and may be empty for
    /// rotations that led to the trusted key. Gives the head that the note signs: the caller finds it in the tree, or
    /// the rotation is none. Refuses key.rotation (not by the key in force; not signed by both; a head without the
    /// entry), key.compromised (the key that the reader trusts was stolen), note.*, vkey.*, checkpoint.*.
    Result<std::optional<Checkpoint>> take(const Entry& entry, std::string_view rotation_note);
    /// After the last entry: refuses key.rotation when the log was rotated away from keys that never led to ours.
    Result<Done> finish() const;

    /// Oldest first; the last one is in force.
    const std::vector<KeyReign>& reigns() const { return reigns_; }
    const KeyReign& reign_at(std::uint64_t size) const;
    /// The Ed25519 line of whose turn it was must be there, and every line of a key of this log must be right. Refuses
    /// note.*, checkpoint.malformed, checkpoint.origin, key.retired (only a key whose time was over, or had not come,
    /// has signed), key.compromised (beyond what is still trusted of a stolen key).
    Result<OpenedHead> open_head(std::string_view note) const;

private:
    Result<std::optional<Checkpoint>> rotate(const Entry& entry, std::string_view note);
    Result<Done> remember_earlier(const Entry& entry, VerifierKey old_key, KeyReign next);
    Result<Done> compromise(const Entry& entry);
    std::optional<std::uint64_t> trusted_size(const VerifierKey& key) const;
    std::vector<KeyReign> reigns_;
    std::vector<KeyReign> earlier_;  // of keys before the trusted one, until their rotations lead to it
    std::vector<std::pair<VerifierKey, std::uint64_t>> stolen_;
    bool anchored_ = false;
};

}  // namespace sunlot::ledger
