#include "ledger/policy_text.h"

#include <gtest/gtest.h>

namespace sunlot::ledger {
namespace {

SigningKey witness_key(unsigned char seed) {
    return SigningKey::from_seed("w.example/" + std::to_string(seed), Bytes(32, seed), KeyType::cosignature).value();
}

const VerifierKey kLogKey = SigningKey::from_seed("lhrs.example/log", Bytes(32, 7)).value().verifier();

std::string code_of(const std::string& text) {
    const auto read = read_written_policy(text, kLogKey);
    return read ? "" : read.error().code;
}

}  // namespace

TEST(WrittenPolicy, gives_the_strict_form_and_what_it_says_of_the_witnesses) {
    const std::string a = witness_key(1).verifier().text();
    const std::string b = witness_key(2).verifier().text();
    const auto read = read_written_policy("# 约定\n\n# 临河区 司法局\n witness\tsfj  " + a +
                                              " https://sfj.example/w/\r\nwitness jw " + b +
                                              "\n\ngroup  two all sfj jw\nquorum two\n",
                                          kLogKey);
    ASSERT_TRUE(read) << read.error().text.en;
    EXPECT_EQ(read->policy, "log " + kLogKey.text() + "\nwitness sfj " + a + "\nwitness jw " + b +
                                "\ngroup two all sfj jw\nquorum two\n");
    const std::vector<WitnessContact> expected{{"sfj", "临河区 司法局", "https://sfj.example/w"}, {"jw", "jw", {}}};
    EXPECT_EQ(read->witnesses, expected);
    EXPECT_TRUE(Policy::parse(read->policy));
}

TEST(WrittenPolicy, is_for_this_log_only) {
    const std::string other = SigningKey::from_seed("lhrs.example/log", Bytes(32, 8)).value().verifier().text();
    EXPECT_EQ(code_of("log " + kLogKey.text() + " https://lhrs.example\nquorum none\n"), "");
    EXPECT_EQ(code_of("log " + other + "\nquorum none\n"), "policy.other_log");
}

TEST(WrittenPolicy, refuses_what_is_no_policy) {
    const std::string a = witness_key(1).verifier().text();
    EXPECT_EQ(code_of("witness sfj " + a + " ftp://sfj.example\nquorum sfj\n"), "policy.url");
    EXPECT_EQ(code_of("witness sfj\nquorum sfj\n"), "policy.malformed");
    EXPECT_EQ(code_of("witness sfj " + a + "\nwitness jw " + a + "\ngroup g 2 sfj jw\nquorum g\n"), "policy.key");
    EXPECT_EQ(code_of("witness sfj " + a + "\n"), "policy.malformed");
    EXPECT_EQ(code_of("quorum nobody\n"), "policy.name");
}

TEST(WrittenPolicy, follows_the_logs_key) {
    const VerifierKey next = SigningKey::from_seed("lhrs.example/log", Bytes(32, 9)).value().verifier();
    EXPECT_EQ(with_log("log " + kLogKey.text() + "\nquorum none\n", next), "log " + next.text() + "\nquorum none\n");
}

}  // namespace sunlot::ledger
