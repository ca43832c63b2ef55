#include "api/witness_page.h"

namespace sunlot::api {

Content sealing_witnesses_line(const workflow::SealView& seal, Language language) {
    if (!seal.needs_witnesses) return {};
    if (seal.witnesses.empty())
        return {element("p", {{"class", "warning"}},
                        {pick(language, "封存还在等待见证人签名，签到之前不会揭示和抽取。",
                              "The sealing waits for its witnesses; until then nothing is revealed or drawn.")})};
    Content items;
    for (const auto& witness : seal.witnesses)
        items.push_back(element(
            "li", {},
            {witness.organisation, "（", element("code", {}, {witness.key_name}), "）", pick(language, "于 ", " at "),
             witness.at.beijing(), pick(language, "（北京时间）签名", " Beijing time")}));
    return {
        element("p", {{"class", "good"}},
                {pick(language, "封存在公开事件之前已由外单位见证，时间由他们各自签下：",
                      "The sealing was seen by other organisations before the public event; the times are theirs:")}),
        element("ul", {}, items)};
}

}  // namespace sunlot::api
