#include "workflow/log_keys.h"

#include "files/private_file.h"
#include "files/secret_box.h"
#include "hash/sha256.h"
#include "ledger/checkpoint.h"
#include "store/test_data_keys.h"
#include "workflow/log_files.h"
#include "workflow/log_rotation.h"
#include "workflow/test_bureau.h"
#include "workflow/test_keys.h"

#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using testing::expect;

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

SecretBytes secret(std::string_view text) {
    return SecretBytes(as_bytes(text));
}

constexpr KeySettings::Cost kCheap{.passes = 1, .kibibytes = 8};

/// A bureau whose key was not loaded yet.
struct KeyBureau : testing::TestBureau {
    fs::path file = key_file(context);
    fs::path log = folder.path / "log";
    std::string code() {
        log_key.set(nullptr);
        const auto signer = context.require_log_key();
        return signer ? "ok" : signer.error().code;
    }
};

}  // namespace

TEST(LogKeyBox, opens_with_its_secret_and_no_other) {
    testing::CountingEntropy entropy;
    const auto secrets = new_secrets("lhrs.example/log", entropy);
    const std::string file = seal_keys(secrets, secret("correct horse battery"), kCheap, entropy);
    const auto opened = open_keys(file, secret("correct horse battery"));
    ASSERT_TRUE(opened);
    ASSERT_EQ(opened->keys.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(opened->keys[i].key, secrets.keys[i].key);
        EXPECT_EQ(to_hex(opened->keys[i].secret.view()), to_hex(secrets.keys[i].secret.view()));
    }
    EXPECT_EQ(open_keys(file, secret("correct horse batterY")).error().code, "key.secret");
    EXPECT_EQ(sealed_verifiers(file).value().front(), secrets.keys.front().key);
    EXPECT_FALSE(file.contains(to_hex(secrets.keys.front().secret.view())));
}

TEST(LogKeyBox, every_flipped_byte_and_every_cut_is_damage) {
    testing::CountingEntropy entropy;
    const auto known = secret("correct horse battery");
    const std::string file = seal_keys(new_secrets("lhrs.example/log", entropy), known, kCheap, entropy);
    for (std::size_t i = 0; i < file.size(); ++i) {
        std::string changed = file;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        ASSERT_EQ(open_keys(changed, known).error().code, "key.damaged") << i;
        ASSERT_EQ(open_keys(file.substr(0, i), known).error().code, "key.damaged") << i;
    }
}

TEST(LogKeyBox, a_line_that_was_changed_with_its_digest_is_found_by_the_box) {
    testing::CountingEntropy entropy;
    const auto known = secret("correct horse battery");
    const std::string file = seal_keys(new_secrets("lhrs.example/log", entropy), known, kCheap, entropy);
    const std::string other = seal_keys(new_secrets("lhrs.example/log", entropy), known, kCheap, entropy);
    // The public key of another file above our box.
    const auto line = [](const std::string& text) {
        const auto begin = text.find("key ");
        return text.substr(begin, text.find('\n', begin) + 1 - begin);
    };
    std::string forged = file.substr(0, file.rfind("sha256 "));
    forged.replace(forged.find(line(file)), line(file).size(), line(other));
    forged += "sha256 " + hash::sha256_hex(forged) + "\n";
    EXPECT_EQ(open_keys(forged, known).error().code, "key.secret");
}

