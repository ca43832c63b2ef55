// The item list by HTTP: who may do which step, and what everybody reads.
#include "api/test_items.h"
#include "api/test_system.h"

#include <string>

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

struct ItemSystem : TestSystem {
    ItemSystem() {
        set_up();
        using inspection::Role;
        add_account("clerk", {Role::clerk});
        add_account("leader", {Role::leader});
        clerk.sign_in("clerk");
        leader.sign_in("leader");
    }
    static Json versions(const char* code, std::int64_t version) {
        return Json::Object{{"versions", Json::Array{Json::Object{{"code", code}, {"version", version}}}}};
    }
    /// L06 with another frequency, as the form sends it.
    Json changed() const {
        auto item = workflow::item_versions(context, "L06")->front().item;
        item.frequency = "每年不超过2次";
        auto body = inspection::to_json(item);
        body.as_object()["reason"] = "<b>法定依据</b>变化";
        body.as_object()["legal_basis"] = "《劳动法》第五十条";
        return body;
    }
    Browser clerk{server.port()};
    Browser leader{server.port()};
    Browser anyone{server.port()};
};

TEST(ItemRoutes, lead_from_a_draft_over_another_persons_review_to_the_public_page) {
    ItemSystem system;
    publish_item(system, "L06");
    const auto drafted = system.clerk.post("/api/items", system.changed());
    ASSERT_EQ(drafted.status, 201) << drafted.body;
    EXPECT_EQ(drafted.json().at("adjustment").as_string(), "change");
    EXPECT_EQ(system.clerk.post("/api/items/publish", ItemSystem::versions("L06", 2)).error_code(),
              "item.not_reviewed");
    EXPECT_EQ(system.clerk.post("/api/items/submit", ItemSystem::versions("L06", 2)).status, 200);
    auto review = ItemSystem::versions("L06", 2);
    review.as_object()["verdict"] = "approved";
    EXPECT_EQ(system.clerk.post("/api/items/review", review).status, 403);
    EXPECT_EQ(system.leader.post("/api/items", system.changed()).status, 403);
    EXPECT_EQ(system.anyone.get("/i/L06/diff?from=1&to=2").status, 404) << "not public yet";
    const auto reviewed = system.leader.post("/api/items/review", review);
    ASSERT_EQ(reviewed.status, 200) << reviewed.body;
    EXPECT_EQ(system.clerk.post("/api/items/publish", ItemSystem::versions("L06", 2)).status, 200);
    const auto diff = system.anyone.get("/i/L06/diff?from=1&to=2").body;
    EXPECT_NE(diff.find("<ins>"), std::string::npos) << diff;
    EXPECT_NE(diff.find("&lt;b&gt;法定依据"), std::string::npos) << "a reason is text, never markup";
    const auto history = system.anyone.get("/i/history?lang=en").body;
    EXPECT_NE(history.find("Every announcement"), std::string::npos);
    EXPECT_EQ(system.clerk.get("/api/items/history").json().at("rows").as_array().size(), 2U);
}

TEST(ItemRoutes, show_the_public_list_without_names_of_accounts) {
    ItemSystem system;
    EXPECT_NE(system.anyone.get("/i").body.find("还没有公布任何事项"), std::string::npos);
    EXPECT_EQ(system.anyone.get("/i/L06").status, 404);
    publish_item(system, "L06");
    const auto data = system.anyone.get("/i/list.json");
    ASSERT_EQ(data.status, 200);
    EXPECT_EQ(data.json().at("rows").as_array().size(), 1U);
    EXPECT_EQ(data.body.find("drafters"), std::string::npos);
    EXPECT_EQ(data.body.find("reviewer"), std::string::npos);
    EXPECT_NE(system.anyone.get("/i?q=工资").body.find("L06"), std::string::npos);
    EXPECT_EQ(system.anyone.get("/i?q=不存在").body.find("href=\"/i/L06\""), std::string::npos);
    EXPECT_TRUE(system.anyone.get("/i/list.xlsx").body.starts_with("PK"));
    EXPECT_TRUE(system.anyone.get("/i/list.pdf").body.starts_with("%PDF-"));
    EXPECT_EQ(system.anyone.get("/i/list.json").body.find("legal_basis\":\"\""), std::string::npos);
    EXPECT_EQ(system.anyone.get("/api/items").status, 401);
}

TEST(ItemRoutes, say_which_version_of_which_item_was_wrong) {
    ItemSystem system;
    const auto no = system.clerk.post("/api/items/submit", ItemSystem::versions("L77", 1));
    EXPECT_EQ(no.status, 404);
    EXPECT_NE(no.body.find("L77"), std::string::npos);
    EXPECT_EQ(system.clerk.post("/api/items/submit", Json::Object{{"versions", Json::Array{}}}).error_code(),
              "item.none");
    EXPECT_EQ(system.clerk.post("/api/items/submit", Json::Object{{"versions", Json::Array{Json(1)}}}).status, 400);
    auto body = system.changed();
    body.as_object()["legal_basis"] = "";
    EXPECT_EQ(system.clerk.post("/api/items", body).error_code(), "item.legal_basis");
    body.as_object()["legal_basis"] = Json(7);
    EXPECT_EQ(system.clerk.post("/api/items", body).status, 400);
}

}  // namespace
}  // namespace sunlot::api::testing
