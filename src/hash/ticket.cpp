#include "hash/ticket.h"

#include "hash/sha256_block.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::hash {

TicketHasher::TicketHasher(std::string_view prefix) : state_(kSha256Start) {
    if (prefix.size() != 64) throw std::logic_error("a ticket's prefix is one block of 64 bytes");
    sha256_block(state_, ByteView(as_bytes(prefix)).first<64>());
}

Digest TicketHasher::operator()(std::string_view id) const {
    // 55 bytes leave just enough room in the second block for the end mark and the 64-bit length.
    if (id.size() > 55) throw std::logic_error("an id is at most 55 bytes");
    std::array<unsigned char, 64> block{};
    std::ranges::copy(as_bytes(id), block.begin());
    block[id.size()] = 0x80;
    const std::size_t bits = (64 + id.size()) * 8;
    block[62] = static_cast<unsigned char>(bits >> 8);
    block[63] = static_cast<unsigned char>(bits);
    Sha256State state = state_;
    sha256_block(state, block);
    Digest digest;
    for (std::size_t i = 0; i < 32; ++i) digest[i] = static_cast<unsigned char>(state[i / 4] >> (24 - 8 * (i % 4)));
    return digest;
}

}  // namespace sunlot::hash
