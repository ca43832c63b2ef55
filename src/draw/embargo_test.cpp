// Embargo and trustees: small known answers, and what must be refused.
#include "draw/embargo.h"

#include "base/text.h"
#include "draw/plan.h"
#include "draw/seed.h"
#include "draw/trustees.h"
#include "hash/sha256.h"
#include "ledger/merkle.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::draw {
namespace {

const std::string kSeed(64, 'a');

Trustees five(std::uint64_t threshold) {
    Trustees out;
    for (const char* id : {"bank", "court", "notary", "people", "union"})
        out.keys.push_back({id, hash::sha256_hex(id), "单位"});
    out.threshold = threshold;
    return out;
}

}  // namespace

TEST(Embargo, a_salt_is_that_of_one_line_of_one_file_of_one_attempt) {
    const std::string key = derive(kSeed, "salt");
    EXPECT_EQ(line_salt(kSeed, SealedList::result, 1, 0), hash::sha256_hex(key + "result/1/0").substr(0, 32));
    EXPECT_EQ(line_salt(kSeed, SealedList::assignment, 12, 345),
              hash::sha256_hex(key + "assignment/12/345").substr(0, 32));
    EXPECT_EQ(sealed_seed(kSeed), hash::sha256_hex("sunlot/sealed-seed/v1|" + kSeed));
}

TEST(Embargo, a_root_is_over_salted_lines_and_proves_one_of_them) {
    const std::string file = "A\t1\nB\t2\nC\t3\n";
    const auto leaves = salted_leaves(kSeed, SealedList::slots, 2, file);
    ASSERT_EQ(leaves.size(), 3U);
    const auto root = salted_root(kSeed, SealedList::slots, 2, file);
    EXPECT_EQ(root, ledger::merkle_root(leaves));
    const std::string salt = line_salt(kSeed, SealedList::slots, 2, 1);
    EXPECT_EQ(leaves[1], ledger::leaf_hash(salt + "|B\t2"));
    EXPECT_TRUE(ledger::verify_inclusion(salted_leaf(salt, "B\t2"), 1, 3, ledger::inclusion_proof(leaves, 1), root));
    EXPECT_EQ(hash::hex(salted_root(kSeed, SealedList::slots, 2, "")), hash::sha256_hex(""));
}

TEST(Trustees, any_threshold_of_them_give_the_value_back) {
    rc::check([](std::vector<unsigned char> noise) {
        const auto threshold = static_cast<std::size_t>(*rc::gen::inRange(2, 6));
        const Trustees trustees = five(threshold);
        noise.resize(32 * (threshold - 1), 9);
        const std::string value = hash::sha256_hex(as_text(noise));
        const auto all = split_value(value, trustees, noise);
        std::vector<Share> some;
        const auto chosen = *rc::gen::unique<std::vector<int>>(threshold, rc::gen::inRange(0, 5));
        for (std::size_t i = 0; i < all.size(); ++i)
            if (std::ranges::find(chosen, static_cast<int>(i)) != chosen.end()) some.push_back(all[i]);
        RC_ASSERT(combine_shares(trustees, some).value() == value);
        some[0].share[0] = some[0].share[0] == '0' ? '1' : '0';
        RC_ASSERT(combine_shares(trustees, some).value() != value);
    });
}

TEST(Trustees, a_known_answer) {
    // f(x) = 0x53 + 0xca·x in every byte: f(1) = 0x99, f(2) = 0x53 ^ 2·0xca = 0x53 ^ 0x8f = 0xdc.
    Trustees two;
    two.keys = {{"a", std::string(64, '1'), "x"}, {"b", std::string(64, '2'), "x"}};
    const auto repeat = [](const std::string& byte) {
        std::string out;
        for (int i = 0; i < 32; ++i) out += byte;
        return out;
    };
    const auto shares = split_value(repeat("53"), two, Bytes(32, 0xca));
    EXPECT_EQ(shares, (std::vector<Share>{{"a", repeat("99")}, {"b", repeat("dc")}}));
    EXPECT_EQ(combine_shares(two, shares).value(), repeat("53"));
}

TEST(Trustees, shares_that_are_not_exactly_the_threshold_in_order_are_refused) {
    const Trustees trustees = five(3);
    const auto all = split_value(kSeed, trustees, Bytes(64, 5));
    const auto code = [&](std::vector<Share> shares) {
        const auto value = combine_shares(trustees, shares);
        return value ? "" : value.error().code;
    };
    EXPECT_EQ(code({all[0], all[2], all[4]}), "");
    EXPECT_EQ(code({all[0], all[2]}), "trustees.shares");
    EXPECT_EQ(code(all), "trustees.shares");
    EXPECT_EQ(code({all[2], all[0], all[4]}), "trustees.shares");
    EXPECT_EQ(code({all[0], all[0], all[4]}), "trustees.shares");
    EXPECT_EQ(code({all[0], all[1], {"nobody", all[2].share}}), "trustees.shares");
    EXPECT_EQ(code({all[0], all[1], {"notary", upper(all[2].share)}}), "trustees.shares");
}

}  // namespace sunlot::draw
