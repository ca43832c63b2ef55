#include "api/why_page.h"

#include "api/draw_words.h"
#include "api/target.h"

#include <utility>

#include <fmt/format.h>

namespace sunlot::api {
namespace {

using workflow::Standing;
using workflow::Why;

std::string cell_name(const Why& answer) {
    return answer.district.empty() ? answer.stratum : answer.stratum + " · " + answer.district;
}

class Writer {
public:
    explicit Writer(const WhyPage& page) : page_(page) {}

    Content body() const {
        const std::string back = "/d/" + page_.draw_id + (page_.language == Language::en ? "?lang=en" : "");
        Content all{
            element("h1", {}, {say("为什么抽中，为什么没有抽中", "Why me, why not me")}),
            element("p", {},
                    {element("a", {{"href", back}}, {say("抽取 ", "Draw "), page_.draw_id, say(" 的公示页", "")})}),
            element("section", {}, {why_form(page_.draw_id, page_.asked, page_.language)})};
        if (page_.refused) all.push_back(element("p", {{"class", "warning"}}, {say(*page_.refused)}));
        if (page_.answer) {
            all.push_back(verdict());
            all.push_back(evidence());
        }
        return all;
    }

private:
    std::string_view say(std::string_view zh, std::string_view en) const { return pick(page_.language, zh, en); }
    std::string say(const Text& text) const {
        return page_.language == Language::en && !text.en.empty() ? text.en : text.zh;
    }
    static Html code(std::string_view text) { return element("code", {}, {text}); }
    static void add(Content& facts, std::string_view title, Content value) {
        facts.push_back(element("dt", {}, {title}));
        facts.push_back(element("dd", {}, value));
    }

    Html verdict() const {
        const Why& answer = *page_.answer;
        Content facts;
        add(facts, say("编号", "Code"), {code(answer.object)});
        if (answer.proof) add(facts, say("分层", "Stratum"), {cell_name(answer)});
        if (answer.rank) {
            add(facts, say("同层户数", "Objects of its cell"), {std::to_string(answer.n)});
            add(facts, say("应抽户数", "To be drawn"), {std::to_string(answer.k.value_or(0))});
            add(facts, say("票号", "Ticket"), {code(answer.ticket)});
            add(facts, say("名次", "Rank"), {std::to_string(*answer.rank)});
        }
        if (answer.cut)
            add(facts, say("最后一个中签的票号", "The last ticket drawn"),
                {code(answer.cut->ticket), say("，第 ", ", rank "), std::to_string(answer.cut->rank), say(" 名", "")});
        if (answer.excluded) {
            add(facts, say("排除规则", "Rule"),
                {say(exclusion_title(answer.excluded->reason)), " ", code(answer.excluded->reason)});
            add(facts, say("依据", "Ground"),
                {say("日志条目 ", "entry "), std::to_string(answer.excluded->ref), " ", code(answer.excluded->kind),
                 " ", answer.excluded->at ? Html(answer.excluded->at->beijing()) : Html()});
        }
        return element("section", {{"id", "answer"}},
                       {element("h2", {}, {say("答复", "The answer")}),
                        element("p", {{"class", "lead"}}, {element("strong", {}, {say(sentence(answer))})}),
                        element("dl", {}, facts)});
    }

    /// One line of the frame, and the commands that lead from it to the root.
    Html line_proof(const workflow::FrameProof& proof) const {
        const Why& answer = *page_.answer;
        return element(
            "details", {},
            {element("summary", {},
                     {say("frame.tsv 第 ", "frame.tsv, line "), std::to_string(proof.index + 1),
                      say(" 行，共 ", " of "), std::to_string(answer.size), say(" 行", "")}),
             element("pre", {}, {proof.line}),
             element("p", {},
                     {say("由这一行算到名单树根（bash）：", "From this line to the root of the frame (bash):")}),
             element("pre", {{"class", "one-liner"}}, {workflow::path_script(proof, answer.size, answer.root)})});
    }

