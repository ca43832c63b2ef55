// What comes after a draw: why an object was drawn or not.
#include "cli/verbs.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

struct Arguments {
    std::string draw;
    std::string object;
};
using Shared = std::shared_ptr<Arguments>;

std::string why_text(const Json& answer) {
    std::string out = in_words(answer.at("sentence").at("zh")) + "\n";
    for (const char* member : {"object", "stratum", "district", "n", "k", "ticket", "rank", "line"})
        if (!answer.at(member).is_null()) out += fmt::format("{:10}{}\n", member, in_words(answer.at(member)));
    if (answer.at("cut").is_object())
        out += fmt::format("最后一个中签 cut: {} {}\n", in_words(answer.at("cut").at("rank")),
                           in_words(answer.at("cut").at("ticket")));
    if (answer.at("excluded").is_object())
        out += fmt::format("排除 excluded: {}（日志条目 entry {}）\n", in_words(answer.at("excluded").at("text")),
                           in_words(answer.at("excluded").at("ref")));
    if (answer.at("neighbours").is_array())
        for (const auto& line : answer.at("neighbours").as_array())
            out += fmt::format("第 {} 行 line: {}\n", line.at("index").as_integer() + 1, in_words(line.at("line")));
    out += fmt::format("名单树根 root: {}\n", in_words(answer.at("frame").at("root")));
    return out + in_words(answer.at("one_liner")) + "\n";
}

}  // namespace

void add_substitution_verbs(CLI::App& draw, Chosen& chosen) {
    const auto a = std::make_shared<Arguments>();
    auto* why = add_verb(draw, chosen, "why", "一个对象为什么抽中或没有抽中 Why drawn or not", [a](Workplace& place) {
        const std::string target =
            with_query("/api/public/draws/" + segment(a->draw) + "/why", {{"object", a->object}});
        return place.ask_and_show({.target = target}, why_text, SignIn::none);
    });
    why->add_option("draw", a->draw, "抽取编号 Draw id")->required();
    why->add_option("object", a->object, "统一社会信用代码，或名录里的编号 Code")->required();
}

}  // namespace sunlot::cli
