// The draw over HTTP: who may take which step, and how a refusal reads. That the steps do the right thing is tested in
// workflow/draw_test.cpp.
#include "api/test_items.h"
#include "api/test_system.h"

#include <string>

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

const char* const kTask = R"({
    "name": "第四批", "source": "plan", "source_reason": "", "directed": false,
    "period": {"from": "2026-11-25", "to": "2026-12-20"}, "items": ["L02"],
    "pool": {"statuses": ["存续"]}, "exclusions": {"annual_cap": 1, "window_months": 12},
    "strata": [{"label": "all", "grades": ["A", "B", "C", "未评"], "quota": {"ratio": [5, 100]}}],
    "spread": false, "reserve": 2,
    "team": [{"name": "lead", "tags": []}, {"name": "second", "tags": []}], "officer_pool": {}})";
const char* const kDraw = R"({
    "task": "t1", "min_parties": 2, "mode": "open",
    "parties": [{"id": "bureau", "organisation": "人社局", "role": "operator"},
                {"id": "jiwei", "organisation": "纪委监委", "role": "supervisor"}],
    "events": [{"kind": "ssq", "name": "2026135", "not_before": "2026-11-24T13:15:00Z"}]})";
const std::string kUrl = "/api/draws/lhrs-150802-2026-0001";

Json json(const char* text) {
    return parse_json(text).value();
}

/// A clerk, a leader and a supervisor, all signed in; item L02 published.
struct Bureau : TestSystem {
    Bureau() {
        set_up();
        using inspection::Role;
        add_account("clerk", {Role::clerk});
        add_account("leader", {Role::leader});
        add_account("supervisor", {Role::supervisor});
        clerk.sign_in("clerk");
        leader.sign_in("leader");
        supervisor.sign_in("supervisor");
        publish_item(*this, "L02");
    }
    void open() {
        EXPECT_EQ(clerk.post("/api/tasks", json(kTask)).status, 201);
        EXPECT_EQ(clerk.post("/api/draws", json(kDraw)).status, 201);
    }
    Browser clerk{server.port()};
    Browser leader{server.port()};
    Browser supervisor{server.port()};
};

}  // namespace

TEST(TaskRoutes, a_task_is_created_read_changed_and_listed) {
    Bureau bureau;
    const auto created = bureau.clerk.post("/api/tasks", json(kTask));
    ASSERT_EQ(created.status, 201) << created.body;
    EXPECT_EQ(created.json().at("task").at("number").as_string(), "临人社抽查〔2026〕1号");
    Json changed = json(kTask);
    changed.as_object()["name"] = "改名";
    EXPECT_EQ(bureau.clerk.send("PUT", "/api/tasks/t1", to_canonical(changed), "application/json").status, 200);
    EXPECT_EQ(bureau.supervisor.get("/api/tasks/t1").json().at("task").at("name").as_string(), "改名");
    EXPECT_EQ(bureau.supervisor.get("/api/tasks").json().at("rows").as_array().size(), 1U);
    EXPECT_EQ(bureau.clerk.get("/api/tasks/t9").status, 404);
}

TEST(TaskRoutes, a_refusal_names_the_field) {
    Bureau bureau;
    Json body = json(kTask);
    body.as_object()["team"] = Json::Array{Json::Object{{"name", "lead"}, {"tags", Json::Array{}}}};
    const auto refused = bureau.clerk.post("/api/tasks", body);
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.error_code(), "task.team_too_small");
    EXPECT_EQ(refused.json().at("error").at("field").as_string(), "team");
}

TEST(TaskRoutes, a_preview_writes_nothing) {
    Bureau bureau;
    const auto preview = bureau.clerk.post("/api/tasks/preview", json(R"({"pool":{},"exclusions":{},"strata":[
        {"label":"all","grades":["A","B","C","未评"],"quota":"all"}]})"));
    ASSERT_EQ(preview.status, 200) << preview.body;
    EXPECT_EQ(preview.json().at("frame").as_integer(), 0);
    EXPECT_EQ(bureau.clerk.get("/api/tasks").json().at("total").as_integer(), 0);
}

TEST(DrawRoutes, every_step_answers_with_the_draw_and_a_wrong_one_with_409) {
    Bureau bureau;
    bureau.open();
    const Json commitment = Json::Object{{"party", "jiwei"}, {"commitment", std::string(64, 'a')}};
    const auto committed = bureau.clerk.post(kUrl + "/contributions", commitment);
    ASSERT_EQ(committed.status, 200) << committed.body;
    EXPECT_EQ(committed.json().at("state").as_string(), "opened");
    EXPECT_EQ(committed.json().at("entries").as_array().size(), 2U);
    const auto early = bureau.clerk.post(kUrl + "/seal", Json::Object{});
    EXPECT_EQ(early.status, 409);
    EXPECT_EQ(early.error_code(), "draw.order");
    for (const char* step : {"/seed", "/result", "/assignment", "/close"})
        EXPECT_EQ(bureau.clerk.post(kUrl + step, Json::Object{}).status, 409) << step;
    EXPECT_EQ(bureau.clerk.post(kUrl + "/seal", Json::Object{{"force", true}}).error_code(), "field.unknown");
}

TEST(DrawRoutes, a_supervisor_sees_everything_and_moves_nothing) {
    Bureau bureau;
    bureau.open();
    EXPECT_EQ(bureau.supervisor.get(kUrl).status, 200);
    EXPECT_EQ(bureau.supervisor.get("/api/draws").json().at("rows").as_array().size(), 1U);
    EXPECT_EQ(bureau.supervisor.get(kUrl + "/result?kind=S").json().at("rows").as_array().size(), 0U);
    EXPECT_EQ(bureau.supervisor.get(kUrl + "/result?kind=X").status, 400);
    EXPECT_EQ(bureau.supervisor.post(kUrl + "/seal", Json::Object{}).status, 403);
    EXPECT_EQ(bureau.supervisor.post("/api/draws", json(kDraw)).status, 403);
}

TEST(DrawRoutes, a_leader_voids_but_does_not_run_and_a_clerk_runs_but_does_not_void) {
    Bureau bureau;
    bureau.open();
    const Json reason = Json::Object{{"reason", "改期"}};
    EXPECT_EQ(bureau.leader.post(kUrl + "/seal", Json::Object{}).status, 403);
    EXPECT_EQ(bureau.clerk.post(kUrl + "/void", reason).status, 403);
    EXPECT_EQ(bureau.leader.post(kUrl + "/void", reason).json().at("state").as_string(), "voided");
    EXPECT_EQ(bureau.clerk.post(kUrl + "/redraw/approve", Json::Object{}).status, 403);
}

TEST(DrawRoutes, anyone_may_see_the_public_part) {
    Bureau bureau;
    bureau.open();
    const Browser stranger(bureau.server.port());
    const auto shown = stranger.get("/api/public" + kUrl.substr(4));
    ASSERT_EQ(shown.status, 200) << shown.body;
    EXPECT_TRUE(shown.json().at("seed_parts").as_array().empty());
    EXPECT_EQ(stranger.get("/api/public/draws/nothing").status, 404);
    EXPECT_EQ(stranger.get(kUrl).status, 401);
}

}  // namespace sunlot::api::testing
