// Verbs for the witnesses of the log: who they are, whose cosignatures count, and requests carried by hand.
#include "cli/verbs.h"

#include <fstream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

struct Arguments {
    std::string name;
    std::string file;
    std::string reason;
};
using Shared = std::shared_ptr<Arguments>;

Result<std::string> read_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return refuse(RefusalKind::not_found, "file.unreadable", "读不了文件 " + path,
                      "The file can't be read: " + path);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string overview_text(const Json& answer) {
    std::string out = table({{"name", "见证人"},
                             {"organisation", "单位"},
                             {"state", "状态"},
                             {"cosigned_size", "已签到"},
                             {"cosigned_at", "签名时间"},
                             {"lag", "落后"},
                             {"url", "网址"},
                             {"trouble", "说明"}},
                            answer.at("witnesses").as_array());
    const Json& policy = answer.at("policy");
    if (policy.is_null())
        out += "没有见证策略：没有外部见证人 (no policy: nobody outside watches this log)\n";
    else
        out += fmt::format("现行策略 policy in force:\n{}日志 {} 条，最新经见证 {} 条 ({} of {} entries witnessed)\n",
                           policy.at("text").as_string(), in_words(answer.at("size")),
                           in_words(answer.at("witnessed_size")), in_words(answer.at("witnessed_size")),
                           in_words(answer.at("size")));
    if (const Json& proposed = answer.at("proposed"); !proposed.is_null())
        out += fmt::format("待批准 waiting for approval, by {}：{}\n{}", in_words(proposed.at("by")),
                           in_words(proposed.at("reason")), proposed.at("text").as_string());
    return out;
}

std::string target(const Shared& a, const char* what) {
    return "/api/witnesses/" + segment(a->name) + "/" + what;
}

Result<Done> propose(Workplace& place, const Shared& a) {
    const auto policy = read_text(a->file);
    if (!policy) return pass_on(policy.error());
    return place.ask_and_show({.method = Method::post,
                               .target = "/api/witnesses/policy",
                               .body = Json::Object{{"policy", *policy}, {"reason", a->reason}}},
                              overview_text);
}

Result<Done> request(Workplace& place, const Shared& a) {
    const auto client = place.client();
    if (!client) return pass_on(client.error());
    const auto answer = (*client)->send({.target = target(a, "request"), .save_as = a->file});
    if (answer.status != 200) return pass_on(refusal_in(answer));
    place.print(Json::Object{{"file", a->file}}, [&](const Json&) {
        return fmt::format("已写入 {}：带给 {}，用 sunlot-witness 签名 (carry it to the witness)\n", a->file, a->name);
    });
    return Done{};
}

Result<Done> accept(Workplace& place, const Shared& a) {
    const auto bytes = read_text(a->file);
    if (!bytes) return pass_on(bytes.error());
    return place.ask_and_show(
        {.method = Method::post, .target = target(a, "answer"), .body = Json::Object{{"answer", *bytes}}},
        [](const Json& answer) {
            const std::string size = in_words(answer.at("size"));
            return answer.at("conflict").as_bool() ? fmt::format(
                                                         "见证人已知 {} 条，已记下；请重新 request 再送签 (it knows {} "
                                                         "entries: make a new request)\n",
                                                         size, size)
                                                   : fmt::format("已签到第 {} 条 (cosigned up to {})\n", size, size);
        });
}

}  // namespace

void add_witness_verbs(CLI::App& app, Chosen& chosen) {
    auto& group = *app.add_subcommand("witness", "见证人 Witnesses of the log")->require_subcommand(1);
    const auto a = std::make_shared<Arguments>();
    add_verb(group, chosen, "list", "见证人与现行策略 Witnesses and the policy in force",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/witnesses"}, overview_text); });
    auto* proposing = add_verb(group, chosen, "propose", "提出见证策略（系统管理员） Propose a policy",
                               [a](Workplace& place) { return propose(place, a); });
    proposing->add_option("file", a->file, "策略文件 Policy file (C2SP tlog-policy)")->required();
    proposing->add_option("--reason", a->reason, "理由 Reason")->required();
    add_verb(group, chosen, "approve", "批准见证策略（安全或审计管理员） Approve the proposed policy",
             [](Workplace& place) {
                 return place.ask_and_show({.method = Method::post, .target = "/api/witnesses/policy/approve"},
                                           overview_text);
             });
    auto* requesting = add_verb(group, chosen, "request", "写出送签文件 Write the request to carry to a witness",
                                [a](Workplace& place) { return request(place, a); });
    auto* accepting = add_verb(group, chosen, "accept", "收下见证人的答复 Take the answer of a witness",
                               [a](Workplace& place) { return accept(place, a); });
    for (auto* verb : {requesting, accepting}) {
        verb->add_option("name", a->name, "见证人 Witness, as in the policy")->required();
        verb->add_option("file", a->file, "文件 File")->required();
    }
}

}  // namespace sunlot::cli
