#include "workflow/reinspection.h"

#include "workflow/substitution.h"
#include "workflow/test_bureau.h"
#include "workflow/why.h"

#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
using testing::expect;
using testing::ReadyBureau;
using testing::TestBureau;

namespace {

const Actor kOther{.account = "u9", .name = "复查人员", .roles = {inspection::Role::clerk}};

Json reinspection_task(const std::string& draw) {
    Json body = TestBureau::task_body();
    auto& members = body.as_object();
    members["name"] = "复查";
    members["pool"] = Json::Object{{"reinspects", draw}};
    members["strata"] = parse_json(R"([{"label":"passed","quota":{"ratio":[10,100]}},
                                       {"label":"cancelled","quota":"all"},
                                       {"label":"excluded","quota":{"ratio":[50,100]}}])")
                            .value();
    return body;
}

/// By the discipline inspectors, with another operator than the draw it checks.
DrawTerms terms_of_another_organ(const std::string& task) {
    auto terms = TestBureau::terms(task);
    for (auto& party : terms.parties)
        if (party.id == "bureau") party.organisation = "巴彦淖尔市人社局";
    return terms;
}

/// A closed draw with one object cancelled and one excluded.
std::string closed_draw(ReadyBureau& bureau) {
    inspection::HistoryRow check;
    check.object = "X:REG:0000017";
    check.date = Date{2026, 3, 3};
    check.source = inspection::VisitSource::routine;
    bureau.import_history({check});
    const auto draw = bureau.whole_draw(bureau.task);
    expect(request_substitution(bureau.context, bureau.clerk, draw,
                                {.what = draw::Substituted::object,
                                 .line = 0,
                                 .slot = 0,
                                 .reason = "not_found",
                                 .text = "查无下落",
                                 .evidence = {},
                                 .unavailable = {}}));
    expect(approve_substitution(bureau.context, bureau.leader, draw, 1));
    bureau.close(draw);
    return draw;
}

}  // namespace

TEST(Reinspection, draws_from_what_was_inspected_cancelled_and_excluded) {
    ReadyBureau bureau;
    const auto earlier = closed_draw(bureau);
    const auto rows = bureau.rows(earlier);
    const auto task = bureau.create_task(reinspection_task(earlier));
    const auto draw = expect(open_draw(bureau.context, kOther, terms_of_another_organ(task)));
    bureau.commit(draw);
    bureau.seal(draw);
    const auto strata = bureau.view(draw).seal->strata;
    EXPECT_EQ(strata[0].n, bureau.sample(earlier).size()) << "one was cancelled, one called up";
    EXPECT_EQ(strata[1].n, 1U);
    EXPECT_EQ(strata[2].n, 1U);
    FrameShelf shelf;
    EXPECT_EQ(expect(why(bureau.context, shelf, draw, rows.at(0).id)).stratum, "cancelled");
    EXPECT_EQ(expect(why(bureau.context, shelf, draw, "X:REG:0000017")).stratum, "excluded");
    bureau.reveal(draw);
    bureau.record(draw);
    bureau.seed(draw);
    bureau.result(draw);
    bureau.assign(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    EXPECT_TRUE(bureau.bundle(draw).at("plan.json").contains(R"("pool":{"reinspects":{"draw_id":")" + earlier));
}

TEST(Reinspection, is_run_by_somebody_else_once_the_draw_is_closed) {
    ReadyBureau bureau;
    const auto open = bureau.whole_draw(bureau.create_task());
    const auto early = bureau.create_task(reinspection_task(open));
    const auto code = [&](const Actor& actor, const DrawTerms& terms) {
        const auto opened = open_draw(bureau.context, actor, terms);
        return opened ? "opened" : opened.error().code;
    };
    EXPECT_EQ(code(kOther, terms_of_another_organ(early)), "draw.reinspects");
    bureau.close(open);
    EXPECT_EQ(code(bureau.clerk, terms_of_another_organ(early)), "draw.same_person");
    EXPECT_EQ(code(kOther, TestBureau::terms(early)), "draw.same_organ");
    EXPECT_EQ(code(kOther, terms_of_another_organ(early)), "opened");
}

TEST(Reinspection, has_categories_for_strata_and_no_other_pool) {
    Json body = reinspection_task("lhrs-150802-2026-0001");
    EXPECT_TRUE(inspection::parse_task(body));
    body.as_object()["pool"].as_object()["q"] = "公司";
    EXPECT_EQ(inspection::parse_task(body).error().code, "task.reinspects");
    body = reinspection_task("lhrs-150802-2026-0001");
    body.as_object()["strata"].as_array()[0].as_object()["label"] = "A";
    EXPECT_EQ(inspection::parse_task(body).error().code, "task.reinspects");
    const auto task = inspection::parse_task(reinspection_task("lhrs-150802-2026-0001")).value();
    EXPECT_EQ(inspection::parse_task(inspection::to_json(task)).value(), task);
}

}  // namespace sunlot::workflow
