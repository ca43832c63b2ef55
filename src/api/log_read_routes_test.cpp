// The log for readers over HTTP: what the pages print is run, what the API proves is checked.
#include "api/target.h"
#include "api/test_system.h"
#include "base/bytes.h"
#include "ledger/checkpoint.h"
#include "ledger/merkle.h"
#include "ledger/note.h"
#include "ledger/tlog_proof.h"
#include "workflow/log_files.h"
#include "workflow/published_log.h"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

struct PublishedSystem : TestSystem {
    PublishedSystem() {
        set_up();
        add_account("clerk", {inspection::Role::clerk});
        publish();
    }
    void publish() {
        if (const auto done = workflow::publish_log(context); !done) throw std::runtime_error(done.error().code);
    }
    Json json(const std::string& path) const { return Browser(server.port()).get(path).json(); }
    std::uint64_t size() const {
        return static_cast<std::uint64_t>(json("/api/public/log/head").at("size").as_integer());
    }
};

hash::Digest digest(const std::string& hex) {
    hash::Digest out;
    std::ranges::copy(*from_hex(hex), out.begin());
    return out;
}

TEST(LogReading, every_entry_comes_with_a_proof_that_leads_to_the_signed_head) {
    const PublishedSystem system;
    const Json head = system.json("/api/public/log/head");
    const std::array keys{ledger::VerifierKey::parse(head.at("keys").as_array().at(0).as_string()).value()};
    const auto note = ledger::open_note(head.at("checkpoint").as_string(), keys);
    ASSERT_TRUE(note);
    const auto checkpoint = ledger::parse_checkpoint(note->text).value();
    for (std::uint64_t seq = 0; seq < checkpoint.size; ++seq) {
        const Json entry = system.json("/api/public/log/entries/" + std::to_string(seq));
        const auto proof = ledger::parse_tlog_proof(entry.at("proof").as_string()).value();
        const auto leaf = ledger::leaf_hash(entry.at("entry").as_string());
        EXPECT_EQ(hash::hex(leaf), entry.at("leaf").as_string());
        EXPECT_EQ(proof.checkpoint, head.at("checkpoint").as_string());
        EXPECT_TRUE(ledger::verify_inclusion(leaf, seq, checkpoint.size, proof.path, checkpoint.root)) << seq;
    }
}

TEST(LogReading, any_two_sizes_are_proved_to_be_one_log_published_or_not) {
    const PublishedSystem system;
    const std::uint64_t size = system.size();
    for (std::uint64_t from = 0; from <= size; ++from)
        for (std::uint64_t to = from; to <= size; ++to) {
            const Json answer =
                system.json("/api/public/log/consistency?from=" + std::to_string(from) + "&to=" + std::to_string(to));
            std::vector<hash::Digest> path;
            for (const auto& node : answer.at("proof").as_array())
                std::ranges::copy(*from_base64(node.as_string()), path.emplace_back().begin());
            EXPECT_TRUE(ledger::verify_consistency(from, digest(answer.at("from_root").as_string()), to,
                                                   digest(answer.at("to_root").as_string()), path))
                << from << " " << to;
        }
    Browser browser(system.server.port());
    EXPECT_EQ(browser.get("/api/public/log/consistency?from=3&to=2").error_code(), "log.sizes");
    EXPECT_EQ(browser.get("/api/public/log/consistency?from=0&to=99999").error_code(), "log.not_yet");
}

/// Heads grow by leaps: most sizes were never published, and their tiles are read out of those of the newest head.
TEST(LogReading, sizes_between_two_heads_are_proved_across_the_borders_of_tiles) {
    PublishedSystem system;
    for (const int leap : {1, 300, 500}) {
        auto transaction = system.database->write();
        for (int i = 0; i < leap; ++i)
            transaction.append({.kind = "account.signed_in",
                                .actor = "u1",
                                .subject = "u1",
                                .at = system.clock.now(),
                                .data = Json::Object{}});
        transaction.commit();
        system.publish();
    }
    const std::uint64_t size = system.size();
    const std::array<std::uint64_t, 11> sizes{1, 2, 255, 256, 257, 300, 511, 512, 513, 770, size};
    for (const auto from : sizes)
        for (const auto to : sizes) {
            if (from > to) continue;
            const auto proof = workflow::published_consistency(system.context, from, to);
            ASSERT_TRUE(proof) << from << " " << to;
            EXPECT_TRUE(ledger::verify_consistency(from, proof->from_root, to, proof->to_root, proof->path));
        }
    for (const std::uint64_t seq : {std::uint64_t{0}, std::uint64_t{255}, std::uint64_t{256}, size - 1})
        EXPECT_TRUE(workflow::published_entry(system.context, seq)) << seq;
}

