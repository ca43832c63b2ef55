// Interconnection over HTTP: who may do what, and that keys stay where they are. What runs do is in
// workflow/exchange_test.cpp.
#include "api/test_system.h"

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

Json folder_source(const std::string& path) {
    return Json::Object{{"kind", "folder"}, {"name", "市场监管共享"}, {"place", Json::Object{{"path", path}}}};
}

struct ExchangeSystem : TestSystem {
    ExchangeSystem() {
        set_up();
        add_account("clerk", {inspection::Role::clerk});
        admin.sign_in("admin");
        clerk.sign_in("clerk");
    }
    Browser admin{server.port()};
    Browser clerk{server.port()};
};

TEST(ExchangeRoutes, administrators_configure_and_clerks_run) {
    ExchangeSystem system;
    const TemporaryDirectory drop;
    EXPECT_EQ(system.clerk.post("/api/exchange/sources", folder_source(drop.path())).status, 403);
    EXPECT_EQ(system.admin.post("/api/exchange/sources", folder_source(drop.path())).status, 201);
    EXPECT_EQ(system.admin.post("/api/exchange/sources", folder_source("relative")).error_code(), "exchange.place");
    EXPECT_EQ(system.admin.post("/api/exchange/sources/x1/runs", Json::Object{}).status, 403);
    const auto run = system.clerk.post("/api/exchange/sources/x1/runs", Json::Object{{"dry", true}});
    ASSERT_EQ(run.status, 202) << run.body;
    const auto id = run.json().at("id").as_string();
    EXPECT_EQ(system.clerk.get("/api/exchange/runs/" + id).status, 200);
    EXPECT_EQ(system.clerk.get("/api/exchange/runs/r0123456789abcdef").status, 404);
    EXPECT_EQ(system.clerk.get("/api/exchange/sources/x9/runs").status, 404);
    const auto list = system.clerk.get("/api/exchange/sources");
    EXPECT_EQ(list.json().at("rows").as_array().size(), 1U);
}

TEST(ExchangeRoutes, a_key_that_was_given_is_never_shown_again) {
    ExchangeSystem system;
    Json source = folder_source("/");
    source.as_object()["kind"] = "http";
    source.as_object()["place"] = Json::Object{{"url", "http://127.0.0.1:9/api"}};
    source.as_object()["secret"] = "sesame-7";
    const auto made = system.admin.post("/api/exchange/sources", source);
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_TRUE(made.json().at("has_secret").as_bool());
    for (const auto* path : {"/api/exchange/sources", "/api/exchange/sources/x1"})
        EXPECT_FALSE(system.admin.get(path).body.contains("sesame-7")) << path;
    source.as_object()["secret"] = "two\nlines";
    EXPECT_EQ(system.admin.post("/api/exchange/sources", source).error_code(), "exchange.secret");
}

TEST(ExchangeRoutes, another_department_reads_with_its_key_and_nothing_else) {
    ExchangeSystem system;
    const auto made = system.admin.post(
        "/api/exchange/readers",
        Json::Object{{"expires_on", "2027-01-01"}, {"fields", Json::Array{"name"}}, {"name", "税务局"}});
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string key = made.json().at("key").as_string();
    EXPECT_FALSE(system.admin.get("/api/exchange/readers").body.contains(key));
    Browser department(system.server.port());
    EXPECT_EQ(department.get("/api/exchange/objects").status, 401);
    department.extra_headers = "Authorization: Bearer " + key + "\r\n";
    const auto page = department.get("/api/exchange/objects");
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_FALSE(page.json().at("more").as_bool());
    EXPECT_EQ(department.get("/api/exchange/objects?since=nonsense").status, 400);
    EXPECT_EQ(department.get("/api/objects").status, 401) << "a department's key is no account";
    EXPECT_EQ(system.admin.post("/api/exchange/readers/k1/revoke", Json::Object{{"reason", "停用"}}).status, 200);
    EXPECT_EQ(department.get("/api/exchange/objects").status, 401);
}

}  // namespace
}  // namespace sunlot::api::testing
