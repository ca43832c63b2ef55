// Every rule of draw-v1 §2.1 (witnessed sealing) broken once, by a log that signs whatever it likes and witnesses who
// are deceived or join in: the verifier refuses the bundle and says why. The same bundles are stored in
// data/witnessed_refused.json, where the second verifier is to refuse them in the same check.
#include "base/json.h"
#include "bundle_stories.h"
#include "draw/bundle_check.h"
#include "hash/sha256.h"
#include "vectors.h"

#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::vectors {
namespace {

using namespace draw;
using Witnessing = BundleBuilder::Witnessing;

constexpr std::uint64_t kAfterTheEvent = 1'795'000'061;

void begin(BundleBuilder& b) {
    make_larger(b);
    b.appoint_witnesses();
    b.open();
    for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.commit(party);
    b.seal();
}

void with_proof(BundleBuilder& b, std::string proof, std::uint64_t attempt = 1) {
    b.append("sealing.witnessed", {{"attempt", attempt}, {"proof", std::move(proof)}}, "system");
    b.reveal("bureau");
}

void witnessed(BundleBuilder& b, const Witnessing& how) {
    begin(b);
    b.witness_sealing(how);
    b.reveal("bureau");
}

std::string without_line(std::string proof, std::string_view name) {
    const auto at = proof.find("— " + std::string(name) + " ");
    return proof.erase(at, proof.find('\n', at) + 1 - at);
}

/// What the witnesses would have signed of a draw that ran otherwise.
std::string proof_elsewhere(const std::function<void(BundleBuilder&)>& otherwise) {
    BundleBuilder other;
    otherwise(other);
    return other.proof_of_sealing({});
}

/// To the second sealing, which nobody has witnessed yet.
void redraw(BundleBuilder& b) {
    begin(b);
    b.witness_sealing();
    for (const char* party : {"bureau", "jiwei"}) b.reveal(party);
    b.record_event();
    b.fix_seed();
    b.draw_result();
    b.assign();
    b.approve_redraw();
    b.seal();
}

struct Broken {
    const char* rule;
    const char* check;
    const char* says;
    std::function<void(BundleBuilder&)> tell;
};

const std::vector<Broken>& place() {
    static const std::vector<Broken> rules = {
        {"no reveal before the sealing is witnessed", "order", "came before the sealing was witnessed",
         [](auto& b) {
             begin(b);
             b.reveal("bureau");
         }},
        {"witnessed too late, after a reveal", "order", "came before the sealing was witnessed",
         [](auto& b) {
             begin(b);
             b.reveal("bureau");
             b.witness_sealing();
         }},
        {"no wrong reveal before either", "order", "came before the sealing was witnessed",
         [](auto& b) {
             begin(b);
             b.append("contribution.rejected", {{"commitment", std::string(64, '0')}, {"party", "jiwei"}});
         }},
        {"no result of a redraw before its sealing is witnessed", "order", "came before the sealing was witnessed",
         [](auto& b) {
             redraw(b);
             b.draw_result();
         }},
        {"witnessed once", "order", "may not come at this point",
         [](auto& b) {
             begin(b);
             b.witness_sealing();
             b.witness_sealing();
         }},
        {"not before the sealing", "order", "may not come at this point",
         [](auto& b) {
             make_larger(b);
             b.appoint_witnesses();
             b.open();
             b.append("sealing.witnessed", {{"attempt", 1}, {"proof", "x"}});
         }},
        {"no witnessing where the policy has no quorum", "order", "may not come at this point",
         [](auto& b) {
             make_larger(b);
             b.open();
             for (const char* party : {"bureau", "jiwei"}) b.commit(party);
             b.seal();
             b.append("sealing.witnessed", {{"attempt", 1}, {"proof", "x"}});
         }},
        {"of the present attempt", "order", "is not this attempt",
         [](auto& b) {
             begin(b);
             with_proof(b, b.proof_of_sealing({}), 2);
         }},
    };
    return rules;
}

const std::vector<Broken>& proof() {
    static const std::vector<Broken> rules = {
        {"a quorum of one too few", "witnesses", "lacks the quorum of witnesses",
         [](auto& b) { witnessed(b, {.by = {1}}); }},
        {"nobody", "witnesses", "lacks the quorum of witnesses", [](auto& b) { witnessed(b, {.by = {}}); }},
        {"dated after the announced event", "witnesses", "cosigned after the announced event",
         [](auto& b) { witnessed(b, {.time = kAfterTheEvent}); }},
        {"without a time", "witnesses", "has no time", [](auto& b) { witnessed(b, {.time = 0}); }},
        {"without a time, in a redraw too", "witnesses", "has no time",
         [](auto& b) {
             redraw(b);
             b.witness_sealing({.time = 0});
             b.draw_result();
         }},
        {"a key that the policy does not name", "witnesses", "of a key that the policy does not name",
         [](auto& b) { witnessed(b, {.by = {0, 1, 3}}); }},
        {"one witness twice", "witnesses", "does not hold", [](auto& b) { witnessed(b, {.by = {0, 0}}); }},
        {"another entry of the draw", "witnesses", "proves another entry", [](auto& b) { witnessed(b, {.index = 3}); }},
        {"the sealing before instead of this one", "witnesses", "proves another entry",
         [](auto& b) {
             redraw(b);
             b.witness_sealing({.index = 7});
             b.draw_result();
         }},
        {"another frame", "witnesses", "the witnesses saw another sealing",
         [](auto& b) {
             begin(b);
             with_proof(b, proof_elsewhere([](auto& other) {
                            make_larger(other);
                            other.appoint_witnesses();
                            other.frame.erase(0, other.frame.find('\n') + 1);
                            other.open();
                            for (const char* party : {"bureau", "firm-rep", "jiwei"}) other.commit(party);
                            other.seal();
                        }));
         }},
        {"a foreign log's checkpoint", "witnesses", "of another log",
         [](auto& b) { witnessed(b, {.origin = "other.example/log"}); }},
        {"a checkpoint signed by another key", "witnesses", "does not hold",
         [](auto& b) {
             begin(b);
             auto proof = b.proof_of_sealing({});
             const auto at = proof.find(' ', proof.find("— lhrs.example/log")) + 1;
             proof.replace(proof.find(' ', at) + 7, 1, proof[proof.find(' ', at) + 7] == 'A' ? "B" : "A");
             with_proof(b, proof);
         }},
        {"a checkpoint that the log has not signed", "witnesses", "that the log has not signed",
         [](auto& b) {
             begin(b);
             with_proof(b, without_line(b.proof_of_sealing({}), "lhrs.example/log"));
         }},
        {"a wrong cosignature", "witnesses", "does not hold",
         [](auto& b) {
             begin(b);
             const auto later = kAfterTheEvent - 1;
             auto proof = b.proof_of_sealing({});
             const auto other = b.proof_of_sealing({.by = {0, 2}, .time = later, .origin = "other.example/log"});
             const auto line = other.find("— rst");
             proof = without_line(proof, "rst.example/witness") + other.substr(line);
             with_proof(b, proof);
         }},
        {"a checkpoint newer than its entry", "witnesses", "newer than itself",
         [](auto& b) {
             begin(b);
             with_proof(b, proof_elsewhere([](auto& other) {
                            begin(other);
                            other.append("draw.voided", {{"reason", "x"}});
                            other.append("draw.voided", {{"reason", "x"}});
                        }));
         }},
        {"no proof at all", "witnesses", "the tlog-proof is malformed",
         [](auto& b) {
             begin(b);
             with_proof(b, "witnessed, we swear");
         }},
    };
    return rules;
}

/// The last check, and why it failed.
const BundleCheck& last(const BundleReport& report) {
    return report.checks.back();
}

Json as_json(const Broken& rule, const BundleFiles& bundle) {
    Json::Object files;
    for (const auto& [name, bytes] : bundle) files.emplace(name, bytes);
    return Json::Object{{"check", rule.check}, {"files", Json(std::move(files))}, {"rule", rule.rule}};
}

}  // namespace

