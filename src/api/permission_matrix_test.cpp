// docs/permissions.tsv against the routes: no route without its row, no cell that the gate sees otherwise. (Every cell
// is sent in gate_test.cpp.)
#include "api/permission_matrix.h"

#include "api/test_system.h"
#include "base/text.h"

#include <fstream>
#include <map>
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

}  // namespace
}  // namespace sunlot::api::testing
