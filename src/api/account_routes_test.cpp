#include "api/test_system.h"

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

using inspection::Role;

Json setup_body(const std::string& code) {
    return Json::Object{
        {"code", code},
        {"login", "Admin"},
        {"name", "王管理"},
        {"password", TestSystem::kPassword},
        {"organ", Json::Object{{"name", "临河区人社局"}, {"short", "临人社"}, {"code", "lhrs"}, {"region", "150802"}}}};
}

TEST(Setup, makes_the_log_the_organ_the_items_and_the_first_administrator) {
    TestSystem system;
    const std::string code = system.accounts.issue_setup_code().value();
    Browser browser(system.server.port());
    EXPECT_EQ(browser.get("/api/status").json().at("needs_setup"), Json(true));
    const Reply reply = browser.post("/api/setup", setup_body(code));
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.json().at("account").at("roles"), Json(Json::Array{"system_admin"}));
    const std::string cookie = reply.header("set-cookie");
    EXPECT_TRUE(cookie.starts_with("__Host-sunlot="));
    for (const char* attribute : {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"}) {
        EXPECT_NE(cookie.find(attribute), std::string::npos) << attribute;
    }
    const Json status = browser.get("/api/status").json();
    EXPECT_EQ(status.at("needs_setup"), Json(false));
    EXPECT_EQ(status.at("log_origin"), Json("lhrs-150802/log/2026"));
    EXPECT_EQ(status.at("organ").at("short"), Json("临人社"));
    EXPECT_TRUE(std::filesystem::exists(system.directory.path() / "keys" / "log.key"));
    const auto mode = std::filesystem::status(system.directory.path() / "keys" / "log.key").permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(browser.post("/api/setup", setup_body(code)).status, 403) << "the code is good once";
}

TEST(Setup, refuses_a_wrong_code_a_weak_password_and_a_missing_organ_and_leaves_nothing) {
    TestSystem system;
    const std::string code = system.accounts.issue_setup_code().value();
    const Browser browser(system.server.port());
    EXPECT_EQ(browser.post("/api/setup", setup_body("0000-0000-0000-0000")).error_code(), "setup.code");
    Json weak = setup_body(code);
    weak.as_object()["password"] = "1234567890";
    EXPECT_EQ(browser.post("/api/setup", weak).error_code(), "password.weak");
    Json nowhere = setup_body(code);
    nowhere.as_object().erase("organ");
    EXPECT_EQ(browser.post("/api/setup", nowhere).error_code(), "setup.organ");
    EXPECT_EQ(system.database->read().journal().size, 0U);
    EXPECT_EQ(browser.post("/api/setup", setup_body(code)).status, 200);
}

TEST(Setup, makes_the_code_of_the_start_before_void) {
    TestSystem system;
    const std::string old_code = system.accounts.issue_setup_code().value();
    const std::string new_code = system.accounts.issue_setup_code().value();
    const Browser browser(system.server.port());
    EXPECT_EQ(browser.post("/api/setup", setup_body(old_code)).error_code(), "setup.code");
    EXPECT_EQ(browser.post("/api/setup", setup_body(new_code)).status, 200);
    EXPECT_FALSE(system.accounts.issue_setup_code());
}

TEST(Login, tells_who_is_signed_in_and_what_they_may_do) {
    TestSystem system;
    system.set_up();
    system.add_account("clerk", {Role::clerk, Role::officer});
    Browser browser(system.server.port());
    ASSERT_EQ(browser.sign_in(" CLERK ").status, 200);
    const Json me = browser.get("/api/me").json();
    EXPECT_EQ(me.at("account").at("login"), Json("clerk"));
    EXPECT_EQ(me.at("csrf"), Json(browser.csrf));
    const auto& permissions = me.at("permissions").as_array();
    EXPECT_NE(std::find(permissions.begin(), permissions.end(), Json("draw_run")), permissions.end());
    EXPECT_EQ(std::find(permissions.begin(), permissions.end(), Json("account_manage")), permissions.end());
}

TEST(Login, answers_the_same_for_a_wrong_password_and_an_unknown_login) {
    TestSystem system;
    system.set_up();
    Browser browser(system.server.port());
    const Reply wrong = browser.sign_in("admin", "not the password");
    const Reply unknown = browser.sign_in("nobody", "not the password");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.body, unknown.body);
}

TEST(Login, is_locked_for_half_an_hour_after_five_failures_in_a_row) {
    TestSystem system;
    system.set_up();
    Browser browser(system.server.port());
    for (int i = 0; i < 5; ++i) EXPECT_EQ(browser.sign_in("admin", "wrong password").status, 401);
    const Reply locked = browser.sign_in("admin");
    EXPECT_EQ(locked.status, 429);
    EXPECT_EQ(locked.error_code(), "login.locked");
    EXPECT_NE(locked.header("retry-after"), "");
    system.clock.advance_seconds(29 * 60);
    EXPECT_EQ(browser.sign_in("admin").status, 429);
    system.clock.advance_seconds(61);
    EXPECT_EQ(browser.sign_in("admin", "wrong password").status, 401) << "the lock was served";
    EXPECT_EQ(browser.sign_in("admin").status, 200);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(browser.sign_in("admin", "wrong password").status, 401);
    EXPECT_EQ(browser.sign_in("admin").status, 200) << "success forgot the failures";
}

TEST(Login, is_locked_whether_there_is_such_an_account_or_not) {
    TestSystem system;
    system.set_up();
    Browser browser(system.server.port());
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(browser.sign_in("admin", "wrong password").status, 401);
        EXPECT_EQ(browser.sign_in("nobody", "wrong password").status, 401);
    }
    EXPECT_EQ(browser.sign_in("admin").body, browser.sign_in("nobody").body);
}

