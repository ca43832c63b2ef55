#include "workflow/substitution.h"

#include "store/journal.h"
#include "store/replay.h"
#include "store/substitution.h"
#include "workflow/contribution.h"
#include "workflow/extension.h"
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

DrawnRow first_drawn(const ReadyBureau& bureau, const std::string& draw, std::string_view stratum = "A") {
    for (auto& row : bureau.rows(draw))
        if (row.kind == "S" && row.stratum == stratum && row.substituted.empty()) return row;
    throw std::logic_error("nothing was drawn");
}

DrawnRow row_at(const ReadyBureau& bureau, const std::string& draw, std::uint64_t line) {
    return bureau.rows(draw).at(line);
}

SubstitutionRequest object_gone(std::uint64_t line) {
    return {.what = draw::Substituted::object,
            .line = line,
            .slot = 0,
            .reason = "deregistered",
            .text = "到现场，已注销",
            .evidence = {},
            .unavailable = {}};
}

SubstitutionRequest officer_ill(std::uint64_t line, std::uint64_t slot) {
    return {.what = draw::Substituted::officer,
            .line = line,
            .slot = slot,
            .reason = "ill",
            .text = "住院",
            .evidence = {},
            .unavailable = {}};
}

/// Asked for by the clerk, approved by the leader.
SubstitutionView substitute(ReadyBureau& bureau, const std::string& draw, const SubstitutionRequest& request) {
    expect(request_substitution(bureau.context, bureau.clerk, draw, request));
    const auto number = bureau.view(draw).substitutions.size();
    expect(approve_substitution(bureau.context, bureau.leader, draw, number));
    return bureau.view(draw).substitutions.back();
}

std::vector<std::string> ids_of(const DrawnRow& row) {
    std::vector<std::string> ids;
    for (const auto& officer : row.officers) ids.push_back(officer.id);
    return ids;
}

void expect_clean_replay(const ReadyBureau& bureau) {
    const auto report = store::replay(*bureau.database, {.temporary = bureau.folder.path});
    EXPECT_TRUE(report.clean());
    for (const auto& difference : report.differences)
        ADD_FAILURE() << difference.table << " " << difference.key << " " << difference.column;
}

void extend(ReadyBureau& bureau, const std::string& draw, const std::vector<draw::HigherQuota>& strata) {
    expect(request_extension(bureau.context, bureau.clerk, draw, strata, "问题较多，提高比例"));
    expect(approve_extension(bureau.context, bureau.leader, draw));
    bureau.seal(draw);
    bureau.result(draw);
    bureau.assign(draw);
}

}  // namespace

TEST(Substitution, calls_up_the_next_reserve_and_keeps_the_cancelled_on_the_list) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto gone = first_drawn(bureau, draw);
    const auto done = substitute(bureau, draw, object_gone(gone.line));
    ASSERT_TRUE(done.replacement);
    const auto in = row_at(bureau, draw, *done.replacement);
    EXPECT_EQ(in.kind, "R");
    EXPECT_EQ(in.stratum, gone.stratum);
    EXPECT_EQ(in.substituted, "called_up");
    EXPECT_EQ(ids_of(in), done.officers);
    EXPECT_EQ(row_at(bureau, draw, gone.line).substituted, "cancelled");
    EXPECT_TRUE(row_at(bureau, draw, gone.line).officers.empty());
    const auto shown = expect(drawn_rows(bureau.context, draw, {.kind = "S", .limit = 1000}));
    EXPECT_EQ(shown.rows.size(), shown.total) << "the reserve called up is shown among the drawn";
    EXPECT_EQ(shown.total, *bureau.view(draw).sample + 1);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    expect_clean_replay(bureau);
}

