// Roles of the bureau's own, granting, delegation by dates, tokens and the organisation tree, through the server; and
// that all of it replays.
#include "api/test_system.h"
#include "store/database.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

using inspection::Role;

const Json kNothing = Json::Object{};
constexpr std::int64_t kDay = std::int64_t{24} * 3600;

/// A bureau with one of each whom these tests need, signed in.
struct Bureau {
    TestSystem system;
    Browser admin{0};
    Browser security{0};
    Browser leader{0};
    Browser clerk{0};

    Bureau() {
        system.set_up();
        system.add_account("security", {Role::security_admin});
        system.add_account("leader", {Role::leader});
        system.add_account("clerk", {Role::clerk});
        for (auto* browser : {&admin, &security, &leader, &clerk}) *browser = Browser(system.server.port());
        sign_in_again();
    }
    void sign_in_again() {
        admin.sign_in("admin");
        security.sign_in("security");
        leader.sign_in("leader");
        clerk.sign_in("clerk");
    }
    static bool may(const Browser& who, const char* permission) {
        const Json me = who.get("/api/me").json();
        const auto& all = me.at("permissions").as_array();
        return std::ranges::find(all, Json(permission)) != all.end();
    }
    static Reply put(const Browser& who, const std::string& target, const Json& body) {
        return who.send("PUT", target, to_canonical(body), "application/json");
    }
};

Json described(const char* title, Json::Array permissions) {
    return Json::Object{{"title", title}, {"permissions", std::move(permissions)}};
}

Json delegation(const char* to, const char* role, const char* starts, const char* ends) {
    return Json::Object{
        {"to", to}, {"roles", Json::Array{role}}, {"starts", starts}, {"ends", ends}, {"reason", "外出培训"}};
}

TEST(CustomRole, gives_its_permissions_at_once_and_nothing_once_it_is_closed) {
    Bureau bureau;
    const Reply made = bureau.security.post("/api/roles", described("审核员", {"item_review", "item_read"}));
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.json().at("id"), Json("c1"));
    EXPECT_FALSE(Bureau::may(bureau.clerk, "item_review"));
    const Json roles = Json::Object{{"roles", Json::Array{"clerk", "c1"}}};
    ASSERT_EQ(bureau.security.post("/api/accounts/u4/roles", roles).status, 200);
    EXPECT_TRUE(Bureau::may(bureau.clerk, "item_review"));
    EXPECT_EQ(Bureau::put(bureau.security, "/api/roles/c1", described("审核员", {"item_read"})).status, 200);
    EXPECT_FALSE(Bureau::may(bureau.clerk, "item_review"));
    EXPECT_EQ(bureau.security.post("/api/roles/c1/close", kNothing).json().at("open"), Json(false));
    EXPECT_EQ(bureau.security.post("/api/roles/c1/close", kNothing).error_code(), "role.closed");
    EXPECT_EQ(bureau.security.post("/api/accounts/u3/roles", roles).error_code(), "role.closed");
    EXPECT_EQ(bureau.security.post("/api/accounts/u3/roles", Json::Object{{"roles", Json::Array{"c9"}}}).error_code(),
              "role.unknown");
}

TEST(CustomRole, holds_nothing_of_the_three_administrators) {
    Bureau bureau;
    for (const char* power : {"account_manage", "role_manage", "session_manage", "witness_approve", "organ_manage"})
        EXPECT_EQ(bureau.security.post("/api/roles", described("x", {"task_read", power})).error_code(),
                  "role.permissions")
            << power;
    EXPECT_EQ(bureau.security.post("/api/roles", described("x", {})).error_code(), "role.permissions");
    EXPECT_EQ(bureau.security.post("/api/roles", described("x", {"everything"})).error_code(), "permission.unknown");
    EXPECT_EQ(bureau.admin.post("/api/roles", described("x", {"task_read"})).error_code(), "permission.denied");
}

