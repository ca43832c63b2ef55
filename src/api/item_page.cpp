#include "api/item_page.h"

#include "api/page_parts.h"
#include "inspection/item_diff.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace sunlot::api {
namespace {

using store::ItemVersion;

std::string path_of(const ItemVersion& version) {
    return "/i/" + version.item.code;
}

std::string number_of(const PageParts& parts, std::int64_t version) {
    const auto number = std::to_string(version);
    return parts.language() == Language::zh ? "第 " + number + " 版" : "version " + number;
}

Html version_link(const PageParts& parts, const ItemVersion& version) {
    const auto number = std::to_string(version.version);
    return PageParts::link(parts.address(path_of(version), "version=" + number),
                           {Html(number_of(parts, version.version))});
}

Html entry_link(const PageParts& parts, std::int64_t entry) {
    const auto number = std::to_string(entry);
    return PageParts::link(parts.address("/j/" + number), {Html(number)});
}

/// A day that is never broken.
Html day_of(const std::string& day) {
    return element("time", {{"datetime", day}}, {element("span", {}, {day})});
}

std::string adjustment_of(const PageParts& parts, const ItemVersion& version) {
    return parts.say(inspection::title(version.adjustment));
}

bool contains(const ItemVersion& version, std::string_view q) {
    const auto& item = version.item;
    return q.empty() || item.code.contains(q) || item.name.contains(q) || item.objects.contains(q) ||
           inspection::basis_sentence(item.basis).contains(q);
}

// ── The list ──────────────────────────────────────────────────────────────────────────────────────────────────────

Html list_row(const PageParts& parts, const ItemVersion& version) {
    const auto& item = version.item;
    const std::string cap = item.cap == 0 ? std::string(parts.say("不设上限", "none")) : std::to_string(item.cap);
    std::string methods;
    for (const auto& method : item.methods) (methods += methods.empty() ? "" : "、") += method;
    return element("tr", {},
                   {PageParts::cell(parts.say("编码", "Code"), {PageParts::code(item.code)}),
                    PageParts::cell(parts.say("检查事项", "Item"),
                                    {PageParts::link(parts.address(path_of(version)), {Html(item.name)})}),
                    PageParts::cell(parts.say("类别", "Kind"),
                                    {parts.say(item.kind == inspection::ItemKind::key ? "重点" : "一般",
                                               item.kind == inspection::ItemKind::key ? "key" : "general")}),
                    PageParts::cell(parts.say("检查方式", "Methods"), {methods}),
                    PageParts::cell(parts.say("抽查比例", "Ratio"), {item.ratio}),
                    PageParts::cell(parts.say("年度上限（次）", "Yearly cap"), {cap}),
                    PageParts::cell(parts.say("施行日期", "In force from"), {day_of(version.effective_on)})});
}

Html list_table(const PageParts& parts, const std::vector<ItemVersion>& versions) {
    Content rows;
    for (const auto& version : versions) rows.push_back(list_row(parts, version));
    return PageParts::table({parts.say("编码", "Code"), parts.say("检查事项", "Item"), parts.say("类别", "Kind"),
                             parts.say("检查方式", "Methods"), parts.say("抽查比例", "Ratio"),
                             parts.say("年度上限（次）", "Yearly cap"), parts.say("施行日期", "In force from")},
                            rows);
}

Html search_form(const PageParts& parts, const std::string& q) {
    Content fields;
    if (parts.language() == Language::en)
        fields.push_back(empty_element("input", {{"type", "hidden"}, {"name", "lang"}, {"value", "en"}}));
    fields.push_back(element("label", {},
                             {parts.say("按编码、名称、对象或者法律名称查找", "Find by code, name, objects or law"),
                              empty_element("input", {{"name", "q"}, {"value", q}, {"maxlength", "60"}})}));
    fields.push_back(element("button", {{"type", "submit"}}, {parts.say("查找", "Find")}));
    return element("form", {{"class", "ask no-print"}, {"action", "/i"}, {"method", "get"}}, fields);
}

Html downloads(const PageParts& parts) {
    const auto file = [&](const char* address, std::string_view words) {
        return element("li", {}, {PageParts::link(address, {Html(words)})});
    };
    return element("nav", {{"class", "contents no-print"}, {"aria-label", std::string(parts.say("下载", "Downloads"))}},
                   {element("ul", {},
                            {element("li", {},
                                     {PageParts::link(parts.address("/i/history"),
                                                      {Html(parts.say("历次公布和调整", "Every announcement"))})}),
                             file("/i/list.xlsx", parts.say("下载清单（XLSX）", "The list as XLSX")),
                             file("/i/list.pdf", parts.say("下载清单（PDF）", "The list as PDF")),
                             file("/i/list.json", parts.say("数据接口（JSON）", "The list as JSON"))})});
}

Html coming_section(const PageParts& parts, const std::vector<ItemVersion>& coming) {
    Content lines;
    for (const auto& version : coming)
        lines.push_back(
            element("li", {},
                    {parts.say("自 ", "from "), version.effective_on, parts.say(" 起", ": "),
                     adjustment_of(parts, version), parts.say("：", " "), PageParts::code(version.item.code), " ",
                     PageParts::link(parts.address(path_of(version), "version=" + std::to_string(version.version)),
                                     {Html(version.item.name)})}));
    return PageParts::section("coming", parts.say("已公布、即将施行的调整", "Published, not in force yet"),
                              {element("ul", {}, lines)});
}

Html cancelled_section(const PageParts& parts, const std::vector<ItemVersion>& cancelled) {
    Content lines;
    for (const auto& version : cancelled)
        lines.push_back(element(
            "li", {},
            {PageParts::code(version.item.code), " ",
             PageParts::link(parts.address(path_of(version)), {Html(version.item.name)}), parts.say("，自 ", ", from "),
             version.effective_on, parts.say(" 起取消：", ": "), version.reason}));
    return PageParts::section("cancelled", parts.say("已取消、不得再检查的事项", "Taken off the list"),
                              {element("ul", {}, lines)});
}

// ── One item ──────────────────────────────────────────────────────────────────────────────────────────────────────

class ItemWriter {
public:
    ItemWriter(const ItemPage& page, Language language)
        : page_(page),
          parts_(language),
          shown_(*std::ranges::find(page.versions, page.version, &ItemVersion::version)) {}