TEST(Substitution, takes_two_persons_a_reason_and_one_at_a_time) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto gone = first_drawn(bureau, draw);
    auto vague = object_gone(gone.line);
    vague.text = " ";
    EXPECT_EQ(refusal_of(request_substitution(bureau.context, bureau.clerk, draw, vague)), "substitution.text");
    vague = object_gone(gone.line);
    vague.reason = "ill";
    EXPECT_EQ(refusal_of(request_substitution(bureau.context, bureau.clerk, draw, vague)), "substitution.reason");
    expect(request_substitution(bureau.context, bureau.clerk, draw, object_gone(gone.line)));
    expect(request_substitution(bureau.context, bureau.clerk, draw, object_gone(gone.line)));  // a double click
    EXPECT_EQ(bureau.view(draw).substitutions.size(), 1U);
    EXPECT_EQ(refusal_of(request_substitution(bureau.context, bureau.clerk, draw, object_gone(gone.line + 1))),
              "draw.order");
    EXPECT_EQ(refusal_of(close_draw(bureau.context, bureau.clerk, draw)), "draw.order");
    EXPECT_EQ(refusal_of(approve_substitution(bureau.context, bureau.clerk, draw, 1)), "draw.same_person");
    EXPECT_EQ(refusal_of(approve_substitution(bureau.context, bureau.leader, draw, 2)), "substitution.number");
    expect(refuse_substitution(bureau.context, bureau.leader, draw, 1));
    EXPECT_EQ(bureau.view(draw).substitutions.back().state, "refused");
    EXPECT_EQ(row_at(bureau, draw, gone.line).substituted, "");
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Substitution, keeps_what_happened_private) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    expect(request_substitution(bureau.context, bureau.clerk, draw, object_gone(first_drawn(bureau, draw).line)));
    auto view = bureau.database->read();
    const auto entry = store::journal_of_subject(view, draw).back();
    EXPECT_EQ(entry.kind, "substitution.requested");
    EXPECT_FALSE(entry.entry.contains("现场"));
    EXPECT_EQ(store::journal_private(view, entry.seq).value().at("text").as_string(), "到现场，已注销");
}

TEST(Substitution, gives_an_officers_slot_to_the_next_who_can_go_and_counts_the_visit_as_his) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto visit = first_drawn(bureau, draw);
    const auto before = ids_of(visit);
    const auto done = substitute(bureau, draw, officer_ill(visit.line, 0));
    EXPECT_EQ(done.replaced, before[0]);
    ASSERT_TRUE(done.officer);
    EXPECT_EQ(ids_of(row_at(bureau, draw, visit.line)), (std::vector{*done.officer, before[1]}));
    EXPECT_EQ(bureau.verdict(draw), "verified");
    expect_clean_replay(bureau);
}

TEST(Substitution, passes_over_officers_whose_certificate_has_lapsed_since) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    auto lapsed = TestBureau::officers(12);
    for (auto& officer : lapsed) officer.certificate_to = "2026-11-30";
    lapsed.resize(6);
    bureau.import_officers(lapsed);
    const auto done = substitute(bureau, draw, object_gone(first_drawn(bureau, draw).line));
    for (const auto& officer : lapsed) {
        EXPECT_TRUE(std::ranges::binary_search(done.unavailable, officer.id)) << officer.id;
        EXPECT_EQ(std::ranges::count(done.officers, officer.id), 0) << officer.id;
    }
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Substitution, of_the_last_reserve_leaves_a_gap_and_a_replacement_can_itself_be_replaced) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);  // two reserves
    auto line = first_drawn(bureau, draw).line;
    for (int i = 0; i < 2; ++i) line = substitute(bureau, draw, object_gone(line)).replacement.value();
    const auto last = substitute(bureau, draw, object_gone(line));
    EXPECT_FALSE(last.replacement);
    EXPECT_TRUE(last.officers.empty());
    EXPECT_EQ(refusal_of(request_substitution(bureau.context, bureau.clerk, draw, object_gone(line))),
              "substitution.line");
    EXPECT_EQ(bureau.verdict(draw), "verified");
    bureau.close(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    EXPECT_EQ(draw::parse_substitutions(bureau.bundle(draw).at("substitutions.json")).value().size(), 3U);
    expect_clean_replay(bureau);
}

TEST(Substitution, under_embargo_names_lines_only_and_verifies_when_all_is_public) {
    ReadyBureau bureau;
    const auto draw = bureau.embargoed_draw(bureau.task);
    const auto done = substitute(bureau, draw, object_gone(0));
    ASSERT_TRUE(done.replacement);
    substitute(bureau, draw, officer_ill(*done.replacement, 0));
    EXPECT_EQ(bureau.verdict(draw), "sealed");
    expect(reveal_shares(bureau.context, bureau.clerk, draw));
    EXPECT_EQ(refusal_of(request_extension(bureau.context, bureau.clerk, draw, {{"A", draw::Quota::all()}}, "再抽")),
              "draw.order")
        << "anyone could see whom it adds";
    bureau.close(draw);
    EXPECT_EQ(row_at(bureau, draw, 0).substituted, "cancelled");
    EXPECT_EQ(bureau.verdict(draw), "verified");
    expect_clean_replay(bureau);
}

