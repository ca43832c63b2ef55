// Substitutions and extensions over HTTP: who may ask, who may answer. What they do is tested in
// workflow/substitution_test.cpp.
#include "api/test_draw.h"

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

Json object_gone(std::int64_t line) {
    return Json::Object{{"what", "object"}, {"line", line}, {"reason", "moved"}, {"text", "已迁出本区"}};
}

}  // namespace

TEST(SubstitutionRoutes, a_clerk_asks_and_a_leader_answers) {
    DrawnSystem system;
    const std::string url = "/api/draws/" + system.draw;
    EXPECT_EQ(system.leader.post(url + "/substitutions", object_gone(0)).status, 403);
    const auto asked = system.clerk.post(url + "/substitutions", object_gone(0));
    ASSERT_EQ(asked.status, 200) << asked.body;
    EXPECT_EQ(asked.json().at("substitutions").as_array().at(0).at("state").as_string(), "requested");
    EXPECT_EQ(system.clerk.post(url + "/substitutions/1/approve", Json::Object{}).status, 403);
    const auto approved = system.leader.post(url + "/substitutions/1/approve", Json::Object{});
    ASSERT_EQ(approved.status, 200) << approved.body;
    const Json answer = approved.json();
    const Json& one = answer.at("substitutions").as_array().at(0);
    EXPECT_EQ(one.at("replacement").as_integer(), 6);
    EXPECT_EQ(one.at("officers").as_array().size(), 2U);
    EXPECT_EQ(one.at("reason_title").at("zh").as_string(), "迁出");
    const auto rows = system.clerk.get(url + "/result?kind=S").json();
    EXPECT_EQ(rows.at("total").as_integer(), 7);
    EXPECT_EQ(rows.at("rows").as_array().at(0).at("substitution").at("state").as_string(), "cancelled");
    EXPECT_EQ(rows.at("rows").as_array().at(6).at("substitution").at("state").as_string(), "called_up");
}

TEST(SubstitutionRoutes, refuse_what_is_no_visit_no_reason_or_no_number) {
    DrawnSystem system;
    const std::string url = "/api/draws/" + system.draw;
    EXPECT_EQ(system.clerk.post(url + "/substitutions", object_gone(8)).error_code(), "substitution.line");
    Json wrong = object_gone(0);
    wrong.as_object()["reason"] = "whim";
    EXPECT_EQ(system.clerk.post(url + "/substitutions", wrong).error_code(), "substitution.reason");
    EXPECT_EQ(system.leader.post(url + "/substitutions/x/refuse", Json::Object{}).status, 404);
    EXPECT_EQ(system.leader.post(url + "/substitutions/1/refuse", Json::Object{}).status, 409);
    EXPECT_GE(system.clerk.get("/api/substitution-reasons").json().at("rows").as_array().size(), 10U);
}

TEST(SubstitutionRoutes, an_extension_is_asked_for_by_one_and_approved_by_another) {
    DrawnSystem system;
    const std::string url = "/api/draws/" + system.draw;
    const Json more =
        Json::Object{{"strata", Json::Array{Json::Object{{"label", "all"}, {"quota", 9}}}}, {"reason", "问题较多"}};
    const auto asked = system.clerk.post(url + "/extension", more);
    ASSERT_EQ(asked.status, 200) << asked.body;
    EXPECT_FALSE(asked.json().at("extension").at("approved").as_bool());
    EXPECT_EQ(system.clerk.post(url + "/extension/approve", Json::Object{}).status, 403);
    EXPECT_EQ(system.leader.post(url + "/extension/approve", Json::Object{}).json().at("attempt").as_integer(), 2);
    for (const char* step : {"/seal", "/result", "/assignment"})
        EXPECT_EQ(system.clerk.post(url + step, Json::Object{}).status, 200) << step;
    EXPECT_EQ(system.clerk.get(url + "/result?kind=S").json().at("total").as_integer(), 9);
}

}  // namespace sunlot::api::testing
