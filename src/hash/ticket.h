// Tickets of the draw: ticket(id) = SHA-256(prefix ‖ id), where the prefix is 64 ASCII bytes, exactly one hash block.
// Its compression is done once here; each id of up to 55 bytes then costs a single further compression.
#pragma once
#include "hash/sha256.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace sunlot::hash {

class TicketHasher {
public:
    /// REQUIRES: 64 bytes (a derived key in hex); std::logic_error otherwise.
    explicit TicketHasher(std::string_view prefix);
    /// REQUIRES: at most 55 bytes; std::logic_error otherwise.
    Digest operator()(std::string_view id) const;

private:
    std::array<std::uint32_t, 8> state_;
};

}  // namespace sunlot::hash
