// The compression function of SHA-256 (FIPS 180-4 §6.2.2) by itself. OpenSSL does not offer it, and with it a message
// whose first block is constant costs one block instead of two. Everything else goes through sha256.h.
#pragma once
#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <span>

namespace sunlot::hash {

using Sha256State = std::array<std::uint32_t, 8>;

inline constexpr Sha256State kSha256Start = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                             0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

extern const std::array<std::uint32_t, 64> kSha256Rounds;

void sha256_block(Sha256State& state, std::span<const unsigned char, 64> block);

}  // namespace sunlot::hash
