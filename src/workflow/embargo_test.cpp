// A draw under embargo, from the sealed shares to the day everything becomes public.
#include "draw/embargo.h"

#include "draw/seed.h"
#include "hash/sha256.h"
#include "store/database.h"
#include "store/draw.h"
#include "store/replay.h"
#include "workflow/bundle.h"
#include "workflow/journal.h"
#include "workflow/public_draw.h"
#include "workflow/self_audit.h"
#include "workflow/test_bureau.h"

#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
using testing::ReadyBureau;
using testing::refusal_of;
using testing::TestBureau;

/// Every entry of the journal as it was hashed, one after the other.
std::string whole_journal(const Context& context) {
    std::string all;
    for (const auto& row : journal_page(context, {.limit = 1'000'000})) all += row.entry + "\n";
    return all;
}

std::string seed_in_database(ReadyBureau& bureau, const std::string& draw) {
    auto view = bureau.database->read();
    return store::find_draw(view, draw).value().seed.value();
}

}  // namespace

TEST(Embargo, nothing_in_the_journal_or_the_bundle_gives_the_seed_or_a_drawn_object_away) {
    ReadyBureau bureau;
    const auto draw = bureau.embargoed_draw(bureau.task);
    const std::string seed = seed_in_database(bureau, draw);
    const std::string journal = whole_journal(bureau.context);
    EXPECT_EQ(journal.find(seed), std::string::npos);
    EXPECT_EQ(journal.find(TestBureau::kShare1), std::string::npos);
    const auto files = bureau.bundle(draw);
    for (const char* name : {"seed.txt", "result.tsv", "slots.tsv", "assignment.tsv", "shares.json"})
        EXPECT_FALSE(files.contains(name)) << name;
    EXPECT_EQ(bureau.verdict(draw), "sealed") << "sealed, not yet revealed";

    const auto view = bureau.view(draw);
    EXPECT_FALSE(view.seed || view.seed_txt);
    EXPECT_EQ(view.sealed_seed, draw::sealed_seed(seed));
    EXPECT_GT(view.sample.value(), 0U) << "how many is known, not whom";
    EXPECT_EQ(drawn_rows(bureau.context, draw, {}).error().code, "draw.embargo");
    EXPECT_TRUE(expect(public_draw(bureau.context, draw, {})).drawn.rows.empty());
}

