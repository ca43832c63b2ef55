#include "inspection/exchange.h"

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

Json folder() {
    return Json::Object{{"kind", "folder"}, {"name", "市场监管共享"}, {"place", Json::Object{{"path", "/srv/share"}}}};
}
Json with(Json json, const std::string& key, Json value) {
    json.as_object().insert_or_assign(key, std::move(value));
    return json;
}
std::string refusal_of(const Json& json) {
    const auto read = read_source(json);
    return read ? "" : read.error().code;
}
Json http(const std::string& url) {
    return with(with(folder(), "kind", "http"), "place", Json::Object{{"url", url}});
}

TEST(Exchange, settings_come_back_from_their_two_parts) {
    auto json = with(folder(), "policies", Json::Object{{"grade", "ignore"}, {"legal_person", "take"}});
    json = with(json, "columns",
                Json::Array{Json::Object{{"column", "主体名称"}, {"field", "name"}},
                            Json::Object{{"column", "状态"},
                                         {"field", "status"},
                                         {"values", Json::Array{Json::Object{{"from", "1"}, {"to", "存续"}}}}}});
    for (const auto& one : {json, http("https://share.example/api"),
                            with(with(json, "kind", "postgres"), "place",
                                 Json::Object{{"database", "qzk"},
                                              {"host", "10.0.0.5"},
                                              {"order", "gxsj"},
                                              {"table", "dr.firm"},
                                              {"user", "reader"}})}) {
        const auto settings = read_source(one);
        ASSERT_TRUE(settings) << settings.error().text.zh;
        EXPECT_EQ(source_from(public_part(*settings), place_part(*settings)), *settings);
    }
}

TEST(Exchange, the_public_part_does_not_say_where_the_source_is) {
    const auto settings = read_source(http("https://share.example/api?x=1"));
    ASSERT_TRUE(settings);
    EXPECT_FALSE(to_canonical(public_part(*settings)).contains("share.example"));
}

TEST(Exchange, a_place_is_an_absolute_folder_or_a_plain_http_address) {
    for (const auto* path : {"share", "/srv/../etc", ""})
        EXPECT_FALSE(refusal_of(with(folder(), "place", Json::Object{{"path", path}})).empty()) << path;
    for (const auto* url : {"ftp://x/y", "file:///etc/passwd", "http://", "https://me:secret@x/", "https://x/#y",
                            "http://x/ y", "gopher://x"})
        EXPECT_EQ(refusal_of(http(url)), "exchange.place") << url;
    auto sneaky = http("https://x.example/");
    sneaky.as_object()["place"].as_object().emplace("header", "X-Key\r\nHost");
    EXPECT_EQ(refusal_of(sneaky), "exchange.place");
    for (const auto* host : {"/var/run/postgresql", "a,b", "a b"})
        EXPECT_EQ(refusal_of(with(with(folder(), "kind", "postgres"), "place",
                                  Json::Object{{"database", "d"}, {"host", host}, {"table", "t"}, {"user", "u"}})),
                  "exchange.place")
            << host;
}

TEST(Exchange, a_personal_field_is_never_put_on_a_list_for_people) {
    EXPECT_EQ(refusal_of(with(folder(), "policies", Json::Object{{"contact_phone", "ask"}})), "exchange.policy");
    const auto settings = read_source(folder()).value();
    EXPECT_EQ(settings.policy_of("name"), FieldPolicy::ask);
    EXPECT_EQ(settings.policy_of("contact_phone"), FieldPolicy::fill);
}

TEST(Exchange, columns_feed_known_fields_and_each_once) {
    const auto columns = [](const char* a, const char* b) {
        return Json::Array{Json::Object{{"column", "甲"}, {"field", a}}, Json::Object{{"column", "乙"}, {"field", b}}};
    };
    EXPECT_EQ(refusal_of(with(folder(), "columns", columns("name", "credit_code"))), "");
    EXPECT_EQ(refusal_of(with(folder(), "columns", columns("name", "name"))), "exchange.columns");
    EXPECT_EQ(refusal_of(with(folder(), "columns", columns("name", "nonsense"))), "exchange.columns");
}

TEST(Exchange, what_is_incremental_is_never_the_whole_stock) {
    auto json = with(http("https://share.example/api"), "complete", true);
    EXPECT_FALSE(read_source(json).value().complete);
    EXPECT_TRUE(read_source(folder()).value().complete);
}

TEST(Merge, each_policy_does_what_it_says) {
    struct Case {
        FieldPolicy policy;
        const char* ours;
        const char* theirs;
        bool own;
        MergeStep step;
    };
    constexpr auto kTake = FieldPolicy::take;
    constexpr auto kFill = FieldPolicy::fill;
    constexpr auto kAsk = FieldPolicy::ask;
    constexpr auto kIgnore = FieldPolicy::ignore;
    for (const auto& c :
         {Case{kTake, "甲", "乙", false, MergeStep::take}, Case{kFill, "甲", "乙", false, MergeStep::keep},
          Case{kAsk, "甲", "乙", false, MergeStep::ask}, Case{kIgnore, "甲", "乙", false, MergeStep::keep},
          Case{kIgnore, "", "乙", false, MergeStep::keep}, Case{kFill, "", "乙", false, MergeStep::take},
          Case{kAsk, "", "乙", false, MergeStep::take}, Case{kTake, "甲", "", false, MergeStep::keep},
          Case{kAsk, "甲", "乙", true, MergeStep::take}, Case{kFill, "甲", "乙", true, MergeStep::take},
          Case{kAsk, "甲", "甲", false, MergeStep::keep}})
        EXPECT_EQ(merge_step(c.policy, "address", c.ours, c.theirs, c.own), c.step)
            << text(c.policy) << " " << c.ours << " " << c.theirs;
}

TEST(Merge, words_that_say_nothing_are_nothing) {
    EXPECT_EQ(merge_step(FieldPolicy::take, "grade", "A", "未评", false), MergeStep::keep);
    EXPECT_EQ(merge_step(FieldPolicy::ask, "grade", "未评", "A", false), MergeStep::take);
    EXPECT_EQ(merge_step(FieldPolicy::ask, "status", "未知", "注销", false), MergeStep::take);
    EXPECT_EQ(merge_step(FieldPolicy::take, "status", "注销", "未知", false), MergeStep::keep);
}

TEST(Reader, shares_no_personal_field_and_not_for_ever) {
    const Date today{2026, 11, 23};
    const auto scope = [](const char* field, const char* until) {
        return Json(Json::Object{{"expires_on", until}, {"fields", Json::Array{field}}, {"name", "税务局"}});
    };
    EXPECT_TRUE(read_reader(scope("name", "2027-11-22"), today));
    EXPECT_FALSE(read_reader(scope("contact_phone", "2027-11-22"), today));
    EXPECT_FALSE(read_reader(scope("legal_person", "2027-11-22"), today));
    EXPECT_FALSE(read_reader(scope("name", "2026-11-22"), today));
    EXPECT_FALSE(read_reader(scope("name", "2036-11-22"), today));
}

}  // namespace
}  // namespace sunlot::inspection
