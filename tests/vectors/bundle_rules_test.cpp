// Every rule of draw-v1 §2, §5, §9, §10 and §11 broken once, by a server that signs whatever it likes: the verifier
// refuses the bundle in the check that is meant to see it, and says why.
#include "base/json.h"
#include "bundle_stories.h"
#include "draw/bundle_check.h"
#include "draw/frame.h"
#include "hash/sha256.h"

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::vectors {
namespace {

using namespace draw;

const std::string kNothing(64, '0');

/// Embargo with trustees, up to the reveals.
void begin(BundleBuilder& b) {
    make_larger(b);
    b.put_under_embargo();
    b.appoint_trustees();
    b.open();
    for (const char* party : {"bureau", "firm-rep", "jiwei", "sealed-1", "sealed-2"}) b.commit(party);
    b.seal();
}

void reveal_all(BundleBuilder& b) {
    for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.reveal(party);
    for (const char* share : {"sealed-1", "sealed-2"}) b.deliver(share);
}

void to_assignment(BundleBuilder& b) {
    begin(b);
    reveal_all(b);
    b.record_event();
    b.fix_seed();
    b.draw_result();
    b.assign();
}

/// The same in the open: what is drawn can be recomputed at once.
void open_to_assignment(BundleBuilder& b) {
    make_larger(b);
    b.open();
    for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.commit(party);
    b.seal();
    for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.reveal(party);
    b.record_event();
    b.fix_seed();
    b.draw_result();
    b.assign();
}

Json::Object officer_request(std::uint64_t number, std::uint64_t line, const std::string& unavailable) {
    return {{"attempt", 1},     {"line", line}, {"number", number},
            {"reason", "ill"},  {"slot", 0},    {"unavailable", Json(Json::Array{Json(unavailable)})},
            {"what", "officer"}};
}

struct Broken {
    const char* rule;
    const char* check;
    const char* says;
    std::function<void(BundleBuilder&)> tell;
};

const std::vector<Broken>& ceremony() {
    static const std::vector<Broken> rules = {
        {"sealing needs both shares", "order", "sealed-2 has not been committed to",
         [](auto& b) {
             b.put_under_embargo();
             b.open();
             for (const char* party : {"bureau", "jiwei", "sealed-1"}) b.commit(party);
             b.seal();
         }},
        {"shares do not count as parties", "order", "fewer parties committed",
         [](auto& b) {
             b.put_under_embargo();
             b.open();
             for (const char* party : {"bureau", "sealed-1", "sealed-2"}) b.commit(party);
             b.seal();
         }},
        {"a deposit has a box for each trustee", "order", "deposit",
         [](auto& b) {
             b.appoint_trustees();
             b.open();
             b.append("contribution.committed", {{"commitment", kNothing}, {"party", "bureau"}});
         }},
        {"no deposit without trustees", "order", "deposit",
         [](auto& b) {
             b.open();
             b.append("contribution.committed",
                      {{"commitment", kNothing}, {"party", "bureau"}, {"deposit", Json(Json::Array{})}});
         }},
        {"a share is delivered once", "order", "sealed-1 was delivered twice",
         [](auto& b) {
             begin(b);
             b.deliver("sealed-1");
             b.deliver("sealed-1");
         }},
        {"a delivered share is kept", "order", "is not kept",
         [](auto& b) {
             begin(b);
             b.append("share.delivered", {{"share", "sealed-1"}});
         }},
        {"a sealed share is not revealed early", "order", "is no party of the plan",
         [](auto& b) {
             begin(b);
             b.reveal("sealed-1");
         }},
        {"no event before both deliveries", "order", "sealed-2 has not been delivered",
         [](auto& b) {
             begin(b);
             for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.reveal(party);
             b.deliver("sealed-1");
             b.record_event();
         }},
        {"with trustees nobody who committed is dropped", "order", "neither revealed nor opened",
         [](auto& b) {
             begin(b);
             b.reveal("bureau");
             b.reveal("jiwei");
             for (const char* share : {"sealed-1", "sealed-2"}) b.deliver(share);
             b.record_event();
         }},
        {"trustees open what was committed to", "order", "is not what jiwei committed to",
         [](auto& b) {
             begin(b);
             b.append(
                 "contribution.opened",
                 {{"party", "jiwei"}, {"shares", shares_json(b.shares_of("bureau"))}, {"value", b.value_of("bureau")}});
         }},
        {"exactly as many shares as the threshold", "order", "exactly as many shares",
         [](auto& b) {
             begin(b);
             auto shares = b.shares_of("jiwei");
             shares.pop_back();
             b.append("contribution.opened",
                      {{"party", "jiwei"}, {"shares", shares_json(shares)}, {"value", b.value_of("jiwei")}});
         }},
        {"what was revealed is not opened too", "order", "jiwei revealed twice",
         [](auto& b) {
             begin(b);
             b.reveal("jiwei");
             b.open_by_trustees("jiwei");
         }},
        {"without trustees nothing is opened", "order", "may not come at this point",
         [](auto& b) {
             b.open();
             for (const char* party : {"bureau", "jiwei"}) b.commit(party);
             b.seal();
             b.append("contribution.opened",
                      {{"party", "jiwei"}, {"shares", Json(Json::Array{})}, {"value", b.value_of("jiwei")}});
         }},
        {"a good deposit has not failed", "order", "has not failed",
         [](auto& b) {
             begin(b);
             b.append("deposit.failed", {{"party", "jiwei"}, {"shares", shares_json(b.shares_of("jiwei"))}});
         }},
        {"after rubbish in a deposit nothing goes on", "order", "may not come at this point",
         [](auto& b) {
             begin(b);
             b.append("deposit.failed", {{"party", "jiwei"}, {"shares", shares_json(b.shares_of("bureau"))}});
             b.reveal("jiwei");
         }},
        {"a drand signature is that of the randomness", "order", "signature",
         [](auto& b) {
             make_larger(b);
             b.plan.events[0] = {EventKind::drand, kNothing + "/7", b.plan.events[0].not_before};
             b.contents[0] = {kNothing, std::string(96, 'a')};
             b.open();
             for (const char* party : {"bureau", "jiwei"}) b.commit(party);
             b.seal();
             for (const char* party : {"bureau", "jiwei"}) b.reveal(party);
             b.record_event();
         }},
        {"only a drand round has a signature", "order", "signature",
         [](auto& b) {
             b.contents[1].second = std::string(96, 'a');
             b.run_all();
         }},
        {"the seed of an embargo stays secret", "order", "sealed_seed",
         [](auto& b) {
             begin(b);
             reveal_all(b);
             b.record_event();
             b.append("seed.fixed", {{"dropped", Json(Json::Array{})},
                                     {"parties", std::vector<std::string>{"bureau", "firm-rep", "jiwei"}},
                                     {"seed", kNothing}});
         }},
        {"without an event the seed still waits for the trustees", "order", "neither revealed nor opened",
         [](auto& b) {
             b.appoint_trustees();
             b.plan.events.clear();
             b.open();
             for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.commit(party);
             b.seal();
             for (const char* party : {"bureau", "jiwei"}) b.reveal(party);
             b.fix_seed();
         }},
    };
    return rules;
}

const std::vector<Broken>& embargo() {
    static const std::vector<Broken> rules = {
        {"an open draw discloses nothing one by one", "order", "may not come at this point",
         [](auto& b) {
             open_to_assignment(b);
             b.disclose({0}, "visit");
         }},
        {"nothing is disclosed before the assignment", "order", "may not come at this point",
         [](auto& b) {
             begin(b);
             b.disclose({0}, "visit");
         }},
        {"disclosed lines ascend", "order", "lines",
         [](auto& b) {
             to_assignment(b);
             b.disclose({1, 0}, "visit");
         }},
        {"disclosed lines exist", "order", "lines",
         [](auto& b) {
             to_assignment(b);
             b.disclose({99}, "visit");
         }},
        {"a disclosure has one of four purposes", "order", "purpose",
         [](auto& b) {
             to_assignment(b);
             b.disclose({0}, "curiosity");
         }},
        {"no redraw once somebody has seen the list", "order", "may not come at this point",
         [](auto& b) {
             to_assignment(b);
             b.disclose({0}, "visit");
             b.approve_redraw();
         }},
        {"no redraw once a share is public", "order", "may not come at this point",
         [](auto& b) {
             to_assignment(b);
             b.reveal_share("sealed-1");
             b.approve_redraw();
         }},
        {"no extension once a share is public", "order", "may not come at this point",
         [](auto& b) {
             to_assignment(b);
             b.reveal_share("sealed-1");
             b.approve_extension({{"A", Quota::all()}});
         }},
        {"first sealed-1, then sealed-2", "order", "first sealed-1",
         [](auto& b) {
             to_assignment(b);
             b.reveal_share("sealed-2");
         }},
        {"a share is the one committed to", "order", "is not what was committed to",
         [](auto& b) {
             to_assignment(b);
             b.append("share.revealed", {{"share", "sealed-1"}, {"value", kNothing}});
         }},
        {"a share opened by trustees is theirs", "order", "do not give sealed-1",
         [](auto& b) {
             to_assignment(b);
             b.append("share.revealed", {{"share", "sealed-1"},
                                         {"shares", shares_json(b.shares_of("sealed-2"))},
                                         {"value", b.value_of("sealed-1")}});
         }},
        {"closed only after the reveal", "order", "closed before the sealed shares were revealed",
         [](auto& b) {
             to_assignment(b);
             b.reveal_share("sealed-1");
             b.close();
         }},
        {"the revealed result is the sealed one", "digests", "is not what entry",
         [](auto& b) {
             to_assignment(b);
             for (const char* share : {"sealed-1", "sealed-2"}) b.reveal_share(share);
             std::string& result = b.files.at("result.tsv");
             result.erase(result.rfind('\n', result.size() - 2) + 1);
         }},
        {"the revealed seed is the sealed one", "digests", "is not what entry",
         [](auto& b) {
             to_assignment(b);
             for (const char* share : {"sealed-1", "sealed-2"}) b.reveal_share(share);
             std::string& seed = b.files.at("seed.txt");
             seed.back() = '\n';
             seed[seed.size() - 2] = seed[seed.size() - 2] == '0' ? '1' : '0';
         }},
    };
    return rules;
}

const std::vector<Broken>& visits() {
    static const std::vector<Broken> rules = {
        {"a substitution is approved by another person", "order", "approved by the one who asked",
         [](auto& b) {
             open_to_assignment(b);
             b.request_object(nth_visit(b, 0));
             b.append("substitution.approved", {{"attempt", 1}, {"number", 1}}, "u1");
         }},
        {"one substitution waits at a time", "order", "may not come at this point",
         [](auto& b) {
             open_to_assignment(b);
             b.request_object(nth_visit(b, 0));
             b.request_object(nth_visit(b, 1));
         }},
        {"substitutions count up", "order", "number",
         [](auto& b) {
             open_to_assignment(b);
             b.append("substitution.requested", officer_request(2, 0, "F1"));
         }},
        {"what was refused is not approved", "order", "may not come at this point",
         [](auto& b) {
             open_to_assignment(b);
             b.request_object(nth_visit(b, 0));
             b.refuse_substitution();
             b.append("substitution.approved", {{"attempt", 1}, {"number", 1}}, "u2");
         }},
        {"not closed while one waits", "order", "may not come at this point",
         [](auto& b) {
             open_to_assignment(b);
             b.request_object(nth_visit(b, 0));
             b.close();
         }},
        {"no further attempt while one waits", "order", "may not come at this point",
         [](auto& b) {
             open_to_assignment(b);
             b.request_object(nth_visit(b, 0));
             b.approve_extension({{"A", Quota::all()}});
         }},
        {"no redraw after a substitution", "order", "may not come at this point",
         [](auto& b) {
             open_to_assignment(b);
             b.request_object(nth_visit(b, 0));
             b.approve_substitution();
             b.approve_redraw();
         }},
        {"the next reserve, not the one after", "substitutions", "not what the rule gives",
         [](auto& b) {
             open_to_assignment(b);
             b.request_object(nth_visit(b, 0));
             const auto next = *b.visits().next_reserve(nth_visit(b, 0));
             b.append("substitution.approved",
                      {{"attempt", 1},
                       {"number", 1},
                       {"officers", b.visits().replace_object(nth_visit(b, 0), {}, {}).value().officers},
                       {"replacement", next + 1}},
                      "u2");
         }},
        {"a visit is not dropped while there is a reserve", "substitutions", "not what the rule gives",
         [](auto& b) {
             open_to_assignment(b);
             b.request_object(nth_visit(b, 0));
             b.append("substitution.approved", {{"attempt", 1}, {"number", 1}}, "u2");
         }},
        {"the next officer, not another", "substitutions", "not what the rule gives",
         [](auto& b) {
             open_to_assignment(b);
             b.request_officer(nth_visit(b, 0), 1);
             const auto& visit = *b.visits().at(nth_visit(b, 0));
             const auto right = *b.visits().replace_officer(visit.line, 1, {{visit.officers[1]}}).value();
             std::string other = "F1";
             for (const char* id : {"F2", "F3", "F4", "F5"})
                 if (id != right && id != visit.officers[0] && id != visit.officers[1]) other = id;
             b.append("substitution.approved", {{"attempt", 1}, {"number", 1}, {"officer", other}}, "u2");
         }},
        {"only a visit is replaced", "substitutions", "is not a visit",
         [](auto& b) {
             open_to_assignment(b);
             const auto reserve = *b.visits().next_reserve(nth_visit(b, 0));
             b.append("substitution.requested", officer_request(1, reserve, "F1"));
             b.append("substitution.approved", {{"attempt", 1}, {"number", 1}, {"officer", "F3"}}, "u2");
         }},
        {"no more recused than were sealed", "substitutions", "more officers are left out",
         [](auto& b) {
             make_larger(b);
             b.recused.clear();
             b.recusals.clear();
             b.open();
             for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.commit(party);
             b.seal();
             for (const char* party : {"bureau", "firm-rep", "jiwei"}) b.reveal(party);
             b.record_event();
             b.fix_seed();
             b.draw_result();
             b.assign();
             b.recused = {{"F2", b.rows()[*b.visits().next_reserve(nth_visit(b, 0))].id}};
             b.request_object(nth_visit(b, 0));
             b.approve_substitution();
             b.close();
         }},
        {"substitutions.json is what was approved", "substitutions", "is not what was approved",
         [](auto& b) {
             open_to_assignment(b);
             b.request_officer(nth_visit(b, 0), 0);
             b.approve_substitution();
             b.files["substitutions.json"] = "[]";
             b.append("draw.closed", {{"attempt", 1}, {"substitutions", hash::sha256_hex("[]")}});
         }},
    };
    return rules;
}

const std::vector<Broken>& extensions() {
    static const std::vector<Broken> rules = {
        {"an extension is approved by another person", "order", "approved by the one who asked",
         [](auto& b) {
             open_to_assignment(b);
             b.append("extension.requested", {{"reason", "x"}, {"strata", higher_quotas_json({{"A", Quota::all()}})}});
             b.append("extension.approved", {{"attempt", 2}});
         }},
        {"an extension is of strata of the plan", "order", "strata",
         [](auto& b) {
             open_to_assignment(b);
             b.append("extension.requested", {{"reason", "x"}, {"strata", higher_quotas_json({{"B", Quota::all()}})}});
         }},
        {"a redraw that was approved is no extension", "redraw", "is not the redraw or extension that was approved",
         [](auto& b) {
             open_to_assignment(b);
             b.append("redraw.requested", {{"reason", "x"}});
             b.append("redraw.approved", {{"attempt", 2}}, "u2");
             b.extend_next({{"A", Quota::all()}});
             b.seal();
             b.draw_result();
             b.assign();
         }},
        {"an extension grows by what was approved", "redraw", "is not the redraw or extension that was approved",
         [](auto& b) {
             open_to_assignment(b);
             b.approve_extension({{"A", Quota::ratio(2, 3)}});
             b.extend_next({{"A", Quota::all()}});
             b.seal();
             b.draw_result();
             b.assign();
         }},
        {"an extension has the same exclusions", "redraw", "an extension has the same lists",
         [](auto& b) {
             open_to_assignment(b);
             b.approve_extension({{"A", Quota::all()}});
             b.exclusions.clear();
             b.seal();
             b.draw_result();
             b.assign();
         }},
    };
    return rules;
}

}  // namespace

TEST(Rules, broken_once_are_each_refused_by_name) {
    for (const auto* rules : {&ceremony(), &embargo(), &visits(), &extensions()})
        for (const Broken& broken : *rules) {
            BundleBuilder b;
            broken.tell(b);
            const auto report = check_bundle(b.bundle());
            ASSERT_EQ(report.verdict, Verdict::refused) << broken.rule;
            const auto& last = report.checks.back();
            EXPECT_EQ(last.id, broken.check) << broken.rule << ": " << last.where << " " << last.detail.en;
            EXPECT_TRUE((last.where + " " + last.detail.en).contains(broken.says))
                << broken.rule << ": " << last.where << " " << last.detail.en;
        }
}

TEST(Embargo, a_draw_whose_deposit_was_rubbish_is_voided_by_name) {
    BundleBuilder b;
    begin(b);
    b.append("deposit.failed", {{"party", "jiwei"}, {"shares", shares_json(b.shares_of("bureau"))}});
    b.append("draw.voided", {{"reason", "交存的内容打不开"}});
    EXPECT_EQ(check_bundle(b.bundle()).verdict, Verdict::voided);
}

TEST(Embargo, is_overdue_only_past_its_day_and_only_until_revealed) {
    BundleBuilder b;
    tell_sealed(b);
    const Instant due = Instant::parse(b.plan.embargo->reveal_by).value();
    const auto at = [&](Instant now) {
        BundleOptions options;
        options.now = now;
        return check_bundle(b.bundle(), options);
    };
    EXPECT_FALSE(at(due).overdue);
    EXPECT_TRUE(at({due.micros + 1}).overdue);
    EXPECT_EQ(at({due.micros + 1}).verdict, Verdict::sealed);
    for (const char* share : {"sealed-1", "sealed-2"}) b.reveal_share(share);
    EXPECT_FALSE(at({due.micros + 1}).overdue);
}

TEST(Escrow, computes_what_was_sealed_and_refuses_other_shares) {
    BundleBuilder b;
    tell_sealed(b);
    const auto shares = [&](const std::string& second) {
        return to_canonical(Json(Json::Object{{"sealed-1", b.value_of("sealed-1")}, {"sealed-2", b.value_of(second)}}));
    };
    const auto opened = open_bundle(b.bundle(), {shares("sealed-2"), b.files.at("slots.tsv")});
    EXPECT_EQ(opened.report.verdict, Verdict::opened);
    for (const char* name : {"seed.txt", "result.tsv", "slots.tsv", "assignment.tsv"})
        EXPECT_EQ(opened.files.at(name), b.files.at(name)) << name;
    EXPECT_FALSE(open_bundle(b.bundle(), {shares("sealed-2"), {}}).files.contains("assignment.tsv"));
    EXPECT_EQ(open_bundle(b.bundle(), {shares("sealed-1"), {}}).report.verdict, Verdict::refused);
    EXPECT_EQ(open_bundle(b.bundle(), {shares("sealed-2"), "x"}).report.verdict, Verdict::refused);
    for (const char* share : {"sealed-1", "sealed-2"}) b.reveal_share(share);
    EXPECT_EQ(open_bundle(b.bundle(), {shares("sealed-2"), {}}).report.verdict, Verdict::refused);
}

}  // namespace sunlot::vectors
