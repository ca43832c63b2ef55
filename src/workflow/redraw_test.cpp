#include "store/replay.h"
#include "workflow/draw.h"
#include "workflow/test_bureau.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::workflow {
using testing::expect;
using testing::ReadyBureau;
using testing::refusal_of;
using testing::TestBureau;

namespace {

/// Object → its officers, of the sample.
std::map<std::string, std::vector<std::string>> visits(const ReadyBureau& bureau, const std::string& draw) {
    std::map<std::string, std::vector<std::string>> out;
    for (const auto& row : bureau.rows(draw))
        if (row.kind == "S")
            for (const auto& officer : row.officers) out[row.id].push_back(officer.id);
    return out;
}

/// The correction: `count` objects drawn from stratum B turn out to have been checked this year.
void correct_history(ReadyBureau& bureau, const std::string& draw, std::size_t count) {
    std::vector<inspection::HistoryRow> checks;
    for (const auto& row : bureau.rows(draw)) {
        if (row.kind != "S" || row.stratum != "B" || checks.size() == count) continue;
        auto& check = checks.emplace_back();
        check.object = row.id;
        check.date = Date{2026, 3, 3};
        check.source = inspection::VisitSource::routine;
    }
    std::sort(checks.begin(), checks.end(), [](const auto& a, const auto& b) { return a.object < b.object; });
    bureau.import_history(checks);
}

}  // namespace

TEST(Redraw, takes_two_persons_and_holds_at_every_step) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    correct_history(bureau, draw, 3);
    expect(request_redraw(bureau.context, bureau.clerk, draw, "三户本年度已检查"));
    EXPECT_EQ(refusal_of(approve_redraw(bureau.context, bureau.clerk, draw)), "draw.same_person");
    EXPECT_EQ(bureau.verdict(draw), "verified") << "asked for: the draw stands until it is approved";
    expect(approve_redraw(bureau.context, bureau.leader, draw));
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "approved, not yet sealed";
    bureau.seal(draw);
    EXPECT_EQ(bureau.verdict(draw), "unfinished") << "corrected frame sealed";
    bureau.result(draw);
    bureau.assign(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Redraw, keeps_the_seed_the_quotas_and_the_officers_who_were_dealt) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto seed = *bureau.view(draw).seed;
    const auto before = visits(bureau, draw);
    correct_history(bureau, draw, 3);
    bureau.redraw(draw);
    const auto after = visits(bureau, draw);
    std::size_t kept = 0;
    for (const auto& [object, officers] : after)
        if (const auto known = before.find(object); known != before.end()) {
            EXPECT_EQ(officers, known->second) << object;
            ++kept;
        }
    EXPECT_EQ(*bureau.view(draw).seed, seed);
    EXPECT_EQ(bureau.view(draw).attempt, 2);
    EXPECT_EQ(after.size(), before.size());
    EXPECT_EQ(kept, before.size() - 3);
}

TEST(Redraw, may_be_made_again_and_then_closed) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    correct_history(bureau, draw, 1);
    bureau.redraw(draw);
    correct_history(bureau, draw, 2);
    bureau.redraw(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    EXPECT_EQ(bureau.view(draw).attempt, 3);
    bureau.close(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    EXPECT_EQ(refusal_of(request_redraw(bureau.context, bureau.clerk, draw, "再来")), "draw.order");
}

TEST(Redraw, gives_the_visits_of_an_officer_who_left_to_nobody_else) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto before = visits(bureau, draw);
    auto left = TestBureau::officers(1);
    left[0].certificate_to = "2026-11-30";  // within the period: F0001 can no longer be drawn
    bureau.import_officers(left);
    bureau.redraw(draw);
    EXPECT_EQ(visits(bureau, draw), before) << "who was dealt is changed by substitution, not by a redraw";
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Redraw, lowers_a_quota_only_when_the_stratum_became_smaller) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    auto objects = TestBureau::objects(400);
    std::erase_if(objects, [](const auto& object) { return object.grade != "C"; });
    for (auto& object : objects) object.grade = "A";  // every C turns out to be an A
    bureau.import_objects(objects);
    bureau.redraw(draw);
    const auto strata = bureau.view(draw).seal->strata;
    EXPECT_EQ(strata[0].n, 360U);
    EXPECT_EQ(strata[0].k, 18U) << "5 % of the 350 of the first sealing";
    EXPECT_EQ(strata[2].n, 0U);
    EXPECT_EQ(strata[2].k, 0U);
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Redraw, of_a_draw_spread_over_districts_keeps_the_share_of_each) {
    ReadyBureau bureau;
    Json body = TestBureau::task_body();
    body.as_object()["spread"] = true;
    const auto draw = bureau.whole_draw(bureau.create_task(body));
    std::map<std::string, int> of_district;
    for (const auto& row : bureau.rows(draw))
        if (row.kind == "S" && row.stratum == "A") ++of_district[row.district];
    EXPECT_EQ(of_district.size(), 3U);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    bureau.redraw(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Redraw, is_replayed_from_the_journal_without_a_difference) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    bureau.redraw(draw);
    const auto voided = bureau.open(bureau.create_task());
    expect(void_draw(bureau.context, bureau.leader, voided, "试用"));
    const auto report = store::replay(*bureau.database, {.temporary = bureau.folder.path});
    EXPECT_TRUE(report.clean());
    for (const auto& difference : report.differences)
        ADD_FAILURE() << difference.table << " " << difference.key << " " << difference.column;
}

TEST(Redraw, an_impossible_deal_leaves_the_draw_where_it_is_and_a_redraw_with_more_officers_mends_it) {
    ReadyBureau bureau;
    const auto draw = bureau.open(bureau.task);
    bureau.commit(draw);
    bureau.seal(draw);
    bureau.reveal(draw);
    bureau.record(draw);
    bureau.seed(draw);
    bureau.result(draw);
    bureau.redraw(draw);  // from "drawn": the attempt before has no assignment
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

}  // namespace sunlot::workflow