TEST(LogKeys, a_new_log_has_an_encrypted_key_and_both_lines) {
    KeyBureau bureau;
    EXPECT_EQ(fs::status(bureau.file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_TRUE(text_of(bureau.file).starts_with("sunlot/log-key/v1\nkey lhrs-150802/log/2026+"));
    const auto signer = expect(bureau.context.require_log_key());
    ASSERT_NE(signer->sm2(), nullptr);
    expect(publish_log(bureau.context));
    EXPECT_EQ(text_of(bureau.log / "vkey"), signer->verifier().text() + "\n");
    EXPECT_EQ(text_of(bureau.log / "vkey-sm2"), signer->sm2()->text() + "\n");
    EXPECT_EQ(text_of(bureau.log / "vkeys"), "0 " + signer->verifier().text() + "\n");
    const auto note = ledger::open_note(text_of(bureau.log / "checkpoint"), signer->verifiers());
    ASSERT_TRUE(note);
    EXPECT_EQ(note->signatures.size(), 2U);
}

TEST(LogKeys, say_plainly_why_they_do_not_open) {
    KeyBureau bureau;
    EXPECT_EQ(bureau.code(), "ok");
    const fs::path kept = bureau.context.keys.secret_file;
    fs::permissions(bureau.file, fs::perms::group_read, fs::perm_options::add);
    EXPECT_EQ(bureau.code(), "key.permissions");
    fs::permissions(bureau.file, fs::perms::group_read, fs::perm_options::remove);
    fs::permissions(kept, fs::perms::others_read, fs::perm_options::add);
    EXPECT_EQ(bureau.code(), "key.permissions");
    files::write_private_file(kept, "another secret altogether\n");
    EXPECT_EQ(bureau.code(), "key.secret");
    files::write_private_file(kept, "short\n");
    EXPECT_EQ(bureau.code(), "key.secret_short");
    fs::remove(kept);
    EXPECT_EQ(bureau.code(), "key.missing");
    testing::test_keys(bureau.folder.path);
    EXPECT_EQ(bureau.code(), "ok");
    const std::string file = text_of(bureau.file);
    files::write_private_file(bureau.file, file.substr(0, file.size() / 2));
    EXPECT_EQ(bureau.code(), "key.damaged");
    fs::remove(bureau.file);
    EXPECT_EQ(bureau.code(), "key.missing");
    testing::CountingEntropy entropy;
    (void)entropy.hex(7);  // or it gives the very key that the bureau was made with
    expect(write_log_secrets(bureau.context, bureau.file, new_secrets("lhrs-150802/log/2026", entropy)));
    EXPECT_EQ(bureau.code(), "key.not_ours");
}

TEST(LogKeys, a_plain_key_of_the_first_release_is_encrypted_at_the_first_start_and_gets_an_sm2_line) {
    KeyBureau bureau;
    const auto before = expect(bureau.context.require_log_key())->verifier();
    const auto secrets = expect(read_log_secrets(bureau.context, bureau.file, before.name()));
    const std::string seed = to_hex(secrets.keys.front().secret.view());
    files::write_private_file(bureau.file, seed + "\n");
    EXPECT_EQ(bureau.code(), "ok");  // still read
    bureau.log_key.set(nullptr);
    expect(prepare_log_keys(bureau.context));
    EXPECT_TRUE(text_of(bureau.file).starts_with("sunlot/log-key/v1\n"));
    EXPECT_FALSE(text_of(bureau.file).contains(seed));
    EXPECT_EQ(bureau.code(), "ok");
    EXPECT_EQ(expect(bureau.context.require_log_key())->verifier(), before);
    expect(prepare_log_keys(bureau.context));  // and again: nothing more to do
}

TEST(LogKeys, a_log_of_the_first_release_gets_an_sm2_line_and_says_so_once) {
    testing::Folder folder;
    testing::StandingClock clock;
    testing::CountingEntropy entropy;
    store::BlobStore blobs(folder.path / "blobs", store::test_data_keys());
    const auto database = expect(store::Database::open(
        {.url = "sqlite:" + (folder.path / "sunlot.db").string(), .blobs = blobs, .entropy = entropy}));
    LogKey log_key;
    const Context context{.database = *database,
                          .blobs = blobs,
                          .clock = clock,
                          .entropy = entropy,
                          .data_directory = folder.path,
                          .log_key = log_key,
                          .keys = testing::test_keys(folder.path)};
    const std::string origin = "lhrs-150802/log/2026";
    const auto key = ledger::SigningKey::from_seed(origin, Bytes(32, 5)).value().verifier();
    files::write_private_file(key_file(context), to_hex(Bytes(32, 5)) + "\n");
    auto transaction = database->write();
    transaction.append({.kind = "log.created",
                        .actor = "system",
                        .subject = origin,
                        .at = clock.now(),
                        .data = Json::Object{{"origin", origin}, {"vkey", key.text()}},
                        .private_data = nullptr});
    transaction.commit();
    for (int start = 0; start < 2; ++start) {
        log_key.set(nullptr);
        expect(prepare_log_keys(context));
        EXPECT_EQ(database->read().journal().size, 2U);  // log.created, key.created
    }
    const auto signer = expect(context.require_log_key());
    EXPECT_EQ(signer->verifier(), key);
    ASSERT_NE(signer->sm2(), nullptr);
    auto view = database->read();
    EXPECT_EQ(key_life(view).vkey_sm2, signer->sm2()->text());
}

TEST(LogKeys, a_secret_is_made_beside_the_data_folder_when_none_is_configured) {
    testing::Folder folder;
    EXPECT_EQ(files::default_secret_file(folder.path), folder.path.string() + ".key-secret");
    EXPECT_EQ(files::default_secret_file(folder.path / ""), folder.path.string() + ".key-secret");
    KeyBureau bureau;
    Context context = bureau.context;
    context.keys.secret_file.clear();
    context.data_directory = folder.path / "data";
    const auto first = expect(make_key_secret(context));
    const auto again = expect(make_key_secret(context));
    EXPECT_EQ(as_text(first.view()), as_text(again.view()));
    EXPECT_EQ(first.view().size(), 64U);
    EXPECT_EQ(fs::status(folder.path / "data.key-secret").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace sunlot::workflow