TEST(Grant, of_two_administrators_or_to_oneself_is_refused_and_recorded) {
    Bureau bureau;
    bureau.system.add_account("audit", {Role::audit_admin});
    Browser audit(bureau.system.server.port());
    ASSERT_EQ(audit.sign_in("audit").status, 200);
    const Json two = Json::Object{{"roles", Json::Array{"system_admin", "audit_admin"}}};
    EXPECT_EQ(bureau.security.post("/api/accounts/u1/roles", two).error_code(), "account.roles_exclusive");
    const Json mixed = Json::Object{{"roles", Json::Array{"clerk", "audit_admin"}}};
    EXPECT_EQ(bureau.security.post("/api/accounts/u4/roles", mixed).error_code(), "account.roles_exclusive");
    const Json more = Json::Object{{"roles", Json::Array{"system_admin"}}};
    EXPECT_EQ(bureau.security.post("/api/accounts/u2/roles", more).error_code(), "account.self");
    const Json rows = audit.get("/api/journal?kind=role.grant_refused").json();
    EXPECT_EQ(rows.at("rows").as_array().size(), 3U);
}

TEST(Delegation, holds_from_its_first_day_to_its_last_and_only_while_its_giver_holds_the_role) {
    Bureau bureau;  // 2026-11-22
    const Reply made =
        bureau.leader.post("/api/me/delegations", delegation("clerk", "leader", "2026-11-23", "2026-11-24"));
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.json().at("state"), Json("coming"));
    EXPECT_FALSE(Bureau::may(bureau.clerk, "draw_approve"));
    bureau.system.clock.advance_seconds(kDay);
    bureau.sign_in_again();
    EXPECT_TRUE(Bureau::may(bureau.clerk, "draw_approve"));
    EXPECT_EQ(bureau.clerk.post("/api/me/delegations", delegation("security", "clerk", "2026-11-23", "2026-11-24"))
                  .error_code(),
              "delegation.administrator");
    const Json taken = Json::Object{{"roles", Json::Array{"supervisor"}}};
    ASSERT_EQ(bureau.security.post("/api/accounts/u3/roles", taken).status, 200);
    EXPECT_FALSE(Bureau::may(bureau.clerk, "draw_approve")) << "its giver is no leader any more";
    const Json back = Json::Object{{"roles", Json::Array{"leader"}}};
    ASSERT_EQ(bureau.security.post("/api/accounts/u3/roles", back).status, 200);
    EXPECT_TRUE(Bureau::may(bureau.clerk, "draw_approve"));
    bureau.system.clock.advance_seconds(2 * kDay);
    bureau.sign_in_again();
    EXPECT_FALSE(Bureau::may(bureau.clerk, "draw_approve"));
    EXPECT_EQ(bureau.leader.post("/api/delegations/d1/revoke", kNothing).error_code(), "delegation.over");
}

TEST(Delegation, is_of_ones_own_roles_for_a_short_while_and_with_a_reason) {
    Bureau bureau;
    const auto refused = [&](const Json& body) { return bureau.leader.post("/api/me/delegations", body).error_code(); };
    EXPECT_EQ(refused(delegation("clerk", "clerk", "2026-11-22", "2026-11-24")), "delegation.roles");
    EXPECT_EQ(refused(delegation("leader", "leader", "2026-11-22", "2026-11-24")), "delegation.self");
    EXPECT_EQ(refused(delegation("nobody", "leader", "2026-11-22", "2026-11-24")), "account.unknown");
    EXPECT_EQ(refused(delegation("clerk", "leader", "2026-11-21", "2026-11-24")), "delegation.period");
    EXPECT_EQ(refused(delegation("clerk", "leader", "2026-11-22", "2027-11-24")), "delegation.period");
    ASSERT_EQ(
        bureau.leader.post("/api/me/delegations", delegation("clerk", "leader", "2026-11-22", "2026-11-22")).status,
        201);
    EXPECT_EQ(bureau.clerk.post("/api/delegations/d1/revoke", kNothing).error_code(), "delegation.unknown")
        << "only its giver, or the security administrator";
    EXPECT_EQ(bureau.security.post("/api/delegations/d1/revoke", kNothing).status, 200);
    EXPECT_FALSE(Bureau::may(bureau.clerk, "draw_approve"));
}

