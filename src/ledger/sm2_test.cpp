#include "ledger/sm2.h"

#include "ledger/note.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sunlot::ledger {
namespace {

constexpr std::string_view kName = "lhrs.example/log";
const std::string kText = "lhrs.example/log\n2\n" + std::string(43, 'A') + "=\n";

Bytes hex(std::string_view text) {
    return from_hex(text).value();
}

/// Almost every 32 bytes are a private number; the leading byte keeps them below n.
Sm2Key any_key() {
    auto secret = *rc::gen::container<Bytes>(32, rc::gen::arbitrary<unsigned char>());
    secret.front() &= 0x7f;
    secret.back() |= 1;
    return Sm2Key::from_secret(secret).value();
}

VerifierKey verifier_of(const Sm2Key& key) {
    return VerifierKey::make(std::string(kName), KeyType::sm2, key.public_key()).value();
}

std::string note_by(const Sm2Key& key) {
    return kText + "\n" + signature_line(verifier_of(key), key.sign(kText));
}

/// As OpenSSL's own tools write it.
Bytes der_of(ByteView raw) {
    Bytes der{0x30, 0};
    for (const ByteView number : {raw.first(32), raw.subspan(32)}) {
        const bool pad = (number.front() & 0x80) != 0;
        der.insert(der.end(), {0x02, static_cast<unsigned char>(pad ? 33 : 32)});
        if (pad) der.push_back(0);
        der.insert(der.end(), number.begin(), number.end());
    }
    der[1] = static_cast<unsigned char>(der.size() - 2);
    return der;
}

}  // namespace

