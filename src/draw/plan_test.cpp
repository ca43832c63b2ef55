#include "draw/plan.h"

#include "draw/event.h"
#include "draw/seal.h"
#include "draw/seed.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot::draw {
namespace {

Plan valid_plan() {
    Plan plan;
    plan.draw_id = "lhrs-150802-2026-0001";
    plan.log_origin = "lhrs.example/log";
    plan.parties = {{"bureau", "人社局", "operator", {}}, {"jiwei", "纪委监委", "supervisor", std::string(64, 'a')}};
    plan.events = {{EventKind::ssq, "2026135", "2026-11-24T13:15:00Z"}};
    plan.strata = {{"A", Quota::ratio(5, 100), {"A", "未评"}}, {"重点", Quota::all(), {}}, {"", Quota::number(3), {}}};
    plan.team = {{"lead", {"L02", "lead"}}, {"second", {}}};
    plan.task = "〔2026〕1号";
    plan.pool = Json(Json::Object{{"districts", Json(Json::Array{Json("解放")})}});
    return plan;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST(Plan, has_exactly_one_text) {
    const Plan plan = valid_plan();
    const std::string bytes = encode(plan);
    EXPECT_EQ(parse_plan(bytes).value(), plan);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        std::string changed = bytes;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        const auto parsed = parse_plan(changed);
        ASSERT_TRUE(!parsed || encode(*parsed) == changed) << changed;
    }
    EXPECT_FALSE(parse_plan(bytes + "\n"));
}

TEST(Plan, terms_leave_out_commitments_and_nothing_else) {
    Plan plan = valid_plan();
    const std::string before = terms(plan);
    plan.parties[0].commitment = std::string(64, 'b');
    EXPECT_EQ(terms(plan), before);
    plan.reserve = 7;
    EXPECT_NE(terms(plan), before);
}

TEST(Plan, refuses_what_two_readers_could_take_differently) {
    const std::string bytes = encode(valid_plan());
    const auto code = [&](std::string_view from, std::string_view to) {
        const auto parsed = parse_plan(replaced(bytes, from, to));
        return parsed ? "" : parsed.error().code;
    };
    EXPECT_EQ(code(R"("spread":false,)", R"("spare":1,"spread":false,)"), "field.unknown");
    EXPECT_EQ(code(R"("spread":false,)", ""), "plan.not_canonical");
    EXPECT_EQ(code(R"("hash":"sha256")", R"("hash":"sha512")"), "plan.hash");
    EXPECT_EQ(code(R"("id":"jiwei")", R"("id":"Jiwei")"), "plan.parties");
    EXPECT_EQ(code(R"("id":"jiwei")", R"("id":"bureau")"), "plan.parties");
    EXPECT_EQ(code(R"("id":"jiwei")", R"("id":"sealed-1")"), "plan.parties");
    EXPECT_EQ(code(R"("label":"重点")", R"("label":"A")"), "plan.strata");
    EXPECT_EQ(code(R"("quota":"all")", R"("quota":"ALL")"), "plan.quota");
    EXPECT_EQ(code(R"({"ratio":[5,100]})", R"({"ratio":[5,0]})"), "plan.quota");
    EXPECT_EQ(code(R"("min_parties":2)", R"("min_parties":3)"), "plan.min_parties");
    EXPECT_EQ(code(R"("name":"2026135")", R"("name":"135")"), "plan.events");
    EXPECT_EQ(code(R"("mode":"open")", R"("mode":"embargo")"), "plan.sealed");
    EXPECT_EQ(code(R"(["L02","lead"])", R"(["lead","L02"])"), "plan.team");
    EXPECT_EQ(code("lhrs-150802-2026-0001", "lhrs-150802-2026-1"), "plan.draw_id");
}

TEST(Plan, of_an_embargo_with_trustees_has_exactly_one_text) {
    Plan plan = valid_plan();
    plan.mode = Mode::embargo;
    plan.sealed = {{"sealed-1", {}, {}}, {"sealed-2", "政务服务局", std::string(64, 'b')}};
    plan.embargo = Embargo{"2026-12-31T16:00:00Z"};
    plan.trustees = Trustees{{{"court", std::string(64, '1'), "法院"}, {"notary", std::string(64, '2'), "公证处"}}, 2};
    plan.events.clear();  // nothing public can be reached: the trustees stand in
    const std::string bytes = encode(plan);
    EXPECT_EQ(parse_plan(bytes).value(), plan);
    EXPECT_FALSE(terms(plan).contains("commitment"));
    const auto code = [&](std::string_view from, std::string_view to) {
        const auto parsed = parse_plan(replaced(bytes, from, to));
        return parsed ? "" : parsed.error().code;
    };
    EXPECT_EQ(code("sealed-2", "sealed-3"), "plan.sealed");
    EXPECT_EQ(code(R"("threshold":2)", R"("threshold":3)"), "plan.trustees");
    EXPECT_EQ(code(R"("threshold":2)", R"("threshold":1)"), "field.range");
    EXPECT_EQ(code(R"("id":"court")", R"("id":"notary")"), "plan.trustees");
    EXPECT_EQ(code(std::string(64, '1'), std::string(64, '2')), "plan.trustees");
    EXPECT_EQ(code("2026-12-31T16:00:00Z", "2026-12-31"), "plan.embargo");
    EXPECT_EQ(code(R"("organisation":"政务服务局")", R"("organisation":"")"), "plan.sealed");
    plan.trustees.reset();
    EXPECT_EQ(parse_plan(encode(plan)).error().code, "plan.events");
    plan = valid_plan();
    plan.embargo = Embargo{"2026-12-31T16:00:00Z"};
    EXPECT_EQ(parse_plan(encode(plan)).error().code, "plan.embargo");
}

TEST(Event, contents_have_one_form) {
    EXPECT_TRUE(check_event_content(EventKind::ssq, "03,09,12,18,26,31+07"));
    for (const char* bad :
         {"03,09,12,18,26,34+07", "03,09,12,18,26,31+17", "09,03,12,18,26,31+07", "3,09,12,18,26,31+07",
          "03,09,12,18,26+07", "03,09,12,18,26,31", "03,03,12,18,26,31+07", "00,09,12,18,26,31+07", ""})
        EXPECT_EQ(check_event_content(EventKind::ssq, bad).error().code, "event.content") << bad;
    EXPECT_TRUE(check_event_content(EventKind::dlt, "03,09,12,18,35+02,12"));
    EXPECT_FALSE(check_event_content(EventKind::dlt, "03,09,12,18,35+12,02"));
    EXPECT_TRUE(check_event_name(EventKind::drand, std::string(64, '0') + "/4500000"));
    EXPECT_FALSE(check_event_name(EventKind::drand, "4500000"));
    EXPECT_TRUE(check_event_name(EventKind::nist, "2/1234567"));
    EXPECT_FALSE(check_event_name(EventKind::dice, "a:b"));
    EXPECT_LT(event_millibits(EventKind::ssq, ""), kEnoughMillibits);
    EXPECT_GE(event_millibits(EventKind::dice, std::string(16, '1')), kEnoughMillibits);
    EXPECT_EQ(parse_event_kind("lotto").error().code, "event.kind");
}

TEST(SeedText, is_read_back_and_nothing_else_is_read) {
    SeedText seed;
    seed.draw_id = "lhrs-150802-2026-0001";
    seed.parties = {{"a", std::string(64, '1')}, {"b", std::string(64, '2')}};
    seed.events = {{EventKind::dice, "throw", "123456"}};
    const std::string bytes = encode(seed);
    EXPECT_EQ(parse_seed_text(bytes).value(), seed);
    const auto where = [&](std::string_view from, std::string_view to) {
        const auto parsed = parse_seed_text(replaced(bytes, from, to));
        return parsed ? "" : parsed.error().field;
    };
    EXPECT_EQ(where("party=b", "party=a"), "seed.txt:4");
    EXPECT_EQ(where("party=a", "party=A"), "seed.txt:3");
    EXPECT_EQ(where("v1", "v2"), "seed.txt:1");
    EXPECT_EQ(where("event=dice:throw:123456\n", "event=dice:throw:12345x\n"), "seed.txt:5");
    EXPECT_EQ(where("event=dice:throw:123456\n", "event=dice:throw:123456\nparty=c:" + std::string(64, '3') + "\n"),
              "seed.txt:6");
    EXPECT_EQ(where("event=dice:throw:123456\n", "event=dice:throw:123456"), "seed.txt:1");
    rc::check([](const std::string& noise) { (void)parse_seed_text("sunlot/seed/v1\ndraw=" + noise); });
}

TEST(Seal, of_a_redraw_round_trips) {
    Seal seal = make_seal("lhrs-150802-2026-0001", "A\tx\t\n", "", "F1\t0\t9\t\n", "");
    EXPECT_EQ(parse_seal(encode(seal)).value(), seal);
    seal.attempt = 2;
    seal.previous = std::string(64, 'c');
    seal.quotas = {{"A", "", 0, 2}, {"A", "解放", 0, 0}, {"重点", "", 0, 1}};
    EXPECT_EQ(parse_seal(encode(seal)).value(), seal);
    std::swap(seal.quotas[0], seal.quotas[2]);
    EXPECT_EQ(parse_seal(encode(seal)).error().code, "seal.order");
}

TEST(Seal, of_an_extension_round_trips_and_says_what_changed_since_the_draw_before) {
    Seal seal = make_seal("lhrs-150802-2026-0002", "A\tx\t\n", "", "F1\t0\t9\t\n", "");
    seal.since = Since{3, "lhrs-150802-2026-0001", 1, 2};
    EXPECT_EQ(parse_seal(encode(seal)).value(), seal);
    seal.attempt = 2;
    seal.previous = std::string(64, 'c');
    seal.quotas = {{"x", "", 0, 1}};
    seal.extends = {{"x", Quota::ratio(10, 100)}, {"", Quota::all()}};
    EXPECT_EQ(parse_seal(encode(seal)).value(), seal);
    seal.extends[1].label = "x";
    EXPECT_FALSE(parse_seal(encode(seal)));
    std::string empty = encode(seal);
    empty =
        replaced(empty, empty.substr(empty.find("\"extends\""), empty.find(",\"files\"") - empty.find("\"extends\"")),
                 "\"extends\":[]");
    EXPECT_FALSE(parse_seal(empty));
}

}  // namespace sunlot::draw