TEST(ApiToken, does_its_scopes_and_no_more_until_its_day) {
    Bureau bureau;
    const Json wanted =
        Json::Object{{"label", "大屏"}, {"scopes", Json::Array{"task_read", "task_edit"}}, {"days", 30}};
    const Reply issued = bureau.clerk.post("/api/me/tokens", wanted);
    ASSERT_EQ(issued.status, 201) << issued.body;
    Browser program(bureau.system.server.port());
    program.extra_headers = "Authorization: Bearer " + issued.json().at("secret").as_string() + "\r\n";
    EXPECT_EQ(program.get("/api/tasks").status, 200);
    EXPECT_EQ(program.get("/api/objects").error_code(), "permission.denied");
    EXPECT_EQ(program.get("/api/me/sessions").error_code(), "token.person");
    EXPECT_EQ(program.post("/api/me/tokens", wanted).error_code(), "token.person");
    EXPECT_EQ(program.post("/api/tasks/preview", kNothing).status, 400) << "no CSRF token is asked for";
    const Json other = Json::Object{{"roles", Json::Array{"officer"}}};
    ASSERT_EQ(bureau.security.post("/api/accounts/u4/roles", other).status, 200);
    EXPECT_EQ(program.get("/api/tasks").error_code(), "permission.denied") << "its account lost the permission";
    const Json back = Json::Object{{"roles", Json::Array{"clerk"}}};
    ASSERT_EQ(bureau.security.post("/api/accounts/u4/roles", back).status, 200);
    EXPECT_EQ(program.get("/api/tasks").status, 200);
    bureau.system.clock.advance_seconds(30 * kDay);
    EXPECT_EQ(program.get("/api/tasks").error_code(), "token.wrong");
    Browser guess(bureau.system.server.port());
    guess.extra_headers = "Authorization: Bearer slt_" + std::string(64, '0') + "\r\n";
    EXPECT_EQ(guess.get("/api/tasks").error_code(), "token.wrong");
}

TEST(ApiToken, is_revoked_by_its_owner_or_by_whoever_oversees_them) {
    Bureau bureau;
    const Json wanted = Json::Object{{"label", "大屏"}, {"scopes", Json::Array{"task_read"}}, {"days", 30}};
    const Json more = Json::Object{{"label", "大屏"}, {"scopes", Json::Array{"draw_approve"}}, {"days", 30}};
    EXPECT_EQ(bureau.clerk.post("/api/me/tokens", more).error_code(), "token.scopes");
    ASSERT_EQ(bureau.clerk.post("/api/me/tokens", wanted).status, 201);
    EXPECT_EQ(bureau.leader.post("/api/tokens/k1/revoke", kNothing).error_code(), "token.unknown");
    EXPECT_EQ(bureau.security.post("/api/tokens/k1/revoke", kNothing).json().at("state"), Json("revoked"));
    EXPECT_EQ(bureau.clerk.post("/api/tokens/k1/revoke", kNothing).error_code(), "token.over");
}

TEST(OrganTree, says_which_part_of_the_directories_an_account_sees) {
    Bureau bureau;
    const auto unit = [&](const char* code, const char* kind, const char* name, const char* parent) {
        return Bureau::put(bureau.admin, std::string("/api/organ-units/") + code,
                           Json::Object{{"kind", kind}, {"name", name}, {"parent", parent}});
    };
    EXPECT_EQ(unit("jiefang", "region", "解放", "").status, 200);
    EXPECT_EQ(unit("station", "department", "解放所", "jiefang").status, 200);
    EXPECT_EQ(unit("deep", "region", "解放北", "station").error_code(), "unit.region");
    EXPECT_EQ(bureau.admin.post("/api/accounts/u4/place", Json::Object{{"unit", "jiefang"}}).status, 200);
    EXPECT_EQ(bureau.admin.post("/api/accounts/u2/place", Json::Object{{"unit", "jiefang"}}).error_code(),
              "unit.administrator");
    const auto session = bureau.system.sessions.find(bureau.clerk.cookie.substr(bureau.clerk.cookie.find('=') + 1), "");
    ASSERT_TRUE(session);
    EXPECT_TRUE(session->actor.scope.sees_district("解放"));
    EXPECT_FALSE(session->actor.scope.sees_district("新华"));
    const auto task = [&](const char* pool) {
        const auto body =
            parse_json(std::string(R"({"name":"一批","source":"plan","source_reason":"","directed":false,
            "period":{"from":"2026-11-25","to":"2026-12-20"},"items":["L02"],"exclusions":{},"pool":)") +
                       pool + R"(,"strata":[{"label":"all","grades":["A","B","C","未评"],"quota":1}],"spread":false,
            "reserve":0,"team":[{"name":"lead","tags":[]},{"name":"second","tags":[]}],"officer_pool":{}})");
        return bureau.clerk.post("/api/tasks", body.value()).error_code();
    };
    EXPECT_EQ(task("{}"), "task.scope");
    EXPECT_EQ(task(R"({"districts":["解放","新华"]})"), "task.scope");
    EXPECT_NE(task(R"({"districts":["解放"]})"), "task.scope");
    EXPECT_EQ(bureau.admin.post("/api/organ-units/jiefang/close", kNothing).error_code(), "unit.used");
    EXPECT_EQ(bureau.admin.post("/api/accounts/u4/place", Json::Object{{"unit", ""}}).status, 200);
    EXPECT_EQ(bureau.admin.post("/api/organ-units/station/close", kNothing).status, 200);
    EXPECT_EQ(bureau.admin.post("/api/organ-units/station/close", kNothing).error_code(), "unit.closed");
}