TEST(Witnessed, every_broken_rule_is_refused_by_its_name) {
    Json::Array stored;
    for (const auto* rules : {&place(), &proof()})
        for (const Broken& rule : *rules) {
            BundleBuilder b;
            rule.tell(b);
            const auto report = check_bundle(b.bundle());
            EXPECT_EQ(report.verdict, Verdict::refused) << rule.rule;
            EXPECT_EQ(last(report).id, rule.check) << rule.rule << ": " << last(report).detail.en;
            EXPECT_NE(last(report).detail.en.find(rule.says), std::string::npos)
                << rule.rule << ": " << last(report).detail.en;
            stored.push_back(as_json(rule, b.bundle()));
        }
    const std::string text = to_canonical(Json(std::move(stored)));
    if (std::getenv("SUNLOT_WRITE_VECTORS") != nullptr)  // NOLINT(concurrency-mt-unsafe)
        std::ofstream(data_directory() / "witnessed_refused.json", std::ios::binary) << text;
    EXPECT_EQ(read_vector("witnessed_refused.json"), text);
}

TEST(Witnessed, a_sealing_that_waits_for_its_witnesses_is_unfinished_not_wrong) {
    BundleBuilder b;
    begin(b);
    EXPECT_EQ(check_bundle(b.bundle()).verdict, Verdict::unfinished);
    b.append("draw.voided", {{"reason", "见证人都联系不上"}});
    EXPECT_EQ(check_bundle(b.bundle()).verdict, Verdict::voided);
}

TEST(Witnessed, dice_have_no_hour_that_a_cosignature_could_miss) {
    BundleBuilder b;
    make_larger(b);
    b.appoint_witnesses();
    b.plan.events.erase(b.plan.events.begin());
    b.contents.erase(b.contents.begin());
    b.open();
    for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.commit(party);
    b.seal();
    b.witness_sealing({.time = kAfterTheEvent});
    for (const char* party : {"jiwei", "bureau"}) b.reveal(party);
    EXPECT_EQ(check_bundle(b.bundle()).verdict, Verdict::unfinished);
}

TEST(Witnessed, the_bundles_own_checkpoint_needs_the_quorum_too) {
    BundleBuilder b;
    tell_witnessed(b);
    auto files = b.bundle();
    for (auto& [name, bytes] : files)
        if (name == "log/checkpoint" || name.ends_with(".tlog-proof"))
            bytes = without_line(bytes, "sfj.example/witness");
    const auto report = check_bundle(files);
    EXPECT_EQ(last(report).id, "log");
    EXPECT_NE(last(report).detail.en.find("lacks the witnesses"), std::string::npos) << last(report).detail.en;
}

TEST(Witnessed, one_key_under_two_names_makes_no_policy) {
    BundleBuilder b;
    b.appoint_witnesses();
    const std::string key = b.witnesses[0].verifier().text();
    b.policy = "log " + b.key.verifier().text() + "\nwitness a " + key + "\nwitness b " + key +
               "\ngroup two 2 a b\nquorum two\n";
    b.plan.policy = hash::sha256_hex(b.policy);
    b.open();
    EXPECT_EQ(last(check_bundle(b.bundle())).id, "log");
}

}  // namespace sunlot::vectors