TEST(Sm2, agrees_with_the_example_of_gb_t_32918_5) {
    const auto key =
        Sm2Key::from_secret(hex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")).value();
    EXPECT_EQ(to_hex(key.public_key()),
              "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
              "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
    const Bytes signature =
        hex("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
            "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
    EXPECT_TRUE(sm2_verifies(key.public_key(), "message digest", signature));
    EXPECT_FALSE(sm2_verifies(key.public_key(), "message digesT", signature));
}

RC_GTEST_PROP(Sm2, what_any_key_signs_verifies_with_it_and_not_with_another, (const std::string& message)) {
    const Sm2Key key = any_key();
    const auto signature = key.sign(message);
    RC_ASSERT(sm2_verifies(key.public_key(), message, signature));
    RC_ASSERT(verifier_of(key).verifies(message, signature));
    RC_ASSERT(!sm2_verifies(key.public_key(), message + "x", signature));
    const Sm2Key other = any_key();
    RC_PRE(other.public_key() != key.public_key());
    RC_ASSERT(!sm2_verifies(other.public_key(), message, signature));
}

TEST(Sm2, every_flipped_bit_of_signature_or_key_is_refused) {
    const auto key = Sm2Key::from_secret(Bytes(32, 7)).value();
    const auto signature = key.sign(kText);
    for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
        auto changed = signature;
        changed[bit / 8] = static_cast<unsigned char>(changed[bit / 8] ^ (1U << (bit % 8)));
        ASSERT_FALSE(sm2_verifies(key.public_key(), kText, changed)) << bit;
    }
    for (std::size_t bit = 0; bit < key.public_key().size() * 8; ++bit) {
        Bytes changed = key.public_key();
        changed[bit / 8] = static_cast<unsigned char>(changed[bit / 8] ^ (1U << (bit % 8)));
        ASSERT_FALSE(sm2_verifies(changed, kText, signature)) << bit;
        ASSERT_FALSE(is_sm2_public_key(changed)) << bit;
    }
}

TEST(Sm2, der_and_other_lengths_are_no_signature) {
    const auto key = Sm2Key::from_secret(Bytes(32, 7)).value();
    const auto signature = key.sign(kText);
    EXPECT_FALSE(sm2_verifies(key.public_key(), kText, der_of(signature)));
    EXPECT_FALSE(verifier_of(key).verifies(kText, der_of(signature)));
    for (std::size_t length = 0; length < signature.size(); ++length)
        EXPECT_FALSE(sm2_verifies(key.public_key(), kText, ByteView(signature).first(length)));
    Bytes longer(signature.begin(), signature.end());
    longer.push_back(0);
    EXPECT_FALSE(sm2_verifies(key.public_key(), kText, longer));
    EXPECT_FALSE(sm2_verifies(key.public_key(), kText, Bytes(64, 0)));
    EXPECT_FALSE(sm2_verifies(key.public_key(), kText, Bytes(64, 0xff)));
}

TEST(Sm2, a_private_number_lies_between_nought_and_the_order) {
    const std::string order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
    EXPECT_EQ(Sm2Key::from_secret(Bytes(32, 0)).error().code, "key.seed");
    EXPECT_EQ(Sm2Key::from_secret(Bytes(31, 1)).error().code, "key.seed");
    EXPECT_EQ(Sm2Key::from_secret(hex(order)).error().code, "key.seed");
    EXPECT_EQ(Sm2Key::from_secret(hex(order.substr(0, 62) + "22")).error().code, "key.seed");
    EXPECT_TRUE(Sm2Key::from_secret(hex(order.substr(0, 62) + "21")));
}

TEST(Sm2Line, stands_beside_the_ed25519_line_of_the_same_name) {
    const auto sm2 = Sm2Key::from_secret(Bytes(32, 7)).value();
    const auto log = SigningKey::from_seed(std::string(kName), Bytes(32, 1)).value();
    const std::string plain = log.sign_note(kText);
    const std::string both = plain + signature_line(verifier_of(sm2), sm2.sign(kText));
    const std::vector<VerifierKey> one{log.verifier()};
    const std::vector<VerifierKey> keys{log.verifier(), verifier_of(sm2)};
    EXPECT_EQ(open_note(both, keys)->signatures.size(), 2U);
    EXPECT_EQ(open_note(both, one)->ignored, 1U);
    EXPECT_EQ(keep_lines_of(both, one), plain);
    EXPECT_EQ(keep_lines_of(both, keys), both);
    EXPECT_EQ(open_note(keep_lines_of(both, std::vector{verifier_of(sm2)}), keys)->signatures.size(), 1U);
    EXPECT_EQ(open_note(both + both.substr(plain.size()), keys).error().code, "note.signature");
}

TEST(Sm2Line, a_changed_text_or_a_der_signature_refuses_the_note) {
    const auto key = Sm2Key::from_secret(Bytes(32, 7)).value();
    const std::vector<VerifierKey> keys{verifier_of(key)};
    std::string note = note_by(key);
    EXPECT_TRUE(open_note(note, keys));
    note[note.find('2')] = '3';
    EXPECT_EQ(open_note(note, keys).error().code, "note.signature");
    const std::string der = kText + "\n" + signature_line(verifier_of(key), der_of(key.sign(kText)));
    EXPECT_EQ(open_note(der, keys).error().code, "note.signature");
}

TEST(Sm2VerifierKey, text_round_trips_and_its_id_belongs_to_it) {
    const auto key = verifier_of(Sm2Key::from_secret(Bytes(32, 7)).value());
    const std::string text = key.text();
    EXPECT_EQ(VerifierKey::parse(text).value(), key);
    EXPECT_EQ(VerifierKey::parse("x" + text.substr(1)).error().code, "vkey.id");
    std::string wrong_id = text;
    char& digit = wrong_id[kName.size() + 1];
    digit = digit == '0' ? '1' : '0';
    EXPECT_EQ(VerifierKey::parse(wrong_id).error().code, "vkey.id");
    const auto head = text.substr(0, kName.size() + 10);
    Bytes off_curve = hex("ff73756e6c6f742f736d322d736d332f763104" + std::string(128, '1'));
    EXPECT_EQ(VerifierKey::parse(head + to_base64(off_curve)).error().code, "vkey.type");
    off_curve[1] = 't';  // 0xff with another name: someone else's type
    EXPECT_EQ(VerifierKey::parse(head + to_base64(off_curve)).error().code, "vkey.type");
    EXPECT_EQ(VerifierKey::parse(head + "/w==").error().code, "vkey.type");
    EXPECT_EQ(VerifierKey::make(std::string(kName), KeyType::ed25519, key.key()).error().code, "vkey.type");
}

}  // namespace sunlot::ledger
