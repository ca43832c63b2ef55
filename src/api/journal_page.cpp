#include "api/journal_page.h"

#include "api/log_json.h"
#include "api/page_parts.h"
#include "api/target.h"

#include <utility>

namespace sunlot::api {
namespace {

std::string_view title_of(workflow::WordKind kind, Language language) {
    switch (kind) {
        case workflow::WordKind::number:
            return pick(language, "编号", "number");
        case workflow::WordKind::leaf:
            return pick(language, "叶摘要", "leaf hash");
        case workflow::WordKind::kind:
            return pick(language, "事项", "kind");
        case workflow::WordKind::date:
            return pick(language, "日期", "date");
        case workflow::WordKind::actor:
            return pick(language, "办理人", "actor");
        case workflow::WordKind::subject:
            return pick(language, "对象", "subject");
        case workflow::WordKind::actor_or_subject:
            return pick(language, "办理人或对象", "actor or subject");
    }
    return "";
}

class Writer {
public:
    explicit Writer(const JournalPage& page) : page_(page), parts_(page.language) {}

    Content body() const {
        Content all{
            element("h1", {}, {say("公开日志", "The public log")}),
            element("p", {{"class", "lead"}},
                    {say("系统里的每一个变化都是日志里的一条，编号连续，任何一条被增删改动都会被发现。",
                         "Every change of the system is an entry here, numbered without gaps: adding, removing or "
                         "changing any of them is found out.")}),
            form()};
        if (page_.refused)
            all.push_back(element("p", {{"class", "warning"}, {"role", "alert"}}, {parts_.say(*page_.refused)}));
        if (page_.answer) all.push_back(answer());
        if (page_.log) all.push_back(head());
        return all;
    }

private:
    std::string_view say(std::string_view zh, std::string_view en) const { return parts_.say(zh, en); }

    Html form() const {
        Content fields;
        if (page_.language == Language::en)
            fields.push_back(empty_element("input", {{"type", "hidden"}, {"name", "lang"}, {"value", "en"}}));
        fields.push_back(
            element("label", {},
                    {say("编号、叶摘要、事项、对象、办理人或日期", "Number, leaf hash, kind, subject, actor or date"),
                     empty_element("input", {{"type", "search"},
                                             {"name", "q"},
                                             {"value", page_.asked},
                                             {"maxlength", "400"},
                                             {"autocomplete", "off"}})}));
        fields.push_back(element("button", {{"type", "submit"}}, {say("搜索", "Search")}));
        return element(
            "section", {},
            {element("form", {{"class", "ask"}, {"action", "/j"}, {"method", "get"}, {"role", "search"}}, fields),
             element("p", {{"class", "quiet"}},
                     {say("例：17　封存名单　2026-11-22　2026-11-01..2026-11-22　办理人:u3　4a5e1e4b…（叶摘要前 8 "
                          "位以上）。可以连写，逐项收窄。",
                          "For example: 17, frame.sealed, 2026-11-22, 2026-11-01..2026-11-22, actor:u3, 4a5e1e4b… "
                          "(eight or more digits of a leaf hash). Several words narrow each other.")})});
    }

    Html row(const store::JournalRow& one) const {
        const std::string leaf = hash::hex(one.leaf);
        return element(
            "tr", {},
            {PageParts::number_cell(
                 say("编号", "No."),
                 {PageParts::link(parts_.address("/j/" + std::to_string(one.seq)), {std::to_string(one.seq)})}),
             PageParts::cell(say("时间", "Time"), {PageParts::moment(one.at)}),
             PageParts::cell(say("事项", "What"), {parts_.say(kind_title(one.kind)), " ",
                                                   element("code", {{"class", "member"}}, {one.kind})}),
             PageParts::cell(say("对象", "About"), {one.subject.empty() ? Html("—") : PageParts::code(one.subject)}),
             PageParts::cell(say("办理人", "Who"), {parts_.actor(one.actor)}),
             PageParts::cell(say("叶摘要", "Leaf"), {PageParts::code(leaf.substr(0, 12) + "…")})});
    }

    Html understood() const {
        Content words{say("按这样理解：", "Understood as: ")};
        bool first = true;
        for (const auto& word : page_.answer->words) {
            if (!std::exchange(first, false)) words.emplace_back(say("；", "; "));
            words.emplace_back(title_of(word.kind, page_.language));
            words.emplace_back(" ");
            words.push_back(element("strong", {}, {word.text}));
        }
        return element("p", {{"class", "quiet"}}, words);
    }

    Html answer() const {
        Content all;
        if (!page_.answer->words.empty()) all.push_back(understood());
        Content rows;
        for (const auto& one : page_.answer->rows) rows.push_back(row(one));
        if (rows.empty()) {
            all.push_back(element("p", {}, {say("没有这样的条目。", "There is no such entry.")}));
        } else {
            all.push_back(PageParts::table({say("编号", "No."), say("时间", "Time"), say("事项", "What"),
                                            say("对象", "About"), say("办理人", "Who"), say("叶摘要", "Leaf")},
                                           rows));
        }
        if (page_.answer->next) {
            const std::string query = "q=" + percent_encode(page_.asked) + "&after=" + *page_.answer->next;
            all.push_back(element("nav", {{"class", "pages"}, {"aria-label", std::string(say("分页", "Pages"))}},
                                  {element("a", {{"href", parts_.address("/j", query)}, {"rel", "next"}},
                                           {say("更早的", "Earlier ones")})}));
        }
        return PageParts::section(
            "found", page_.answer->words.empty() ? say("最新的条目", "The newest entries") : say("找到的条目", "Found"),
            all);
    }

    Html head() const {
        const std::string size = std::to_string(page_.log->head.size);
        return PageParts::section(
            "head", say("最新的检查点", "The latest checkpoint"),
            {element("p", {},
                     {say("已公开 ", "Published: "), size, say(" 条，树根 ", " entries, root "),
                      PageParts::code(hash::hex(page_.log->head.root))}),
             element("pre", {}, {page_.log->note}),
             element("p", {},
                     {say("请抄存一份：日后可以随时用它查出日志有没有改写过。",
                          "Keep a copy: with it you can tell later whether the log was rewritten. "),
                      PageParts::link(parts_.address("/j/consistency"),
                                      {say("我有一份旧的检查点", "I have an older checkpoint")}),
                      " · ", PageParts::link("/log/checkpoint", {"checkpoint"}), " · ",
                      PageParts::link("/log/vkey", {say("公钥", "public key")})})});
    }

    const JournalPage& page_;
    PageParts parts_;
};

}  // namespace

Page journal_page(const JournalPage& page) {
    return {.language = page.language,
            .title = std::string(pick(page.language, "公开日志", "The public log")),
            .path = "/j",
            .body = Writer(page).body(),
            .query = page.asked.empty() ? "" : "&q=" + percent_encode(page.asked)};
}

}  // namespace sunlot::api