TEST(Roles, and_delegations_tokens_and_units_replay_to_the_same_tables) {
    Bureau bureau;
    bureau.security.post("/api/roles", described("审核员", {"item_review"}));
    Bureau::put(bureau.security, "/api/roles/factor", Json::Object{{"roles", Json::Array{"officer"}}});
    bureau.leader.post("/api/me/delegations", delegation("clerk", "leader", "2026-11-22", "2026-11-24"));
    bureau.clerk.post("/api/me/tokens",
                      Json::Object{{"label", "大屏"}, {"scopes", Json::Array{"task_read"}}, {"days", 30}});
    Bureau::put(bureau.admin, "/api/organ-units/jiefang",
                Json::Object{{"kind", "region"}, {"name", "解放"}, {"parent", ""}});
    bureau.admin.post("/api/accounts/u4/place", Json::Object{{"unit", "jiefang"}});
    const Json provider = Json::Object{
        {"title", "统一认证"}, {"issuer", "https://id.example"}, {"client", "sunlot"}, {"secret", "between us"}};
    ASSERT_EQ(Bureau::put(bureau.security, "/api/oidc/providers/province", provider).status, 200);
    EXPECT_EQ(bureau.security.get("/api/oidc/providers").body.find("between us"), std::string::npos);
    bureau.system.add_account("audit", {Role::audit_admin});
    Browser audit(bureau.system.server.port());
    ASSERT_EQ(audit.sign_in("audit").status, 200);
    const Reply report = audit.post("/api/audit/replay", kNothing);
    ASSERT_EQ(report.status, 200) << report.body;
    EXPECT_EQ(report.json().at("clean"), Json(true)) << report.body;
}

TEST(Oidc, refuses_an_issuer_without_tls_and_a_return_that_was_not_begun_here) {
    Bureau bureau;
    const auto configure = [&](const char* issuer) {
        return Bureau::put(bureau.security, "/api/oidc/providers/province",
                           Json::Object{{"title", "统一认证"}, {"issuer", issuer}, {"client", "sunlot"}})
            .error_code();
    };
    EXPECT_EQ(configure("http://id.example"), "oidc.issuer");
    EXPECT_EQ(configure("http://127.0.0.1.example"), "oidc.issuer");
    EXPECT_EQ(configure("http://127.0.0.1:9"), "");
    const Browser stranger(bureau.system.server.port());
    EXPECT_EQ(stranger.post("/api/oidc/nowhere/begin", kNothing).error_code(), "oidc.unknown");
    EXPECT_EQ(stranger.post("/api/oidc/province/begin", kNothing).error_code(), "oidc.provider");
    EXPECT_EQ(stranger.post("/api/oidc/finish", Json::Object{{"state", "made up"}, {"code", "x"}}).error_code(),
              "oidc.state");
    Browser forged(bureau.system.server.port());
    forged.cookie = "__Host-sunlot-oidc=made up";
    EXPECT_EQ(forged.post("/api/oidc/finish", Json::Object{{"state", "made up"}, {"code", "x"}}).error_code(),
              "oidc.state");
}

}  // namespace
}  // namespace sunlot::api::testing
