// Merkle tree of RFC 9162 §2.1 over SHA-256: leaf H(0x00‖data), node H(0x01‖left‖right), empty tree H(""). A tree of n
// leaves splits at the largest power of two below n.
#pragma once
#include "base/result.h"
#include "hash/sha256.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::ledger {

using hash::Digest;

Digest leaf_hash(ByteView data);
Digest leaf_hash(std::string_view data);
Digest node_hash(const Digest& left, const Digest& right);

/// Many leaves at once, several to a core (hash/messages.h): out[i] = leaf_hash(data[i]). REQUIRES: as many digests as
/// leaves.
void leaf_hashes(std::span<const std::string_view> data, std::span<Digest> out);

/// The roots of the complete subtrees of a tree, largest first: all that is needed to append and to know the root.
class Frontier {
public:
    Frontier() = default;
    void append(const Digest& leaf);
    std::uint64_t size() const { return size_; }
    Digest root() const;
    /// The peaks in hex, largest first, without separator; one per one-bit of the size.
    std::string state() const;
    /// Refuses merkle.frontier when `state` cannot belong to a tree of `size` leaves.
    static Result<Frontier> restore(std::uint64_t size, std::string_view state);

private:
    std::uint64_t size_ = 0;
    std::vector<Digest> peaks_;
};

/// Of many leaves at once, several nodes to a core.
Digest merkle_root(std::span<const Digest> leaves);
/// The same in place: `leaves` holds something else afterwards.
Digest merkle_root_in_place(std::span<Digest> leaves);

/// REQUIRES: index < leaves.size().
std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::uint64_t index);
/// RFC 9162 §2.1.3.2; false also for index ≥ size and for spare or missing hashes.
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                      const Digest& root);

/// Between the trees of the first `first` leaves and of all leaves. REQUIRES: first ≤ leaves.size().
std::vector<Digest> consistency_proof(std::span<const Digest> leaves, std::uint64_t first);
/// RFC 9162 §2.1.4.2; an empty proof is right only for first = 0 or first = second.
bool verify_consistency(std::uint64_t first, const Digest& first_root, std::uint64_t second, const Digest& second_root,
                        std::span<const Digest> proof);

}  // namespace sunlot::ledger
