// SM2 signatures with SM3 (GB/T 32918.2), the user's id being the default one of GB/T 35276, "1234567812345678".
// A signature is r‖s and a public key 0x04‖X‖Y, all numbers 32 bytes big-endian: no DER, so that no signature has two
// spellings. Signing draws its nonce from OpenSSL, so two signatures of one text differ; verifying depends on its
// arguments alone. Safe from many threads.
#pragma once
#include "base/bytes.h"
#include "base/result.h"

#include <array>
#include <string_view>

namespace sunlot::ledger {

inline constexpr std::size_t kSm2PublicKeyBytes = 65;
inline constexpr std::size_t kSm2SignatureBytes = 64;

/// Whether these bytes are a point of the curve in the uncompressed form.
bool is_sm2_public_key(ByteView key);
/// False for whatever is not a signature of exactly `message` by `key`.
bool sm2_verifies(ByteView key, std::string_view message, ByteView signature);

/// A private number d with its point. Wiped from memory when it goes.
class Sm2Key {
public:
    /// Refuses key.seed unless `secret` is 32 bytes with 0 < d < n − 1.
    static Result<Sm2Key> from_secret(ByteView secret);
    Sm2Key(const Sm2Key&) = default;
    Sm2Key& operator=(const Sm2Key&) = default;
    ~Sm2Key();

    const Bytes& public_key() const { return public_key_; }
    std::array<unsigned char, kSm2SignatureBytes> sign(std::string_view message) const;

private:
    Sm2Key(ByteView secret, Bytes public_key);
    std::array<unsigned char, 32> secret_;
    Bytes public_key_;
};

}  // namespace sunlot::ledger
