#include "api/province_page.h"

#include "inspection/region.h"

#include <algorithm>

namespace sunlot::api {
namespace {

class ProvincePage {
public:
    ProvincePage(const std::vector<store::County>& counties, Language language)
        : counties_(counties), language_(language) {}

    Content body() const {
        Content body{element("h1", {}, {say("各县日志", "County logs")}), statement()};
        for (const auto& county : counties_)
            for (const auto& alarm : county.alarms) body.push_back(alarm_box(county, alarm));
        if (!counties_.empty()) body.push_back(table());
        body.push_back(explanation());
        return body;
    }

private:
    std::string say(std::string_view zh, std::string_view en) const { return std::string(pick(language_, zh, en)); }

    Html statement() const {
        const auto in_state = [&](std::string_view state) {
            return std::ranges::count_if(counties_, [&](const auto& county) { return county_state(county) == state; });
        };
        const auto bad = in_state("alarm");
        const std::string well = std::to_string(in_state("well"));
        const std::string all = std::to_string(counties_.size());
        if (counties_.empty())
            return element("p", {{"class", "lead"}},
                           {say("还没有纳入任何县的日志。", "No county's log is watched yet.")});
        if (bad > 0)
            return element(
                "p", {{"class", "warning"}},
                {say("共 " + all + " 个县，其中 " + std::to_string(bad) + " 个有警报，见下面红色部分；" + well +
                         " 个县的日志自纳入以来没有改写。",
                     all + " counties, " + std::to_string(bad) + " of them with alarms, in red below; the logs of " +
                         well + " were not rewritten since they are watched.")});
        return element("p", {{"class", "lead good"}},
                       {say("共 " + all + " 个县，已看到 " + well + " 个县的日志，自纳入以来都没有改写。",
                            "Of " + all + " counties, " + well + " were seen, and none has rewritten its log since.")});
    }

    Html alarm_box(const store::County& county, const store::CountyAlarm& alarm) const {
        const std::string base = "/province/evidence/" + std::to_string(alarm.entry) + "/";
        Content words{county.name + "：" + say(alarm.zh, alarm.en) + " · " + alarm.at.beijing() + " · ",
                      entry_link(alarm.entry)};
        const auto link = [&](const char* which, const std::string& text) {
            words.emplace_back(" · ");
            words.push_back(element("a", {{"href", base + which}}, {text}));
        };
        if (alarm.has_held) link("held", say("证据：以前的检查点", "evidence: the head seen before"));
        if (alarm.has_shown) link("shown", say("证据：后来的检查点", "evidence: the head shown later"));
        return element("div", {{"class", "warning"}}, words);
    }

    Html entry_link(std::uint64_t entry) const {
        const std::string number = std::to_string(entry);
        return element("a", {{"href", "/j/" + number}},
                       {say("日志第 " + number + " 条及证明", "entry " + number + " with its proof")});
    }

    Html table() const {
        const std::vector<std::pair<const char*, const char*>> titles{
            {"县", "County"}, {"状态", "State"}, {"条数", "Entries"}, {"最近增长", "Last grown"}, {"证明", "Proof"}};
        Content head;
        for (const auto& [zh, en] : titles) head.push_back(element("th", {}, {say(zh, en)}));
        Content rows;
        for (const auto& county : counties_) rows.push_back(row(county));
        return element("section", {},
                       {element("table", {{"class", "stack"}},
                                {element("thead", {}, {element("tr", {}, head)}), element("tbody", {}, rows)})});
    }

    Html row(const store::County& county) const {
        const auto state = county_state(county);
        const bool bad = state == "alarm";
        const std::string words = bad                  ? say("有警报", "alarm")
                                  : state == "waiting" ? say("尚未看到", "not seen yet")
                                                       : say("没有改写", "not rewritten");
        const std::string region(inspection::region_name(county.region));
        const auto cell = [&](const char* zh, const char* en, const Html& value) {
            return element("td", {{"data-label", say(zh, en)}}, {value});
        };
        const std::string place = region.empty() ? county.region : region + " " + county.region;
        const Html name = element("span", {},
                                  {county.name, empty_element("br", {}),
                                   element("span", {{"class", "quiet"}}, {place + " · " + county.origin})});
        return element("tr", {},
                       {cell("县", "County", name),
                        cell("状态", "State",
                             element("span",
                                     {{"class", bad               ? "bad"
                                                : state == "well" ? "good"
                                                                  : "quiet"}},
                                     {words})),
                        cell("条数", "Entries", std::to_string(county.size)),
                        cell("最近增长", "Last grown", county.at ? county.at->beijing() : "—"),
                        cell("证明", "Proof", county.entry ? entry_link(*county.entry) : Html("—"))});
    }

    Html explanation() const {
        return element(
            "section", {},
            {element("h2", {}, {say("这一页说明什么", "What this page shows")}),
             element(
                 "p", {},
                 {say("本机构按时读取各县公开的日志。每次看到新的检查点，都核对它完整地接着上一个，再把它写进本机构自己"
                      "的日志（上面的"
                      "“证明”）。某个县若删改了以前的内容，它前后两个检查点就对不上，而两个都有它自己的签名，这里会用红"
                      "色标出。",
                      "This organ reads the counties' public logs. Each new head is checked to continue the one before "
                      "in "
                      "full, and is then written into this organ's own log (the proof above). A county that changed "
                      "what "
                      "it had written would have two heads that contradict each other, both under its own signature; "
                      "that stands here in red.")}),
             element("p", {{"class", "quiet"}},
                     {say("它不能说明：某件事县里从来没有记过；也不评价抽取的内容。本机构自己的日志由它的见证人和任何人"
                          "核对。机器读取：",
                          "It does not show what a county never wrote, and does not judge the draws. This organ's own "
                          "log is "
                          "checked by its witnesses and by anyone. For programs: "),
                      element("a", {{"href", "/api/public/province"}}, {"/api/public/province"})})});
    }

    const std::vector<store::County>& counties_;
    Language language_;
};

}  // namespace

std::string_view county_state(const store::County& county) {
    if (!county.alarms.empty()) return "alarm";
    return county.checkpoint.empty() ? "waiting" : "well";
}

Page province_page(const std::vector<store::County>& counties, Language language) {
    Page page;
    page.language = language;
    page.title = pick(language, "各县日志", "County logs");
    page.path = "/province";
    page.body = ProvincePage(counties, language).body();
    return page;
}

}  // namespace sunlot::api
