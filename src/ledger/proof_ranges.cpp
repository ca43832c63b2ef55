#include "ledger/proof_ranges.h"

#include <algorithm>
#include <bit>

namespace sunlot::ledger {

std::uint64_t middle_of(LeafRange range) {
    return range.begin + std::bit_floor(range.end - range.begin - 1);
}

std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size) {
    std::vector<LeafRange> siblings;  // from the root down
    for (LeafRange tree{0, size}; tree.end - tree.begin > 1;) {
        const std::uint64_t middle = middle_of(tree);
        if (index < middle) {
            siblings.push_back({middle, tree.end});
            tree.end = middle;
        } else {
            siblings.push_back({tree.begin, middle});
            tree.begin = middle;
        }
    }
    std::ranges::reverse(siblings);
    return siblings;
}

std::vector<LeafRange> consistency_ranges(std::uint64_t first, std::uint64_t size) {
    std::vector<LeafRange> siblings;  // from the root down
    if (first == 0 || first == size) return siblings;
    LeafRange tree{0, size};
    while (tree.end != first) {
        const std::uint64_t middle = middle_of(tree);
        if (first <= middle) {
            siblings.push_back({middle, tree.end});
            tree.end = middle;
        } else {
            siblings.push_back({tree.begin, middle});
            tree.begin = middle;
        }
    }
    if (tree.begin != 0)
        siblings.push_back(tree);  // beginning at 0 it is the first tree, whose root the verifier holds
    std::ranges::reverse(siblings);
    return siblings;
}

}  // namespace sunlot::ledger
