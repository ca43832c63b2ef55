#include "ledger/merkle.h"

#include "hash/messages.h"
#include "ledger/proof_ranges.h"

#include <algorithm>
#include <array>
#include <bit>
#include <stdexcept>

namespace sunlot::ledger {
namespace {

constexpr unsigned char kLeaf = 0x00;
constexpr unsigned char kNode = 0x01;

std::vector<Digest> roots_of(std::span<const Digest> leaves, const std::vector<LeafRange>& ranges) {
    std::vector<Digest> roots;
    for (const auto& [begin, end] : ranges) roots.push_back(merkle_root(leaves.subspan(begin, end - begin)));
    return roots;
}

}  // namespace

Digest leaf_hash(ByteView data) {
    thread_local hash::Sha256 h;  // prepared once; see sha256.cpp
    h.update(ByteView(&kLeaf, 1));
    h.update(data);
    return h.finish();
}

Digest leaf_hash(std::string_view data) {
    return leaf_hash(as_bytes(data));
}

Digest node_hash(const Digest& left, const Digest& right) {
    std::array<unsigned char, 65> node;
    node[0] = kNode;
    std::copy(left.begin(), left.end(), node.begin() + 1);
    std::copy(right.begin(), right.end(), node.begin() + 33);
    return hash::sha256(ByteView(node));
}

void leaf_hashes(std::span<const std::string_view> data, std::span<Digest> out) {
    hash::sha256_each(kLeaf, data, out);
}

void Frontier::append(const Digest& leaf) {
    // Each one-bit at the low end of the size is a complete subtree that the new leaf completes to the next larger one.
    Digest top = leaf;
    for (std::uint64_t carry = size_; (carry & 1) != 0; carry >>= 1) {
        top = node_hash(peaks_.back(), top);
        peaks_.pop_back();
    }
    peaks_.push_back(top);
    ++size_;
}

Digest Frontier::root() const {
    if (peaks_.empty()) return hash::sha256("");
    Digest root = peaks_.back();
    for (std::size_t i = peaks_.size() - 1; i > 0; --i) root = node_hash(peaks_[i - 1], root);
    return root;
}

std::string Frontier::state() const {
    std::string out;
    for (const Digest& peak : peaks_) out += hash::hex(peak);
    return out;
}

Result<Frontier> Frontier::restore(std::uint64_t size, std::string_view state) {
    const auto bytes = from_hex(state);
    if (!bytes || bytes->size() != static_cast<std::size_t>(std::popcount(size)) * sizeof(Digest))
        return refuse(RefusalKind::invalid, "merkle.frontier", "日志树的边界状态与条数不符",
                      "the frontier does not belong to a tree of this size");
    Frontier frontier;
    frontier.size_ = size;
    frontier.peaks_.resize(bytes->size() / sizeof(Digest));
    for (std::size_t i = 0; i < bytes->size(); ++i) frontier.peaks_[i / 32][i % 32] = (*bytes)[i];
    return frontier;
}

// Level by level; a last node without a neighbour moves up as it is. That gives the tree that splits at the largest
// power of two below its size.
Digest merkle_root_in_place(std::span<Digest> leaves) {
    if (leaves.empty()) return hash::sha256("");
    while (leaves.size() > 1) {
        const std::size_t pairs = leaves.size() / 2;
        hash::sha256_pairs(kNode, leaves.first(2 * pairs), leaves.first(pairs));
        if (leaves.size() % 2 != 0) leaves[pairs] = leaves.back();
        leaves = leaves.first(pairs + leaves.size() % 2);
    }
    return leaves.front();
}

// Subtrees that stay in the nearest cache, then the tree over their roots.
Digest merkle_root(std::span<const Digest> leaves) {
    constexpr std::size_t kSubtree = 256;
    std::array<Digest, kSubtree> subtree;
    std::vector<Digest> roots;
    roots.reserve(leaves.size() / kSubtree + 1);
    for (std::size_t i = 0; i < leaves.size(); i += kSubtree) {
        const auto part = leaves.subspan(i, std::min(kSubtree, leaves.size() - i));
        std::ranges::copy(part, subtree.begin());
        roots.push_back(merkle_root_in_place(std::span(subtree).first(part.size())));
    }
    return merkle_root_in_place(roots);
}

std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::uint64_t index) {
    if (index >= leaves.size()) throw std::logic_error("inclusion proof of a leaf that is not in the tree");
    return roots_of(leaves, inclusion_ranges(index, leaves.size()));
}

bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size, std::span<const Digest> proof,
                      const Digest& root) {
    if (index >= size) return false;
    std::uint64_t fn = index;
    std::uint64_t sn = size - 1;
    Digest r = leaf;
    for (const Digest& p : proof) {
        if (sn == 0) return false;
        if ((fn & 1) != 0 || fn == sn) {
            r = node_hash(p, r);
            while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1;
        } else {
            r = node_hash(r, p);
        }
        fn >>= 1, sn >>= 1;
    }
    return sn == 0 && r == root;
}

std::vector<Digest> consistency_proof(std::span<const Digest> leaves, std::uint64_t first) {
    if (first > leaves.size()) throw std::logic_error("consistency proof from a tree that is larger");
    return roots_of(leaves, consistency_ranges(first, leaves.size()));
}

bool verify_consistency(std::uint64_t first, const Digest& first_root, std::uint64_t second, const Digest& second_root,
                        std::span<const Digest> proof) {
    if (first > second) return false;
    if (first == second) return proof.empty() && first_root == second_root;
    if (first == 0) return proof.empty() && first_root == hash::sha256("");
    if (proof.empty()) return false;
    // A complete first tree is itself a node of the second one, and is left out of the proof.
    const bool complete = std::has_single_bit(first);
    std::size_t next = complete ? 0 : 1;
    Digest fr = complete ? first_root : proof[0];
    Digest sr = fr;
    std::uint64_t fn = first - 1;
    std::uint64_t sn = second - 1;
    while ((fn & 1) != 0) fn >>= 1, sn >>= 1;
    for (; next < proof.size(); ++next) {
        if (sn == 0) return false;
        const Digest& c = proof[next];
        if ((fn & 1) != 0 || fn == sn) {
            fr = node_hash(c, fr);
            sr = node_hash(c, sr);
            while ((fn & 1) == 0 && fn != 0) fn >>= 1, sn >>= 1;
        } else {
            sr = node_hash(sr, c);
        }
        fn >>= 1, sn >>= 1;
    }
    return sn == 0 && fr == first_root && sr == second_root;
}

}  // namespace sunlot::ledger
