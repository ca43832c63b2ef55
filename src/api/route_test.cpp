#include "api/route.h"

#include "api/html.h"
#include "api/static_site.h"
#include "api/target.h"
#include "api/test_system.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace sunlot::api {
namespace {

using inspection::Permission;

Route route(Method method, std::string path) {
    return {method,
            std::move(path),
            Permission::public_access,
            Body::none,
            "None",
            "Empty",
            "something",
            [](const Request&) -> Result<Response> { return Response{}; }};
}

TEST(Router, refuses_to_start_with_a_route_that_is_not_whole) {
    Router router;
    const auto broken = [&](auto change) {
        Route one = route(Method::get, "/api/x");
        change(one);
        EXPECT_THROW(router.add(one), std::logic_error);
    };
    broken([](Route& r) { r.permission = Permission{}; });
    broken([](Route& r) { r.request_schema.clear(); });
    broken([](Route& r) { r.response_schema.clear(); });
    broken([](Route& r) { r.summary.clear(); });
    broken([](Route& r) { r.handler = nullptr; });
    broken([](Route& r) { r.path = "api/x"; });
    broken([](Route& r) { r.path = "/api/x/"; });
    broken([](Route& r) { r.path = "/api/{"; });
    broken([](Route& r) { r.body = Body::json; });
    EXPECT_TRUE(router.routes().empty());
}

TEST(Router, refuses_two_routes_for_the_same_requests) {
    Router router;
    router.add(route(Method::get, "/api/draws/{id}"));
    EXPECT_THROW(router.add(route(Method::get, "/api/draws/{draw}")), std::logic_error);
    router.add(route(Method::post, "/api/draws/{id}"));
}

TEST(Router, prefers_literal_segments_and_reads_parameters) {
    Router router;
    router.add(route(Method::get, "/api/tasks/{id}"));
    router.add(route(Method::get, "/api/tasks/preview"));
    router.add(route(Method::get, "/api/templates/{kind}.xlsx"));
    router.add(route(Method::get, "/"));
    std::string allowed;
    EXPECT_EQ(router.match(Method::get, {"api", "tasks", "preview"}, &allowed)->route->path, "/api/tasks/preview");
    EXPECT_EQ(router.match(Method::get, {"api", "tasks", "t 1"}, &allowed)->params.at("id"), "t 1");
    EXPECT_EQ(router.match(Method::get, {"api", "templates", "roll.xlsx"}, &allowed)->params.at("kind"), "roll");
    EXPECT_EQ(router.match(Method::get, {"api", "templates", ".xlsx"}, &allowed).error().code, "route.unknown");
    EXPECT_TRUE(router.match(Method::get, {}, &allowed));
    EXPECT_EQ(router.match(Method::put, {"api", "tasks", "x"}, &allowed).error().code, "route.method");
    EXPECT_EQ(allowed, "GET");
}

TEST(Target, is_taken_apart_strictly) {
    const auto target = parse_target("/d/%E4%B8%AD%20x?lang=en&q=a+b%2Bc&empty=&flag");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (std::vector<std::string>{"d", "中 x"}));
    EXPECT_EQ(target->query.at("q"), "a b+c");
    EXPECT_EQ(target->query.at("flag"), "");
    EXPECT_TRUE(parse_target("/")->segments.empty());
    for (const char* bad : {"", "x", "*", "http://evil/x", "/a%", "/a%zz", "/a%00", "/a%0d%0ab", "/../x", "/a/./b",
                            "/%2e%2e/x", "/a%2fb", "/%ff", "/x?a=1&a=2", "/x?a=%"}) {
        EXPECT_FALSE(parse_target(bad)) << bad;
    }
    EXPECT_EQ(percent_encode("a b/中"), "a%20b%2F%E4%B8%AD");
}

