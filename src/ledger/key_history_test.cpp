#include "ledger/key_history.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::ledger {
namespace {

constexpr std::string_view kOrigin = "lhrs.example/log";

SigningKey key(unsigned char seed) {
    return SigningKey::from_seed(std::string(kOrigin), Bytes(32, seed)).value();
}

const SigningKey kFirst = key(1), kSecond = key(2), kThird = key(3), kThief = key(9);

Entry entry(std::uint64_t seq, std::string kind, Json::Object data) {
    return {.log = std::string(kOrigin),
            .seq = seq,
            .kind = std::move(kind),
            .actor = "cli",
            .subject = std::string(kOrigin),
            .at = *Instant::parse("2026-11-22T08:00:00Z"),
            .data = Json(std::move(data)),
            .private_commitment = {}};
}

Entry rotation(std::uint64_t seq, const SigningKey& from, const SigningKey& to) {
    return entry(
        seq, "key.rotated",
        {{"old", from.verifier().text()}, {"new", to.verifier().text()}, {"new_sm2", nullptr}, {"reason", "到期更换"}});
}

Entry theft(std::uint64_t seq, const SigningKey& of, std::int64_t trusted_size) {
    return entry(seq, "key.compromised",
                 {{"vkey", of.verifier().text()}, {"trusted_size", trusted_size}, {"reason", "密钥机被盗"}});
}

std::string head(std::uint64_t size, const std::vector<SigningKey>& signers) {
    const std::string text = encode(Checkpoint{std::string(kOrigin), size, hash::sha256(std::to_string(size))});
    std::string note = text + "\n";
    for (const auto& signer : signers) note += signature_line(signer.verifier(), signer.sign(text));
    return note;
}

std::string code(const KeyHistory& keys, const std::string& note) {
    const auto opened = keys.open_head(note);
    return opened ? "ok" : opened.error().code;
}

/// Sizes up to 10 are signed by the first key, up to 20 by the second, then by the third.
KeyHistory seen_from(const SigningKey& trusted) {
    KeyHistory keys({trusted.verifier()});
    EXPECT_TRUE(keys.take(rotation(10, kFirst, kSecond), head(11, {kFirst, kSecond})));
    EXPECT_TRUE(keys.take(rotation(20, kSecond, kThird), head(25, {kThird, kSecond})));
    EXPECT_TRUE(keys.finish());
    return keys;
}

}  // namespace

TEST(KeyHistory, says_which_key_signs_which_sizes_whichever_of_them_the_reader_trusts) {
    for (const auto* trusted : {&kFirst, &kSecond, &kThird}) {
        const KeyHistory keys = seen_from(*trusted);
        ASSERT_EQ(keys.reigns().size(), 3U);
        EXPECT_EQ(keys.reign_at(10).key, kFirst.verifier());
        EXPECT_EQ(keys.reign_at(11).key, kSecond.verifier());
        EXPECT_EQ(keys.reign_at(20).key, kSecond.verifier());
        EXPECT_EQ(keys.reign_at(21).key, kThird.verifier());
        EXPECT_EQ(code(keys, head(7, {kFirst})), "ok");
        EXPECT_EQ(code(keys, head(11, {kFirst, kSecond})), "ok");
        EXPECT_EQ(code(keys, head(1000, {kThird})), "ok");
    }
}

TEST(KeyHistory, a_thief_of_the_old_key_signs_nothing_after_the_rotation) {
    const KeyHistory keys = seen_from(kFirst);
    EXPECT_EQ(code(keys, head(12, {kFirst})), "key.retired");
    EXPECT_EQ(code(keys, head(1000, {kFirst})), "key.retired");
    EXPECT_EQ(code(keys, head(1000, {kFirst, kSecond})), "key.retired");
    EXPECT_EQ(code(keys, head(5, {kThird})), "key.retired");  // nor does a new key sign the past anew
    EXPECT_EQ(code(keys, head(1000, {kThief})), "note.unsigned");
}

TEST(KeyHistory, a_rotation_needs_the_old_key_and_the_new_one_on_a_head_that_includes_it) {
    const auto refused = [](const Entry& rotated, const std::string& note) {
        KeyHistory keys({kFirst.verifier()});
        const auto taken = keys.take(rotated, note);
        EXPECT_EQ(keys.reigns().size(), 1U);
        return taken ? "ok" : taken.error().code;
    };
    const auto rotated = rotation(10, kFirst, kSecond);
    EXPECT_EQ(refused(rotated, head(11, {kSecond})), "key.rotation");
    EXPECT_EQ(refused(rotated, head(11, {kFirst})), "key.rotation");
    EXPECT_EQ(refused(rotated, head(10, {kFirst, kSecond})), "key.rotation");
    EXPECT_EQ(refused(rotated, head(11, {kThief})), "note.unsigned");
    EXPECT_EQ(refused(rotated, ""), "note.malformed");
    std::string other = head(11, {kFirst, kSecond});
    other[other.find("11")] = '2';
    EXPECT_EQ(refused(rotated, other), "note.signature");
}

TEST(KeyHistory, a_rotation_by_a_key_that_is_not_in_force_leads_nowhere) {
    KeyHistory keys({kFirst.verifier()});
    // What a thief of the database writes: the entry, signed by nobody we trust.
    EXPECT_TRUE(keys.take(rotation(10, kThief, kThird), head(11, {kThief, kThird})));
    EXPECT_EQ(keys.finish().error().code, "key.rotation");
    EXPECT_EQ(code(keys, head(12, {kThird})), "note.unsigned");
    KeyHistory later = seen_from(kFirst);
    EXPECT_EQ(later.take(rotation(30, kSecond, kThief), head(31, {kSecond, kThief})).error().code, "key.rotation");
}

TEST(KeyHistory, trust_does_not_go_over_a_theft) {
    KeyHistory keys({kFirst.verifier()});
    EXPECT_EQ(keys.take(theft(9, kFirst, 5), "").error().code, "key.compromised");
    // Whoever has the new key from elsewhere reads on, and knows how far the old one may be believed.
    KeyHistory told({kSecond.verifier()});
    EXPECT_TRUE(told.take(theft(9, kFirst, 5), ""));
    EXPECT_TRUE(told.take(rotation(10, kFirst, kSecond), ""));
    EXPECT_TRUE(told.finish());
    EXPECT_EQ(code(told, head(5, {kFirst})), "ok");
    EXPECT_EQ(code(told, head(6, {kFirst})), "key.compromised");
    EXPECT_EQ(code(told, head(12, {kSecond})), "ok");
}

TEST(KeyHistory, malformed_entries_are_refused) {
    KeyHistory keys({kFirst.verifier()});
    const std::string note = head(11, {kFirst, kSecond});
    for (Json::Object data : {Json::Object{}, Json::Object{{"old", kFirst.verifier().text()}},
                              Json::Object{{"old", kFirst.verifier().text()}, {"new", "x"}},
                              Json::Object{{"old", kFirst.verifier().text()},
                                           {"new", kSecond.verifier().text()},
                                           {"new_sm2", kThird.verifier().text()}},
                              Json::Object{{"old", 7}, {"new", kSecond.verifier().text()}}})
        EXPECT_FALSE(keys.take(entry(10, "key.rotated", std::move(data)), note));
    EXPECT_FALSE(keys.take(entry(10, "key.compromised", {{"vkey", kFirst.verifier().text()}}), ""));
    const auto foreign = SigningKey::from_seed("other", Bytes(32, 2)).value();
    EXPECT_EQ(keys.take(rotation(10, kFirst, foreign), note).error().code, "key.rotation");
}

}  // namespace sunlot::ledger
