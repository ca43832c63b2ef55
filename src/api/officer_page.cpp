#include "api/officer_page.h"

#include "api/framed_page.h"
#include "api/page_parts.h"
#include "inspection/cell.h"
#include "workflow/officer.h"

#include <utility>

namespace sunlot::api {
namespace {

constexpr std::size_t kLongestSearch = 100;

Html search_form(const PageParts& parts, const std::string& q) {
    Content fields;
    if (parts.language() == Language::en)
        fields.push_back(empty_element("input", {{"type", "hidden"}, {"name", "lang"}, {"value", "en"}}));
    fields.push_back(element("label", {},
                             {parts.say("按姓名、单位或证件编号查找", "Find by name, unit or certificate number"),
                              empty_element("input", {{"name", "q"}, {"value", q}, {"maxlength", "60"}})}));
    fields.push_back(element("button", {{"type", "submit"}}, {parts.say("查找", "Find")}));
    return element("form", {{"class", "ask no-print"}, {"action", "/o"}, {"method", "get"}, {"role", "search"}},
                   fields);
}

bool contains(const workflow::PublicOfficer& officer, std::string_view q) {
    return q.empty() || officer.name.contains(q) || officer.unit.contains(q) || officer.certificate_no.contains(q);
}

Html row(const PageParts& parts, const workflow::PublicOfficer& officer) {
    return element(
        "tr", {},
        {PageParts::cell(parts.say("姓名", "Name"), {officer.name}),
         PageParts::cell(parts.say("所在单位", "Unit"), {officer.unit}),
         PageParts::cell(parts.say("执法证件编号", "Certificate"), {PageParts::code(officer.certificate_no)}),
         PageParts::cell(parts.say("有效期至", "Valid until"), {officer.certificate_to})});
}

Html statement(const PageParts& parts, std::size_t shown, std::size_t all) {
    const auto count = std::to_string(all);
    if (all == 0)
        return element("p", {{"class", "lead"}},
                       {parts.say("目前没有可以执法检查的人员。", "Nobody may inspect at present.")});
    if (shown == 0)
        return element("p", {{"class", "lead"}},
                       {parts.say("没有找到。请核对姓名或证件编号；不在名单上的人不得入户检查。",
                                  "Not found. Check the name or number; who is not on the list may not inspect.")});
    return element("p", {{"class", "lead"}},
                   {parts.say("今天可以执法检查的人员共 " + count + " 名，均持有效证件。",
                              count + " officers may inspect today; each holds a valid certificate.")});
}

Html explanation(const PageParts& parts) {
    return element(
        "section", {},
        {element("h2", {}, {parts.say("检查人员上门时", "When inspectors come")}),
         element("p", {},
                 {parts.say("至少两人，应当主动出示证件。可以在这里按姓名或证件编号核对；辅助人员不能单独检查。",
                            "At least two come, and show their certificates unasked. Look them up here by "
                            "name or number; assistants may not inspect by themselves.")}),
         element("p", {{"class", "quiet"}},
                 {parts.say("按当天的名录自动生成，证件过期、请假、离岗的人员不在其中。机器读取：",
                            "Made from today's directory: without those whose certificate expired or who are "
                            "away. For programs: "),
                  element("a", {{"href", "/api/public/officers"}}, {"/api/public/officers"})})});
}

}  // namespace

Response officers_page(const workflow::Context& context, const Request& request) {
    const PageParts parts(language_of(request));
    auto q = inspection::tidy(request.text("q"));
    if (q.size() > kLongestSearch) q.clear();
    const auto officers = workflow::public_officers(context);
    Content rows;
    for (const auto& officer : officers)
        if (contains(officer, q)) rows.push_back(row(parts, officer));
    Page page;
    page.language = parts.language();
    page.title = parts.say("执法人员公示", "Enforcement officers");
    page.path = "/o";
    page.body = {element("h1", {}, {page.title}), statement(parts, rows.size(), officers.size()),
                 search_form(parts, q)};
    if (!rows.empty())
        page.body.push_back(
            PageParts::table({parts.say("姓名", "Name"), parts.say("所在单位", "Unit"),
                              parts.say("执法证件编号", "Certificate"), parts.say("有效期至", "Valid until")},
                             std::move(rows)));
    page.body.push_back(explanation(parts));
    return framed_page(context, std::move(page));
}

}  // namespace sunlot::api
