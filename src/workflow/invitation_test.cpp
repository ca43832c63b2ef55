// Parties with devices of their own: one link each, the party's steps and nothing else.
#include "workflow/invitation.h"

#include "draw/seed.h"
#include "store/replay.h"
#include "workflow/journal.h"
#include "workflow/self_audit.h"
#include "workflow/test_bureau.h"

#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
using testing::ReadyBureau;
using testing::TestBureau;

struct Ceremony : ReadyBureau {
    Ceremony() { draw = expect(open_draw(context, clerk, embargo_terms(task))); }
    Guest invite(const std::string& party) {
        return {.draw = draw, .party = party, .token = expect(invite_party(context, clerk, draw, party)).token};
    }
    std::string commitment(const std::string& party, const std::string& value) const {
        return draw::contribution_commitment(draw, party, value);
    }
    std::string draw;
};

std::string code_of(const Result<JoinView>& joined) {
    return joined ? joined->step : joined.error().code;
}

}  // namespace

TEST(Invitation, takes_a_party_through_its_steps_as_its_own_actor) {
    Ceremony bureau;
    const Guest guest = bureau.invite("bureau");
    const auto& context = bureau.context;
    EXPECT_EQ(code_of(join_draw(context, guest)), "commit");
    const auto value = std::string(TestBureau::kFirst);
    EXPECT_EQ(code_of(join_commit(context, guest, bureau.commitment("bureau", value), {})), "wait");
    EXPECT_EQ(code_of(join_reveal(context, guest, {.party = "", .value = value, .typed = ""})), "draw.order");
    bureau.commit(bureau.draw);
    bureau.commit_shares(bureau.draw);
    bureau.seal(bureau.draw);
    EXPECT_EQ(code_of(join_draw(context, guest)), "reveal");
    EXPECT_EQ(code_of(join_reveal(context, guest, {.party = "", .value = TestBureau::kShare1, .typed = ""})),
              "contribution.wrong");
    EXPECT_EQ(code_of(join_reveal(context, guest, {.party = "", .value = value, .typed = ""})), "done");
    EXPECT_EQ(journal_page(context, {.limit = 1}).at(0).actor, "party:bureau");
    const auto report = expect(replay_journal(context, Extent::whole));
    EXPECT_TRUE(report.journal_faults.empty() && report.differences.empty());
}

TEST(Invitation, takes_a_department_from_its_commitment_to_the_delivery_of_its_share) {
    Ceremony bureau;
    const Guest guest = bureau.invite("sealed-1");
    const auto& context = bureau.context;
    EXPECT_EQ(expect(join_draw(context, guest)).role, "sealed");
    EXPECT_EQ(code_of(join_commit(context, guest, bureau.commitment("sealed-1", TestBureau::kShare1), {})), "wait");
    bureau.commit(bureau.draw);
    bureau.commit_shares(bureau.draw);
    bureau.seal(bureau.draw);
    EXPECT_EQ(code_of(join_draw(context, guest)), "deliver");
    EXPECT_EQ(code_of(join_deliver(context, guest, TestBureau::kShare2)), "share.wrong");
    EXPECT_EQ(code_of(join_deliver(context, guest, TestBureau::kShare1)), "done");
}

TEST(Invitation, lets_nobody_in_with_another_token_party_or_draw) {
    Ceremony bureau;
    const Guest guest = bureau.invite("bureau");
    for (const Guest& wrong :
         {Guest{bureau.draw, "bureau", std::string(32, '0')}, Guest{bureau.draw, "jiwei", guest.token},
          Guest{"lhrs-150802-2026-0099", "bureau", guest.token}, Guest{bureau.draw, "bureau", ""}})
        EXPECT_EQ(code_of(join_draw(bureau.context, wrong)), "join.refused");
}

TEST(Invitation, a_new_link_replaces_the_old_until_the_party_has_committed) {
    Ceremony bureau;
    const Guest lost = bureau.invite("bureau");
    const Guest guest = bureau.invite("bureau");
    EXPECT_EQ(code_of(join_draw(bureau.context, lost)), "join.refused");
    expect(join_commit(bureau.context, guest, bureau.commitment("bureau", TestBureau::kFirst), {}));
    EXPECT_EQ(invite_party(bureau.context, bureau.clerk, bureau.draw, "bureau").error().code, "invitation.used");
    EXPECT_EQ(invite_party(bureau.context, bureau.clerk, bureau.draw, "nobody").error().code, "draw.party");
    EXPECT_EQ(code_of(join_draw(bureau.context, guest)), "wait");
}

TEST(Invitation, is_no_part_of_the_bundle_and_its_token_is_nowhere) {
    Ceremony bureau;
    const Guest guest = bureau.invite("bureau");
    for (const auto& row : journal_page(bureau.context, {.limit = 100}))
        EXPECT_EQ(row.entry.find(guest.token), std::string::npos);
    EXPECT_EQ(bureau.view(bureau.draw).entries.size(), 1U);
    EXPECT_EQ(bureau.verdict(bureau.draw), "unfinished");
}

TEST(Invitation, who_comes_too_late_is_told_so) {
    Ceremony bureau;
    const Guest guest = bureau.invite("bureau");
    bureau.commit(bureau.draw);
    bureau.commit_shares(bureau.draw);
    bureau.seal(bureau.draw);
    expect(reveal_contribution(bureau.context, bureau.clerk, bureau.draw,
                               {.party = "jiwei", .value = "", .typed = TestBureau::kTyped}));
    EXPECT_EQ(code_of(join_draw(bureau.context, guest)), "reveal");
    expect(void_draw(bureau.context, bureau.leader, bureau.draw, "改期"));
    EXPECT_EQ(code_of(join_draw(bureau.context, guest)), "done");
}

}  // namespace sunlot::workflow