    Html evidence() const {
        const Why& answer = *page_.answer;
        Content all{element("h2", {}, {say("怎样核对", "How to check it")}),
                    element("p", {}, {say("封存的名单树根：", "Root of the sealed frame: "), code(answer.root)})};
        if (!answer.ticket.empty()) {
            all.push_back(
                element("p", {}, {say("票号只由种子和编号算出：", "The ticket follows from seed and code alone:")}));
            all.push_back(element("pre", {{"class", "one-liner"}}, {ticket_command(answer)}));
        }
        if (answer.proof) all.push_back(line_proof(*answer.proof));
        if (!answer.neighbours.empty()) {
            all.push_back(element("p", {},
                                  {say("名单按编号排序。它若在名单里，就在下面两行之间；这两行行号相邻，中间没有别的：",
                                       "The frame is sorted by code. It would stand between these lines, which are "
                                       "next to each other:")}));
            for (const auto& neighbour : answer.neighbours) all.push_back(line_proof(neighbour));
        }
        if (answer.excluded)
            all.push_back(element(
                "p", {},
                {say("排除名单 exclusions.tsv 第 ", "exclusions.tsv, line "), std::to_string(answer.excluded->line),
                 say(" 行；文件摘要 ", "; digest of the file "), code(answer.excluded->sha256)}));
        return element("section", {{"id", "evidence"}}, all);
    }

    const WhyPage& page_;
};

Text drawn_sentence(const Why& answer, const char* zh, const char* en) {
    return {fmt::format("{}：“{}”有 {} 户，抽 {} 户，它的票号排第 {}。", zh, cell_name(answer), answer.n,
                        answer.k.value_or(0), answer.rank.value_or(0)),
            fmt::format("{}: of the {} objects of '{}', {} are drawn, and its ticket has rank {}.", en, answer.n,
                        cell_name(answer), answer.k.value_or(0), answer.rank.value_or(0))};
}

Text drawn_or_not(const Why& answer) {
    switch (answer.standing) {
        case Standing::sampled:
            return drawn_sentence(answer, "抽中了", "Drawn");
        case Standing::reserve:
            return drawn_sentence(answer, "没有抽中，列为候补", "Not drawn, but a reserve");
        case Standing::not_drawn:
            return drawn_sentence(answer, "没有抽中", "Not drawn");
        case Standing::excluded:
            return {"不在名单里：按规则排除，理由和依据都有记录。",
                    "Not in the frame: a rule kept it out, and its ground is on record."};
        case Standing::not_in_pool:
            return {"不在名单里：本次抽查的范围没有它，也没有因规则排除它。",
                    "Not in the frame: it is not in the pool of this draw, nor was it excluded by a rule."};
        case Standing::sealed:
            return {"在封存的名单里。抽中了谁现在还没有公布，公布以后再来查询。",
                    "In the sealed frame. Who was drawn is not public yet; ask again once it is."};
    }
    return {};
}

}  // namespace

Text sentence(const Why& answer) {
    Text text = drawn_or_not(answer);
    if (answer.substituted.empty()) return text;
    const std::string number = std::to_string(answer.substitution);
    const bool cancelled = answer.substituted == "cancelled";
    text.zh += (cancelled ? "后经批准由候补替换（第 " : "后经批准递补（第 ") + number + " 号替换）。";
    text.en += (cancelled ? " Later replaced (substitution " : " Later called up (substitution ") + number + ").";
    return text;
}

std::string ticket_command(const Why& answer) {
    if (answer.ticket.empty()) return {};
    return fmt::format("S={}\nID={}\nprintf '%s%s' \"$S\" \"$ID\" | sha256sum", answer.select_key, answer.object);
}

Html why_form(std::string_view draw_id, std::string_view asked, Language language) {
    const auto say = [&](std::string_view zh, std::string_view en) { return pick(language, zh, en); };
    Content parts{element("label", {},
                          {say("统一社会信用代码，或名录里的编号", "Credit code, or code in the directory"),
                           empty_element("input", {{"name", "object"},
                                                   {"value", std::string(asked)},
                                                   {"maxlength", "80"},
                                                   {"autocomplete", "off"},
                                                   {"required", ""}})}),
                  element("button", {{"type", "submit"}}, {say("查询", "Ask")})};
    if (language == Language::en)
        parts.push_back(empty_element("input", {{"type", "hidden"}, {"name", "lang"}, {"value", "en"}}));
    return element("form", {{"class", "ask"}, {"method", "get"}, {"action", "/d/" + percent_encode(draw_id) + "/why"}},
                   parts);
}

Page why_page(const WhyPage& page) {
    return {.language = page.language,
            .title = std::string(pick(page.language, "为什么抽中，为什么没有抽中", "Why me, why not me")) + " · " +
                     page.draw_id,
            .path = "/d/" + page.draw_id + "/why",
            .body = Writer(page).body(),
            .query = page.asked.empty() ? "" : "&object=" + percent_encode(page.asked)};
}

}  // namespace sunlot::api
