#include "api/page_parts.h"

#include <utility>

namespace sunlot::api {

std::string PageParts::address(std::string_view path, std::string_view query) const {
    std::string out(path);
    if (language_ == Language::en) out += "?lang=en";
    if (!query.empty()) (out += language_ == Language::en ? "&" : "?") += query;
    return out;
}

Html PageParts::moment(Instant at) {
    const std::string text = at.beijing();
    return element("time", {{"datetime", at.text()}},
                   {element("span", {}, {text.substr(0, 10)}), " ", element("span", {}, {text.substr(11)})});
}

Html PageParts::section(const std::string& id, std::string_view title, Content content) {
    content.insert(content.begin(), element("h2", {{"id", id + "-title"}}, {title}));
    return element("section", {{"id", id}, {"aria-labelledby", id + "-title"}}, content);
}

Html PageParts::cell(std::string_view label, Content content) {
    return element("td", {{"data-label", std::string(label)}}, content);
}

Html PageParts::number_cell(std::string_view label, Content content) {
    return element("td", {{"data-label", std::string(label)}, {"class", "number"}}, content);
}

Html PageParts::table(const std::vector<std::string_view>& titles, Content rows) {
    Content cells;
    for (const auto title : titles) cells.push_back(element("th", {{"scope", "col"}}, {title}));
    return element("div", {{"class", "scroll"}},
                   {element("table", {{"class", "stack"}},
                            {element("thead", {}, {element("tr", {}, cells)}), element("tbody", {}, rows)})});
}

void PageParts::fact(Content& facts, std::string_view title, Content value) {
    facts.push_back(element("dt", {}, {title}));
    facts.push_back(element("dd", {}, value));
}

std::string PageParts::actor(std::string_view id) const {
    constexpr std::string_view kParty = "party:";
    if (id == "system") return std::string(say("系统", "the program"));
    if (id == "cli") return std::string(say("命令行", "the command line"));
    if (id.starts_with(kParty)) return std::string(say("参与方 ", "party ")) + std::string(id.substr(kParty.size()));
    return std::string(say("账号 ", "account ")) + std::string(id);
}

Html PageParts::check_box(Attributes attributes) const {
    attributes.push_back({"id", "log-check"});
    attributes.push_back({"data-lang", language_ == Language::zh ? "zh" : "en"});
    return element("div", attributes,
                   {element("noscript", {},
                            {say("您的浏览器没有启用脚本，请用下面的命令核对。",
                                 "Scripts are off in your browser: check with the commands below.")})});
}

}  // namespace sunlot::api
