#include "ledger/note.h"

#include "ledger/checkpoint.h"
#include "ledger/policy.h"
#include "ledger/tlog_proof.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::ledger {
namespace {

SigningKey key(std::string name, unsigned char seed, KeyType type = KeyType::ed25519) {
    return SigningKey::from_seed(std::move(name), Bytes(32, seed), type).value();
}

const std::string kText = "lhrs.example/log\n2\n" + std::string(43, 'A') + "=\n";

}  // namespace

TEST(Note, what_is_signed_opens_with_the_key_and_with_no_other) {
    const auto log = key("lhrs.example/log", 1);
    const std::string bytes = log.sign_note(kText);
    const std::vector<VerifierKey> keys{log.verifier()};
    EXPECT_EQ(open_note(bytes, keys)->text, kText);
    const std::vector<VerifierKey> other{key("lhrs.example/log", 2).verifier()};
    EXPECT_EQ(open_note(bytes, other).error().code, "note.unsigned");
    EXPECT_EQ(open_note(bytes + bytes.substr(kText.size() + 1), keys).error().code, "note.signature");
}

TEST(Note, every_flipped_bit_of_a_signed_note_is_refused) {
    const auto log = key("lhrs.example/log", 1);
    const std::string bytes = log.sign_note(kText);
    const std::vector<VerifierKey> keys{log.verifier()};
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        std::string changed = bytes;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        ASSERT_FALSE(open_note(changed, keys)) << bit;
    }
}

TEST(Note, cosignature_carries_its_time) {
    const auto log = key("lhrs.example/log", 1);
    const auto witness = key("jiwei.example/w1", 3, KeyType::cosignature);
    const std::string bytes = log.sign_note(kText) + witness.cosignature_line(kText, 1'790'014'402);
    const std::vector<VerifierKey> keys{log.verifier(), witness.verifier()};
    const auto note = open_note(bytes, keys);
    ASSERT_TRUE(note);
    ASSERT_EQ(note->signatures.size(), 2U);
    EXPECT_EQ(note->signatures[1].time, 1'790'014'402U);
}

TEST(VerifierKey, text_round_trips_and_its_id_belongs_to_it) {
    const auto log = key("lhrs.example/log", 1);
    EXPECT_EQ(VerifierKey::parse(log.verifier().text()).value(), log.verifier());
    const auto witness = key("w", 1, KeyType::cosignature).verifier().text();
    EXPECT_EQ(VerifierKey::parse("v" + witness.substr(1)).error().code, "vkey.id");
    for (const char* bad : {"", "+", "a+b", "name+12345678+", "name+1234567+AQ==", "na me+12345678+AQ=="})
        EXPECT_EQ(VerifierKey::parse(bad).error().code, "vkey.malformed") << bad;
    EXPECT_EQ(VerifierKey::parse("n+00000000+AQ==").error().code, "vkey.type");
}

TEST(KeyName, has_no_blank_of_any_script) {
    EXPECT_TRUE(is_key_name("临河.example/日志"));
    for (const char* bad : {"", "a b", "a\u3000b", "a\u00a0b", "a\u2003b", "a+b", "a\tb", "a\x7f", "\xff"})
        EXPECT_FALSE(is_key_name(bad)) << bad;
}

TEST(Policy, quorum_is_counted_through_groups) {
    const auto log = key("l", 1);
    const auto one = key("w1", 2, KeyType::cosignature);
    const auto two = key("w2", 3, KeyType::cosignature);
    const auto policy = Policy::parse("log " + log.verifier().text() + "\nwitness a " + one.verifier().text() +
                                      "\nwitness b " + two.verifier().text() +
                                      "\ngroup any-of any a b\ngroup both 2 a b\ngroup q all any-of both\nquorum q\n");
    ASSERT_TRUE(policy);
    const NoteSignature by_log{log.verifier(), {}};
    const NoteSignature by_one{one.verifier(), 1};
    const NoteSignature by_two{two.verifier(), 1};
    EXPECT_FALSE(policy->satisfied_by({by_log}));
    EXPECT_FALSE(policy->satisfied_by({by_log, by_one}));
    EXPECT_TRUE(policy->satisfied_by({by_log, by_one, by_two}));
    EXPECT_FALSE(policy->satisfied_by({by_one, by_two}));
}

TEST(Policy, without_witnesses_has_two_lines_and_no_spare_byte) {
    const std::string text = policy_without_witnesses(key("l", 1).verifier());
    ASSERT_TRUE(Policy::parse(text));
    EXPECT_FALSE(Policy::parse(text)->has_quorum());
    for (const std::string& bad : {text + "\n", "\n" + text, text.substr(0, text.size() - 1), text + "quorum none\n",
                                   "# x\n" + text, std::string("quorum none\n"), std::string()})
        EXPECT_FALSE(Policy::parse(bad)) << bad;
}

TEST(TlogProof, round_trips) {
    const TlogProof proof{7, {leaf_hash("a"), leaf_hash("b")}, key("l", 1).sign_note(kText)};
    EXPECT_EQ(parse_tlog_proof(encode(proof)).value(), proof);
    const TlogProof alone{0, {}, key("l", 1).sign_note(kText)};
    EXPECT_EQ(parse_tlog_proof(encode(alone)).value(), alone);
}

TEST(Parsers, never_throw_on_arbitrary_bytes) {
    rc::check([](const std::string& bytes) {
        const std::vector<VerifierKey> keys{key("l", 1).verifier()};
        RC_ASSERT_FALSE(open_note(bytes, keys).has_value());
        (void)parse_checkpoint(bytes);
        (void)parse_tlog_proof("c2sp.org/tlog-proof@v1\n" + bytes);
        (void)VerifierKey::parse(bytes);
        (void)Policy::parse(bytes);
    });
}

}  // namespace sunlot::ledger
