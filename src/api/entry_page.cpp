#include "api/entry_page.h"

#include "api/draw_words.h"
#include "api/log_json.h"
#include "api/log_one_liners.h"
#include "api/page_parts.h"
#include "base/bytes.h"
#include "inspection/entry_kind.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sunlot::api {
namespace {

struct Member {
    std::string_view name;
    std::string_view zh;
};
/// Members of entries that are not about a draw, in words.
constexpr std::array<Member, 35> kMembers{
    {{"added", "新增"},        {"blob", "文件摘要"},   {"changed", "更新"},
     {"checkpoint", "检查点"}, {"code", "代码"},       {"entry", "条目"},
     {"evidence", "证据"},     {"format", "格式"},     {"item", "事项"},
     {"kind", "种类"},         {"method", "方法"},     {"name", "名称"},
     {"new", "新的"},          {"number", "编号"},     {"old", "原来的"},
     {"origin", "日志名称"},   {"permission", "权限"}, {"policy", "见证规则"},
     {"purpose", "用途"},      {"reason", "理由"},     {"region", "行政区划代码"},
     {"roles", "角色"},        {"root", "树根"},       {"rows", "行数"},
     {"sha256", "SHA-256"},    {"short", "机关代字"},  {"size", "条数"},
     {"state", "状态"},        {"task", "任务"},       {"version", "版本"},
     {"url", "网址"},          {"vkey", "验证公钥"},   {"vkey_sm2", "验证公钥（国密 SM2）"},
     {"what", "情形"},         {"witnesses", "见证人"}}};

/// The draw that an entry is about; "" for entries of other things.
std::string draw_of(const ledger::Entry& entry) {
    const auto* kind = inspection::entry_kind(entry.kind);
    if (kind == nullptr || kind->subject.find("draw id") == std::string_view::npos) return "";
    return entry.subject.substr(0, entry.subject.find('/'));
}

class Writer {
public:
    explicit Writer(const EntryPage& page)
        : page_(page), entry_(page.entry.entry), parts_(page.language), number_(std::to_string(page.entry.seq)) {}

    Content body() const {
        Content all{element("h1", {}, {say("日志第 ", "Entry "), number_, say(" 条", " of the log")})};
        if (auto warning = mismatch(); !warning.markup().empty()) all.push_back(std::move(warning));
        all.push_back(what());
        all.push_back(check());
        all.push_back(bytes());
        all.push_back(way());
        all.push_back(checkpoint());
        all.push_back(by_hand());
        all.push_back(neighbours());
        return all;
    }

private:
    std::string_view say(std::string_view zh, std::string_view en) const { return parts_.say(zh, en); }
    std::string leaf() const { return hash::hex(page_.entry.leaf); }

    /// What a paper says must be what stands here.
    Html mismatch() const {
        if (page_.leaf.empty()) return {};
        if (page_.leaf == leaf())
            return element("p", {{"class", "good"}},
                           {say("✓ 与您手中文书上的叶摘要一致。", "✓ The leaf hash is the one on your paper.")});
        return element(
            "div", {{"class", "warning"}, {"role", "alert"}},
            {element("p", {},
                     {say("✗ 不一致！您手中文书上的叶摘要与日志里的这一条不同：不是文书被改过，就是日志被改过。"
                          "请保存文书，并向监督机关举报。",
                          "✗ Mismatch! Your paper names another leaf hash than this entry has: either the "
                          "paper or the log was altered. Keep the paper and tell the supervisor.")}),
             element("p", {}, {say("文书上的：", "On the paper: "), PageParts::code(page_.leaf)}),
             element("p", {}, {say("日志里的：", "In the log: "), PageParts::code(leaf())})});
    }

    Html subject() const {
        if (entry_.subject.empty()) return say("（整个日志）", "(the log as a whole)");
        const std::string draw = draw_of(entry_);
        if (draw.empty()) return PageParts::code(entry_.subject);
        return PageParts::link(parts_.address("/d/" + draw), {PageParts::code(entry_.subject)});
    }

    /// What the register says of a member; draws have words of their own. Nothing for one that its code explains.
    Text title_of(const std::string& name) const {
        Text title;
        if (!draw_of(entry_).empty()) title = member_title(name);
        if (title.zh == name) title = {};
        if (!title.zh.empty()) return title;
        if (const auto* kind = inspection::entry_kind(entry_.kind))
            for (const auto& field : kind->fields)
                if (field.name == name) title.en = std::string(field.what);
        const auto word = std::ranges::find(kMembers, name, &Member::name);
        if (word != kMembers.end()) title.zh = std::string(word->zh);
        return title;
    }

