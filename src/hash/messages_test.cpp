#include "hash/messages.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <rapidcheck.h>

namespace sunlot::hash {
namespace {

std::vector<Target> runnable() {
    std::vector<Target> targets;
    std::ranges::copy_if(kTargets, std::back_inserter(targets), can_run);
    return targets;
}

Digest openssl(unsigned char first, const std::string& message) {
    const std::string whole = static_cast<char>(first) + message;
    Digest digest;
    EVP_Digest(whole.data(), whole.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return digest;
}

void expect_openssl(unsigned char first, const std::vector<std::string>& messages) {
    const std::vector<std::string_view> views(messages.begin(), messages.end());
    for (const Target target : runnable()) {
        std::vector<Digest> out(messages.size());
        sha256_each(first, views, out, target);
        for (std::size_t i = 0; i < messages.size(); ++i)
            ASSERT_EQ(out[i], openssl(first, messages[i])) << name_of(target) << " length " << messages[i].size();
    }
}

}  // namespace

TEST(MessageLanes, are_openssl_at_every_length_of_some_blocks) {
    std::vector<std::string> messages;  // each in memory of its own: a read past an end is found by the sanitizer
    for (std::size_t length = 0; length < 400; ++length)
        messages.emplace_back(length, static_cast<char>('a' + length % 26));
    for (auto& message : messages) message.shrink_to_fit();
    expect_openssl(0x00, messages);
}

TEST(MessageLanes, take_messages_of_very_different_lengths_together) {
    std::vector<std::string> messages;
    for (const int length : {65'535, 0, 3, 4096, 54, 55, 63, 64, 119, 120, 10'000, 1, 62})
        messages.emplace_back(static_cast<std::size_t>(length), 'x');
    for (int i = 0; i < 2100; ++i) messages.emplace_back(static_cast<std::size_t>(i * 7 % 600), 'y');
    expect_openssl(0x7f, messages);
}

TEST(MessageLanes, hash_pairs_of_digests_as_messages_of_65_bytes) {
    for (std::size_t n = 0; n < 70; ++n) {
        std::vector<Digest> pairs(2 * n);
        for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = sha256(std::to_string(i) + "/" + std::to_string(n));
        for (const Target target : runnable()) {
            std::vector<Digest> out = pairs;  // in place
            sha256_pairs(0x01, out, out, target);
            for (std::size_t i = 0; i < n; ++i) {
                const std::string both = std::string(as_text(pairs[2 * i])) + std::string(as_text(pairs[2 * i + 1]));
                ASSERT_EQ(out[i], openssl(0x01, both)) << name_of(target) << " " << i << " of " << n;
            }
        }
    }
}

TEST(MessageLanes, want_room_for_the_answers) {
    const std::vector<std::string_view> two = {"a", "b"};
    std::vector<Digest> one(1);
    EXPECT_THROW(sha256_each(0, two, one), std::logic_error);
}

}  // namespace sunlot::hash
