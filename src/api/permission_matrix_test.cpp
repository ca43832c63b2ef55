// docs/permissions.tsv against the routes: no route without its row, no cell that the gate sees otherwise. (Every cell
// is sent in gate_test.cpp.)
#include "api/permission_matrix.h"

#include "api/test_draw.h"
#include "api/test_system.h"
#include "base/text.h"
#include "store/database.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

std::string reviewed() {
    std::stringstream text;
    text << std::ifstream(std::string(SUNLOT_SOURCE_DIR) + "/docs/permissions.tsv").rdbuf();
    return text.str();
}

/// "GET /api/x" → its row.
std::map<std::string, std::string> rows(const std::string& text) {
    std::map<std::string, std::string> out;
    for (const auto line : split(text, '\n')) {
        const auto cells = split(line, '\t');
        if (cells.size() > 2) out[std::string(cells[0]) + " " + std::string(cells[1])] = line;
    }
    return out;
}

TEST(PermissionMatrix, has_a_row_for_every_route_and_says_what_the_gate_does) {
    TestSystem system;
    const auto written = rows(reviewed());
    const auto generated = rows(permission_matrix(system.router));
    for (const auto& [route, row] : generated) {
        ASSERT_TRUE(written.contains(route)) << route << " has no row: sunlot permissions > docs/permissions.tsv";
        EXPECT_EQ(written.at(route), row);
    }
    for (const auto& [route, row] : written) EXPECT_TRUE(generated.contains(route)) << route << " is no route";
}

TEST(PermissionMatrix, keeps_the_three_administrators_from_all_work_and_the_supervisor_from_all_changes) {
    TestSystem system;
    for (const auto& route : system.router.routes()) {
        if (route.method == Method::get || route.permission == inspection::Permission::signed_in) continue;
        if (route.permission == inspection::Permission::public_access) continue;
        const bool business = inspection::may({inspection::Role::clerk}, route.permission) ||
                              inspection::may({inspection::Role::leader}, route.permission);
        const bool administration = inspection::may({inspection::Role::system_admin}, route.permission);
        EXPECT_FALSE(business && administration) << route.path;
    }
}

/// A body the handler takes, so that the state is what is judged.
Json body_of(const std::string& path) {
    const auto step = path.substr(path.rfind('/') + 1);
    if (step == "contributions") return Json::Object{{"party", "bureau"}, {"commitment", std::string(64, 'a')}};
    if (step == "reveals") return Json::Object{{"party", "bureau"}, {"value", std::string(64, '8')}};
    if (step == "event") return Json::Object{{"name", "2026135"}, {"content", "03,09,12,18,26,31+07"}};
    if (step == "redraw" || step == "void") return Json::Object{{"reason", "名单有误"}};
    return Json::Object{};
}

std::string target(const Route& route, const std::string& draw) {
    return "/api/draws/" + draw + route.path.substr(std::string_view("/api/draws/{id}").size());
}

/// Everyone with one role, signed in.
std::map<inspection::Role, Browser> everybody(TestSystem& system) {
    std::map<inspection::Role, Browser> out;
    for (const auto role : inspection::kAllRoles) {
        const std::string login = "one-" + std::string(name(role));
        system.add_account(login, {role});
        out.emplace(role, Browser(system.server.port())).first->second.sign_in(login);
    }
    return out;
}

/// How many steps bring a draw there.
const std::map<std::string, int> kSteps{{"opened", 1}, {"sealed", 3}, {"event", 4},
                                        {"seeded", 5}, {"drawn", 6},  {"assigned", 7}};

TEST(PermissionMatrix, is_what_every_role_meets_in_every_state_of_a_draw) {
    for (const auto& [state, steps] : kSteps) {
        DrawnSystem system(steps);
        const auto people = everybody(system);
        for (const auto& route : system.router.routes()) {
            const auto states = draw_states_of(route);
            if (states == "-") continue;
            const auto listed = split(states, ',');
            const bool open = std::ranges::find(listed, state) != listed.end();
            for (const auto& [role, browser] : people) {
                const bool may = inspection::may({role}, route.permission);
                if (may && open) continue;  // below: it would take the draw on
                const auto size = system.database->read().journal().size;
                const Reply reply = browser.post(target(route, system.draw), body_of(route.path));
                const std::string cell = state + " " + std::string(name(role)) + " " + route.path + " " + reply.body;
                if (!may) {
                    EXPECT_EQ(reply.error_code(), "permission.denied") << cell;
                    continue;
                }
                // A step that was taken already is answered as it was, and nothing is written.
                if (reply.status == 200) {
                    EXPECT_EQ(system.database->read().journal().size, size) << cell;
                } else {
                    EXPECT_EQ(reply.error_code(), "draw.order") << cell;
                }
            }
        }
    }
}

TEST(PermissionMatrix, lets_each_step_be_taken_in_the_states_it_names) {
    const TestSystem plain;
    for (const auto& route : plain.router.routes()) {
        const auto states = draw_states_of(route);
        if (states == "-") continue;
        for (const auto state : split(states, ',')) {
            const auto steps = kSteps.find(std::string(state));
            ASSERT_NE(steps, kSteps.end()) << state;
            const bool approves = route.permission == inspection::Permission::draw_approve;
            const bool again = state == "seeded" && route.path.ends_with("/seal");  // of the second attempt
            DrawnSystem system(route.path.ends_with("/reveals") ? 2 : again ? 7 : steps->second);
            const std::string draw = "/api/draws/" + system.draw;
            if (again || route.path.ends_with("/redraw/approve"))
                system.clerk.post(draw + "/redraw", Json::Object{{"reason", "名单有误"}});
            if (again) system.leader.post(draw + "/redraw/approve", Json::Object{});
            const Browser& who = approves ? system.leader : system.clerk;
            const Reply reply = who.post(target(route, system.draw), body_of(route.path));
            EXPECT_NE(reply.error_code(), "draw.order") << state << " " << route.path << " " << reply.body;
            EXPECT_NE(reply.status, 403) << state << " " << route.path << " " << reply.body;
        }
    }
}

}  // namespace
}  // namespace sunlot::api::testing
