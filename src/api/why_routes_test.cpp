// "Why me, why not me" over HTTP. What the answer says is tested in workflow/why_test.cpp.
#include "api/test_draw.h"

#include <gtest/gtest.h>

namespace sunlot::api::testing {

TEST(WhyRoutes, answer_anyone_about_any_code_and_refuse_what_is_none) {
    DrawnSystem system;
    const Browser stranger(system.server.port());
    const std::string url = "/api/public/draws/" + system.draw + "/why?object=";
    const auto there = stranger.get(url + "X:REG:0000003");
    ASSERT_EQ(there.status, 200) << there.body;
    EXPECT_EQ(there.json().at("proof").at("size").as_integer(), 40);
    EXPECT_TRUE(there.json().at("one_liner").as_string().contains("sha256sum"));
    const auto absent = stranger.get(url + "x:reg:0000003a");
    EXPECT_EQ(absent.json().at("state").as_string(), "not_in_pool");
    EXPECT_EQ(absent.json().at("neighbours").as_array().size(), 2U);
    EXPECT_EQ(stranger.get(url + "%E6%9F%90%E5%85%AC%E5%8F%B8").error_code(), "object.code");
    EXPECT_EQ(stranger.get("/api/public/draws/nothing/why?object=X:1").status, 404);
}

TEST(WhyRoutes, show_a_page_without_script_in_both_languages) {
    DrawnSystem system;
    const Browser stranger(system.server.port());
    const std::string url = "/d/" + system.draw + "/why";
    const auto form = stranger.get(url);
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(form.body.contains("<form"));
    const auto page = stranger.get(url + "?object=X:REG:0000003");
    EXPECT_TRUE(page.body.contains("名单树根"));
    EXPECT_FALSE(page.body.contains("<script"));
    EXPECT_TRUE(stranger.get(url + "?object=X:REG:0000003&lang=en").body.contains("Root of the sealed frame"));
    EXPECT_TRUE(stranger.get(url + "?object=%3Cb%3E").body.contains("&lt;b&gt;")) << "what was typed is escaped";
    EXPECT_TRUE(stranger.get("/d/" + system.draw).body.contains("/why"));
}

}  // namespace sunlot::api::testing
