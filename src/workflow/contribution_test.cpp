// Deposits with trustees: what is not revealed is opened, and rubbish leaves only the void.
#include "workflow/contribution.h"

#include "draw/seed.h"
#include "workflow/test_bureau.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
using testing::ReadyBureau;
using testing::refusal_of;
using testing::TestBureau;

draw::Trustees trustees() {
    return {.keys = {{.id = "a", .key = std::string(64, '1'), .organisation = "公证处"},
                     {.id = "b", .key = std::string(64, '2'), .organisation = "司法局"},
                     {.id = "c", .key = std::string(64, '3'), .organisation = "档案馆"}},
            .threshold = 2};
}

/// A draw without events: what the boxes hold does not matter here, only the shares that the trustees bring.
struct Offline : ReadyBureau {
    explicit Offline(bool embargo = false) {
        auto wanted = embargo ? embargo_terms(task) : terms(task);
        wanted.events.clear();
        wanted.trustees = trustees();
        draw = expect(open_draw(context, clerk, wanted));
    }
    std::string commit_with_boxes(const std::string& party, const std::string& value) const {
        std::vector<draw::Box> boxes;
        for (const auto& key : trustees().keys) boxes.push_back({key.id, std::string(160, '0')});
        return refusal_of(
            commit_contribution(context, clerk, draw, party, draw::contribution_commitment(draw, party, value), boxes));
    }
    void commit_all() const {
        EXPECT_EQ(commit_with_boxes("bureau", kFirst), "done");
        EXPECT_EQ(commit_with_boxes("jiwei", draw::typed_contribution(kTyped)), "done");
    }
    std::vector<draw::Share> shares_of(const std::string& value) const {
        auto shares = draw::split_value(value, trustees(), Bytes(32, 77));
        shares.erase(shares.begin());
        return shares;
    }
    std::string draw;
};

}  // namespace

TEST(Deposit, comes_with_every_commitment_of_a_draw_with_trustees) {
    const Offline bureau;
    const auto commitment = draw::contribution_commitment(bureau.draw, "bureau", TestBureau::kFirst);
    EXPECT_EQ(refusal_of(commit_contribution(bureau.context, bureau.clerk, bureau.draw, "bureau", commitment)),
              "contribution.deposit");
    bureau.commit_all();
    ReadyBureau other;
    const auto plain = other.open(other.task);
    const std::vector<draw::Box> boxes{{"a", std::string(160, '0')}};
    EXPECT_EQ(refusal_of(commit_contribution(other.context, other.clerk, plain, "bureau", commitment, boxes)),
              "contribution.deposit");
}

TEST(Deposit, a_missing_reveal_is_opened_by_the_trustees_and_never_dropped) {
    Offline bureau;
    bureau.commit_all();
    bureau.seal(bureau.draw);
    expect(reveal_contribution(bureau.context, bureau.clerk, bureau.draw,
                               {.party = "bureau", .value = TestBureau::kFirst, .typed = ""}));
    EXPECT_EQ(refusal_of(fix_seed(bureau.context, bureau.clerk, bureau.draw)), "draw.too_few_reveals");
    const auto value = draw::typed_contribution(TestBureau::kTyped);
    const auto open = [&](const std::string& party, const std::vector<draw::Share>& shares) {
        return refusal_of(open_deposit(bureau.context, bureau.clerk, bureau.draw, party, shares));
    };
    EXPECT_EQ(open("bureau", bureau.shares_of(value)), "deposit.unneeded");
    EXPECT_EQ(open("jiwei", {}), "trustees.shares");
    EXPECT_EQ(open("jiwei", bureau.shares_of(value)), "done");
    bureau.seed(bureau.draw);
    bureau.result(bureau.draw);
    bureau.assign(bureau.draw);
    bureau.close(bureau.draw);
    EXPECT_EQ(bureau.verdict(bureau.draw), "verified");
    const auto view = bureau.view(bureau.draw);
    EXPECT_TRUE(view.parties[1].opened);
    EXPECT_FALSE(view.parties[1].dropped);
}

TEST(Deposit, that_is_not_what_was_committed_to_leaves_only_the_void) {
    Offline bureau;
    bureau.commit_all();
    bureau.seal(bureau.draw);
    EXPECT_EQ(refusal_of(open_deposit(bureau.context, bureau.clerk, bureau.draw, "jiwei",
                                      bureau.shares_of(TestBureau::kFirst))),
              "deposit.failed");
    EXPECT_EQ(bureau.view(bureau.draw).next, std::vector<std::string>{"void"});
    EXPECT_EQ(bureau.verdict(bureau.draw), "unfinished");
    expect(void_draw(bureau.context, bureau.leader, bureau.draw, "寄存不实"));
    EXPECT_EQ(bureau.verdict(bureau.draw), "voided");
}

TEST(Deposit, of_sealed_shares_is_the_escrow_of_the_embargo) {
    Offline bureau(true);
    bureau.commit_all();
    EXPECT_EQ(bureau.commit_with_boxes("sealed-1", TestBureau::kShare1), "done");
    EXPECT_EQ(bureau.commit_with_boxes("sealed-2", TestBureau::kShare2), "done");
    bureau.seal(bureau.draw);
    bureau.reveal(bureau.draw);
    expect(deliver_share(bureau.context, bureau.clerk, bureau.draw, "sealed-1", TestBureau::kShare1));
    expect(open_deposit(bureau.context, bureau.clerk, bureau.draw, "sealed-2", bureau.shares_of(TestBureau::kShare2)));
    bureau.seed(bureau.draw);
    bureau.result(bureau.draw);
    bureau.assign(bureau.draw);
    EXPECT_EQ(bureau.verdict(bureau.draw), "sealed");
    const auto open = [&](const char* share, const char* value) {
        return refusal_of(open_share(bureau.context, bureau.leader, bureau.draw, share, bureau.shares_of(value)));
    };
    EXPECT_EQ(open("sealed-2", TestBureau::kShare2), "draw.order") << "sealed-1 comes first";
    EXPECT_EQ(open("sealed-1", TestBureau::kShare2), "share.wrong");
    EXPECT_EQ(open("sealed-1", TestBureau::kShare1), "done");
    EXPECT_EQ(open("sealed-2", TestBureau::kShare2), "done");
    bureau.close(bureau.draw);
    EXPECT_EQ(bureau.verdict(bureau.draw), "verified");
}

}  // namespace sunlot::workflow
