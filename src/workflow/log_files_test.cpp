#include "workflow/log_files.h"

#include "base/bytes.h"
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/tiles.h"
#include "store/errors.h"
#include "store/journal.h"
#include "workflow/log_publisher.h"
#include "workflow/log_signer.h"
#include "workflow/log_state.h"
#include "workflow/test_bureau.h"

#include <array>
#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void overwrite(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

struct LogBureau : testing::TestBureau {
    fs::path log = folder.path / "log";

    /// `count` more entries of no consequence.
    void append(int count) {
        auto transaction = database->write();
        for (int i = 0; i < count; ++i)
            transaction.append({.kind = "account.signed_in",
                                .actor = "system",
                                .subject = "u" + std::to_string(i),
                                .at = clock.now(),
                                .data = Json::Object{},
                                .private_data = nullptr});
        transaction.commit();
    }
    std::string refusal() const {
        const auto head = publish_log(context);
        return head ? "published" : head.error().code;
    }
    ledger::TileTree tree(std::uint64_t size) const {
        return {size,
                [this](const ledger::Tile& tile) -> Result<std::string> { return bytes_of(log / ledger::path(tile)); }};
    }
};

}  // namespace

TEST(PublishedLog, can_be_read_by_whoever_has_only_its_files_and_its_key) {
    LogBureau bureau;
    bureau.append(700);
    const auto head = expect(publish_log(bureau.context));
    std::string vkey = bytes_of(bureau.log / "vkey");
    vkey.pop_back();
    const std::array keys{ledger::VerifierKey::parse(vkey).value()};
    const auto note = ledger::open_note(bytes_of(bureau.log / "checkpoint"), keys);
    ASSERT_TRUE(note);
    const auto checkpoint = ledger::parse_checkpoint(note->text).value();
    EXPECT_EQ(checkpoint.size, head.size);
    auto tree = bureau.tree(checkpoint.size);
    EXPECT_EQ(tree.root().value(), checkpoint.root);
    std::uint64_t seq = 0;
    for (std::uint64_t first = 0; first < checkpoint.size; first += ledger::kTileWidth) {
        const ledger::Tile tile{0, first / ledger::kTileWidth, std::min(ledger::kTileWidth, checkpoint.size - first)};
        const std::string bundle = bytes_of(bureau.log / ledger::entries_path(tile));
        const auto entries = ledger::parse_entries(bundle, tile.width).value();
        for (const auto entry : entries) {
            const auto proof = tree.inclusion_proof(seq).value();
            EXPECT_TRUE(
                ledger::verify_inclusion(ledger::leaf_hash(entry), seq, checkpoint.size, proof, checkpoint.root));
            ++seq;
        }
    }
    EXPECT_EQ(seq, checkpoint.size);
}

TEST(PublishedLog, grows_consistently_and_keeps_what_earlier_checkpoints_need) {
    LogBureau bureau;
    std::vector<std::pair<std::uint64_t, hash::Digest>> heads;
    for (const int more : {1, 254, 1, 1, 300, 1000, 400}) {
        bureau.append(more);
        const auto head = expect(publish_log(bureau.context));
        heads.emplace_back(head.size, bureau.database->read().journal().root);
    }
    EXPECT_FALSE(fs::exists(bureau.log / "tile/0/000.p"));  // the full tile has been there for long
    EXPECT_TRUE(fs::exists(bureau.log / "tile/0/006.p"));
    for (std::size_t i = 0; i < heads.size(); ++i) {
        auto tree = published_tree(bureau.context, heads[i].first);
        EXPECT_EQ(tree.root().value(), heads[i].second);
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_TRUE(ledger::verify_consistency(heads[j].first, heads[j].second, heads[i].first, heads[i].second,
                                                   tree.consistency_proof(heads[j].first).value()));
    }
}

TEST(PublishedLog, is_left_alone_when_nothing_was_added) {
    LogBureau bureau;
    const auto first = expect(publish_log(bureau.context));
    const auto time = fs::last_write_time(bureau.log / "checkpoint");
    const auto second = expect(publish_log(bureau.context));
    EXPECT_EQ(first.checkpoint, second.checkpoint);
    EXPECT_EQ(fs::last_write_time(bureau.log / "checkpoint"), time);
}

TEST(PublishedLog, signs_nothing_when_the_journal_is_not_the_one_that_was_published) {
    LogBureau bureau;
    bureau.append(10);
    const auto key = expect(bureau.context.require_log_key());
    expect(publish_log(bureau.context));
    const auto size = bureau.database->read().journal().size;
    // As after restoring a copy of the database from before: the published log is ahead of it.
    const std::string ahead =
        key->sign_note(ledger::encode(ledger::Checkpoint{key->name(), size + 1, hash::sha256("x")}));
    overwrite(bureau.log / "checkpoint", ahead);
    EXPECT_EQ(bureau.refusal(), "log.rolled_back");
    EXPECT_EQ(bytes_of(bureau.log / "checkpoint"), ahead);
    EXPECT_THROW(bureau.append(5), store::Frozen);  // nor does it grow past it with other entries
    EXPECT_EQ(bureau.database->frozen()->code, "log.rolled_back");
}

