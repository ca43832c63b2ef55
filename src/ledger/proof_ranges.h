// Which subtrees a Merkle proof consists of, whoever then computes their roots: from leaves (merkle.h) or from tiles
// (tiles.h). Inside ledger/ only.
#pragma once
#include <cstdint>
#include <vector>

namespace sunlot::ledger {

/// The leaves [begin, end) of one subtree.
struct LeafRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// Where a tree over these leaves splits: behind the largest power of two below its size. REQUIRES: at least two
/// leaves.
std::uint64_t middle_of(LeafRange range);

/// PATH of RFC 9162 §2.1.3.1, from the leaf upwards. REQUIRES: index < size.
std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size);

/// PROOF of RFC 9162 §2.1.4.1; none for first = 0 and first = size. REQUIRES: first ≤ size.
std::vector<LeafRange> consistency_ranges(std::uint64_t first, std::uint64_t size);

}  // namespace sunlot::ledger