TEST(LogReading, an_entry_not_yet_published_says_so_and_the_public_search_leaves_it_out) {
    PublishedSystem system;
    const std::uint64_t before = system.size();
    system.add_account("leader", {inspection::Role::leader});
    Browser browser(system.server.port());
    const std::string seq = std::to_string(before);
    EXPECT_EQ(browser.get("/api/public/log/entries/" + seq).error_code(), "log.not_yet");
    EXPECT_NE(browser.get("/j/" + seq).body.find("尚未公开"), std::string::npos);
    EXPECT_EQ(browser.get("/j/9999999").status, 404);
    EXPECT_EQ(browser.get("/api/public/log/search").json().at("rows").as_array().at(0).at("seq").as_integer(),
              static_cast<std::int64_t>(before) - 1);
    system.publish();
    EXPECT_EQ(browser.get("/j/" + seq).body.find("尚未公开"), std::string::npos);
}

TEST(LogReading, a_leaf_other_than_the_papers_is_met_with_a_warning) {
    const PublishedSystem system;
    Browser browser(system.server.port());
    const std::string leaf = system.json("/api/public/log/entries/1").at("leaf").as_string();
    EXPECT_NE(browser.get("/j/1?leaf=" + leaf).body.find("与您手中文书上的叶摘要一致"), std::string::npos);
    EXPECT_NE(browser.get("/j/1?leaf=" + std::string(64, '0')).body.find("不一致！"), std::string::npos);
    EXPECT_EQ(browser.get("/j/1").body.find("文书上的"), std::string::npos);
}

TEST(LogReading, a_kept_checkpoint_is_contained_or_forked_or_ahead_or_of_another_log) {
    PublishedSystem system;
    Browser browser(system.server.port());
    const auto ask = [&](const std::string& text) {
        return browser.get("/j/consistency?checkpoint=" + percent_encode(text)).body;
    };
    const auto has = [](const std::string& body, const char* words) { return body.find(words) != std::string::npos; };
    const std::string kept = system.json("/api/public/log/head").at("checkpoint").as_string();
    system.add_account("leader", {inspection::Role::leader});
    system.publish();
    EXPECT_TRUE(has(ask(kept), "没有改写"));
    EXPECT_TRUE(has(ask(kept), "签名有效"));
    const std::string origin = kept.substr(0, kept.find('\n'));
    const std::string zeros = to_base64(Bytes(32));
    EXPECT_TRUE(has(ask(origin + "\n3\n" + zeros + "\n"), "✗ 改写过"));
    EXPECT_TRUE(has(ask(origin + "\r\n99999\r\n" + zeros), "还短"));
    EXPECT_TRUE(has(ask("other.example/log\n3\n" + zeros + "\n"), "另一个日志"));
    EXPECT_EQ(browser.get("/j/consistency?checkpoint=nonsense").status, 200);
}

TEST(LogReading, who_may_read_the_journal_searches_all_of_it) {
    PublishedSystem system;
    Browser clerk(system.server.port());
    clerk.sign_in("clerk");
    const Json found = clerk.get("/api/journal/search?q=log.created").json();
    ASSERT_EQ(found.at("rows").as_array().size(), 1U);
    EXPECT_EQ(found.at("words").as_array().at(0).at("kind").as_string(), "kind");
    EXPECT_EQ(Browser(system.server.port()).get("/api/journal/search").status, 401);
}

TEST(LogReading, searching_without_end_is_slowed_down) {
    const PublishedSystem system;
    Browser browser(system.server.port());
    int refused = 0;
    for (int i = 0; i < 70; ++i) refused += browser.get("/api/public/log/search?q=0").status == 429 ? 1 : 0;
    EXPECT_EQ(refused, 10);
    EXPECT_EQ(browser.get("/api/public/log/entries/0").status, 200);
}

}  // namespace
}  // namespace sunlot::api::testing