    Html member(const std::string& name, const Json& value) const {
        const Text title = title_of(name);
        const std::string text = value.is_string() ? value.as_string() : to_canonical(value);
        return element("tr", {},
                       {PageParts::cell(say("名称", "Member"),
                                        {parts_.say(title), " ", element("code", {{"class", "member"}}, {name})}),
                        PageParts::cell(say("内容", "Value"), {PageParts::code(text)})});
    }

    Html what() const {
        Content facts;
        PageParts::fact(
            facts, say("事项", "What"),
            {element("strong", {}, {parts_.say(kind_title(entry_.kind))}), " ", PageParts::code(entry_.kind)});
        PageParts::fact(facts, say("时间", "When"),
                        {PageParts::moment(entry_.at),
                         say("（北京时间，本机构服务器所记）", " (Beijing time, as the organ's server says)")});
        PageParts::fact(facts, say("办理人", "Who"), {parts_.actor(entry_.actor)});
        PageParts::fact(facts, say("对象", "About"), {subject()});
        Content rows;
        for (const auto& [name, value] : entry_.data.as_object()) rows.push_back(member(name, value));
        Content all{element("dl", {}, facts)};
        if (!rows.empty()) all.push_back(PageParts::table({say("名称", "Member"), say("内容", "Value")}, rows));
        if (entry_.private_commitment)
            all.push_back(
                element("p", {{"class", "quiet"}},
                        {say("这一条还有不公开的部分（个人信息等），这里只有它的加盐承诺；删除它不影响日志。",
                             "This entry has a private part (personal data), bound here by a salted commitment; "
                             "erasing it leaves the log as it is.")}));
        return PageParts::section("what", say("发生了什么", "What happened"), all);
    }

    Html check() const {
        return PageParts::section(
            "check", say("在我的浏览器里核对", "Check it in my browser"),
            {parts_.check_box({{"data-kind", "entry"}, {"data-seq", number_}, {"data-leaf", page_.leaf}})});
    }

    Html bytes() const {
        return PageParts::section(
            "bytes", say("这一条的原文", "The entry, byte for byte"),
            {element("pre", {{"id", "entry-bytes"}}, {page_.entry.bytes}),
             element("p", {},
                     {say("叶摘要 = SHA-256(0x00 ‖ 原文)：", "Leaf hash = SHA-256(0x00 ‖ entry): "),
                      element("code", {{"id", "entry-leaf"}}, {leaf()})}),
             element("p", {},
                     {PageParts::link("/j/" + number_ + "/entry.json", {say("原文", "Entry")}), " · ",
                      PageParts::link("/j/" + number_ + "/proof.txt",
                                      {say("收录证明（C2SP tlog-proof）", "Proof (C2SP tlog-proof)")})})});
    }

    Html way() const {
        Content steps;
        for (const auto& node : page_.entry.path)
            steps.push_back(element("li", {}, {PageParts::code(hash::hex(node))}));
        const auto& head = page_.entry.log.head;
        Content all{
            element("p", {},
                    {say("从叶摘要出发，逐个与下列摘要合并，得到整个日志的树根：任何一条被增删改动，树根就对不上。",
                         "From the leaf hash, joined with these one after the other, one arrives at the root of the "
                         "whole log: were any entry added, removed or changed, the root would differ.")})};
        if (steps.empty())
            all.push_back(element(
                "p", {}, {say("日志只有这一条，叶摘要就是树根。", "It is the only entry: the leaf is the root.")}));
        else
            all.push_back(element("ol", {}, steps));
        all.push_back(element("p", {},
                              {say("树根（共 ", "Root ("), std::to_string(head.size), say(" 条）：", " entries): "),
                               PageParts::code(hash::hex(head.root))}));
        return PageParts::section("way", say("收录路径", "The way to the root"), all);
    }

