// The second factor, sessions and what administrators do with accounts, through the server.
#include "api/test_system.h"
#include "store/database.h"
#include "store/journal.h"
#include "workflow/one_time_password.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

using inspection::Role;

const Json kNothing = Json::Object{};

/// A clerk with a second factor, signed in.
struct Guarded {
    TestSystem system;
    Browser clerk{0};
    std::string secret;
    std::vector<std::string> recovery;

    Guarded() : clerk(0) {
        system.set_up();
        system.add_account("clerk", {Role::clerk});
        clerk = Browser(system.server.port());
        clerk.sign_in("clerk");
        secret = clerk.post("/api/me/factor", kNothing).json().at("secret").as_string();
        const auto answer = clerk.post("/api/me/factor/confirm", Json::Object{{"code", code()}}).json();
        for (const auto& one : answer.at("recovery_codes").as_array()) recovery.push_back(one.as_string());
    }
    std::string code() const { return workflow::totp_code(secret, system.clock.now()); }
    Reply sign_in(const std::string& with) const {
        const Browser browser(system.server.port());
        return browser.post("/api/login",
                            Json::Object{{"login", "clerk"}, {"password", TestSystem::kPassword}, {"code", with}});
    }
};

TEST(SecondFactor, is_asked_for_after_the_password_and_no_code_is_good_twice) {
    Guarded one;
    Browser browser(one.system.server.port());
    EXPECT_EQ(browser.sign_in("clerk").error_code(), "login.code_needed");
    EXPECT_EQ(one.sign_in(one.code()).error_code(), "login.code_wrong") << "used when it was set up";
    one.system.clock.advance_seconds(30);
    EXPECT_EQ(one.sign_in(one.code()).status, 200);
    EXPECT_EQ(one.sign_in(one.code()).error_code(), "login.code_wrong") << "used";
    one.system.clock.advance_seconds(60);
    EXPECT_EQ(one.sign_in("000000").error_code(), "login.code_wrong");
    EXPECT_EQ(one.sign_in(one.code()).status, 200);
}

TEST(SecondFactor, can_be_replaced_by_each_recovery_code_once) {
    Guarded one;
    ASSERT_EQ(one.recovery.size(), 10U);
    EXPECT_EQ(one.sign_in(one.recovery[3]).status, 200);
    EXPECT_EQ(one.sign_in(one.recovery[3]).error_code(), "login.code_wrong");
    EXPECT_EQ(one.clerk.get("/api/me").json().at("factor").at("recovery_left"), Json(9));
    one.system.clock.advance_seconds(30);
    const auto renewed = one.clerk.post("/api/me/factor/recovery", Json::Object{{"code", one.code()}});
    EXPECT_EQ(renewed.json().at("recovery_codes").as_array().size(), 10U);
    EXPECT_EQ(one.sign_in(one.recovery[4]).error_code(), "login.code_wrong") << "of the old ones";
}

TEST(SecondFactor, locks_the_account_when_codes_are_guessed_and_the_right_password_forgives_nothing) {
    Guarded one;
    Browser browser(one.system.server.port());
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(browser.sign_in("clerk").error_code(), "login.code_needed");
        EXPECT_EQ(one.sign_in("123456").error_code(), "login.code_wrong");
    }
    one.system.clock.advance_seconds(30);
    EXPECT_EQ(one.sign_in(one.code()).error_code(), "login.locked");
    Browser security(one.system.server.port());
    one.system.add_account("security", {Role::security_admin});
    ASSERT_EQ(security.sign_in("security").status, 200);
    EXPECT_EQ(security.post("/api/accounts/u2/unlock", kNothing).json().at("locked_until"), Json());
    EXPECT_EQ(one.sign_in(one.code()).status, 200);
    EXPECT_EQ(security.post("/api/accounts/u2/unlock", kNothing).error_code(), "account.state");
}