TEST(Html, escapes_text_and_attributes_and_refuses_addresses_that_run) {
    const Html html = element("p", {{"class", "\"><script>"}}, {"<b> & 'x'", element("br", {}, {})});
    EXPECT_EQ(html.markup(), "<p class=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt; &amp; &#39;x&#39;<br></br></p>");
    EXPECT_THROW(element("a", {{"href", "javascript:alert(1)"}}, {}), std::logic_error);
    EXPECT_THROW(element("a", {{"href", "//evil.example"}}, {}), std::logic_error);
    EXPECT_THROW(element("a", {{"href", "http://evil.example"}}, {}), std::logic_error);
    EXPECT_NO_THROW(element("a", {{"href", "/d?lang=en"}}, {}));
}

TEST(StaticSite, serves_what_it_found_at_start_packed_when_the_browser_can) {
    const testing::TemporaryDirectory directory;
    std::filesystem::create_directories(directory.path() / "assets");
    std::ofstream(directory.path() / "index.html") << "<!doctype html>app";
    std::ofstream(directory.path() / "assets" / "x-1234.js") << "plain";
    std::ofstream(directory.path() / "assets" / "x-1234.js.br") << "packed";
    const StaticSite site(directory.path());
    const auto header = [](const Response& response, std::string_view name) {
        for (const auto& [key, value] : response.headers) {
            if (key == name) return value;
        }
        return std::string();
    };
    const auto plain = site.respond("/assets/x-1234.js", "", "");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->body, "plain");
    EXPECT_NE(header(*plain, "Cache-Control").find("immutable"), std::string::npos);
    const auto packed = site.respond("/assets/x-1234.js", "gzip, br;q=0.9", "");
    EXPECT_EQ(packed->body, "packed");
    EXPECT_EQ(header(*packed, "Content-Encoding"), "br");
    EXPECT_EQ(site.respond("/assets/x-1234.js", "br;q=0", "")->body, "plain");
    EXPECT_EQ(site.respond("/assets/x-1234.js", "br", header(*packed, "ETag"))->status, 304);
    EXPECT_EQ(site.respond("/tasks/7", "", "")->body, "<!doctype html>app");
    EXPECT_EQ(header(*site.respond("/", "", ""), "Cache-Control"), "no-cache");
    EXPECT_FALSE(site.respond("/assets/../index.html", "", ""));
    EXPECT_FALSE(site.respond("/api/nothing", "", ""));
    EXPECT_FALSE(site.respond("/favicon.ico", "", ""));
}

TEST(StaticSite, sends_the_policy_that_a_page_states_for_itself) {
    const testing::TemporaryDirectory directory;
    std::ofstream(directory.path() / "index.html") << "<!doctype html>app";
    const std::string page =
        R"(<meta http-equiv="Content-Security-Policy" content="script-src 'sha256-x' blob:"><script>1</script>)";
    std::ofstream(directory.path() / "verify.html") << page;
    const StaticSite site(directory.path());
    ASSERT_TRUE(site.bytes("/verify.html"));
    EXPECT_EQ(*site.bytes("/verify.html"), page);
    EXPECT_FALSE(site.bytes("/verify"));
    const auto has = [&](std::string_view path, std::string_view policy) {
        const auto headers = site.respond(path, "", "")->headers;
        return std::ranges::find(headers, std::pair<std::string, std::string>("Content-Security-Policy", policy)) !=
               headers.end();
    };
    EXPECT_TRUE(has("/verify.html", "script-src 'sha256-x' blob:; frame-ancestors 'none'"));
    EXPECT_FALSE(has("/", "script-src 'sha256-x' blob:; frame-ancestors 'none'"));
}

TEST(StaticSite, says_so_when_the_web_application_is_not_built) {
    const testing::TemporaryDirectory directory;
    const StaticSite site(directory.path() / "none");
    EXPECT_NE(site.respond("/", "", "")->body.find("npm run build"), std::string::npos);
}

TEST(Download, names_a_file_in_any_language) {
    Response response;
    as_download(response, "名录 \"1\".csv");
    EXPECT_EQ(response.headers.at(0).second,
              "attachment; filename=\"________1_.csv\"; filename*=UTF-8''%E5%90%8D%E5%BD%95%20%221%22.csv");
}

}  // namespace
}  // namespace sunlot::api
