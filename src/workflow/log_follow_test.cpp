#include "workflow/log_follow.h"

#include "workflow/log_files.h"
#include "workflow/log_source.h"
#include "workflow/test_bureau.h"

#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
using testing::ReadyBureau;
namespace fs = std::filesystem;

struct FollowedBureau : ReadyBureau {
    FollowedBureau() {
        expect(publish_log(context));
        options.now = clock.now();
        options.stale_hours = 0;
        source.read = folder_source(folder.path / "log");
        source.bundle = [this](const std::string& id) -> Result<draw::BundleFiles> {
            if (hidden) return refuse(RefusalKind::not_found, "bundle.missing", "没有", "none");
            auto files = bundle(id);
            if (spoil) spoil(files);
            return files;
        };
    }
    FollowRound round() {
        expect(publish_log(context));
        options.now = clock.now();
        return expect(follow_once(archive, source, options));
    }
    /// "alarm, alarm" and "verdict" of each draw checked.
    std::string told() {
        const auto now = round();
        std::string out;
        for (const auto& alarm : now.alarms) out += std::string(name(alarm.alarm)) + " ";
        for (const auto& draw : now.draws) out += draw.verdict + " ";
        return out;
    }

    fs::path archive = folder.path / "archive";
    FollowSource source;
    FollowOptions options;
    bool hidden = false;
    std::function<void(draw::BundleFiles&)> spoil;
};

}  // namespace

TEST(Follow, checks_each_draw_as_it_moves_and_only_then) {
    FollowedBureau bureau;
    const auto first = bureau.round();
    EXPECT_TRUE(first.key_from_log);
    EXPECT_EQ(first.gravest(), Alarm::none);
    const auto draw = bureau.open(bureau.task);
    EXPECT_EQ(bureau.told(), "unfinished ");
    EXPECT_EQ(bureau.told(), "");
    bureau.commit(draw);
    bureau.seal(draw);
    EXPECT_EQ(bureau.told(), "unfinished ");
    bureau.reveal(draw);
    bureau.record(draw);
    bureau.seed(draw);
    bureau.result(draw);
    bureau.assign(draw);
    EXPECT_EQ(bureau.told(), "verified ");
    EXPECT_TRUE(fs::exists(bureau.archive / "draws" / draw / "bundle" / "result.tsv"));
    EXPECT_EQ(bureau.told(), "");
}

TEST(Follow, tells_a_draw_without_bundle_when_its_term_is_over) {
    FollowedBureau bureau;
    bureau.hidden = true;
    const auto draw = bureau.open(bureau.task);
    EXPECT_EQ(bureau.told(), "missing ");
    bureau.clock.advance_seconds(24 * 3600 + 1);
    EXPECT_EQ(bureau.told(), "draw missing ");
    bureau.hidden = false;
    EXPECT_EQ(bureau.told(), "unfinished ");
    EXPECT_EQ(bureau.told(), "");
}

TEST(Follow, keeps_a_bundle_that_does_not_hold_as_evidence_and_the_good_one_where_it_is) {
    FollowedBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    EXPECT_EQ(bureau.told(), "verified ");
    const fs::path kept = bureau.archive / "draws" / draw / "bundle";
    const auto good = *folder_source(kept)("result.tsv");
    bureau.close(draw);
    bureau.spoil = [](draw::BundleFiles& files) { files["result.tsv"].front() ^= 1; };
    const auto round = bureau.round();
    ASSERT_EQ(round.alarms.size(), 1U);
    EXPECT_EQ(round.alarms.front().alarm, Alarm::draw);
    EXPECT_TRUE(fs::exists(bureau.archive / round.alarms.front().evidence / "result.tsv"));
    EXPECT_EQ(*folder_source(kept)("result.tsv"), good);
    bureau.spoil = {};
    EXPECT_EQ(bureau.told(), "verified ");
}

TEST(Follow, notices_a_bundle_from_before_the_last_entries) {
    FollowedBureau bureau;
    const auto draw = bureau.open(bureau.task);
    const auto early = bureau.bundle(draw);
    bureau.commit(draw);
    bureau.spoil = [&](draw::BundleFiles& files) { files = early; };
    EXPECT_EQ(bureau.told(), "draw incomplete ");
}

TEST(Follow, says_that_a_log_stands_still) {
    FollowedBureau bureau;
    bureau.options.stale_hours = 48;
    EXPECT_EQ(bureau.told(), "");
    bureau.clock.advance_seconds(48 * 3600);
    EXPECT_EQ(bureau.told(), "stale ");
}

TEST(Follow, refuses_a_key_the_archive_was_not_begun_with) {
    FollowedBureau bureau;
    bureau.round();
    const auto other = ledger::SigningKey::from_seed("lhrs/log", Bytes(32, 9)).value();
    bureau.options.keys = {other.verifier()};
    EXPECT_EQ(follow_once(bureau.archive, bureau.source, bureau.options).error().code, "archive.key");
    std::ofstream(bureau.archive / "state.json") << "{}";
    EXPECT_EQ(follow_once(bureau.archive, bureau.source, bureau.options).error().code, "archive.state");
}

TEST(Follow, leaves_the_archive_as_it_is_when_the_source_breaks_off) {
    FollowedBureau bureau;
    bureau.round();
    bureau.open(bureau.task);
    int left = 2;
    bureau.source.read = [&, good = bureau.source.read](const std::string& path) -> Result<std::string> {
        if (left-- <= 0) return refuse(RefusalKind::unavailable, "http.timeout", "超时", "timed out");
        return good(path);
    };
    const auto before = *folder_source(bureau.archive)("state.json");
    EXPECT_EQ(bureau.told(), "unreachable ");
    EXPECT_EQ(*folder_source(bureau.archive)("state.json"), before);
    left = 1000;
    EXPECT_EQ(bureau.told(), "unfinished ");
}

}  // namespace sunlot::workflow
