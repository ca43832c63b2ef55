// Witnesses of our log: a policy of two persons, cosignatures that come as files, and draws that wait for them.
#include "ledger/note.h"
#include "workflow/bundle.h"
#include "workflow/contribution.h"
#include "workflow/log_files.h"
#include "workflow/test_bureau.h"
#include "workflow/witness_desk.h"
#include "workflow/witness_exchange.h"
#include "workflow/witness_policy.h"
#include "workflow/witnessed_sealing.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
using testing::TestBureau;

const Actor kSystemAdmin{.account = "u1", .name = "系统管理员", .roles = {inspection::Role::system_admin}};
const Actor kSecurityAdmin{.account = "u9", .name = "安全管理员", .roles = {inspection::Role::security_admin}};

/// A bureau whose log two of three witnesses must see; all of them are reached by file only.
struct Witnessed : TestBureau {
    Witnessed() {
        import_objects(objects(60));
        import_officers(officers(12));
        task = create_task();
        for (const char* name : {"sfj", "jw", "rst"})
            witnesses.push_back(ledger::SigningKey::from_seed(std::string(name) + ".example/witness",
                                                              Bytes(32, static_cast<unsigned char>(name[0])),
                                                              ledger::KeyType::cosignature)
                                    .value());
    }

    std::string policy(const std::string& rule = "2") const {
        return "# 临河区司法局\nwitness sfj " + witnesses[0].verifier().text() + "\n\n# 临河区纪委监委\nwitness jw " +
               witnesses[1].verifier().text() + "\nwitness rst " + witnesses[2].verifier().text() + "\ngroup g " +
               rule + " sfj jw rst\nquorum g\n";
    }
    void set_policy(const std::string& text) {
        expect(propose_policy(context, kSystemAdmin, text, "三家同意"));
        expect(approve_policy(context, kSecurityAdmin));
    }
    /// What the witness would bring back on its stick.
    std::string answer(std::size_t who, const std::string& request, std::int64_t later = 0) const {
        const std::string note = request.substr(request.find("\n\n") + 2);
        const auto text = note.substr(0, note.rfind("\n\n") + 1);
        const auto second = static_cast<std::uint64_t>(clock.now().micros / 1'000'000 + later);
        return witnesses[who].cosignature_line(text, second);
    }
    /// Carries the newest head to a witness and back.
    Result<WitnessAnswer> carry(const char* name, std::size_t who, std::int64_t later = 0) {
        return accept_file(context, name, answer(who, expect(request_file(context, name)).bytes, later));
    }
    std::string sealed_draw() {
        const std::string draw = open(task);
        commit(draw);
        seal(draw);
        return draw;
    }
    std::string reveal_code(const std::string& draw) {
        const auto revealed =
            reveal_contribution(context, clerk, draw, {.party = "bureau", .value = std::string(64, '0'), .typed = {}});
        return revealed ? "" : revealed.error().code;
    }

    std::vector<ledger::SigningKey> witnesses;
    std::string task;
};

}  // namespace

TEST(WitnessPolicy, takes_two_persons) {
    Witnessed bureau;
    EXPECT_EQ(approve_policy(bureau.context, kSecurityAdmin).error().code, "policy.none");
    expect(propose_policy(bureau.context, kSystemAdmin, bureau.policy(), "三家同意"));
    EXPECT_EQ(approve_policy(bureau.context, kSystemAdmin).error().code, "policy.same_person");
    EXPECT_FALSE(witness_overview(bureau.context).policy) << "a proposal is not in force";
    expect(approve_policy(bureau.context, kSecurityAdmin));
    const auto seen = witness_overview(bureau.context);
    ASSERT_TRUE(seen.policy);
    EXPECT_FALSE(seen.proposed);
    EXPECT_EQ(seen.rows.at(0).witness.organisation, "临河区司法局");
    EXPECT_EQ(seen.rows.at(2).witness.organisation, "rst");
    EXPECT_EQ(propose_policy(bureau.context, kSystemAdmin, bureau.policy(), "再来").error().code, "policy.same");
    EXPECT_EQ(propose_policy(bureau.context, kSystemAdmin, "quorum nobody\n", "错").error().code, "policy.name");
    EXPECT_EQ(propose_policy(bureau.context, kSystemAdmin, bureau.policy("3"), "").error().code, "policy.reason");
}

TEST(WitnessedDraw, waits_for_its_witnesses_and_names_those_who_are_missing) {
    Witnessed bureau;
    bureau.set_policy(bureau.policy());
    const std::string draw = bureau.sealed_draw();
    const auto refused = reveal_contribution(bureau.context, bureau.clerk, draw,
                                             {.party = "bureau", .value = std::string(64, '0'), .typed = {}});
    EXPECT_EQ(refused.error().code, "draw.unwitnessed");
    EXPECT_TRUE(refused.error().text.zh.contains("临河区司法局（须用 U 盘送签）")) << refused.error().text.zh;
    expect(bureau.carry("sfj", 0));
    EXPECT_EQ(bureau.reveal_code(draw), "draw.unwitnessed") << "one of two";
    // The same head for the other: a new one would need both again.
    EXPECT_FALSE(bureau.carry("jw", 0)) << "the signature of another witness";
    expect(bureau.carry("jw", 1));
    bureau.reveal(draw);
    const auto view = expect(view_draw(bureau.context, draw));
    ASSERT_EQ(view.seal->witnesses.size(), 2U);
    EXPECT_EQ(view.seal->witnesses.front().organisation, "临河区司法局");
}