    Html witness_table() const {
        if (page_.witnesses.empty())
            return element(
                "p", {{"class", "warning"}},
                {say("这份检查点没有外部见证人的签名：日志有没有改写过，目前只能靠您自己保存的旧检查点来比对。",
                     "No outside witness has signed this checkpoint: whether the log was rewritten can only be "
                     "told with an older checkpoint that you have kept.")});
        Content rows;
        for (const auto& witness : page_.witnesses)
            rows.push_back(element(
                "tr", {},
                {PageParts::cell(say("见证人", "Witness"), {PageParts::code(witness.name)}),
                 PageParts::cell(say("单位", "Organisation"),
                                 {witness.organisation.empty() ? Html("—") : Html(witness.organisation)}),
                 PageParts::cell(
                     say("见证时间", "Cosigned at"),
                     {witness.cosigned_at ? PageParts::moment(*witness.cosigned_at) : Html(say("尚未", "not yet"))})}));
        return PageParts::table({say("见证人", "Witness"), say("单位", "Organisation"), say("见证时间", "Cosigned at")},
                                rows);
    }

    Html checkpoint() const {
        const std::string size = std::to_string(page_.entry.log.head.size);
        return PageParts::section(
            "checkpoint", say("检查点", "The checkpoint"),
            {element("p", {},
                     {say("日志的签名状态。抄存或打印一份，日后任何时候都能用它查出日志有没有改写过：",
                          "The signed state of the log. Keep a copy: with it you can find out at any time whether the "
                          "log was "
                          "rewritten: "),
                      PageParts::link(parts_.address("/j/consistency", "from=" + size),
                                      {say("与今天的日志比对", "compare with today's log")})}),
             element("pre", {{"id", "checkpoint-text"}}, {page_.entry.log.note}),
             element("h3", {}, {say("外部见证", "Witnesses")}), witness_table()});
    }

    Html by_hand() const {
        Content all{
            element("p", {},
                    {say("在装有 bash、sha256sum、openssl 的电脑上逐条粘贴运行；打印 OK 或 Verified 即为一致。",
                         "Paste into bash with sha256sum and openssl; OK or Verified at the end means it holds.")})};
        for (const auto& one : entry_one_liners(page_.entry, page_.keys)) {
            all.push_back(element("h3", {}, {parts_.say(one.title)}));
            all.push_back(PageParts::command(one.script));
        }
        return PageParts::section("by-hand", say("只用系统自带的命令核对", "Check with stock commands"), all);
    }

    Html neighbours() const {
        Content links;
        const auto add = [&](std::uint64_t seq, std::string_view words, const char* rel) {
            links.push_back(
                element("a", {{"href", parts_.address("/j/" + std::to_string(seq))}, {"rel", rel}}, {words}));
        };
        if (page_.entry.seq > 0) add(page_.entry.seq - 1, say("上一条", "Previous"), "prev");
        links.push_back(PageParts::link(parts_.address("/j"), {say("搜索日志", "Search the log")}));
        if (page_.entry.seq + 1 < page_.entry.log.head.size) add(page_.entry.seq + 1, say("下一条", "Next"), "next");
        return element(
            "nav", {{"class", "pages"}, {"aria-label", std::string(say("前后条目", "Neighbouring entries"))}}, links);
    }

    const EntryPage& page_;
    const ledger::Entry& entry_;
    PageParts parts_;
    std::string number_;
};

}  // namespace

Page entry_page(const EntryPage& page) {
    const std::string number = std::to_string(page.entry.seq);
    const PageParts parts(page.language);
    return {.language = page.language,
            .title = std::string(parts.say("日志第 ", "Entry ")) + number + std::string(parts.say(" 条 · ", ": ")) +
                     parts.say(kind_title(page.entry.entry.kind)),
            .path = "/j/" + number,
            .body = Writer(page).body(),
            .query = page.leaf.empty() ? "" : "&leaf=" + page.leaf,
            .script = std::string(kLogCheckScript)};
}

Page waiting_page(std::uint64_t seq, std::uint64_t published, Language language) {
    const PageParts parts(language);
    const std::string number = std::to_string(seq);
    return {
        .language = language,
        .title = std::string(parts.say("日志第 ", "Entry ")) + number +
                 std::string(parts.say(" 条尚未公开", " is not published yet")),
        .path = "/j/" + number,
        .body = {
            element("h1", {},
                    {parts.say("日志第 ", "Entry "), number, parts.say(" 条尚未公开", " is not published yet")}),
            element("p", {{"class", "lead"}},
                    {parts.say(
                         "这一条刚刚写入，几秒后随下一份检查点公开。已公开 ",
                         "It was written a moment ago and comes with the next checkpoint, within seconds. Published: "),
                     std::to_string(published), parts.say(" 条。", " entries.")}),
            element("p", {},
                    {element("a", {{"class", "button"}, {"href", parts.address("/j/" + number)}},
                             {parts.say("再看一次", "Look again")})})}};
}

}  // namespace sunlot::api
