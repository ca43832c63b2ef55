// A journal that is not the one that was signed: read only, on every route, and every page says so.
#include "api/test_system.h"
#include "store/database.h"
#include "store/errors.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::api {
namespace {

using testing::Browser;
using testing::TestSystem;

Refusal rolled_back() {
    return refuse(RefusalKind::conflict, "log.rolled_back", "数据库中的日志与已签名公开的不符", "not what was signed");
}

/// "/api/draws/{id}/seal" → "/api/draws/x/seal"
std::string some_address(std::string path) {
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{'))
        path.replace(open, path.find('}') - open + 1, "x");
    return path;
}

}  // namespace

TEST(FrozenJournal, refuses_every_route_that_changes_something_whoever_asks) {
    TestSystem system;
    system.database->freeze(rolled_back());
    std::set<std::string> answering;
    for (const Route& route : system.router.routes()) {
        if (route.method == Method::get) continue;
        if (route.when_frozen == WhenFrozen::answer) {
            answering.insert(route.path);
            continue;
        }
        const auto answer = system.gate.admit({.method = std::string(name(route.method)),
                                               .target = some_address(route.path),
                                               .headers = {{"host", "x"}},
                                               .content_length = 0,
                                               .address = "127.0.0.1"});
        const auto* response = std::get_if<http::Response>(&answer);
        ASSERT_NE(response, nullptr) << route.path;
        EXPECT_EQ(response->status, 409) << route.path;
        EXPECT_NE(response->body.find("log.rolled_back"), std::string::npos) << route.path;
    }
    EXPECT_TRUE(answering.contains("/api/login"));
    EXPECT_FALSE(answering.contains("/api/draws"));
}

TEST(FrozenJournal, takes_no_entry_from_behind_the_gate_either) {
    TestSystem system;
    system.database->freeze(rolled_back());
    auto transaction = system.database->write();
    EXPECT_THROW(transaction.append({.kind = "log.created"}), store::Frozen);
}

TEST(FrozenJournal, is_told_on_pages_and_in_the_status) {
    TestSystem system;
    const Browser browser(system.server.port());
    EXPECT_TRUE(browser.get("/api/status").json().at("read_only").is_null());
    system.database->freeze(rolled_back());
    EXPECT_EQ(browser.get("/api/status").json().at("read_only").at("code").as_string(), "log.rolled_back");
    EXPECT_NE(browser.get("/d").body.find("数据库中的日志与已签名公开的不符"), std::string::npos);
    EXPECT_NE(browser.get("/d?lang=en").body.find("not what was signed"), std::string::npos);
}

TEST(FrozenJournal, lets_people_sign_in_and_read) {
    TestSystem system;
    system.set_up();
    system.database->freeze(rolled_back());
    Browser browser(system.server.port());
    EXPECT_EQ(browser.sign_in("admin").status, 200);
    EXPECT_EQ(browser.get("/api/me").status, 200);
}

}  // namespace sunlot::api
