#include "base/bytes.h"
#include "http/html.h"
#include "witness/status.h"

namespace sunlot::witness {
namespace {

using http::Content;
using http::element;
using http::empty_element;
using http::Html;

class Page {
public:
    Page(const Status& status, bool english) : status_(status), english_(english) {}

    std::string write() const {
        Content body{head()};
        Content main{verdict()};
        for (const auto& log : status_.logs) main.push_back(card(log));
        main.push_back(element("section", {},
                               {element("h2", {}, {say("本见证的公钥", "This witness's key")}),
                                element("p", {}, {element("code", {}, {status_.vkey})}),
                                element("p", {{"class", "quiet"}}, {explanation()})}));
        body.push_back(element("main", {}, main));
        return http::document(english_ ? "en" : "zh-CN",
                              {empty_element("meta", {{"charset", "utf-8"}}),
                               empty_element("meta", {{"name", "viewport"}, {"content", "width=device-width"}}),
                               element("title", {}, {title_text()}),
                               empty_element("link", {{"rel", "stylesheet"}, {"href", "/style.css"}})},
                              body);
    }

private:
    std::string say(const char* zh, const char* en) const { return english_ ? en : zh; }
    std::string say(const Text& text) const { return english_ ? text.en : text.zh; }
    std::string title_text() const { return say("日志见证", "Log witness") + " · " + status_.settings.name; }

    Html head() const {
        const std::string who =
            status_.settings.organisation.empty() ? status_.settings.name : status_.settings.organisation;
        return element(
            "header", {},
            {element("div", {{"class", "inner"}},
                     {element("strong", {}, {say("日志见证", "Log witness") + " · " + who}),
                      element("a", {{"href", english_ ? "/" : "/?lang=en"}, {"lang", english_ ? "zh-CN" : "en"}},
                              {english_ ? "中文" : "English"})})});
    }

    Html verdict() const {
        const std::string at = status_.now.beijing();
        if (!status_.well())
            return element("p", {{"class", "verdict bad"}},
                           {say("有警报，请看下面红色的部分。", "There are alarms: see what is red below. ") + at});
        if (status_.logs.empty())
            return element("p", {{"class", "verdict"}}, {say("还没有要见证的日志。", "No log to witness yet.")});
        return element(
            "p", {{"class", "verdict good"}},
            {say("一切正常：所见证的日志都没有改写。", "All is well: no witnessed log was rewritten. ") + at});
    }

    Html card(const LogStatus& log) const {
        const bool bad = !log.alarms.empty();
        Content parts{element("h2", {}, {log.settings.origin})};
        for (const auto& alarm : log.alarms) parts.push_back(alarm_box(log, alarm));
        const auto& head = log.head.checkpoint;
        const auto row = [&](const std::string& name, const Html& value) {
            return element("div", {}, {element("dt", {}, {name}), element("dd", {}, {value})});
        };
        Content rows{
            row(say("已见证到", "Witnessed up to"), std::to_string(head.size) + say(" 条", " entries")),
            row(say("根哈希", "Root"), element("code", {}, {to_base64(head.root)})),
            row(say("最近一次消息", "Last heard of"), log.heard ? log.heard->beijing() : say("还没有", "not yet"))};
        if (!log.settings.url.empty()) rows.push_back(row(say("地址", "Address"), log.settings.url));
        if (!log.head.note.empty())
            rows.push_back(row(say("检查点与本见证的签名", "Checkpoint with our line"),
                               element("a", {{"href", "/logs/" + log.id + "/checkpoint"}}, {say("下载", "download")})));
        parts.push_back(element("dl", {}, rows));
        return element("section", {{"class", bad ? "log bad" : "log"}}, parts);
    }

    Html alarm_box(const LogStatus& log, const Alarm& alarm) const {
        Content parts{element("strong", {}, {say(title(alarm.what))}), " · " + alarm.since.beijing(),
                      element("p", {}, {say(alarm.why)})};
        Content links;
        for (const auto& file : alarm.evidence)
            links.push_back(
                element("li", {}, {element("a", {{"href", "/logs/" + log.id + "/evidence/" + file}}, {file})}));
        if (!links.empty()) {
            parts.push_back(
                element("p", {}, {say("证据（日志自己签过名的检查点）：", "Evidence (heads the log signed itself):")}));
            parts.push_back(element("ul", {}, links));
        }
        if (alarm.what == "fork")
            parts.push_back(element("p", {},
                                    {say("在有人查明并处理之前，本见证不再为该日志签名。",
                                         "Until a person has resolved this, nothing of this log is cosigned.")}));
        return element("div", {{"class", "alarm"}}, parts);
    }

    std::string explanation() const {
        return say(
            "见证只看一件事：日志每次给出的内容是否接着上一次，没有删改。它看不到也不判断抽取的内容。机器读取：/"
            "status.json。",
            "A witness looks at one thing: whether a log only ever adds to what it showed before. It does not see or "
            "judge "
            "what is in it. For programs: /status.json.");
    }

    const Status& status_;
    bool english_;
};

}  // namespace

std::string to_page(const Status& status, bool english) {
    return Page(status, english).write();
}

}  // namespace sunlot::witness