TEST(Embargo, ends_with_both_shares_and_then_everyone_can_compute_everything) {
    ReadyBureau bureau;
    const auto draw = bureau.embargoed_draw(bureau.task);
    EXPECT_EQ(refusal_of(close_draw(bureau.context, bureau.clerk, draw)), "draw.order");
    expect(reveal_shares(bureau.context, bureau.clerk, draw));
    expect(reveal_shares(bureau.context, bureau.clerk, draw));
    bureau.close(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    const auto view = bureau.view(draw);
    EXPECT_EQ(hash::sha256_hex(view.seed_txt.value()), view.seed);
    EXPECT_TRUE(
        view.seed_txt->ends_with("sealed=" + draw::sealed_value(TestBureau::kShare1, TestBureau::kShare2) + "\n"));
    EXPECT_FALSE(bureau.rows(draw).empty());
    const auto parts = expect(public_draw(bureau.context, draw, {})).seed_parts;
    EXPECT_EQ(parts.back().source, "临河区司法局、临河区档案馆");
    EXPECT_TRUE(parts.back().seq);
}

TEST(Embargo, a_redraw_keeps_it_and_replay_rebuilds_all_of_it) {
    ReadyBureau bureau;
    const auto draw = bureau.embargoed_draw(bureau.task);
    bureau.redraw(draw);
    EXPECT_EQ(bureau.verdict(draw), "sealed");
    expect(reveal_shares(bureau.context, bureau.clerk, draw));
    bureau.close(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    const auto report = expect(replay_journal(bureau.context, Extent::whole));
    EXPECT_TRUE(report.journal_faults.empty() && report.differences.empty());
}

TEST(Embargo, replay_rebuilds_it_while_it_lasts) {
    ReadyBureau bureau;
    bureau.embargoed_draw(bureau.task);
    const auto report = expect(replay_journal(bureau.context, Extent::whole));
    EXPECT_TRUE(report.journal_faults.empty() && report.differences.empty());
}

TEST(Embargo, an_audit_that_finds_a_changed_row_does_not_tell_what_is_in_it) {
    ReadyBureau bureau;
    const auto draw = bureau.embargoed_draw(bureau.task);
    const std::string seed = seed_in_database(bureau, draw);
    auto transaction = bureau.database->write();
    transaction.execute("UPDATE draw SET seed = 'x' WHERE id = $1", {draw});
    transaction.execute("UPDATE draw_result SET kind = 'S' WHERE draw = $1", {draw});
    transaction.commit();
    const auto report = expect(replay_journal(bureau.context, Extent::whole));
    ASSERT_FALSE(report.differences.empty());
    for (const auto& difference : report.differences) {
        EXPECT_EQ(difference.key, "draw=" + draw);
        EXPECT_EQ(difference.expected.find(seed), std::string::npos);
    }
}

TEST(Embargo, shares_are_handed_over_between_sealing_and_event_and_only_the_right_ones) {
    ReadyBureau bureau;
    const auto draw = expect(open_draw(bureau.context, bureau.clerk, TestBureau::embargo_terms(bureau.task)));
    bureau.commit(draw);
    EXPECT_EQ(refusal_of(seal_frame(bureau.context, bureau.clerk, draw)), "draw.order") << "the shares are missing";
    bureau.commit_shares(draw);
    const auto deliver = [&](const char* share, const char* value) {
        return refusal_of(deliver_share(bureau.context, bureau.clerk, draw, share, value));
    };
    EXPECT_EQ(deliver("sealed-1", TestBureau::kShare1), "draw.order") << "not before the frame is sealed";
    bureau.seal(draw);
    bureau.reveal(draw);
    EXPECT_EQ(deliver("sealed-1", TestBureau::kShare2), "share.wrong");
    EXPECT_EQ(deliver("sealed-3", TestBureau::kShare1), "draw.share");
    EXPECT_EQ(deliver("sealed-1", TestBureau::kShare1), "done");
    EXPECT_EQ(deliver("sealed-1", TestBureau::kShare1), "done") << "a double click";
    EXPECT_EQ(deliver("sealed-1", TestBureau::kShare2), "share.delivered");
    EXPECT_EQ(refusal_of(record_event(bureau.context, bureau.clerk, draw, "2026135", TestBureau::kEvent)),
              "draw.too_few_reveals");
    EXPECT_EQ(deliver("sealed-2", TestBureau::kShare2), "done");
    bureau.record(draw);
}

TEST(Embargo, past_its_deadline_the_organ_is_publicly_in_default) {
    ReadyBureau bureau;
    const auto draw = bureau.embargoed_draw(bureau.task);
    EXPECT_FALSE(bureau.view(draw).embargo->overdue);
    bureau.clock.advance_seconds(40 * 86400);
    EXPECT_TRUE(bureau.view(draw).embargo->overdue);
    EXPECT_NE(bureau.view(draw).warnings.front().zh.find("逾期未公布"), std::string::npos);
    expect(reveal_shares(bureau.context, bureau.clerk, draw));
    EXPECT_FALSE(bureau.view(draw).embargo->overdue);
}

TEST(Embargo, whom_it_drew_does_not_leak_into_the_exclusions_of_the_next_draw) {
    ReadyBureau bureau;
    bureau.embargoed_draw(bureau.task);
    const auto next = bureau.open(bureau.create_task());
    bureau.commit(next);
    bureau.seal(next);
    EXPECT_EQ(bureau.bundle(next).at("exclusions.tsv"), "");
}

}  // namespace sunlot::workflow
