#include "api/embargo_page.h"

#include <optional>
#include <string>
#include <string_view>

namespace sunlot::api {
namespace {

Html code(const std::string& text) {
    return element("code", {}, {text});
}

/// When a share took this step, or that it has not yet.
Html moment(const std::optional<Instant>& at, Language language) {
    if (!at) return {pick(language, "尚未", "not yet")};
    return element("time", {{"datetime", at->text()}}, {at->beijing()});
}

Html lead(const workflow::DrawView& draw, Language language) {
    const auto say = [&](std::string_view zh, std::string_view en) { return pick(language, zh, en); };
    if (draw.embargo->revealed)
        return element("p", {},
                       {say("检查已经结束，两份密封份额均已公布，以下一切任何人都可以重新计算。",
                            "The visits are over and both sealed shares are public: anyone can compute everything "
                            "below.")});
    Content words{
        say("为了不让被抽中的单位事先得知，抽中了谁、派谁去，在检查结束前保密；结果当场就已封存，谁也不能再改。",
            "So that nobody is warned, who was drawn and who will come stays secret until the visits are over; the "
            "result is sealed and cannot be changed by anyone.")};
    if (draw.embargo->reveal_by)
        words.emplace_back(std::string(say(" 公布期限：", " To be revealed by: ")) +
                           draw.embargo->reveal_by->beijing() + std::string(say("（北京时间）。", " (Beijing time).")));
    return element("p", {{"class", draw.embargo->overdue ? "warning" : ""}}, words);
}

Html facts(const workflow::DrawView& draw, Language language) {
    Content rows;
    const auto add = [&](std::string_view zh, std::string_view en, const std::optional<std::string>& digest) {
        if (!digest) return;
        rows.push_back(element("dt", {}, {pick(language, zh, en)}));
        rows.push_back(element("dd", {}, {code(*digest)}));
    };
    add("种子的承诺", "Commitment to the seed", draw.sealed_seed);
    if (draw.roots) {
        add("抽取结果的树根", "Root of the result", draw.roots->result);
        add("匹配结果的树根", "Root of the assignment", draw.roots->assignment);
        add("可派人员的树根", "Root of the candidates", draw.roots->slots);
    }
    if (draw.sample) {
        rows.push_back(element("dt", {}, {pick(language, "抽中户数", "Objects drawn")}));
        rows.push_back(element("dd", {}, {std::to_string(*draw.sample)}));
        rows.push_back(element("dt", {}, {pick(language, "已披露过的行数", "Lines shown to someone so far")}));
        rows.push_back(element("dd", {}, {std::to_string(draw.disclosed)}));
    }
    return element("dl", {}, rows);
}

}  // namespace

Html embargo_section(const workflow::DrawView& draw, Language language) {
    const auto say = [&](std::string_view zh, std::string_view en) { return pick(language, zh, en); };
    Content rows;
    for (const auto& share : draw.embargo->shares)
        rows.push_back(element("tr", {},
                               {element("td", {{"data-label", std::string(say("保管单位", "Kept by"))}},
                                        {share.organisation, " ", code(share.id)}),
                                element("td", {{"data-label", std::string(say("承诺", "Commitment"))}},
                                        {share.commitment ? code(*share.commitment) : Html(say("尚未", "not yet"))}),
                                element("td", {{"data-label", std::string(say("交来", "Handed over"))}},
                                        {moment(share.delivered_at, language)}),
                                element("td", {{"data-label", std::string(say("公布", "Revealed"))}},
                                        {moment(share.revealed_at, language)})}));
    Content head;
    for (const auto title :
         {say("保管单位", "Kept by"), say("承诺", "Commitment"), say("交来", "Handed over"), say("公布", "Revealed")})
        head.push_back(element("th", {{"scope", "col"}}, {title}));
    return element(
        "section", {{"id", "embargo"}, {"aria-labelledby", "embargo-title"}},
        {element("h2", {{"id", "embargo-title"}}, {say("保密到检查结束", "Secret until the visits are over")}),
         lead(draw, language), facts(draw, language), element("h3", {}, {say("两份密封份额", "The two sealed shares")}),
         element("div", {{"class", "scroll"}},
                 {element("table", {{"class", "stack"}},
                          {element("thead", {}, {element("tr", {}, head)}), element("tbody", {}, rows)})})});
}

}  // namespace sunlot::api