TEST(WitnessedDraw, is_published_with_a_checkpoint_of_the_quorum_and_holds) {
    Witnessed bureau;
    bureau.set_policy(bureau.policy());
    const std::string draw = bureau.sealed_draw();
    expect(bureau.carry("jw", 1));
    expect(bureau.carry("rst", 2));
    bureau.reveal(draw);
    bureau.record(draw);
    bureau.seed(draw);
    bureau.result(draw);
    bureau.assign(draw);
    EXPECT_EQ(collect_bundle(bureau.context, draw).error().code, "bundle.unwitnessed");
    expect(bureau.carry("sfj", 0));
    expect(bureau.carry("rst", 2));
    EXPECT_EQ(bureau.verdict(draw), "verified");
    EXPECT_EQ(approve_policy(bureau.context, kSecurityAdmin).error().code, "policy.none");
    expect(propose_policy(bureau.context, kSystemAdmin, bureau.policy("3"), "更严"));
    EXPECT_EQ(approve_policy(bureau.context, kSecurityAdmin).error().code, "policy.draw_under_way");
    bureau.close(draw);
    expect(bureau.carry("sfj", 0));
    expect(bureau.carry("jw", 1));
    expect(approve_policy(bureau.context, kSecurityAdmin));
    std::filesystem::remove_all(bureau.context.data_directory / "bundles");
    EXPECT_EQ(bureau.verdict(draw), "verified") << "an old draw keeps its own witnesses";
}

TEST(WitnessedDraw, whose_witnesses_came_after_the_event_can_only_be_voided) {
    Witnessed bureau;
    bureau.set_policy(bureau.policy());
    const std::string draw = bureau.sealed_draw();
    constexpr std::int64_t kYear = 366 * 86'400;
    expect(bureau.carry("sfj", 0, kYear));
    expect(bureau.carry("jw", 1, kYear));
    EXPECT_EQ(bureau.reveal_code(draw), "draw.unwitnessed");
    EXPECT_FALSE(expect(view_draw(bureau.context, draw)).seal->witnessed_seq);
    expect(void_draw(bureau.context, bureau.leader, draw, "见证太迟"));
}

TEST(WitnessedDraw, without_a_policy_goes_on_as_ever) {
    Witnessed bureau;
    const std::string draw = bureau.sealed_draw();
    bureau.reveal(draw);
    EXPECT_FALSE(expect(view_draw(bureau.context, draw)).seal->needs_witnesses);
}

TEST(WitnessByFile, refuses_answers_that_are_none_and_notes_a_conflict) {
    Witnessed bureau;
    EXPECT_EQ(request_file(bureau.context, "sfj").error().code, "policy.none");
    bureau.set_policy(bureau.policy());
    EXPECT_EQ(request_file(bureau.context, "nobody").error().code, "witness.unknown");
    const std::string request = expect(request_file(bureau.context, "sfj")).bytes;
    EXPECT_TRUE(request.starts_with("old 0\n\n")) << request;
    EXPECT_EQ(accept_file(bureau.context, "sfj", "no").error().code, "witness.answer");
    std::string answer = bureau.answer(0, request);
    EXPECT_EQ(accept_file(bureau.context, "jw", answer).error().code, "witness.answer");
    EXPECT_EQ(accept_file(bureau.context, "sfj", bureau.answer(0, request, -bureau.clock.now().micros / 1'000'000))
                  .error()
                  .code,
              "witness.answer")
        << "without a time";
    EXPECT_FALSE(expect(accept_file(bureau.context, "sfj", answer)).conflict);
    const auto conflict = expect(accept_file(bureau.context, "jw", "3\n"));
    EXPECT_TRUE(conflict.conflict);
    EXPECT_TRUE(expect(request_file(bureau.context, "jw")).bytes.starts_with("old 3\n"));
    EXPECT_EQ(expect(accept_file(bureau.context, "jw", "999999\n")).size, 999999U);
    EXPECT_EQ(witness_overview(bureau.context).rows.at(1).standing.state, "ahead");
    EXPECT_EQ(witness_overview(bureau.context).rows.at(0).standing.state, "signed");
}

TEST(WitnessByFile, what_the_quorum_has_signed_is_served_as_witnessed) {
    Witnessed bureau;
    bureau.set_policy(bureau.policy());
    expect(bureau.carry("sfj", 0));
    EXPECT_FALSE(log_file(bureau.context, "witnessed"));
    expect(bureau.carry("rst", 2));
    EXPECT_TRUE(log_file(bureau.context, "witnessed"));
    EXPECT_EQ(witness_overview(bureau.context).witnessed_size, expect(present_head(bureau.context)).size);
}

}  // namespace sunlot::workflow