TEST(PublishedLog, keeps_to_a_head_it_may_have_signed_before_it_died) {
    LogBureau bureau;
    expect(publish_log(bureau.context));
    bureau.append(3);
    const auto head = [&] {
        auto view = bureau.database->read();
        return view.journal();
    }();
    LogState(bureau.folder.path).remember({head.origin, head.size, head.root});
    bureau.append(2);
    EXPECT_EQ(bureau.refusal(), "published");
    // The same promise, of a journal that this database does not have.
    overwrite(bureau.folder.path / "log-state/signing",
              ledger::encode(ledger::Checkpoint{head.origin, head.size + 2, hash::sha256("x")}));
    EXPECT_EQ(bureau.refusal(), "log.rolled_back");
    overwrite(bureau.folder.path / "log-state/signing", "half");
    EXPECT_EQ(bureau.refusal(), "log.damaged");
}

TEST(PublishedLog, remembers_no_smaller_head_and_no_second_root) {
    const testing::Folder folder;
    LogState state(folder.path);
    state.remember({"log", 7, hash::sha256("a")});
    state.remember({"log", 7, hash::sha256("a")});
    EXPECT_THROW(state.remember({"log", 7, hash::sha256("b")}), std::logic_error);
    EXPECT_THROW(state.remember({"log", 6, hash::sha256("a")}), std::logic_error);
    EXPECT_EQ(expect(state.signing())->size, 7U);
}

TEST(PublishedLog, is_behind_when_the_database_is_empty_and_the_files_are_not) {
    LogBureau bureau;
    fs::create_directories(bureau.log);
    overwrite(bureau.log / "witnessed",
              ledger::encode(ledger::Checkpoint{"log", 99, hash::sha256("x")}) + "\n— log x\n");
    EXPECT_EQ(check_not_rolled_back(bureau.context).error().code, "log.rolled_back");
}

TEST(PublishedLog, carries_what_the_witnesses_sent_in_time) {
    LogBureau bureau;
    bureau.context.cosign = [](const SignedHead& head) {
        EXPECT_TRUE(head.checkpoint.find("\n" + std::to_string(head.size) + "\n") != std::string::npos);
        return std::vector<std::string>{"— 证人 AAAA\n", "— other BBBB\n"};
    };
    const auto head = expect(publish_log(bureau.context));
    EXPECT_TRUE(head.checkpoint.ends_with("\n— 证人 AAAA\n— other BBBB\n"));
    EXPECT_EQ(bytes_of(bureau.log / "checkpoint"), head.checkpoint);
}

TEST(LogPublisher, is_woken_by_a_commit) {
    LogBureau bureau;
    const LogPublisher publisher(bureau.context, std::chrono::hours(1));  // it would look again long after this test
    bureau.append(1);
    const auto size = [&] {
        auto view = bureau.database->read();
        return view.journal().size;
    }();
    const auto published = [&] {
        const auto text = bytes_of(bureau.log / "checkpoint");
        return text.find("\n" + std::to_string(size) + "\n") != std::string::npos;
    };
    for (int i = 0; i < 3000 && !published(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(published());
}

TEST(PublishedLog, signs_nothing_over_files_that_do_not_read_back) {
    LogBureau bureau;
    bureau.append(600);
    expect(publish_log(bureau.context));
    const std::string before = bytes_of(bureau.log / "checkpoint");
    std::string tile = bytes_of(bureau.log / "tile/0/000");
    tile[100] = static_cast<char>(tile[100] ^ 1);
    overwrite(bureau.log / "tile/0/000", tile);
    overwrite(bureau.log / "tile/1/000.p/2", "");
    bureau.append(300);
    EXPECT_EQ(bureau.refusal(), "log.damaged");
    EXPECT_EQ(bytes_of(bureau.log / "checkpoint"), before);
    overwrite(bureau.log / "checkpoint", "not a checkpoint");
    EXPECT_EQ(bureau.refusal(), "log.damaged");
}

TEST(PublishedLog, goes_on_from_a_crash_at_any_file) {
    // Files without a checkpoint that speaks of them, whole or half: written again, the same bytes.
    LogBureau bureau;
    bureau.append(400);
    expect(publish_log(bureau.context));
    const auto text_of = [](const std::string& note) { return note.substr(0, note.find("\n\n")); };
    const std::string text = text_of(bytes_of(bureau.log / "checkpoint"));
    const std::string tile = bytes_of(bureau.log / "tile/0/000");
    fs::remove(bureau.log / "checkpoint");
    overwrite(bureau.log / "tile/0/000.writing", "half");
    fs::remove(bureau.log / "tile/0/000");
    EXPECT_EQ(text_of(expect(publish_log(bureau.context)).checkpoint), text);  // SM2 signs anew with each signature
    EXPECT_EQ(bytes_of(bureau.log / "tile/0/000"), tile);
}

TEST(PublishedLog, gives_out_its_files_and_no_others) {
    LogBureau bureau;
    expect(publish_log(bureau.context));
    EXPECT_TRUE(log_file(bureau.context, "checkpoint"));
    EXPECT_TRUE(log_file(bureau.context, "vkey"));
    const auto size = bureau.database->read().journal().size;
    EXPECT_TRUE(log_file(bureau.context, "tile/0/000.p/" + std::to_string(size)));
    EXPECT_TRUE(log_file(bureau.context, "tile/entries/000.p/" + std::to_string(size)));
    for (const char* path : {"", "tile", "tile/0", "tile/0/000.p", "tile/0/001", "tile/0/../../../server.lock",
                             "../keys/log.key", "tile/0/000.p/1.writing", "/etc/passwd"})
        EXPECT_EQ(log_file(bureau.context, path).error().code, "log.file") << path;
}

}  // namespace sunlot::workflow
