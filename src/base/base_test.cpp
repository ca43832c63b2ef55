#include "base/bytes.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sunlot {

TEST(Json, parses_and_writes_the_canonical_form) {
    const auto value = parse_json(R"( {"b":[1,-2,"\u4e2d\n"],"a":{"t":true,"n":null}} )");
    ASSERT_TRUE(value);
    EXPECT_EQ(to_canonical(*value), "{\"a\":{\"n\":null,\"t\":true},\"b\":[1,-2,\"中\\n\"]}");
    EXPECT_FALSE(parse_canonical(R"({"b":1,"a":2})"));
    EXPECT_TRUE(parse_canonical(R"({"a":2,"b":1})"));
}

TEST(Json, refuses_what_two_parsers_could_read_differently) {
    EXPECT_EQ(parse_json(R"({"a":1,"a":2})").error().code, "json.duplicate_key");
    EXPECT_EQ(parse_json("[1.0]").error().code, "json.number");
    EXPECT_EQ(parse_json("[1e3]").error().code, "json.number");
    EXPECT_EQ(parse_json("[-0]").error().code, "json.number");
    EXPECT_EQ(parse_json("[9007199254740993]").error().code, "json.number");
    EXPECT_EQ(parse_json("[18446744073709551615]").error().code, "json.number");
    EXPECT_EQ(parse_json("[\"\\ud800\"]").error().code, "json.malformed");
    EXPECT_EQ(parse_json("[\"\xff\"]").error().code, "json.malformed");
    EXPECT_EQ(parse_json("[1] x").error().code, "json.malformed");
    EXPECT_EQ(parse_json("").error().code, "json.malformed");
    EXPECT_EQ(parse_json(std::string(40, '[') + std::string(40, ']')).error().code, "json.malformed");
}

TEST(Json, field_reader_names_the_place) {
    const auto body = parse_json(R"({"name":"x","n":7,"extra":1})");
    FieldReader in(*body, "strata[2]");
    EXPECT_EQ(in.text("name"), "x");
    EXPECT_EQ(in.integer("n", 0, 5), 0);
    EXPECT_EQ(in.refusal()->field, "strata[2].n");
    FieldReader again(*body);
    again.text("name");
    again.integer("n", 0, 9);
    EXPECT_EQ(again.refusal()->code, "field.unknown");
}

TEST(Time, instants_and_dates_round_trip) {
    rc::check([] {
        const Instant at{*rc::gen::inRange<std::int64_t>(-62'000'000'000'000'000, 250'000'000'000'000'000)};
        if (at.text().size() == 27) RC_ASSERT(Instant::parse(at.text()).value() == at);
        const auto days = *rc::gen::inRange<std::int64_t>(-200'000, 2'000'000);
        RC_ASSERT(Date::from_days(days).days() == days);
    });
    EXPECT_EQ(Instant::parse("2026-11-22T16:30:00Z")->beijing(), "2026-11-23 00:30:00");
    EXPECT_EQ(Instant::parse("2026-11-22T16:30:00Z")->beijing_date().text(), "2026-11-23");
    EXPECT_FALSE(Date::parse("2026-02-29"));
    EXPECT_FALSE(Date::parse("2026-2-09"));
    EXPECT_FALSE(Instant::parse("2026-11-22T24:00:00Z"));
}

TEST(Bytes, base64_has_one_text_per_value) {
    rc::check([](const Bytes& bytes) {
        RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
        RC_ASSERT(from_hex(to_hex(bytes)) == bytes);
    });
    EXPECT_FALSE(from_base64("QUI"));
    EXPECT_FALSE(from_base64("QUJ="));  // spare bits set
    EXPECT_FALSE(from_base64("QQ==QQ=="));
    EXPECT_FALSE(from_hex("AB"));
}

TEST(Text, utf8_and_numbers) {
    EXPECT_TRUE(is_utf8("临河😀"));
    EXPECT_FALSE(is_utf8("\xc0\xaf"));
    EXPECT_FALSE(is_utf8("\xed\xa0\x80"));
    EXPECT_EQ(trim(" \u3000临河\t\u3000"), "临河");
    EXPECT_EQ(split("a,,b", ',').size(), 3U);
    EXPECT_EQ(parse_unsigned("18446744073709551615"), 18446744073709551615ULL);
    EXPECT_FALSE(parse_unsigned("18446744073709551616"));
    EXPECT_FALSE(parse_unsigned("01"));
}

}  // namespace sunlot
