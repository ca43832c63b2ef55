// What one set of instructions offers to lanes.cpp. Inside hash/ only. The functions live in files compiled for
// instructions that a given processor may lack: they may be called only after `can_run` said so.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sunlot::hash {

inline constexpr std::size_t kLongestId = 55;  ///< leaves just room for the end mark and the 64-bit length
inline constexpr std::size_t kTooLong = ~std::size_t{0};

/// `start` is the state (8 words) after the constant first block of 64 bytes.
struct TicketFunctions {
    /// Writes to `hits` which ids (0 … n−1, ascending) have a digest whose first word is at most their bar, and
    /// returns how many, or kTooLong when an id is longer than 55 bytes. `hits` has room for n.
    std::size_t (*below)(const std::uint32_t* start, const std::string_view* ids, const std::uint32_t* bars,
                         std::size_t n, std::uint32_t* hits);
    /// Writes n digests of 32 bytes; false when an id is longer than 55 bytes.
    bool (*digests)(const std::uint32_t* start, const std::string_view* ids, std::size_t n, unsigned char* out);
};

/// SHA-256 of whole messages, each behind the byte `first`.
struct MessageFunctions {
    /// The messages of `order` (n indexes; those of one length in blocks side by side cost least), of any length. The
    /// digest of message i goes to out + 32·i.
    void (*each)(unsigned char first, const std::string_view* messages, const std::uint32_t* order, std::size_t n,
                 unsigned char* out);
    /// n messages of two digests each, 64·n bytes in a row. `out` may be `digests`.
    void (*pairs)(unsigned char first, const unsigned char* digests, std::size_t n, unsigned char* out);
};

struct LaneFunctions {
    TicketFunctions sha256;
    TicketFunctions sm3;
    MessageFunctions messages;
};

/// The compression function of SM3 by itself; sha256_block.h has that of SHA-256.
void sm3_block(std::uint32_t* state, const unsigned char* block);

extern const LaneFunctions kPlainLanes;
extern const LaneFunctions kAvx2Lanes;
extern const LaneFunctions kAvx512Lanes;

}  // namespace sunlot::hash