TEST(SecondFactor, keeps_whoever_must_have_one_from_everything_else_until_it_is_there) {
    TestSystem system;
    system.set_up();
    system.add_account("security", {Role::security_admin});
    system.add_account("leader", {Role::leader});
    Browser security(system.server.port());
    ASSERT_EQ(security.sign_in("security").status, 200);
    const Json leaders = Json::Object{{"roles", Json::Array{"leader"}}};
    ASSERT_EQ(security.send("PUT", "/api/roles/factor", to_canonical(leaders), "application/json").status, 200);
    Browser leader(system.server.port());
    const Reply in = leader.sign_in("leader");
    EXPECT_EQ(in.json().at("unfinished"), Json(true));
    EXPECT_EQ(leader.get("/api/tasks").error_code(), "session.unfinished");
    EXPECT_EQ(leader.get("/api/me/sessions").error_code(), "session.unfinished");
    const auto secret = leader.post("/api/me/factor", kNothing).json().at("secret").as_string();
    const auto code = workflow::totp_code(secret, system.clock.now());
    EXPECT_EQ(leader.post("/api/me/factor/confirm", Json::Object{{"code", "000000"}}).error_code(), "factor.code");
    EXPECT_EQ(leader.post("/api/me/factor/confirm", Json::Object{{"code", code}}).status, 200);
    EXPECT_EQ(leader.get("/api/tasks").status, 200);
    system.clock.advance_seconds(30);
    const auto next = workflow::totp_code(secret, system.clock.now());
    EXPECT_EQ(leader.post("/api/me/factor/remove", Json::Object{{"code", next}}).error_code(), "factor.required");
}

TEST(SecondFactor, that_was_lost_is_taken_away_by_another_administrator_and_ends_the_sessions) {
    Guarded one;
    one.system.add_account("security", {Role::security_admin});
    Browser security(one.system.server.port());
    ASSERT_EQ(security.sign_in("security").status, 200);
    EXPECT_EQ(security.post("/api/accounts/u2/factor/remove", kNothing).json().at("factor"), Json(false));
    EXPECT_EQ(one.clerk.get("/api/me").status, 401);
    EXPECT_EQ(one.clerk.sign_in("clerk").status, 200);
    EXPECT_EQ(security.post("/api/accounts/u2/factor/remove", kNothing).error_code(), "factor.none");
}

TEST(Sessions, are_listed_and_ended_by_their_owner) {
    TestSystem system;
    system.set_up();
    Browser office(system.server.port());
    Browser elsewhere(system.server.port());
    elsewhere.extra_headers = "User-Agent: phone\r\n";
    ASSERT_EQ(office.sign_in("admin").status, 200);
    system.clock.advance_seconds(1);
    ASSERT_EQ(elsewhere.sign_in("admin").status, 200);
    const Json list = office.get("/api/me/sessions").json();
    const auto& rows = list.at("rows").as_array();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].at("agent"), Json("phone"));
    EXPECT_EQ(rows[0].at("current"), Json(false));
    EXPECT_EQ(rows[1].at("current"), Json(true));
    const auto& foreign = rows[0].at("id").as_string();
    EXPECT_EQ(office.post("/api/me/sessions/" + foreign + "/end", kNothing).status, 200);
    EXPECT_EQ(elsewhere.get("/api/me").status, 401);
    EXPECT_EQ(office.post("/api/me/sessions/" + foreign + "/end", kNothing).error_code(), "session.unknown");
    EXPECT_EQ(office.get("/api/me").status, 200);
}

TEST(Sessions, end_when_another_program_sends_the_stolen_cookie) {
    TestSystem system;
    system.set_up();
    Browser owner(system.server.port());
    owner.extra_headers = "User-Agent: Firefox\r\n";
    ASSERT_EQ(owner.sign_in("admin").status, 200);
    Browser thief(system.server.port());
    thief.cookie = owner.cookie;
    thief.extra_headers = "User-Agent: curl\r\n";
    EXPECT_EQ(thief.get("/api/accounts").status, 401);
    EXPECT_EQ(owner.get("/api/me").status, 401) << "the owner notices, and signs in again";
    auto view = system.database->read();
    const auto last = store::journal_entry(view, view.journal().size - 1);
    bool told = false;
    for (std::uint64_t seq = 0; seq < view.journal().size; ++seq)
        told = told || store::journal_entry(view, seq)->kind == "account.sessions_ended";
    EXPECT_TRUE(told) << last->kind;
}

