// Against a real token: SoftHSM (Debian softhsm2), initialised by the test in a folder of its own.
#include "workflow/key_token.h"

#include "files/private_file.h"
#include "workflow/key_ceremony.h"
#include "workflow/log_files.h"
#include "workflow/log_keys.h"
#include "workflow/log_rotation.h"
#include "workflow/test_bureau.h"

#include <cstdlib>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using testing::expect;

constexpr const char* kModule = "/usr/lib/softhsm/libsofthsm2.so";

/// The module reads its configuration once in a process: one folder for all tests here.
class Token : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        if (!fs::exists(kModule)) return;
        folder_ = std::make_unique<testing::Folder>();
        fs::create_directories(folder_->path / "tokens");
        files::write_private_file(
            folder_->path / "softhsm2.conf",
            "directories.tokendir = " + (folder_->path / "tokens").string() + "\nlog.level = ERROR\n");
        ::setenv("SOFTHSM2_CONF", (folder_->path / "softhsm2.conf").c_str(), 1);
        const int made = std::system(
            "softhsm2-util --init-token --free --label sunlot --pin 123456 --so-pin 654321 >/dev/null 2>&1");
        ASSERT_EQ(made, 0);
        files::write_private_file(folder_->path / "pin", "123456\n");
    }
    static void TearDownTestSuite() { folder_.reset(); }
    void SetUp() override {
        if (!folder_) GTEST_SKIP() << "softhsm2 is not installed";
        forgive_leaks(true);
    }
    void TearDown() override { forgive_leaks(false); }
    /// SoftHSM loses a few bytes of each key it reads. Its frames are not in the stacks that a list of suppressions
    /// sees.
    static void forgive_leaks([[maybe_unused]] bool yes) {
#ifdef __SANITIZE_ADDRESS__
        static bool forgiving = false;
        if (yes && !forgiving) __lsan_disable();
        if (!yes && forgiving) __lsan_enable();
        forgiving = yes;
#endif
    }
    static KeyToken named(const std::string& key) {
        return {.module = kModule, .token = "sunlot", .key = key, .pin_file = folder_->path / "pin"};
    }
    static std::unique_ptr<testing::Folder> folder_;
};
std::unique_ptr<testing::Folder> Token::folder_;

}  // namespace

TEST(KeyTokenFile, has_four_lines) {
    const KeyToken token{.module = "/m.so", .token = "a b", .key = "log 2026", .pin_file = "/pin"};
    const auto read = parse_key_token(encode(token)).value();
    EXPECT_EQ(encode(read), encode(token));
    for (const char* bad : {"", "module /m.so\n", "module\n", "modul /m.so\ntoken t\nkey k\npin-file /p\n"})
        EXPECT_EQ(parse_key_token(bad).error().code, "token.config") << bad;
}

TEST_F(Token, makes_a_key_inside_itself_and_signs_with_it) {
    const auto made = expect(make_token_key(named("log-1"), "lhrs.example/log"));
    const auto found = expect(token_line(named("log-1"), "lhrs.example/log"));
    EXPECT_EQ(found->key(), made->key());
    const std::string text = "lhrs.example/log\n2\n" + std::string(43, 'A') + "=\n";
    EXPECT_TRUE(found->key().verifies(text, found->sign(text)));
    EXPECT_EQ(make_token_key(named("log-1"), "lhrs.example/log").error().code, "token.key_exists");
}

TEST_F(Token, says_what_is_missing) {
    const auto code = [](const KeyToken& token) { return token_line(token, "lhrs.example/log").error().code; };
    EXPECT_EQ(code(named("no such key")), "token.missing");
    auto token = named("log-1");
    token.token = "no such token";
    EXPECT_EQ(code(token), "token.missing");
    token = named("log-1");
    token.module = "/usr/lib/no-such-module.so";
    EXPECT_EQ(code(token), "token.module");
    token = named("log-1");
    token.pin_file = folder_->path / "no-such-pin";
    EXPECT_EQ(code(token), "key.missing");
}

TEST_F(Token, takes_over_a_log_by_rotation) {
    testing::TestBureau bureau;
    const auto before = expect(bureau.context.require_log_key())->verifier();
    const Ceremony ceremony{.origin = before.name(),
                            .at = bureau.clock.now(),
                            .custodians = {{"王某", "司法局"}, {"李某", "纪委监委"}},
                            .threshold = 2,
                            .dice = std::string(40, '3'),
                            .token = named("log-2")};
    const auto result = expect(hold_ceremony(ceremony, bureau.entropy, bureau.context.keys.cost));
    expect(rotate_log_key(bureau.context, {.account = "cli", .name = {}, .roles = {}}, result.keys, "改用密码设备"));
    EXPECT_TRUE(fs::exists(token_file(key_file(bureau.context))));
    bureau.log_key.set(nullptr);
    const auto signer = expect(bureau.context.require_log_key());
    EXPECT_EQ(signer->verifier(), result.verifiers.front());
    EXPECT_EQ(signer->verifiers().size(), 2U);  // the SM2 line comes from the encrypted file
    // And back into a file.
    const NewKeys plain{
        .secrets = new_secrets(before.name(), bureau.entropy), .token = {}, .record = {}, .custodians = {}};
    expect(rotate_log_key(bureau.context, {.account = "cli", .name = {}, .roles = {}}, plain, "换回文件"));
    EXPECT_FALSE(fs::exists(token_file(key_file(bureau.context))));
    bureau.log_key.set(nullptr);
    EXPECT_EQ(expect(bureau.context.require_log_key())->verifier(), plain.secrets.keys.front().key);
}

}  // namespace sunlot::workflow