    Content body() const {
        Content all{element("h1", {}, {PageParts::code(shown_.item.code), " ", shown_.item.name}), standing(),
                    grounds(), content(), versions()};
        return all;
    }

private:
    std::string_view say(std::string_view zh, std::string_view en) const { return parts_.say(zh, en); }

    Html banner(const char* style, Content words) const { return element("p", {{"class", style}}, words); }

    /// Whether this version holds today, in one sentence.
    Html standing() const {
        const auto holds = workflow::holds(page_.versions, shown_);
        if (holds.never)
            return banner("warning", {say("这一版在施行之前或者当日已被后来的版本替代。",
                                          "This version was superseded before or on its first day.")});
        if (holds.until && *holds.until < page_.today)
            return banner("warning", {say("这一版已失效，施行至 ", "No longer in force; it held until "),
                                      holds.until->text(), say("。", "."), " ", current_link()});
        if (shown_.cancels())
            return banner("warning", {say("这个事项自 ", "From "), shown_.effective_on,
                                      say(" 起取消，此后任何人不得以此检查。",
                                          " the item is off the list: nobody may inspect it.")});
        if (page_.today < holds.from)
            return banner("quiet", {say("已公布，自 ", "Published; in force from "), shown_.effective_on,
                                    say(" 起施行。", "."), " ", current_link()});
        Content words{say("✓ 现行有效，自 ", "✓ In force since "), shown_.effective_on, say(" 起施行", "")};
        if (holds.until) {
            words.emplace_back(say("，至 ", ", until "));
            words.emplace_back(holds.until->text());
            words.emplace_back(say(" 止", ""));
        }
        words.emplace_back(say("。", "."));
        return banner("good", words);
    }

