#include "ledger/merkle.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::ledger {
namespace {

std::vector<Digest> leaves(std::size_t count) {
    std::vector<Digest> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(leaf_hash("leaf " + std::to_string(i)));
    return out;
}

/// The definition of RFC 9162 §2.1.1, word for word.
Digest defined_root(std::span<const Digest> d) {
    if (d.empty()) return hash::sha256("");
    if (d.size() == 1) return d[0];
    std::size_t k = 1;
    while (k * 2 < d.size()) k *= 2;
    return node_hash(defined_root(d.first(k)), defined_root(d.subspan(k)));
}

}  // namespace

TEST(Frontier, has_the_root_that_is_defined_at_every_size) {
    const auto all = leaves(130);
    Frontier frontier;
    for (std::size_t n = 0; n <= all.size(); ++n) {
        ASSERT_EQ(frontier.root(), defined_root(std::span(all).first(n))) << n;
        const auto restored = Frontier::restore(frontier.size(), frontier.state());
        ASSERT_TRUE(restored);
        ASSERT_EQ(restored->root(), frontier.root());
        if (n < all.size()) frontier.append(all[n]);
    }
    EXPECT_EQ(Frontier::restore(7, frontier.state()).error().code, "merkle.frontier");
    EXPECT_EQ(Frontier::restore(1, "zz").error().code, "merkle.frontier");
}

TEST(Inclusion, every_leaf_is_proven_and_nothing_else) {
    for (std::size_t n = 1; n <= 33; ++n) {
        const auto all = leaves(n);
        const Digest root = merkle_root(all);
        for (std::size_t i = 0; i < n; ++i) {
            const auto proof = inclusion_proof(all, i);
            ASSERT_TRUE(verify_inclusion(all[i], i, n, proof, root));
            ASSERT_FALSE(verify_inclusion(all[i], i + 1, n, proof, root));
            ASSERT_FALSE(verify_inclusion(leaf_hash("another"), i, n, proof, root));
            auto longer = proof;
            longer.push_back(root);
            ASSERT_FALSE(verify_inclusion(all[i], i, n, longer, root));
            if (proof.empty()) continue;
            ASSERT_FALSE(verify_inclusion(all[i], i, n, std::span(proof).first(proof.size() - 1), root));
        }
        ASSERT_FALSE(verify_inclusion(all[0], n, n, {}, root));
    }
}

TEST(Consistency, holds_between_all_sizes_and_fails_for_a_rewritten_past) {
    const auto all = leaves(33);
    for (std::size_t n = 0; n <= all.size(); ++n) {
        const auto tree = std::span(all).first(n);
        for (std::size_t m = 0; m <= n; ++m) {
            const auto proof = consistency_proof(tree, m);
            const Digest first = merkle_root(tree.first(m));
            ASSERT_TRUE(verify_consistency(m, first, n, merkle_root(tree), proof)) << m << " " << n;
            ASSERT_FALSE(verify_consistency(m, leaf_hash("rewritten"), n, merkle_root(tree), proof));
            auto longer = proof;
            longer.push_back(first);
            ASSERT_FALSE(verify_consistency(m, first, n, merkle_root(tree), longer));
            if (m == 0 || m == n) continue;
            ASSERT_FALSE(verify_consistency(m, first, n, merkle_root(tree), {}));
        }
    }
}

TEST(Consistency, random_proofs_never_convince) {
    rc::check([](std::uint16_t m, std::uint16_t n, const std::vector<std::uint8_t>& noise) {
        std::vector<Digest> proof;
        for (const auto b : noise) proof.push_back(leaf_hash(std::string(1, static_cast<char>(b))));
        RC_PRE(m != n && m != 0);
        RC_ASSERT_FALSE(verify_consistency(m, leaf_hash("a"), n, leaf_hash("b"), proof));
    });
}

TEST(Merkle, root_of_many_leaves_at_once_is_that_of_one_after_the_other) {
    std::vector<Digest> leaves;
    Frontier frontier;
    for (std::size_t n = 0; n < 1300; ++n) {
        if (n < 300 || n % 97 == 0) {
            ASSERT_EQ(merkle_root(leaves), frontier.root()) << n;
        }
        const std::string text(n % 200, 'x');
        leaves.emplace_back();
        const std::string_view view = text;
        leaf_hashes(std::span(&view, 1), std::span(&leaves.back(), 1));
        ASSERT_EQ(leaves.back(), leaf_hash(text));
        frontier.append(leaves.back());
    }
}

}  // namespace sunlot::ledger