TEST(Extension, under_embargo_stays_sealed_and_verifies_when_all_is_public) {
    ReadyBureau bureau;
    const auto draw = bureau.embargoed_draw(bureau.task);
    substitute(bureau, draw, object_gone(0));
    extend(bureau, draw, {{"A", draw::Quota::ratio(10, 100)}});
    EXPECT_EQ(bureau.verdict(draw), "sealed");
    expect(reveal_shares(bureau.context, bureau.clerk, draw));
    bureau.close(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    expect_clean_replay(bureau);
}

TEST(Substitution, ends_the_time_for_redraws) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    expect(request_redraw(bureau.context, bureau.clerk, draw, "名录有误"));
    substitute(bureau, draw, object_gone(first_drawn(bureau, draw).line));
    EXPECT_EQ(refusal_of(approve_redraw(bureau.context, bureau.leader, draw)), "draw.order");
    EXPECT_EQ(bureau.verdict(draw), "verified");
}

TEST(Extension, only_adds_objects_and_keeps_every_visit_with_its_officers) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto frame = bureau.view(draw).seal->files.at("frame.tsv").sha256;
    const auto before = bureau.rows(draw);
    extend(bureau, draw, {{"A", draw::Quota::ratio(10, 100)}});
    EXPECT_EQ(bureau.view(draw).attempt, 2);
    EXPECT_EQ(bureau.view(draw).seal->files.at("frame.tsv").sha256, frame);
    std::map<std::string, DrawnRow> after;
    for (const auto& row : bureau.rows(draw)) after[row.id] = row;
    for (const auto& row : before) {
        if (row.kind != "S") continue;
        EXPECT_EQ(after.at(row.id).kind, "S");
        EXPECT_EQ(ids_of(after.at(row.id)), ids_of(row));
    }
    EXPECT_EQ(bureau.view(draw).seal->strata[0].k, 35U);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    expect_clean_replay(bureau);
}

TEST(Extension, takes_two_persons_and_a_quota_that_is_really_higher) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto ask = [&](const char* label, draw::Quota quota) {
        return refusal_of(request_extension(bureau.context, bureau.clerk, draw, {{label, quota}}, "提高比例"));
    };
    EXPECT_EQ(ask("A", draw::Quota::ratio(1, 100)), "extension.nothing");
    EXPECT_EQ(ask("Z", draw::Quota::all()), "extension.stratum");
    EXPECT_EQ(ask("A", draw::Quota::ratio(10, 100)), "done");
    EXPECT_EQ(refusal_of(approve_extension(bureau.context, bureau.clerk, draw)), "draw.same_person");
    EXPECT_FALSE(bureau.view(draw).extension->approved);
    expect(approve_extension(bureau.context, bureau.leader, draw));
    EXPECT_TRUE(bureau.view(draw).extension->approved);
    EXPECT_EQ(bureau.verdict(draw), "unfinished");
}

TEST(Extension, after_substitutions_leaves_out_the_cancelled_and_keeps_their_replacements) {
    ReadyBureau bureau;
    const auto draw = bureau.whole_draw(bureau.task);
    const auto gone = first_drawn(bureau, draw);
    const auto done = substitute(bureau, draw, object_gone(gone.line));
    const auto in = row_at(bureau, draw, *done.replacement);
    const auto visit = first_drawn(bureau, draw, "B");
    const auto other = substitute(bureau, draw, officer_ill(visit.line, 1));
    extend(bureau, draw, {{"A", draw::Quota::ratio(10, 100)}});
    std::map<std::string, DrawnRow> after;
    for (const auto& row : bureau.rows(draw)) after[row.id] = row;
    EXPECT_EQ(after.at(gone.id).substituted, "cancelled");
    EXPECT_TRUE(after.at(gone.id).officers.empty());
    EXPECT_EQ(ids_of(after.at(in.id)), ids_of(in));
    EXPECT_EQ(ids_of(after.at(visit.id))[1], *other.officer);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    substitute(bureau, draw, object_gone(first_drawn(bureau, draw).line));
    bureau.close(draw);
    EXPECT_EQ(bureau.verdict(draw), "verified");
    expect_clean_replay(bureau);
}

}  // namespace sunlot::workflow