    Html current_link() const {
        for (const auto& version : page_.versions) {
            const auto holds = workflow::holds(page_.versions, version);
            const bool now = holds.from <= page_.today && (!holds.until || page_.today <= *holds.until);
            if (now && version.version != shown_.version)
                return element("span", {}, {say("现行的是", "In force: "), version_link(parts_, version)});
        }
        return {};
    }

    Html grounds() const {
        Content facts;
        PageParts::fact(facts, say("版本", "Version"), {number_of(parts_, shown_.version)});
        PageParts::fact(facts, say("调整", "Adjustment"), {adjustment_of(parts_, shown_)});
        PageParts::fact(facts, say("调整理由", "Reason"), {shown_.reason.empty() ? "—" : shown_.reason});
        PageParts::fact(facts, say("调整依据", "Legal basis"), {shown_.legal_basis.empty() ? "—" : shown_.legal_basis});
        PageParts::fact(facts, say("公布日期", "Published on"), {shown_.published_on});
        PageParts::fact(facts, say("施行日期", "In force from"), {shown_.effective_on});
        PageParts::fact(facts, say("日志条目", "Entry of the log"),
                        {entry_link(parts_, shown_.draft_entry.value_or(shown_.entry))});
        return PageParts::section("grounds", say("为什么有这一版", "Why this version"), {element("dl", {}, facts)});
    }

    Html content() const {
        Content facts;
        for (const auto& field : inspection::item_fields(shown_.item)) {
            if (field.field == "name" || field.lines.empty()) continue;
            Content value;
            if (field.lines.size() == 1) {
                value.push_back(field.lines.front());
            } else {
                Content lines;
                for (const auto& line : field.lines) lines.push_back(element("li", {}, {line}));
                // Results carry their own codes.
                value.push_back(field.field == "outcomes" ? element("ul", {{"class", "plain"}}, lines)
                                                          : element("ol", {}, lines));
            }
            PageParts::fact(facts, parts_.say(field.title), value);
        }
        return PageParts::section("content", say("事项内容", "The item"), {element("dl", {}, facts)});
    }

    Html version_row(const ItemVersion& version, const ItemVersion* before) const {
        Content compare{before == nullptr ? Html("—") : Html()};
        if (before != nullptr)
            compare = {PageParts::link(
                parts_.address(path_of(version) + "/diff",
                               "from=" + std::to_string(before->version) + "&to=" + std::to_string(version.version)),
                {Html(say("与上一版对照", "Compare with the one before"))})};
        const auto holds = workflow::holds(page_.versions, version);
        const std::string until = holds.never   ? std::string(say("即被替代", "superseded at once"))
                                  : holds.until ? holds.until->text()
                                                : "";
        return element("tr", {},
                       {PageParts::cell(say("版本", "Version"), {version_link(parts_, version)}),
                        PageParts::cell(say("调整", "Adjustment"), {adjustment_of(parts_, version)}),
                        PageParts::cell(say("公布", "Published"), {day_of(version.published_on)}),
                        PageParts::cell(say("施行", "From"), {day_of(version.effective_on)}),
                        PageParts::cell(say("至", "Until"), {until.empty() ? "—" : until}),
                        PageParts::cell(say("理由", "Reason"), {version.reason.empty() ? "—" : version.reason}),
                        PageParts::cell(say("对照", "Compare"), compare)});
    }

    Html versions() const {
        Content rows;
        for (std::size_t i = 0; i < page_.versions.size(); ++i)
            rows.push_back(
                version_row(page_.versions[i], i + 1 < page_.versions.size() ? &page_.versions[i + 1] : nullptr));
        return PageParts::section(
            "versions", say("历次版本", "Every version"),
            {PageParts::table({say("版本", "Version"), say("调整", "Adjustment"), say("公布", "Published"),
                               say("施行", "From"), say("至", "Until"), say("理由", "Reason"), say("对照", "Compare")},
                              rows),
             element("p", {}, {PageParts::link(parts_.address("/i"), {Html(say("回到清单", "Back to the list"))})})});
    }

