// What leaves an embargoed draw before its end: line by line, each look on record; and the proof for the firm's gate.
#include "workflow/disclosure.h"

#include "draw/doorstep.h"
#include "workflow/doorstep.h"
#include "workflow/test_bureau.h"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
using testing::ReadyBureau;

struct Embargoed : ReadyBureau {
    Embargoed() { draw = embargoed_draw(task); }
    Disclosure look(const DisclosureRequest& request) const { return expect(disclose(context, leader, draw, request)); }
    std::string refused(const DisclosureRequest& request) const {
        const auto shown = disclose(context, leader, draw, request);
        return shown ? "shown" : shown.error().code;
    }
    std::string draw;
};

}  // namespace

TEST(Disclosure, shows_an_officer_the_next_visits_and_puts_it_on_record) {
    const Embargoed bureau;
    const auto first = bureau.look({.purpose = "visit", .officer = "F0001", .limit = 2});
    ASSERT_EQ(first.rows.size(), 2U);
    for (const auto& row : first.rows) {
        EXPECT_TRUE(std::ranges::any_of(row.officers, [](const auto& o) { return o.id == "F0001"; })) << row.id;
        EXPECT_EQ(row.kind, "S");
        EXPECT_FALSE(row.name.empty());
    }
    const auto entry = bureau.view(bureau.draw).entries.back();
    EXPECT_EQ(entry.kind, "disclosed");
    EXPECT_EQ(entry.seq, first.seq);
    std::set<std::int64_t> lines;
    for (const Json& line : entry.data.at("lines").as_array()) lines.insert(line.as_integer());
    EXPECT_TRUE(lines.contains(static_cast<std::int64_t>(first.rows[0].line)));
    EXPECT_EQ(to_canonical(entry.data).find(first.rows[0].id), std::string::npos) << "numbers, not names";

    const auto second = bureau.look({.purpose = "visit", .officer = "F0001", .limit = 2});
    EXPECT_NE(second.rows[0].line, first.rows[0].line) << "what nobody has seen comes first";
    EXPECT_EQ(bureau.view(bureau.draw).disclosed, 4);
    EXPECT_EQ(bureau.verdict(bureau.draw), "sealed");
}

TEST(Disclosure, is_only_of_visits_except_for_auditors) {
    const Embargoed bureau;
    std::uint64_t reserve = 0;
    while (bureau.refused({.purpose = "visit", .lines = {{reserve}}}) == "shown") ++reserve;
    EXPECT_EQ(bureau.refused({.purpose = "visit", .lines = {{reserve}}}), "disclosure.line");
    EXPECT_EQ(bureau.look({.purpose = "audit", .lines = {{reserve}}}).rows.at(0).kind, "R");
    EXPECT_EQ(bureau.refused({.purpose = "audit", .lines = {{100'000}}}), "disclosure.line");
    EXPECT_EQ(bureau.refused({.purpose = "curiosity"}), "disclosure.purpose");
    EXPECT_EQ(bureau.refused({.purpose = "visit", .officer = "F9999"}), "disclosure.officer");
}

TEST(Disclosure, ends_the_possibility_of_a_redraw_and_ends_with_the_embargo) {
    const Embargoed bureau;
    bureau.look({.purpose = "visit", .limit = 1});
    EXPECT_EQ(request_redraw(bureau.context, bureau.clerk, bureau.draw, "换一批").error().code, "draw.order");
    expect(reveal_shares(bureau.context, bureau.clerk, bureau.draw));
    EXPECT_EQ(bureau.refused({.purpose = "visit"}), "draw.order") << "everybody sees everything now";
    expect(close_draw(bureau.context, bureau.clerk, bureau.draw));
    EXPECT_EQ(bureau.verdict(bureau.draw), "verified");
}

TEST(Doorstep, a_firm_checks_on_its_own_that_it_was_on_the_sealed_list) {
    const Embargoed bureau;
    const auto visit = bureau.look({.purpose = "visit", .limit = 1}).rows.at(0);
    const auto made = expect(make_doorstep(bureau.context, bureau.leader, bureau.draw, visit.line));
    const auto proof = expect(draw::parse_doorstep(made.proof));
    const auto finding = expect(draw::check_doorstep(proof));
    EXPECT_EQ(finding.object, visit.id);
    EXPECT_EQ(finding.draw_id, bureau.draw);
    ASSERT_EQ(finding.officers.size(), visit.officers.size());
    EXPECT_EQ(finding.officers[0], visit.officers[0].id);
    EXPECT_EQ(made.path, "/verify.html#p=" + made.token);
    EXPECT_EQ(bureau.view(bureau.draw).entries.back().data.at("purpose").as_string(), "doorstep");
    EXPECT_EQ(bureau.verdict(bureau.draw), "sealed");
}

TEST(Doorstep, is_read_by_its_token_for_as_long_as_the_log_grows) {
    Embargoed bureau;
    const auto visit = bureau.look({.purpose = "visit", .limit = 1}).rows.at(0);
    const auto made = expect(make_doorstep(bureau.context, bureau.leader, bureau.draw, visit.line));
    bureau.create_task();
    expect(reveal_shares(bureau.context, bureau.clerk, bureau.draw));
    const auto later = expect(doorstep_proof(bureau.context, made.token));
    EXPECT_TRUE(draw::check_doorstep(later).has_value());
    EXPECT_EQ(doorstep_proof(bureau.context, "0123").error().code, "doorstep.unknown");
    const auto paper = expect(doorstep_paper(bureau.context, bureau.draw, made.token, "https://x.example"));
    EXPECT_TRUE(paper.starts_with("%PDF-"));
    EXPECT_EQ(doorstep_paper(bureau.context, "lhrs-150802-2026-0099", made.token, "x").error().code,
              "doorstep.unknown");
}

TEST(Doorstep, is_made_of_visits_only) {
    const Embargoed bureau;
    EXPECT_EQ(make_doorstep(bureau.context, bureau.leader, bureau.draw, 100'000).error().code, "doorstep.line");
}

}  // namespace sunlot::workflow
