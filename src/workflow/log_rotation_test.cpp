#include "workflow/log_rotation.h"

#include "files/private_file.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/key_history.h"
#include "ledger/tiles.h"
#include "store/journal.h"
#include "workflow/key_ceremony.h"
#include "workflow/log_files.h"
#include "workflow/test_bureau.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;
using testing::expect;

const Actor kConsole{.account = "cli", .name = {}, .roles = {}};

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

struct RotatingBureau : testing::ReadyBureau {
    fs::path log = folder.path / "log";

    NewKeys fresh() {
        return {.secrets = new_secrets(expect(context.require_log_key())->name(), entropy),
                .token = {},
                .record = {},
                .custodians = {{"王某", "司法局"}, {"李某", "纪委监委"}}};
    }
    std::uint64_t rotate() { return expect(rotate_log_key(context, kConsole, fresh(), "到期更换")); }
    std::string refusal() {
        const auto done = rotate_log_key(context, kConsole, fresh(), "到期更换");
        return done ? "ok" : done.error().code;
    }
    /// What a reader sees who trusts this key: the whole log, its rotations included.
    ledger::KeyHistory read(const ledger::VerifierKey& trusted) {
        ledger::KeyHistory keys({trusted});
        auto view = database->read();
        std::vector<ledger::Entry> entries;
        store::for_each_entry(view, 0, view.journal().size,
                              [&](const std::string& bytes) { entries.push_back(ledger::parse_entry(bytes).value()); });
        for (const auto& entry : entries) {
            const auto note = text_of(log / "rotations" / (std::to_string(entry.seq) + ".checkpoint"));
            const auto head = expect(keys.take(entry, note));
            if (head) {
                EXPECT_EQ(store::journal_root(view, head->size), head->root);
            }
        }
        expect(keys.finish());
        return keys;
    }
    void grow() {
        auto transaction = database->write();
        transaction.append({.kind = "verifier.published",
                            .actor = "system",
                            .subject = "x.html",
                            .at = clock.now(),
                            .data = Json::Object{{"name", "x.html"}, {"sha256", std::string(64, '0')}},
                            .private_data = nullptr});
        transaction.commit();
    }
};

}  // namespace

TEST(KeyRotation, is_signed_by_both_keys_and_readers_follow_it) {
    RotatingBureau bureau;
    expect(publish_log(bureau.context));
    const auto old_key = expect(bureau.context.require_log_key())->verifier();
    const std::string before = text_of(bureau.log / "checkpoint");
    const auto seq = bureau.rotate();
    const auto signer = expect(bureau.context.require_log_key());
    EXPECT_NE(signer->verifier(), old_key);
    EXPECT_FALSE(signer->rotation());
    EXPECT_EQ(signer->verifiers().size(), 2U);
    const std::string handed_over = text_of(bureau.log / "rotations" / (std::to_string(seq) + ".checkpoint"));
    EXPECT_EQ(text_of(bureau.log / "checkpoint"), handed_over);
    EXPECT_EQ(text_of(bureau.log / "vkey"), signer->verifier().text() + "\n");
    EXPECT_EQ(text_of(bureau.log / "vkey-sm2"), signer->sm2()->text() + "\n");
    EXPECT_EQ(text_of(bureau.log / "vkeys"),
              "0 " + old_key.text() + "\n" + std::to_string(seq + 1) + " " + signer->verifier().text() + "\n");
    bureau.grow();
    expect(publish_log(bureau.context));
    const std::string after = text_of(bureau.log / "checkpoint");
    for (const auto& trusted : {old_key, signer->verifier()}) {
        const auto keys = bureau.read(trusted);
        for (const auto& head : {before, handed_over, after}) EXPECT_TRUE(keys.open_head(head));
    }
    EXPECT_FALSE(ledger::open_note(after, std::vector{old_key}));
    // Only the new key lies in keys/, and the next start finds it.
    EXPECT_FALSE(fs::exists(next_key_file(bureau.context)));
    bureau.log_key.set(nullptr);
    EXPECT_EQ(expect(bureau.context.require_log_key())->verifier(), signer->verifier());
}

TEST(KeyRotation, leaves_a_thief_of_the_old_key_nothing_to_sign) {
    RotatingBureau bureau;
    expect(publish_log(bureau.context));
    const auto stolen = expect(bureau.context.require_log_key());  // as the thief keeps it
    bureau.rotate();
    const auto keys = bureau.read(stolen->verifier());
    const auto size = bureau.database->read().journal().size;
    const auto forged = stolen->plain(
        stolen->sign_note(ledger::encode(ledger::Checkpoint{stolen->name(), size + 5, hash::sha256("forged")})));
    EXPECT_EQ(keys.open_head(forged).error().code, "key.retired");
    // Put into DATA/keys, it does not sign either.
    testing::CountingEntropy entropy;
    expect(write_log_secrets(bureau.context, key_file(bureau.context), new_secrets(stolen->name(), entropy)));
    bureau.log_key.set(nullptr);
    EXPECT_EQ(bureau.context.require_log_key().error().code, "key.not_ours");
}

TEST(KeyRotation, is_refused_while_a_draw_is_open) {
    RotatingBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    EXPECT_EQ(bureau.refusal(), "key.draw_open");
    EXPECT_FALSE(fs::exists(next_key_file(bureau.context)));
    bureau.close(draw);
    EXPECT_EQ(bureau.refusal(), "ok");
}

