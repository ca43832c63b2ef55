#include "api/page.h"

#include "api/page_files.h"

namespace sunlot::api {
namespace {

const std::string& style_address() {
    static const std::string address = hashed_address("style.css", kPageStyle);
    return address;
}

const std::string& script_address() {
    static const std::string address = hashed_address("verify.js", kVerifyScript);
    return address;
}

const std::string& icon_address() {
    static const std::string address = hashed_address("icon.svg", kPageIcon);
    return address;
}

Html top_bar(const Page& page) {
    const bool zh = page.language == Language::zh;
    Content parts{
        element("a", {{"class", "name"}, {"href", zh ? "/d" : "/d?lang=en"}},
                {pick(page.language, "阳光双随机 · 抽取公示", "Sunlot · public record of inspection draws")})};
    if (!page.organ.empty()) parts.push_back(element("span", {{"class", "organ"}}, {page.organ}));
    parts.push_back(element("a", {{"href", zh ? "/i" : "/i?lang=en"}}, {pick(page.language, "事项清单", "Items")}));
    parts.push_back(element("a", {{"href", zh ? "/o" : "/o?lang=en"}}, {pick(page.language, "执法人员", "Officers")}));
    parts.push_back(element("a", {{"href", zh ? "/j" : "/j?lang=en"}}, {pick(page.language, "日志", "Log")}));
    parts.push_back(
        element("a", {{"href", page.path + (zh ? "?lang=en" : "?lang=zh") + page.query}, {"lang", zh ? "en" : "zh-CN"}},
                {zh ? "English" : "中文"}));
    return element("header", {{"class", "top"}}, {element("div", {{"class", "inner"}}, parts)});
}

/// Made-up data must never be taken for real.
Html demo_banner(const Page& page) {
    if (!page.demo) return {};
    return element("p", {{"class", "demo"}},
                   {pick(page.language, "演示数据：机构、企业和人员都是虚构的",
                         "Demonstration data: organ, firms and people are made up")});
}

Html read_only_banner(const Page& page) {
    if (!page.read_only) return {};
    return element("p", {{"class", "demo"}, {"role", "alert"}},
                   {pick(page.language, page.read_only->zh, page.read_only->en)});
}

Html footer(Language language) {
    return element("footer", {{"class", "end"}},
                   {pick(language, "本页不用脚本也能阅读；任何人都可以下载全部材料，在自己的电脑上核对。",
                         "This page reads without scripts; anyone may download everything and check it at home.")});
}

}  // namespace

Language language_of(const Request& request) {
    return request.text("lang") == "en" ? Language::en : Language::zh;
}

Response page_response(const Page& page, int status) {
    Content head{empty_element("meta", {{"charset", "utf-8"}}),
                 empty_element("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}}),
                 element("title", {}, {page.title}),
                 empty_element("link", {{"rel", "icon"}, {"type", "image/svg+xml"}, {"href", icon_address()}}),
                 empty_element("link", {{"rel", "stylesheet"}, {"href", style_address()}})};
    if (page.with_verifier) head.push_back(script_file(script_address()));
    if (!page.script.empty()) head.push_back(script_file(page.script));
    Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.headers.emplace_back(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    response.headers.emplace_back("Cache-Control", "no-cache");
    response.body = document(page.language == Language::zh ? "zh-CN" : "en", head,
                             {element("a", {{"class", "skip"}, {"href", "#content"}},
                                      {pick(page.language, "跳到正文", "Skip to the content")}),
                              top_bar(page), demo_banner(page), read_only_banner(page),
                              element("main", {{"id", "content"}}, page.body), footer(page.language)});
    return response;
}

Response error_page(int status, const Text& text, Language language) {
    const std::string& sentence = language == Language::en && !text.en.empty() ? text.en : text.zh;
    return page_response({.language = language,
                          .title = sentence,
                          .path = "/d",
                          .body = {element("h1", {}, {sentence}),
                                   element("p", {},
                                           {element("a", {{"href", language == Language::zh ? "/d" : "/d?lang=en"}},
                                                    {pick(language, "回到抽取公示", "Back to the draws")})})}},
                         status);
}

void add_page_files(StaticSite& site) {
    site.add(style_address(), "text/css; charset=utf-8", std::string(kPageStyle));
    site.add(icon_address(), "image/svg+xml", std::string(kPageIcon));
    site.add(script_address(), "text/javascript; charset=utf-8", std::string(kVerifyScript));
}

}  // namespace sunlot::api