    const ItemPage& page_;
    PageParts parts_;
    const ItemVersion& shown_;
};

// ── Comparison and history ────────────────────────────────────────────────────────────────────────────────────────

Content marked(const std::optional<inspection::DiffLine>& line, bool old) {
    Content words;
    if (!line) return {Html("—")};
    for (const auto& piece : *line)
        words.push_back(!piece.changed ? Html(piece.text)
                        : old          ? element("del", {}, {piece.text})
                                       : element("ins", {}, {piece.text}));
    return words;
}

Html diff_table(const PageParts& parts, const workflow::Comparison& comparison) {
    Content rows;
    const std::string was = number_of(parts, comparison.before.version);
    const std::string is = number_of(parts, comparison.after.version);
    for (const auto& field : comparison.fields) {
        if (!field.changed) continue;
        for (const auto& row : field.rows)
            if (row.changed)
                rows.push_back(element(
                    "tr", {},
                    {PageParts::cell(parts.say("栏目", "Field"), {parts.say(field.title)}),
                     PageParts::cell(was, marked(row.before, true)), PageParts::cell(is, marked(row.after, false))}));
    }
    if (rows.empty()) return element("p", {}, {parts.say("内容没有差别。", "The content is the same.")});
    return PageParts::table({parts.say("栏目", "Field"), was, is}, rows);
}

Html change_row(const PageParts& parts, const workflow::AnnouncedChange& change) {
    std::string fields;
    for (const auto& field : change.fields) (fields += fields.empty() ? "" : "、") += parts.say(field);
    return element(
        "tr", {},
        {PageParts::cell(parts.say("事项", "Item"),
                         {PageParts::link(parts.address(path_of(change.version),
                                                        "version=" + std::to_string(change.version.version)),
                                          {PageParts::code(change.version.item.code), " ", change.version.item.name})}),
         PageParts::cell(parts.say("调整", "Adjustment"),
                         {adjustment_of(parts, change.version), fields.empty() ? "" : "：" + fields}),
         PageParts::cell(parts.say("理由", "Reason"), {change.version.reason.empty() ? "—" : change.version.reason}),
         PageParts::cell(parts.say("依据", "Legal basis"),
                         {change.version.legal_basis.empty() ? "—" : change.version.legal_basis})});
}

Html announcement(const PageParts& parts, const workflow::AnnouncementView& view) {
    const auto& said = view.announcement;
    Content rows;
    for (const auto& change : view.changes) rows.push_back(change_row(parts, change));
    Content facts{parts.say("公布 ", "Published "), said.published_on, parts.say("，自 ", ", in force from "),
                  said.effective_on, parts.say(" 起施行", "")};
    if (!said.document.empty()) facts.emplace_back(std::string(parts.say("，文号 ", ", ")) + said.document);
    facts.emplace_back(parts.say("，日志条目 ", ", entry "));
    facts.push_back(entry_link(parts, said.entry));
    const std::string title =
        said.title.empty() ? std::string(parts.say("公布随机抽查事项", "Items published")) : said.title;
    return PageParts::section(
        "a" + (said.number == 0 ? said.published_on : std::to_string(said.number)), title,
        {element("p", {}, facts), PageParts::table({parts.say("事项", "Item"), parts.say("调整", "Adjustment"),
                                                    parts.say("理由", "Reason"), parts.say("依据", "Legal basis")},
                                                   rows)});
}

}  // namespace

