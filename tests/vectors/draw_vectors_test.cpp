#include "draw/assignment.h"
#include "draw/frame.h"
#include "draw/plan.h"
#include "draw/quota.h"
#include "draw/sample.h"
#include "draw/seal.h"
#include "draw/seed.h"
#include "draw/slots.h"
#include "vectors.h"

#include <gtest/gtest.h>

namespace sunlot::vectors {
namespace {

using namespace draw;

std::uint64_t number(const Json& value) {
    return static_cast<std::uint64_t>(value.as_integer());
}

const Json& known() {
    static const Json json = read_json("draw_v1.json");
    return json;
}

std::string bundle(const std::string& name) {
    return read_vector("bundle_small/" + name);
}

Plan plan() {
    return parse_plan(bundle("plan.json")).value();
}

Quota quota(const Json& json) {
    if (json.is_string()) return Quota::all();
    if (json.is_integer()) return Quota::number(number(json));
    const auto& ratio = json.at("ratio").as_array();
    return Quota::ratio(number(ratio[0]), number(ratio[1]));
}

}  // namespace

TEST(DrawV1, seed_and_derived_keys) {
    const std::string text = bundle("seed.txt");
    const std::string seed = seed_of(text);
    EXPECT_EQ(seed, known().at("seed").as_string());
    for (const auto& [purpose, key] : known().at("derive").as_object())
        EXPECT_EQ(derive(seed, purpose), key.as_string());
    const auto parsed = parse_seed_text(text);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(encode(*parsed), text);
    for (const auto& party : parsed->parties)
        EXPECT_EQ(contribution_commitment(parsed->draw_id, party.party, party.value),
                  known().at("commitments").at(party.party).as_string());
    const Json shares = parse_canonical(bundle("shares.json")).value();
    EXPECT_EQ(parsed->sealed, sealed_value(shares.at("sealed-1").as_string(), shares.at("sealed-2").as_string()));
}

TEST(DrawV1, typed_contribution_and_recusal_line) {
    const Json& typed = known().at("typed_example");
    EXPECT_EQ(typed_contribution(typed.at("text").as_string()), typed.at("value").as_string());
    const Json& recusal = known().at("recusal_example");
    const auto text = [&](const char* key) { return recusal.at(key).as_string(); };
    EXPECT_EQ(recusal_line(text("officer"), text("object"), text("salt")), text("line"));
}

TEST(DrawV1, plan_and_seal_are_read_and_written_back) {
    EXPECT_EQ(encode(plan()), bundle("plan.json"));
    EXPECT_FALSE(terms(plan()).contains(known().at("commitments").at("jiwei").as_string()));
    const Seal seal = make_seal(plan().draw_id, bundle("frame.tsv"), bundle("exclusions.tsv"), bundle("officers.tsv"),
                                bundle("recusals.txt"));
    EXPECT_EQ(encode(seal), bundle("seal.json"));
    EXPECT_EQ(parse_seal(bundle("seal.json")).value(), seal);
}

TEST(DrawV1, every_ticket) {
    for (const auto& [id, ticket_hex] : known().at("tickets").as_object())
        EXPECT_EQ(ticket(known().at("seed").as_string(), id), ticket_hex.as_string());
}

TEST(DrawV1, quotas) {
    for (const Json& c : known().at("quota_cases").as_array())
        EXPECT_EQ(quota_of(quota(c.at("quota")), number(c.at("n"))), number(c.at("k")));
}

TEST(DrawV1, spread_over_districts) {
    for (const Json& c : known().at("spread_cases").as_array()) {
        std::vector<std::uint64_t> counts;
        std::vector<std::uint64_t> expected;
        std::uint64_t n = 0;
        for (const auto& [district, count] : c.at("counts").as_object()) {
            counts.push_back(number(count));
            n += number(count);
        }
        for (const auto& [district, k] : c.at("result").as_object()) expected.push_back(number(k));
        const std::uint64_t offset = std::stoull(c.at("offset").as_string());
        EXPECT_EQ(spread_offset(known().at("seed").as_string(), c.at("stratum").as_string(), n), offset);
        EXPECT_EQ(spread(number(c.at("k")), counts, offset), expected);
    }
}

TEST(DrawV1, result_plain_and_spread) {
    const std::string frame = bundle("frame.tsv");
    const auto rows = parse_frame(frame).value();
    const std::string seed = known().at("seed").as_string();
    const auto result = draw_sample(plan(), rows, seed);
    ASSERT_TRUE(result);
    EXPECT_EQ(encode_result(result->rows), bundle("result.tsv"));
    EXPECT_EQ(parse_result(bundle("result.tsv")).value(), result->rows);
    Plan spread_plan = plan();
    spread_plan.spread = true;
    EXPECT_EQ(encode_result(draw_sample(spread_plan, rows, seed)->rows), known().at("result_if_spread").as_string());
}

TEST(DrawV1, slots_and_assignment) {
    const auto officers = parse_officers(bundle("officers.tsv")).value();
    EXPECT_EQ(encode_officers(officers), bundle("officers.tsv"));
    const auto slots = parse_slots(bundle("slots.tsv"), officers).value();
    EXPECT_EQ(encode_slots(slots, officers), bundle("slots.tsv"));
    const auto result = assign(officers, slots, known().at("seed").as_string());
    ASSERT_TRUE(result);
    EXPECT_EQ(encode_assignment(*result), bundle("assignment.tsv"));
    EXPECT_EQ(parse_assignment(bundle("assignment.tsv")).value(), *result);
    const SlotTable made = make_slots(plan().team, officers, slots.jobs, {});
    EXPECT_EQ(encode_slots(made, officers), bundle("slots.tsv"));
}

}  // namespace sunlot::vectors
