#include "hash/lanes.h"

#include "hash/ticket.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <rapidcheck.h>

namespace sunlot::hash {
namespace {

constexpr std::array kFunctions = {Function::sha256, Function::sm3};

/// The targets of this processor: on one without AVX-512 the others are still tested.
std::vector<Target> runnable() {
    std::vector<Target> targets;
    std::ranges::copy_if(kTargets, std::back_inserter(targets), can_run);
    return targets;
}

Digest openssl(Function function, const std::string& message) {
    Digest digest;
    EVP_Digest(message.data(), message.size(), digest.data(), nullptr,
               function == Function::sha256 ? EVP_sha256() : EVP_sm3(), nullptr);
    return digest;
}

std::string some_prefix() {
    return *rc::gen::container<std::string>(64, rc::gen::arbitrary<char>());
}

/// Each in memory of its own, so that a kernel that reads past an end is found by the sanitizer.
std::vector<std::string> some_ids(std::size_t longest) {
    const auto n = *rc::gen::inRange<std::size_t>(0, 70);
    std::vector<std::string> ids(n);
    for (std::string& id : ids) {
        id = *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(0, longest + 1),
                                              rc::gen::arbitrary<char>());
        id.shrink_to_fit();
    }
    return ids;
}

std::vector<std::string_view> views(const std::vector<std::string>& ids) {
    return {ids.begin(), ids.end()};
}

std::uint32_t first_word(const Digest& digest) {
    return std::uint32_t{digest[0]} << 24 | std::uint32_t{digest[1]} << 16 | std::uint32_t{digest[2]} << 8 | digest[3];
}

}  // namespace

TEST(TicketLanes, are_openssl_over_prefix_and_id_on_every_target_at_every_length) {
    for (const Function function : kFunctions) {
        for (const Target target : runnable()) {
            const std::string prefix(64, 'p');
            const TicketLanes lanes(prefix, function, target);
            std::vector<std::string> ids;
            for (std::size_t length = 0; length <= 55; ++length) ids.emplace_back(length, 'x');
            std::vector<Digest> digests(ids.size());
            lanes.digests(views(ids), digests);
            for (std::size_t i = 0; i < ids.size(); ++i) {
                EXPECT_EQ(digests[i], openssl(function, prefix + ids[i])) << name_of(target) << " " << i;
                EXPECT_EQ(lanes(ids[i]), digests[i]);
            }
        }
    }
}

TEST(TicketLanes, are_openssl_on_random_ids_short_and_long) {
    rc::check([] {
        const auto function = *rc::gen::elementOf(kFunctions);
        const auto target = *rc::gen::elementOf(runnable());
        const auto ids = some_ids(*rc::gen::element<std::size_t>(18, 19, 20, 32, 55));
        const std::string prefix = some_prefix();
        std::vector<Digest> digests(ids.size());
        TicketLanes(prefix, function, target).digests(views(ids), digests);
        for (std::size_t i = 0; i < ids.size(); ++i) RC_ASSERT(digests[i] == openssl(function, prefix + ids[i]));
    });
}

TEST(TicketLanes, find_exactly_the_tickets_at_or_below_their_bars) {
    rc::check([] {
        const auto function = *rc::gen::elementOf(kFunctions);
        const auto target = *rc::gen::elementOf(runnable());
        const auto ids = some_ids(*rc::gen::element<std::size_t>(18, 55));
        const std::string prefix = some_prefix();
        std::vector<std::uint32_t> bars;
        std::vector<std::uint32_t> expected;
        for (const std::string& id : ids) {
            const std::uint32_t word = first_word(openssl(function, prefix + id));
            bars.push_back(*rc::gen::oneOf(rc::gen::just(word), rc::gen::just(word - 1), rc::gen::just(word + 1),
                                           rc::gen::just(0xffffffffU), rc::gen::arbitrary<std::uint32_t>()));
            if (word <= bars.back()) expected.push_back(static_cast<std::uint32_t>(bars.size() - 1));
        }
        std::vector<std::uint32_t> hits(ids.size());
        hits.resize(TicketLanes(prefix, function, target).below(views(ids), bars, hits));
        RC_ASSERT(hits == expected);
    });
}

TEST(TicketLanes, agree_with_each_other_on_ids_like_those_of_a_directory) {
    std::vector<std::string> ids;
    for (int i = 0; i < 1003; ++i) ids.push_back("91150802MA" + std::to_string(10'000'000 + i));
    ids[500] = "X:SITE:" + std::string(48, '9');
    for (const Function function : kFunctions) {
        std::vector<Digest> plain(ids.size());
        const std::string prefix(64, '0');
        TicketLanes(prefix, function, Target::plain).digests(views(ids), plain);
        for (const Target target : runnable()) {
            std::vector<Digest> digests(ids.size());
            TicketLanes(prefix, function, target).digests(views(ids), digests);
            EXPECT_EQ(digests, plain) << name_of(target);
        }
    }
    EXPECT_EQ(TicketLanes(std::string(64, '0'))(ids[500]), TicketHasher(std::string(64, '0'))(ids[500]));
}

TEST(TicketLanes, refuse_what_needs_another_block_or_another_processor) {
    EXPECT_THROW(TicketLanes(std::string(63, 'a')), std::logic_error);
    const TicketLanes lanes(std::string(64, 'a'));
    EXPECT_THROW(lanes(std::string(56, 'b')), std::logic_error);
    const std::vector<std::string_view> ids = {"A"};
    std::vector<std::uint32_t> none;
    EXPECT_THROW(static_cast<void>(lanes.below(ids, none, none)), std::logic_error);
    EXPECT_TRUE(can_run(Target::plain));
    EXPECT_TRUE(can_run(best_target()));
    for (const Target target : kTargets) {
        if (can_run(target)) continue;
        EXPECT_THROW(TicketLanes(std::string(64, 'a'), Function::sm3, target), std::logic_error);
    }
}

}  // namespace sunlot::hash