TEST(Session, ends_after_half_an_hour_idle_and_twelve_hours_in_any_case) {
    TestSystem system;
    system.set_up();
    Browser browser(system.server.port());
    ASSERT_EQ(browser.sign_in("admin").status, 200);
    system.clock.advance_seconds(29 * 60);
    EXPECT_EQ(browser.get("/api/me").status, 200);
    system.clock.advance_seconds(29 * 60);
    EXPECT_EQ(browser.get("/api/me").status, 200) << "used in between";
    system.clock.advance_seconds(31 * 60);
    EXPECT_EQ(browser.get("/api/me").status, 401);
    ASSERT_EQ(browser.sign_in("admin").status, 200);
    for (int i = 0; i < 28; ++i) {
        EXPECT_EQ(browser.get("/api/me").status, 200);
        system.clock.advance_seconds(25 * 60);
    }
    system.clock.advance_seconds(25 * 60);
    EXPECT_EQ(browser.get("/api/me").status, 401);
}

TEST(Session, is_over_after_signing_out) {
    TestSystem system;
    system.set_up();
    Browser browser(system.server.port());
    ASSERT_EQ(browser.sign_in("admin").status, 200);
    const Reply reply = browser.post("/api/logout", Json::Object{});
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.header("set-cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(browser.get("/api/me").status, 401);
}

TEST(Session, is_not_opened_by_what_the_database_holds) {
    TestSystem system;
    system.set_up();
    Browser browser(system.server.port());
    ASSERT_EQ(browser.sign_in("admin").status, 200);
    const auto session = system.sessions.find(browser.cookie.substr(browser.cookie.find('=') + 1), "");
    ASSERT_TRUE(session);
    browser.cookie = "__Host-sunlot=" + session->id;
    EXPECT_EQ(browser.get("/api/me").status, 401);
}

TEST(Account, is_opened_with_a_code_that_is_good_once_and_for_seven_days) {
    TestSystem system;
    system.set_up();
    Browser admin(system.server.port());
    ASSERT_EQ(admin.sign_in("admin").status, 200);
    const auto open = [&](const char* login) {
        return admin.post("/api/accounts",
                          Json::Object{{"login", login}, {"name", "李四"}, {"roles", Json::Array{"clerk"}}});
    };
    const auto activate = [&](const std::string& code) {
        return admin.post("/api/activate", Json::Object{{"code", code}, {"password", TestSystem::kPassword}});
    };
    const std::string first = open("li").json().at("activation_code").as_string();
    EXPECT_EQ(open("LI").error_code(), "login.taken");
    Browser li(system.server.port());
    EXPECT_EQ(li.sign_in("li").status, 401) << "not activated";
    EXPECT_EQ(activate(first).status, 200);
    EXPECT_EQ(li.sign_in("li").status, 200);
    EXPECT_EQ(activate(first).error_code(), "code.wrong") << "used";
    const std::string second = open("zhao").json().at("activation_code").as_string();
    system.clock.advance_seconds(7 * 24 * 3600 + 1);
    EXPECT_EQ(activate(second).error_code(), "code.wrong") << "out of date";
}

TEST(Account, never_mixes_administration_with_business) {
    TestSystem system;
    system.set_up();
    Browser admin(system.server.port());
    ASSERT_EQ(admin.sign_in("admin").status, 200);
    const Reply reply =
        admin.post("/api/accounts",
                   Json::Object{{"login", "li"}, {"name", "李四"}, {"roles", Json::Array{"clerk", "security_admin"}}});
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.error_code(), "account.roles_exclusive");
}

TEST(Account, keeps_names_logins_and_hashes_out_of_the_public_journal) {
    TestSystem system;
    system.set_up();
    system.add_account("zhangsan", {Role::audit_admin});
    Browser browser(system.server.port());
    ASSERT_EQ(browser.sign_in("zhangsan").status, 200);
    const std::string journal = browser.get("/api/journal?limit=500").body;
    for (const char* secret : {"zhangsan", "张三", "王管理", "argon2id", "\"admin\""}) {
        EXPECT_EQ(journal.find(secret), std::string::npos) << secret;
    }
    EXPECT_NE(journal.find("account.activated"), std::string::npos);
    const Json head = browser.get("/api/journal/head").json();
    EXPECT_NE(head.at("checkpoint").as_string().find("— lhrs-150802/log/2026 "), std::string::npos);
    const Reply audit = browser.post("/api/audit/replay", Json::Object{});
    ASSERT_EQ(audit.status, 200) << audit.body;
    EXPECT_EQ(audit.json().at("clean"), Json(true)) << audit.body;
}

TEST(Journal, is_read_in_pages_from_new_to_old) {
    TestSystem system;
    system.set_up();
    system.add_account("audit", {Role::audit_admin});
    Browser browser(system.server.port());
    ASSERT_EQ(browser.sign_in("audit").status, 200);
    const Json all = browser.get("/api/journal?limit=500").json();
    std::size_t seen = 0;
    std::string after;
    for (int pages = 0; pages < 100; ++pages) {
        const Json page = browser.get("/api/journal?limit=7" + (after.empty() ? "" : "&after=" + after)).json();
        for (const auto& row : page.at("rows").as_array()) EXPECT_EQ(row, all.at("rows").as_array().at(seen++));
        if (page.at("next").is_null()) break;
        after = page.at("next").as_string();
    }
    EXPECT_EQ(seen, all.at("rows").as_array().size());
    EXPECT_EQ(browser.get("/api/journal?limit=0").status, 400);
    EXPECT_EQ(browser.get("/api/journal?limit=50&limit=60").status, 400);
    EXPECT_EQ(browser.get("/api/journal?kind=log.created").json().at("rows").as_array().size(), 1U);
}

}  // namespace
}  // namespace sunlot::api::testing