TEST(Sessions, of_others_end_with_a_new_password_and_all_of_them_with_a_reset) {
    TestSystem system;
    system.set_up();
    system.add_account("clerk", {Role::clerk});
    Browser one(system.server.port());
    Browser two(system.server.port());
    ASSERT_EQ(one.sign_in("clerk").status, 200);
    ASSERT_EQ(two.sign_in("clerk").status, 200);
    const Json wrong = Json::Object{{"old", "not my password"}, {"password", "a better sentence"}};
    EXPECT_EQ(one.post("/api/me/password", wrong).error_code(), "password.old_wrong");
    const Json right = Json::Object{{"old", TestSystem::kPassword}, {"password", "a better sentence"}};
    EXPECT_EQ(one.post("/api/me/password", right).json().at("ended"), Json(1));
    EXPECT_EQ(two.get("/api/me").status, 401);
    EXPECT_EQ(one.get("/api/me").status, 200);
    EXPECT_EQ(two.sign_in("clerk").status, 401);
    Browser admin(system.server.port());
    ASSERT_EQ(admin.sign_in("admin").status, 200);
    const Json reset = admin.post("/api/accounts/u2/reset", kNothing).json();
    EXPECT_EQ(one.get("/api/me").status, 401);
    EXPECT_EQ(one.sign_in("clerk", "a better sentence").status, 401) << "void";
    const Json fresh = Json::Object{{"code", reset.at("activation_code")}, {"password", "yet another one"}};
    EXPECT_EQ(one.post("/api/activate", fresh).status, 200);
    EXPECT_EQ(one.sign_in("clerk", "yet another one").status, 200);
    EXPECT_EQ(admin.post("/api/accounts/u1/reset", kNothing).error_code(), "account.self");
}

TEST(Account, that_is_disabled_is_out_at_once_and_comes_back_when_it_is_enabled) {
    TestSystem system;
    system.set_up();
    system.add_account("clerk", {Role::clerk});
    Browser clerk(system.server.port());
    Browser admin(system.server.port());
    ASSERT_EQ(clerk.sign_in("clerk").status, 200);
    ASSERT_EQ(admin.sign_in("admin").status, 200);
    EXPECT_EQ(admin.post("/api/accounts/u2/disable", kNothing).json().at("state"), Json("disabled"));
    EXPECT_EQ(clerk.get("/api/me").status, 401);
    EXPECT_EQ(clerk.sign_in("clerk").status, 401);
    EXPECT_EQ(admin.post("/api/accounts/u2/disable", kNothing).error_code(), "account.state");
    EXPECT_EQ(admin.post("/api/accounts/u2/enable", kNothing).json().at("state"), Json("active"));
    EXPECT_EQ(clerk.sign_in("clerk").status, 200);
    EXPECT_EQ(admin.post("/api/accounts/u1/disable", kNothing).error_code(), "account.self");
}

TEST(Account, events_of_its_guards_replay_to_the_same_tables) {
    Guarded one;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(one.sign_in("123456").status, 401);
    one.system.add_account("audit", {Role::audit_admin});
    Browser audit(one.system.server.port());
    ASSERT_EQ(audit.sign_in("audit").status, 200);
    const Reply report = audit.post("/api/audit/replay", kNothing);
    ASSERT_EQ(report.status, 200) << report.body;
    EXPECT_EQ(report.json().at("clean"), Json(true)) << report.body;
    const std::string journal = audit.get("/api/journal?limit=500").body;
    EXPECT_EQ(journal.find(one.secret), std::string::npos);
    EXPECT_NE(journal.find("account.locked"), std::string::npos);
}

}  // namespace
}  // namespace sunlot::api::testing
