// docs/api/openapi.yaml against the routes that the server declares. The reader knows the one layout that file has:
// paths at two blanks, methods at four, keys at six.
#include "api/test_system.h"
#include "base/text.h"

#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace sunlot::api::testing {
namespace {

struct Operation {
    std::string permission;
    std::string summary;
    std::string request = "None";
    std::string response;
    friend bool operator==(const Operation&, const Operation&) = default;
};
std::ostream& operator<<(std::ostream& out, const Operation& operation) {
    return out << operation.permission << " " << operation.request << " → " << operation.response << " "
               << operation.summary;
}

struct Document {
    std::map<std::string, Operation> operations;  // "GET /api/x"
    std::set<std::string> schemas;
};

std::string schema_in(std::string_view line) {
    constexpr std::string_view kPrefix = "'#/components/schemas/";
    const std::size_t at = line.find(kPrefix);
    if (at == line.npos) return {};
    const auto rest = line.substr(at + kPrefix.size());
    return std::string(rest.substr(0, rest.find('\'')));
}

std::string value_of(std::string_view line) {
    return std::string(trim(line.substr(line.find(':') + 1)));
}

Document read_document() {
    std::ifstream in(std::string(SUNLOT_SOURCE_DIR) + "/docs/api/openapi.yaml");
    Document document;
    std::string part;
    std::string path;
    std::string section;
    Operation* operation = nullptr;
    for (std::string line; std::getline(in, line);) {
        const std::size_t depth = line.find_first_not_of(' ');
        if (depth == std::string::npos || line[depth] == '#') continue;
        const std::string key = line.substr(depth, line.find(':') - depth);
        if (depth == 0) part = key;
        if (depth == 2) section = key;
        if (part == "components" && section == "schemas" && depth == 4) document.schemas.insert(key);
        if (part != "paths") continue;
        if (depth == 2) path = key;
        if (depth == 4) operation = key == "parameters" ? nullptr : &document.operations[upper(key) + " " + path];
        if (!operation) continue;
        if (depth == 6) section = key;
        if (depth == 6 && key == "x-permission") operation->permission = value_of(line);
        if (depth == 6 && key == "summary") operation->summary = value_of(line);
        if (const auto schema = schema_in(line); !schema.empty()) {
            (section == "requestBody" ? operation->request : operation->response) = schema;
        }
    }
    return document;
}

TEST(OpenApi, says_of_every_route_what_the_server_declares_and_of_no_other) {
    TestSystem system;
    std::map<std::string, Operation> declared;
    for (const auto& route : system.router.routes()) {
        declared[std::string(name(route.method)) + " " + route.path] = {
            .permission = std::string(inspection::name(route.permission)),
            .summary = route.summary,
            .request = route.request_schema,
            .response = route.response_schema};
    }
    const Document document = read_document();
    for (const auto& [what, operation] : declared) {
        const auto written = document.operations.find(what);
        ASSERT_NE(written, document.operations.end()) << what << " is not in openapi.yaml";
        EXPECT_EQ(written->second, operation) << what;
    }
    for (const auto& [what, operation] : document.operations) {
        EXPECT_TRUE(declared.contains(what)) << what << " is written but not served";
    }
}

TEST(OpenApi, describes_every_schema_a_route_names) {
    TestSystem system;
    const Document document = read_document();
    for (const auto& route : system.router.routes()) {
        for (const auto& schema : {route.request_schema, route.response_schema}) {
            EXPECT_TRUE(schema == "None" || document.schemas.contains(schema)) << schema << " of " << route.path;
        }
    }
}

}  // namespace
}  // namespace sunlot::api::testing
