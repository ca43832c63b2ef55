// SHA-256 of many whole messages at once, each behind one byte: leaves and nodes of a Merkle tree. One message in each
// lane of a vector (lanes.h); on processors without vectors, OpenSSL one by one. Every choice gives the same bytes.
#pragma once
#include "hash/lanes.h"
#include "hash/sha256.h"

#include <span>
#include <string_view>

namespace sunlot::hash {

/// out[i] = SHA-256(first ‖ messages[i]), messages of any length. REQUIRES: as many digests as messages, and
/// `can_run(target)`.
void sha256_each(unsigned char first, std::span<const std::string_view> messages, std::span<Digest> out,
                 Target target = best_target());

/// out[i] = SHA-256(first ‖ pairs[2i] ‖ pairs[2i+1]); `out` may be the beginning of `pairs`. REQUIRES: twice as many
/// digests as are wanted, and `can_run(target)`.
void sha256_pairs(unsigned char first, std::span<const Digest> pairs, std::span<Digest> out,
                  Target target = best_target());

}  // namespace sunlot::hash
