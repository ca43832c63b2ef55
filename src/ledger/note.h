// Signed notes (C2SP signed-note): a text, an empty line, and lines `— <name> <base64(key id ‖ signature)>`.
// Ed25519 log signatures (type 0x01), witness cosignatures (type 0x04) and SM2 log signatures (type 0xff
// "sunlot/sm2-sm3/v1", docs/formats/log-v1.md §3) are verified; other types are parsed and ignored.
#pragma once
#include "base/bytes.h"
#include "base/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::ledger {

enum class KeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04, sm2 = 0xff };

/// A public key as text: `name+hex(key id)+base64(type ‖ key)`. If you hold one, its id belongs to its name and key.
class VerifierKey {
public:
    /// Refuses vkey.malformed, vkey.id (id does not belong to name and key), vkey.type (none of the three above, or
    /// a key that is none of its type).
    static Result<VerifierKey> parse(std::string_view vkey);
    /// From its parts: 32 bytes of Ed25519, or 65 bytes 0x04‖X‖Y of SM2. Refuses vkey.malformed and vkey.type.
    static Result<VerifierKey> make(std::string name, KeyType type, ByteView key);
    std::string text() const;
    const std::string& name() const { return name_; }
    std::uint32_t id() const { return id_; }
    KeyType type() const { return type_; }
    ByteView key() const { return key_; }
    /// Over the exact `message` bytes; 64 bytes of signature for each type.
    bool verifies(std::string_view message, ByteView signature) const;
    friend auto operator<=>(const VerifierKey&, const VerifierKey&) = default;

private:
    friend class SigningKey;
    VerifierKey(std::string name, KeyType type, ByteView key);
    std::string name_;
    KeyType type_ = KeyType::ed25519;
    Bytes key_;
    std::uint32_t id_ = 0;
};

/// An Ed25519 private key with its name. The seed is wiped from memory when the key goes.
class SigningKey {
public:
    /// Refuses key.name (empty, blank, control character or '+') and key.seed (not 32 bytes).
    static Result<SigningKey> from_seed(std::string name, ByteView seed, KeyType type = KeyType::ed25519);
    SigningKey(const SigningKey&) = default;
    SigningKey& operator=(const SigningKey&) = default;
    ~SigningKey();

    const VerifierKey& verifier() const { return verifier_; }
    const std::string& name() const { return verifier_.name(); }
    /// The whole note: text, empty line, our signature line. REQUIRES: key type ed25519, text ends with a line feed.
    std::string sign_note(std::string_view text) const;
    /// One signature line over `text` for a witness. REQUIRES: key type cosignature.
    std::string cosignature_line(std::string_view text, std::uint64_t unix_seconds) const;

    /// Over the exact `message` bytes.
    std::array<unsigned char, 64> sign(std::string_view message) const;

private:
    SigningKey(VerifierKey verifier, const std::array<unsigned char, 32>& seed);
    VerifierKey verifier_;
    std::array<unsigned char, 32> seed_;
};

struct NoteSignature {
    VerifierKey key;
    std::optional<std::uint64_t> time;  ///< unix seconds, of a cosignature
};

struct Note {
    std::string text;                       ///< with its last line feed
    std::vector<NoteSignature> signatures;  ///< the verified ones, in the order of the lines
    std::size_t ignored = 0;                ///< lines of keys that were not given
};

/// Refuses note.malformed, note.signature (a given key's signature is wrong or given twice), note.unsigned (none of
/// `keys`).
Result<Note> open_note(std::string_view bytes, std::span<const VerifierKey> keys);

/// `— <name> <base64(key id ‖ signature)>` with its line feed: for keys that are kept elsewhere (SM2, a token).
std::string signature_line(const VerifierKey& key, ByteView signature);

/// The same note with the lines of `keys` alone, in their order there; nothing is verified. Text without signature
/// lines comes back as it is.
std::string keep_lines_of(std::string_view note, std::span<const VerifierKey> keys);

/// True for a name that may stand in a note: not empty, no white space, no '+', no control character, UTF-8.
bool is_key_name(std::string_view name);

}  // namespace sunlot::ledger
