// What comes after a draw: substitutions, extensions, and why an object was drawn or not.
#include "base/text.h"
#include "cli/verbs.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

struct Arguments {
    std::string draw;
    std::string object;
    std::string what;
    std::int64_t line = 0;
    std::int64_t slot = -1;
    std::int64_t number = 0;
    std::string reason;
    std::string text;
    std::vector<std::string> unavailable;
    std::vector<std::string> strata;
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

std::string changes_text(const Json& draw) {
    std::string out = fmt::format("{}  {}  第 {} 次名单\n", in_words(draw.at("draw_id")), in_words(draw.at("state")),
                                  in_words(draw.at("attempt")));
    out += table({{"number", "序号"},
                  {"what", "替换"},
                  {"line", "行"},
                  {"reason_title.zh", "原因"},
                  {"state", "状态"},
                  {"replacement", "递补行"},
                  {"replaced", "原人员"},
                  {"officer", "接替"},
                  {"officers", "人员"}},
                 draw.at("substitutions").as_array());
    if (draw.at("extension").is_object())
        out += fmt::format("扩大抽取 extension: {}\n", to_canonical(draw.at("extension").at("strata")));
    return out + "下一步 next: " + in_words(draw.at("next")) + "\n";
}

Result<Done> post(Workplace& place, const Arguments& a, const std::string& step, Json::Object body) {
    return place.ask_and_show(
        {.method = Method::post, .target = "/api/draws/" + segment(a.draw) + "/" + step, .body = Json(std::move(body))},
        changes_text);
}

Json::Object request_of(const Arguments& a) {
    Json::Object body{
        {"what", a.what}, {"line", a.line}, {"reason", a.reason}, {"text", a.text}, {"unavailable", a.unavailable}};
    if (a.slot >= 0) body["slot"] = a.slot;
    return body;
}

/// "A=10/100", "B=30", "C=all"
Result<Json::Array> strata_of(const std::vector<std::string>& texts) {
    Json::Array strata;
    for (const std::string& text : texts) {
        const auto equals = text.rfind('=');
        const std::string quota = equals == std::string::npos ? "" : text.substr(equals + 1);
        const auto slash = quota.find('/');
        const auto over = parse_unsigned(quota.substr(0, slash));
        const auto under = slash == std::string::npos ? std::nullopt : parse_unsigned(quota.substr(slash + 1));
        Json value = "all";
        if (under && over)
            value = Json::Object{{"ratio", Json::Array{*over, *under}}};
        else if (over && slash == std::string::npos)
            value = *over;
        else if (quota != "all")
            return refuse(RefusalKind::invalid, "cli.quota", "应写作 分层=10/100、分层=30 或 分层=all",
                          "write STRATUM=10/100, STRATUM=30 or STRATUM=all");
        strata.push_back(Json::Object{{"label", text.substr(0, equals)}, {"quota", std::move(value)}});
    }
    return strata;
}

CLI::App* with_draw(CLI::App* command, const Shared& a) {
    command->add_option("draw", a->draw, "抽取编号 Draw id")->required();
    return command;
}

void add_changes(CLI::App& draw, Chosen& chosen, const Shared& a) {
    auto* ask = with_draw(add_verb(draw, chosen, "substitute", "申请替换 Ask for a substitution",
                                   [a](Workplace& place) { return post(place, *a, "substitutions", request_of(*a)); }),
                          a);
    ask->add_option("what", a->what, "object 对象，officer 人员")->required();
    ask->add_option("line", a->line, "结果中的行，从 0 起 Line of the result")->required();
    ask->add_option("--slot", a->slot, "岗位，从 0 起（人员）Slot");
    ask->add_option("--reason", a->reason, "原因代码，如 moved Reason")->required();
    ask->add_option("--text", a->text, "情况说明（不公开）What happened")->required();
    ask->add_option("--unavailable", a->unavailable, "另有哪些人员不能去 Further officers who cannot go");
    for (const char* answer : {"approve", "refuse"}) {
        const std::string step = answer;
        auto* verb = with_draw(add_verb(draw, chosen, step + "-substitution", "答复替换（领导）Answer a substitution",
                                        [a, step](Workplace& place) {
                                            return post(place, *a,
                                                        "substitutions/" + std::to_string(a->number) + "/" + step, {});
                                        }),
                               a);
        verb->add_option("number", a->number, "第几号 Number")->required();
    }
    auto* extend = with_draw(add_verb(draw, chosen, "extend", "申请扩大抽取 Ask for an extension",
                                      [a](Workplace& place) -> Result<Done> {
                                          auto strata = strata_of(a->strata);
                                          if (!strata) return pass_on(strata.error());
                                          return post(place, *a, "extension",
                                                      {{"strata", std::move(*strata)}, {"reason", a->reason}});
                                      }),
                             a);
    extend->add_option("strata", a->strata, "分层=10/100 或 分层=30 或 分层=all")->required();
    extend->add_option("--reason", a->reason, "理由 Reason")->required();
    with_draw(add_verb(draw, chosen, "approve-extension", "批准扩大抽取（领导）Approve an extension",
                       [a](Workplace& place) { return post(place, *a, "extension/approve", {}); }),
              a);
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
    add_changes(draw, chosen, a);
    why->add_option("object", a->object, "统一社会信用代码，或名录里的编号 Code")->required();
}

}  // namespace sunlot::cli
