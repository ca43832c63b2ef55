#include "hash/sha256.h"

#include "hash/ticket.h"

#include <stdexcept>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <rapidcheck.h>

namespace sunlot::hash {

TEST(Sha256, knows_the_answers_of_fips_180) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, parts_give_what_the_whole_gives) {
    rc::check([](const std::string& first, const std::string& second) {
        Sha256 parts;
        parts.update(first);
        parts.update(second);
        RC_ASSERT(parts.finish() == sha256(first + second));
        parts.update(second);
        RC_ASSERT(parts.finish() == sha256(second));
    });
}

TEST(TicketHasher, is_openssl_over_prefix_and_id_at_every_length) {
    rc::check([] {
        const auto prefix = *rc::gen::container<std::string>(64, rc::gen::arbitrary<char>());
        const TicketHasher ticket(prefix);
        for (std::size_t length = 0; length <= 55; ++length) {
            const auto id = *rc::gen::container<std::string>(length, rc::gen::arbitrary<char>());
            const std::string message = prefix + id;
            Digest expected;
            EVP_Digest(message.data(), message.size(), expected.data(), nullptr, EVP_sha256(), nullptr);
            RC_ASSERT(ticket(id) == expected);
        }
    });
}

TEST(TicketHasher, does_not_take_a_prefix_or_an_id_that_needs_another_block) {
    EXPECT_THROW(TicketHasher(std::string(63, 'a')), std::logic_error);
    EXPECT_THROW(TicketHasher(std::string(64, 'a'))(std::string(56, 'b')), std::logic_error);
}

}  // namespace sunlot::hash
