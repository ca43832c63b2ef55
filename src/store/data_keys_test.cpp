#include "store/data_keys.h"

#include "store/test_data_keys.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::store {
namespace {

const auto kKeys = test_data_keys();
constexpr std::string_view kColumn = "officer_person.phone";

TEST(DataKeys, give_back_what_they_sealed_in_the_same_place) {
    for (const auto& text :
         {std::string("1"), std::string("13800000000"), std::string("王建国"), std::string(100'000, 'x')}) {
        const auto sealed = kKeys->seal(kColumn, "F0001", text);
        EXPECT_TRUE(sealed.starts_with("s1."));
        EXPECT_EQ(kKeys->unseal(kColumn, "F0001", sealed), text);
    }
    EXPECT_EQ(kKeys->seal(kColumn, "F0001", ""), "");
    EXPECT_EQ(kKeys->unseal(kColumn, "F0001", ""), "");
}

TEST(DataKeys, seal_alike_what_is_alike_so_that_a_replay_compares_equal) {
    EXPECT_EQ(kKeys->seal(kColumn, "F0001", "13800000000"), test_data_keys()->seal(kColumn, "F0001", "13800000000"));
    EXPECT_EQ(kKeys->seal(kColumn, "F0001", "13800000000"), "s1.zyj6gJ9M7g4yJ5UTYoQzE1xu9gQvNFqngdF9");
}

TEST(DataKeys, seal_differently_in_another_row_or_column) {
    std::set<std::string> seen;
    for (const char* column : {"a.b", "a.c"})
        for (const char* row : {"1", "2"}) seen.insert(kKeys->seal(column, row, "13800000000"));
    EXPECT_EQ(seen.size(), 4U);
    // The parts are kept apart: neither may lend the other a letter.
    EXPECT_NE(kKeys->seal("a.b", "cd", "x"), kKeys->seal("a.bc", "d", "x"));
}

TEST(DataKeys, open_nothing_that_was_moved_changed_or_cut) {
    const auto sealed = kKeys->seal(kColumn, "F0001", "13800000000");
    EXPECT_THROW(kKeys->unseal(kColumn, "F0002", sealed), SealBroken);
    EXPECT_THROW(kKeys->unseal("officer_person.id_number", "F0001", sealed), SealBroken);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_THROW(kKeys->unseal(kColumn, "F0001", changed), SealBroken) << i;
    }
    for (const char* text : {"13800000000", "s1.", "s1", "s01.AAAA", "s0.AAAA", "s1.AAAAAAAAAAAAAAAAAAAAAA==", "s9."})
        EXPECT_THROW(kKeys->unseal(kColumn, "F0001", text), SealBroken) << text;
}

TEST(DataKeys, of_two_generations_open_both_and_seal_under_the_later) {
    const auto both = test_data_keys(1, 2);
    const auto old = kKeys->seal(kColumn, "F0001", "13800000000");
    const auto now = both->seal(kColumn, "F0001", "13800000000");
    EXPECT_EQ(DataKeys::generation_of(old), 1U);
    EXPECT_EQ(DataKeys::generation_of(now), 2U);
    EXPECT_EQ(both->unseal(kColumn, "F0001", old), "13800000000");
    EXPECT_EQ(both->unseal(kColumn, "F0001", now), "13800000000");
    EXPECT_THROW(kKeys->unseal(kColumn, "F0001", now), SealBroken);
    EXPECT_EQ(DataKeys::generation_of("张三"), std::nullopt);
}

TEST(DataKeys, turn_a_file_from_any_byte_on) {
    std::string plain;
    for (int i = 0; i < 1000; ++i) plain += static_cast<char>('a' + i % 26);
    const auto start = kKeys->file_start(1, "its first bytes");
    auto whole = plain;
    kKeys->file_cipher(1, start).turn(0, whole);
    EXPECT_NE(whole, plain);
    for (const std::size_t at : {0U, 1U, 15U, 16U, 17U, 100U, 999U}) {
        auto rest = whole.substr(at);
        kKeys->file_cipher(1, start).turn(at, rest);
        EXPECT_EQ(rest, plain.substr(at)) << at;
    }
}

TEST(DataKeys, count_on_over_the_end_of_a_counter) {
    std::array<unsigned char, DataKeys::kTagBytes> start{};
    start.fill(0xff);
    std::string whole(64, '\0');
    kKeys->file_cipher(1, start).turn(0, whole);
    std::string rest(48, '\0');
    kKeys->file_cipher(1, start).turn(16, rest);
    EXPECT_EQ(rest, whole.substr(16));
}

TEST(DataKeys, know_what_openssl_knows_of_hmac_and_ctr) {
    // Made by the commands of docs/formats/journal.md, with the keys that the 32 bytes 01 give.
    const auto sealed = kKeys->seal("t.c", "r", "abc");
    EXPECT_EQ(sealed, "s1.mM39CXHJL9OdO7pFLdcUZe9u4g==");
}

}  // namespace
}  // namespace sunlot::store