TEST(KeyRotation, leaves_the_bundles_of_earlier_draws_as_verifiable_as_before) {
    RotatingBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    bureau.close(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    bureau.rotate();
    bureau.grow();
    expect(publish_log(bureau.context));
    EXPECT_EQ(bureau.verdict(draw), "verified");
    const auto later = bureau.whole_draw(bureau.create_task());
    EXPECT_EQ(bureau.verdict(later), "verified");
}

TEST(KeyRotation, goes_on_after_a_crash_behind_its_entry) {
    RotatingBureau bureau;
    expect(publish_log(bureau.context));
    const auto old_key = expect(bureau.context.require_log_key())->verifier();
    const std::string old_file = text_of(key_file(bureau.context));
    const auto seq = bureau.rotate();
    // As it was between the entry and the first head: both files, nothing published.
    const std::string new_file = text_of(key_file(bureau.context));
    files::write_private_file(next_key_file(bureau.context), new_file);
    files::write_private_file(key_file(bureau.context), old_file);
    fs::remove(bureau.log / "rotations" / (std::to_string(seq) + ".checkpoint"));
    bureau.log_key.set(nullptr);
    EXPECT_EQ(expect(bureau.context.require_log_key())->rotation(), seq);
    EXPECT_EQ(bureau.refusal(), "key.rotating");
    bureau.grow();
    expect(publish_log(bureau.context));
    const auto keys = bureau.read(old_key);
    EXPECT_EQ(keys.reigns().size(), 2U);
    EXPECT_FALSE(fs::exists(next_key_file(bureau.context)));
    EXPECT_FALSE(expect(bureau.context.require_log_key())->rotation());
}

TEST(KeyRotation, forgets_new_keys_that_no_entry_names) {
    RotatingBureau bureau;
    const auto key = expect(bureau.context.require_log_key())->verifier();
    expect(write_log_secrets(bureau.context, next_key_file(bureau.context), bureau.fresh().secrets));
    bureau.log_key.set(nullptr);
    expect(prepare_log_keys(bureau.context));
    EXPECT_FALSE(fs::exists(next_key_file(bureau.context)));
    EXPECT_EQ(expect(bureau.context.require_log_key())->verifier(), key);
}

TEST(KeyCompromise, ends_what_readers_believe_of_the_old_key) {
    RotatingBureau bureau;
    expect(publish_log(bureau.context));
    const auto stolen = expect(bureau.context.require_log_key());
    const auto size = bureau.database->read().journal().size;
    EXPECT_EQ(record_compromise(bureau.context, kConsole, size + 1, "服务器被盗").error().code, "key.trusted_size");
    EXPECT_EQ(record_compromise(bureau.context, kConsole, size, " ").error().code, "key.reason");
    expect(record_compromise(bureau.context, kConsole, size, "服务器被盗"));
    bureau.rotate();
    ledger::KeyHistory trusting({stolen->verifier()});
    auto view = bureau.database->read();
    std::string code;
    store::for_each_entry(view, 0, view.journal().size, [&](const std::string& bytes) {
        const auto taken = trusting.take(ledger::parse_entry(bytes).value(), "");
        if (!taken && code.empty()) code = taken.error().code;
    });
    EXPECT_EQ(code, "key.compromised");
    const auto told = bureau.read(expect(bureau.context.require_log_key())->verifier());
    EXPECT_EQ(told.reigns().size(), 2U);
}

TEST(KeyCeremony, mixes_dice_and_hands_out_shares_that_restore_the_key) {
    testing::CountingEntropy entropy;
    Ceremony ceremony{.origin = "lhrs-150802/log/2026",
                      .at = *Instant::parse("2026-11-22T08:00:00Z"),
                      .custodians = {{"王某", "司法局"}, {"李某", "纪委监委"}, {"赵某", "档案馆"}},
                      .threshold = 2,
                      .dice = "11111 66666",
                      .token = {}};
    const KeySettings::Cost cheap{.passes = 1, .kibibytes = 8};
    EXPECT_EQ(hold_ceremony(ceremony, entropy, cheap).error().code, "key.dice");
    ceremony.dice = std::string(40, '7');
    EXPECT_EQ(hold_ceremony(ceremony, entropy, cheap).error().code, "key.dice");
    for (int i = 0; i < 8; ++i) ceremony.dice = i == 0 ? "3 1 4 1 5" : ceremony.dice + "\n26535";
    const auto result = expect(hold_ceremony(ceremony, entropy, cheap));
    EXPECT_TRUE(result.record.starts_with("%PDF"));
    ASSERT_EQ(result.backup->shares.size(), 3U);
    EXPECT_EQ(spoken(result.verifiers.front()).size(), 64U + 15U);
    const auto& shares = result.backup->shares;
    const auto restored = expect(restore_backup(result.backup->file, {shares[2].json, shares[0].json + "\n"}));
    EXPECT_EQ(to_hex(restored.keys.front().secret.view()), to_hex(result.keys.secrets.keys.front().secret.view()));
    const auto code = [&](const std::vector<std::string>& given) {
        return restore_backup(result.backup->file, given).error().code;
    };
    EXPECT_EQ(code({shares[0].json}), "key.share");
    EXPECT_EQ(code({shares[0].json, shares[0].json}), "key.share");
    EXPECT_EQ(code({shares[0].json, "{}"}), "key.share");
    EXPECT_EQ(code({}), "key.share");
    const auto other = expect(hold_ceremony(ceremony, entropy, cheap));
    EXPECT_EQ(code({shares[0].json, other.backup->shares[1].json}), "key.share");
    ceremony.custodians.resize(1);
    EXPECT_EQ(hold_ceremony(ceremony, entropy, cheap).error().code, "key.custodians");
}

}  // namespace sunlot::workflow