Page item_list_page(const workflow::PublicList& list, Language language, const std::string& q) {
    const PageParts parts(language);
    std::vector<ItemVersion> found;
    std::ranges::copy_if(list.in_force, std::back_inserter(found),
                         [&](const ItemVersion& version) { return contains(version, q); });
    Content all{
        element("h1", {}, {parts.say("随机抽查事项清单", "Items of random inspection")}),
        element("p", {{"class", "lead"}},
                {parts.say("只有列入本清单并已施行的事项才可以检查；未公布的事项不得检查，企业有权拒绝。",
                           "Only what stands on this list and is in force may be inspected; anything else a firm may "
                           "refuse.")}),
        downloads(parts)};
    if (list.last)
        all.push_back(element(
            "p", {{"class", "quiet"}},
            {parts.say("最近一次公布：", "Last announcement: "), list.last->published_on, " ", list.last->title}));
    all.push_back(search_form(parts, q));
    const std::string count = std::to_string(found.size());
    Content body{element("p", {{"class", "quiet"}},
                         {list.day.text(), parts.say(" 现行 ", ": "), count, parts.say(" 项", " items in force")})};
    if (found.empty())
        body.push_back(element("p", {},
                               {list.in_force.empty() ? parts.say("还没有公布任何事项。", "Nothing is published yet.")
                                                      : parts.say("没有符合的事项。", "No such item.")}));
    else
        body.push_back(list_table(parts, found));
    all.push_back(PageParts::section("list", parts.say("现行清单", "The list in force"), body));
    if (!list.coming.empty()) all.push_back(coming_section(parts, list.coming));
    if (!list.cancelled.empty()) all.push_back(cancelled_section(parts, list.cancelled));
    return {.language = language,
            .title = std::string(parts.say("随机抽查事项清单", "Items of random inspection")),
            .path = "/i",
            .body = std::move(all)};
}

Page item_page(const ItemPage& page, Language language) {
    const ItemWriter writer(page, language);
    const auto& item = page.versions.front().item;
    return {.language = language,
            .title = item.code + " " + item.name,
            .path = "/i/" + item.code,
            .body = writer.body(),
            .query = "&version=" + std::to_string(page.version)};
}

Page item_diff_page(const workflow::Comparison& comparison, Language language) {
    const PageParts parts(language);
    const auto& item = comparison.after.item;
    const std::string from = std::to_string(comparison.before.version);
    const std::string to = std::to_string(comparison.after.version);
    Content facts;
    PageParts::fact(facts, parts.say("调整", "Adjustment"), {adjustment_of(parts, comparison.after)});
    PageParts::fact(facts, parts.say("理由", "Reason"), {comparison.after.reason});
    PageParts::fact(facts, parts.say("依据", "Legal basis"), {comparison.after.legal_basis});
    PageParts::fact(facts, parts.say("施行日期", "In force from"), {comparison.after.effective_on});
    return {.language = language,
            .title = item.code + std::string(parts.say(" 版本对照", ", versions compared")),
            .path = "/i/" + item.code + "/diff",
            .body = {element("h1", {}, {PageParts::code(item.code), " ", item.name}),
                     element("p", {{"class", "lead"}},
                             {number_of(parts, comparison.before.version), " → ",
                              number_of(parts, comparison.after.version)}),
                     element("dl", {}, facts),
                     PageParts::section("diff", parts.say("改了什么", "What changed"), {diff_table(parts, comparison)}),
                     element("p", {},
                             {PageParts::link(parts.address("/i/" + item.code, "version=" + to),
                                              {Html(parts.say("回到事项", "Back to the item"))})})},
            .query = "&from=" + from + "&to=" + to};
}

Page item_history_page(const std::vector<workflow::AnnouncementView>& history, Language language) {
    const PageParts parts(language);
    Content all{
        element("h1", {}, {parts.say("清单的历次公布和调整", "Every announcement of the list")}),
        element("p", {}, {PageParts::link(parts.address("/i"), {Html(parts.say("回到清单", "Back to the list"))})})};
    for (const auto& view : history) all.push_back(announcement(parts, view));
    if (history.empty())
        all.push_back(element("p", {}, {parts.say("还没有公布任何事项。", "Nothing is published yet.")}));
    return {.language = language,
            .title = std::string(parts.say("清单的历次公布和调整", "Every announcement of the list")),
            .path = "/i/history",
            .body = std::move(all)};
}

}  // namespace sunlot::api
