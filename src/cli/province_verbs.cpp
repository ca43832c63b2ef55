// Verbs of a provincial log: which counties it watches, and a look at all of them.
#include "cli/verbs.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

struct Arguments {
    std::string name;
    std::string region;
    std::string url;
    std::string vkey;
    std::string origin;
    std::string reason;
    std::int64_t silence = 600;
};

std::string counties_text(const Json& answer) {
    std::string out = table({{"region", "区划"},
                             {"name", "县"},
                             {"origin", "日志"},
                             {"size", "条数"},
                             {"at", "看到的时间"},
                             {"state", "状态"},
                             {"entry", "条目"}},
                            answer.at("rows").as_array());
    for (const auto& county : answer.at("rows").as_array())
        for (const auto& alarm : county.at("alarms").as_array())
            out += fmt::format("警报 {}：{}（{}，条目 {}）\n", in_words(county.at("name")), in_words(alarm.at("zh")),
                               in_words(alarm.at("what")), in_words(alarm.at("entry")));
    return out;
}

std::string observed_text(const Json& done) {
    return fmt::format(
        "看了 {} 个县：{} 个有新检查点，{} 个新警报，{} 个没有连上 ({} looked at, {} grown, {} alarms, {} "
        "unreachable)\n",
        in_words(done.at("counties")), in_words(done.at("grown")), in_words(done.at("alarmed")),
        in_words(done.at("unreachable")), in_words(done.at("counties")), in_words(done.at("grown")),
        in_words(done.at("alarmed")), in_words(done.at("unreachable")));
}

Result<Done> add(Workplace& place, const Arguments& a) {
    return place.ask_and_show(
        {.method = Method::post,
         .target = "/api/province/counties",
         .body = Json::Object{{"name", a.name}, {"region", a.region}, {"url", a.url}, {"vkey", a.vkey}}},
        [](const Json& county) {
            return fmt::format("已纳入 {} ({})\n", in_words(county.at("name")), in_words(county.at("origin")));
        });
}

Result<Done> observe(Workplace& place, const Arguments& a) {
    return place.ask_and_show({.method = Method::post,
                               .target = "/api/province/observe",
                               .body = Json::Object{{"silence_seconds", a.silence}}},
                              observed_text);
}

Result<Done> resolve(Workplace& place, const Arguments& a) {
    return place.ask_and_show({.method = Method::post,
                               .target = "/api/province/resolve",
                               .body = Json::Object{{"origin", a.origin}, {"reason", a.reason}}},
                              [](const Json&) { return std::string("警报已解除 (alarms ended)\n"); });
}

}  // namespace

void add_province_verbs(CLI::App& app, Chosen& chosen) {
    auto& province = *app.add_subcommand("province", "省级日志 The provincial log")->require_subcommand(1);
    auto a = std::make_shared<Arguments>();
    auto* adding = add_verb(province, chosen, "add", "纳入一个县的日志，或更改地址、公钥 Watch a county's log",
                            [a](Workplace& place) { return add(place, *a); });
    adding->add_option("vkey", a->vkey, "县日志的公钥 Its verifier key")->required();
    adding->add_option("--name", a->name, "机关名称 Name of the organ")->required();
    adding->add_option("--region", a->region, "区划代码 Region")->required();
    adding->add_option("--url", a->url, "日志地址 Address of its log")->required();
    add_verb(province, chosen, "list", "各县日志 The county logs", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/public/province"}, counties_text, SignIn::none);
    });
    auto* looking = add_verb(province, chosen, "observe", "现在看一遍各县日志 Look at all of them now",
                             [a](Workplace& place) { return observe(place, *a); });
    looking->add_option("--silence", a->silence, "多少秒连不上就报警 Alarm after so many seconds")
        ->capture_default_str();
    auto* resolving = add_verb(province, chosen, "resolve", "查明后解除一个县的警报 End a county's alarms",
                               [a](Workplace& place) { return resolve(place, *a); });
    resolving->add_option("origin", a->origin, "县日志的名称 Its origin")->required();
    resolving->add_option("--reason", a->reason, "查明的情况 What was found")->required();
}

}  // namespace sunlot::cli
