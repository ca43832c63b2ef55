#include "api/witness_page.h"

namespace sunlot::api {
namespace {

Html warning(std::string_view text) {
    return element("p", {{"class", "warning"}}, {text});
}

}  // namespace

Html sealing_witnesses_line(const workflow::SealView& seal, Language language) {
    if (!seal.needs_witnesses)
        return warning(pick(language, "没有外部见证人看着这个日志：它有没有改写过，只能靠各人保存的旧检查点来比对。",
                            "Nobody outside watches this log: whether it was rewritten can only be seen by comparing "
                            "heads that people have kept."));
    if (seal.witnesses.empty())
        return warning(pick(language, "封存还在等待见证人签名，签到之前不会揭示和抽取。",
                            "The sealing waits for its witnesses; until then nothing is revealed or drawn."));
    Content items;
    for (const auto& witness : seal.witnesses)
        items.push_back(element(
            "li", {},
            {witness.organisation, "（", element("code", {}, {witness.key_name}), "）", pick(language, "于 ", " at "),
             witness.at.beijing(), pick(language, "（北京时间）签名", " Beijing time")}));
    return element("div", {{"class", "good"}},
                   {element("p", {},
                            {pick(language, "封存在公开事件之前已由外单位见证，时间由他们各自签下：",
                                  "The sealing was seen by other organisations before the public event; the times are "
                                  "theirs:")}),
                    element("ul", {}, items)});
}

}  // namespace sunlot::api
