// A file whose last lines are a box: something encrypted under a secret that is kept elsewhere. Used for every private
// key that lies on a disk (docs/formats/log-v1.md §3.2):
//
//   …                                 lines of the kind of file, in the clear, authenticated
//   argon2id <passes> <KiB> <salt>
//   box <nonce> <box>                 XChaCha20-Poly1305
//   sha256 <digest>                   of every byte above
//
// The digest protects nothing: it tells a damaged file from a wrong secret.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "files/secret_bytes.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::files {

/// argon2id. The least that libsodium takes (1 and 8) is for tests.
struct BoxCost {
    std::uint64_t passes = 3;
    std::uint64_t kibibytes = 64UL * 1024;
};

/// The whole file: `lines` (ending in a line feed), then the box.
std::string seal_box(std::string_view lines, const SecretBytes& inside, const SecretBytes& secret, const BoxCost& cost,
                     Entropy& entropy);

/// A file taken apart; nothing is opened yet. Views into the file, which outlives this.
struct Box {
    std::string_view lines;
    BoxCost cost;
    Bytes salt;
    Bytes nonce;
    Bytes sealed;
    std::string_view head;  ///< every line above the box: what is authenticated

    /// How many bytes are inside.
    std::size_t size() const;
};
/// Nothing when it is not of this form, was changed, or asks for more than 100 passes or 2 GiB of memory.
std::optional<Box> read_box(std::string_view file);
/// Nothing when the secret does not open it. Throws std::runtime_error without the memory that the cost asks for.
std::optional<SecretBytes> open_box(const Box& box, const SecretBytes& secret);

/// `<folder>.key-secret`, beside the folder: the secret of those who configured none.
std::filesystem::path default_secret_file(const std::filesystem::path& folder);
/// The file's bytes without a last line feed. Refuses key.missing, key.permissions (others may read it), and
/// key.secret_short (fewer than 16 bytes).
Result<SecretBytes> read_secret_file(const std::filesystem::path& path);
/// The same; made first, of 32 random bytes, when it is not there. Durable when this returns. Refuses key.secret_place
/// when it can't be made.
Result<SecretBytes> make_secret_file(const std::filesystem::path& path, Entropy& entropy);

}  // namespace sunlot::files
