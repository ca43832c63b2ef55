// The other half of journal_page.h: what an old checkpoint says about today's log.
#include "api/journal_page.h"
#include "api/log_one_liners.h"
#include "api/page_parts.h"

#include <utility>

namespace sunlot::api {
namespace {

using workflow::KeptVerdict;

class Writer {
public:
    explicit Writer(const ConsistencyPage& page) : page_(page), parts_(page.language) {}

    Content body() const {
        Content all{
            element("h1", {}, {say("日志改写过吗？", "Was the log rewritten?")}),
            element("p", {{"class", "lead"}},
                    {say("把您以前抄存的检查点（或文书上印的那一份）粘贴到这里，看今天的日志是不是在它后面接着写的。",
                         "Paste a checkpoint that you kept, or the one printed on a paper, and see whether today's log "
                         "is its continuation.")}),
            form()};
        if (page_.refused)
            all.push_back(element("p", {{"class", "warning"}, {"role", "alert"}}, {parts_.say(*page_.refused)}));
        if (page_.kept) all.push_back(verdict());
        if (const auto* proof = shown()) {
            all.push_back(evidence(*proof));
            all.push_back(in_browser(*proof));
        }
        return all;
    }

private:
    std::string_view say(std::string_view zh, std::string_view en) const { return parts_.say(zh, en); }

    const workflow::ConsistencyProof* shown() const {
        if (page_.proof) return &*page_.proof;
        return page_.kept && page_.kept->proof ? &*page_.kept->proof : nullptr;
    }

    Html form() const {
        Content fields;
        if (page_.language == Language::en)
            fields.push_back(empty_element("input", {{"type", "hidden"}, {"name", "lang"}, {"value", "en"}}));
        fields.push_back(element(
            "label", {},
            {say("保存下来的检查点（名称、条数、树根三行也可以）", "The checkpoint (its first three lines will do)"),
             element("textarea",
                     {{"name", "checkpoint"}, {"rows", "6"}, {"maxlength", "6000"}, {"spellcheck", "false"}},
                     {page_.pasted})}));
        fields.push_back(
            element("button", {{"type", "submit"}}, {say("与今天的日志比对", "Compare with today's log")}));
        return element("section", {},
                       {element("form", {{"class", "ask"}, {"action", "/j/consistency"}, {"method", "get"}}, fields)});
    }

    Html signature() const {
        if (page_.kept->signed_by_log)
            return element("p", {},
                           {say("您这份检查点上有本机构的签名，签名有效。",
                                "Your checkpoint carries the organ's signature, and it holds.")});
        return element("p", {{"class", "quiet"}},
                       {say("您这份检查点上没有可以核对的本机构签名。",
                            "Your checkpoint carries no signature of the organ that could be checked.")});
    }

    Html bad(std::string_view zh, std::string_view en) const {
        return element("div", {{"class", "warning"}, {"role", "alert"}}, {element("p", {}, {say(zh, en)})});
    }

    Html outcome() const {
        const auto& kept = *page_.kept;
        switch (kept.verdict) {
            case KeptVerdict::contained:
                return element(
                    "p", {{"class", "good"}},
                    {say("✓ 没有改写：您保存的 ", "✓ Not rewritten: the "), std::to_string(kept.kept.size),
                     say(" 条一字未动地包含在今天的 ", " entries you kept are contained, unchanged, in today's "),
                     std::to_string(kept.published), say(" 条里。", ".")});
            case KeptVerdict::forked:
                return bad(
                    "✗ "
                    "改写过：今天的日志在同样的条数上是另一个树根。您保存的检查点若属实，日志就被改写过；请妥善保存它，"
                    "并向监督机关举报。",
                    "✗ Rewritten: today's log has another root at that size. If your copy is true, the log was "
                    "rewritten: "
                    "keep it safe and tell the supervisor.");
            case KeptVerdict::ahead:
                return bad(
                    "✗ "
                    "今天公开的日志比您保存的还短：有条目被去掉了，或者数据库被旧备份覆盖。请妥善保存这份检查点，并向监"
                    "督机关举报。",
                    "✗ The log published today is shorter than the one you kept: entries were taken away. Keep your "
                    "checkpoint safe and tell the supervisor.");
            case KeptVerdict::foreign:
                return bad("这是另一个日志的检查点，与本日志无关。", "This is a checkpoint of another log.");
        }
        return {};
    }

    Html verdict() const {
        const auto& kept = page_.kept->kept;
        Content facts;
        PageParts::fact(facts, say("日志名称", "Log"), {PageParts::code(kept.origin)});
        PageParts::fact(facts, say("条数", "Entries"), {std::to_string(kept.size)});
        PageParts::fact(facts, say("树根", "Root"), {PageParts::code(hash::hex(kept.root))});
        return PageParts::section("verdict", say("结论", "The answer"),
                                  {outcome(), element("dl", {}, facts), signature()});
    }

    Html evidence(const workflow::ConsistencyProof& proof) const {
        Content facts;
        PageParts::fact(facts, say("从", "From"),
                        {std::to_string(proof.from), say(" 条，树根 ", " entries, root "),
                         PageParts::code(hash::hex(proof.from_root))});
        PageParts::fact(facts, say("到", "To"),
                        {std::to_string(proof.to), say(" 条，树根 ", " entries, root "),
                         PageParts::code(hash::hex(proof.to_root))});
        Content steps;
        for (const auto& node : proof.path) steps.push_back(element("li", {}, {PageParts::code(hash::hex(node))}));
        Content all{
            element("p", {},
                    {say("下面的摘要同时算得出两个树根（RFC 9162 §2.1.4.2）：后一个日志是在前一个后面接着写的。",
                         "Both roots follow from the hashes below (RFC 9162 §2.1.4.2): the later log continues the "
                         "earlier one.")}),
            element("dl", {}, facts)};
        if (!steps.empty()) all.push_back(element("ol", {}, steps));
        if (const std::string script = consistency_script(proof); !script.empty()) {
            all.push_back(element("h3", {}, {say("用系统自带的命令核对（bash）", "Check with stock commands (bash)")}));
            all.push_back(PageParts::command(script));
        }
        return PageParts::section("proof", say("一致性证明", "The consistency proof"), all);
    }

    Html in_browser(const workflow::ConsistencyProof& proof) const {
        return PageParts::section(
            "check", say("在我的浏览器里核对", "Check it in my browser"),
            {parts_.check_box({{"data-kind", "consistency"},
                               {"data-from", std::to_string(proof.from)},
                               {"data-to", std::to_string(proof.to)},
                               {"data-root", page_.kept ? hash::hex(page_.kept->kept.root) : ""}})});
    }

    const ConsistencyPage& page_;
    PageParts parts_;
};

}  // namespace

Page consistency_page(const ConsistencyPage& page) {
    return {.language = page.language,
            .title = std::string(pick(page.language, "日志改写过吗？", "Was the log rewritten?")),
            .path = "/j/consistency",
            .body = Writer(page).body(),
            .script = std::string(kLogCheckScript)};
}

}  // namespace sunlot::api
