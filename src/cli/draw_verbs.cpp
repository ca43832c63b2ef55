#include "cli/verbs.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

/// What may be said in a step, whichever it is.
struct Arguments {
    std::string draw;
    std::string party;
    std::string commitment;
    std::string deposit;
    std::string value;
    std::string typed;
    std::string name;
    std::string content;
    std::string reason;
    std::string file;
    std::string kind;
    std::string after;
    std::string limit = "50";
};
using Shared = std::shared_ptr<Arguments>;

std::string draw_text(const Json& draw) {
    std::string out = fmt::format("{}  {}  {}\n状态 state: {}（第 {} 次名单）\n", in_words(draw.at("draw_id")),
                                  in_words(draw.at("task").at("number")), in_words(draw.at("task").at("name")),
                                  in_words(draw.at("state")), in_words(draw.at("attempt")));
    out += table(
        {{"id", "各方"}, {"organisation", "单位"}, {"commitment", "承诺"}, {"value", "揭示"}, {"dropped", "剔除"}},
        draw.at("parties").as_array());
    out +=
        table({{"seq", "条目"}, {"at", "时间"}, {"kind", "事情"}, {"leaf", "叶摘要"}}, draw.at("entries").as_array());
    if (draw.at("seal").is_object()) {
        out += table({{"label", "分层"}, {"n", "名单"}, {"k", "应抽"}}, draw.at("seal").at("strata").as_array());
    }
    for (const auto& warning : draw.at("warnings").as_array()) out += "！" + in_words(warning.at("zh")) + "\n";
    out += "下一步 next: " + in_words(draw.at("next")) + "\n";
    return out;
}

std::string draws_table(const Json& answer) {
    return table(
        {{"draw_id", "抽取"}, {"task.number", "文号"}, {"task.name", "任务"}, {"state", "状态"}, {"sample", "抽中"}},
        answer.at("rows").as_array());
}

std::string rows_table(const Json& answer) {
    return table(
        {{"stratum", "分层"}, {"rank", "名次"}, {"kind", "类"}, {"id", "编号"}, {"name", "名称"}, {"ticket", "票号"}},
        answer.at("rows").as_array());
}

CLI::App* with_draw(CLI::App* command, const Shared& a) {
    command->add_option("draw", a->draw, "抽取编号 Draw id")->required();
    return command;
}

/// A verb that is one step of the draw: POST /api/draws/{id}/<step>.
CLI::App* add_step(CLI::App& group, Chosen& chosen, const Shared& a, const std::string& name, const std::string& step,
                   const std::string& help, std::function<Json::Object(const Arguments&)> body = {}) {
    auto verb = [a, step, body](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = "/api/draws/" + segment(a->draw) + "/" + step,
                                   .body = body ? body(*a) : Json::Object{}},
                                  draw_text);
    };
    return with_draw(add_verb(group, chosen, name, help, verb), a);
}

void add_contributions(CLI::App& draw, Chosen& chosen, const Shared& a) {
    auto* commit = add_step(draw, chosen, a, "commit", "contributions", "提交承诺 Commit", [](const Arguments& x) {
        Json::Object body{{"party", x.party}, {"commitment", x.commitment}};
        if (!x.deposit.empty())
            if (const auto boxes = parse_json(x.deposit)) body["deposit"] = boxes->at("deposit");
        return body;
    });
    commit->add_option("--deposit", a->deposit, "寄存：trustee seal 的输出 Deposit");
    commit->add_option("party", a->party, "哪一方 Party")->required();
    commit->add_option("commitment", a->commitment, "承诺，64 位十六进制 Commitment")->required();
    auto* reveal = add_step(draw, chosen, a, "reveal", "reveals", "揭示 Reveal", [](const Arguments& x) {
        return x.typed.empty() ? Json::Object{{"party", x.party}, {"value", x.value}}
                               : Json::Object{{"party", x.party}, {"typed", x.typed}};
    });
    reveal->add_option("party", a->party, "哪一方 Party")->required();
    auto* value = reveal->add_option("--value", a->value, "所承诺的数，64 位十六进制 Value");
    reveal->add_option("--typed", a->typed, "由它算出该数的文字 Typed text")->excludes(value);
    auto* event = add_step(draw, chosen, a, "event", "event", "登记公开事件 Record the public event",
                           [](const Arguments& x) { return Json::Object{{"name", x.name}, {"content", x.content}}; });
    event->add_option("name", a->name, "期号，如 2026135 Name")->required();
    event->add_option("content", a->content, "内容，如 03,09,12,18,26,31+07 Content")->required();
}

void add_steps(CLI::App& draw, Chosen& chosen, const Shared& a) {
    add_step(draw, chosen, a, "seal", "seal", "封存名单 Seal the frame");
    add_contributions(draw, chosen, a);
    add_step(draw, chosen, a, "seed", "seed", "确定种子 Fix the seed");
    add_step(draw, chosen, a, "result", "result", "抽取对象 Draw the objects");
    add_step(draw, chosen, a, "assign", "assignment", "匹配执法人员 Assign the officers");
    add_step(draw, chosen, a, "close", "close", "结束 Close");
    const auto reason = [](const Arguments& x) { return Json::Object{{"reason", x.reason}}; };
    add_step(draw, chosen, a, "void", "void", "作废（领导）Void", reason)
        ->add_option("--reason", a->reason, "理由 Reason")
        ->required();
    add_step(draw, chosen, a, "redraw", "redraw", "申请按原种子重抽 Ask for a redraw", reason)
        ->add_option("--reason", a->reason, "理由 Reason")
        ->required();
    add_step(draw, chosen, a, "approve-redraw", "redraw/approve", "批准重抽（领导）Approve a redraw");
}

void add_reading(CLI::App& draw, Chosen& chosen, const Shared& a) {
    add_verb(draw, chosen, "list", "抽取列表 List",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/draws"}, draws_table); });
    with_draw(add_verb(draw, chosen, "show", "查看抽取 Show",
                       [a](Workplace& place) {
                           return place.ask_and_show({.target = "/api/draws/" + segment(a->draw)}, draw_text);
                       }),
              a);
    auto* rows = add_verb(draw, chosen, "rows", "抽中的对象 The drawn objects", [a](Workplace& place) {
        const std::string target = with_query("/api/draws/" + segment(a->draw) + "/result",
                                              {{"kind", a->kind}, {"after", a->after}, {"limit", a->limit}});
        return place.ask_and_show({.target = target}, rows_table);
    });
    with_draw(rows, a)->add_option("--kind", a->kind, "S 抽中，R 候补");
    rows->add_option("--after", a->after, "游标 Cursor");
    rows->add_option("--limit", a->limit, "行数 Rows")->capture_default_str();
    auto* bundle = add_verb(draw, chosen, "bundle", "下载全部材料 Download the bundle", [a](Workplace& place) {
        return place.ask_and_show(
            {.target = "/d/" + segment(a->draw) + "/bundle.zip", .save_as = a->file},
            [a](const Json&) { return a->file + "\n"; }, SignIn::none);
    });
    with_draw(bundle, a)->add_option("file", a->file, "写到哪里 Where to")->required();
}

}  // namespace

void add_draw_verbs(CLI::App& app, Chosen& chosen) {
    auto& draw = *app.add_subcommand("draw", "抽取 Draws")->require_subcommand(1);
    const auto a = std::make_shared<Arguments>();
    auto* open = add_verb(draw, chosen, "open", "开启抽取 Open", [a](Workplace& place) -> Result<Done> {
        auto body = read_json_file(a->file);
        if (!body) return pass_on(body.error());
        return place.ask_and_show({.method = Method::post, .target = "/api/draws", .body = std::move(*body)},
                                  draw_text);
    });
    open->add_option("file", a->file, "JSON 文件：task, parties, min_parties, events, mode, sealed, embargo, trustees")
        ->required();
    add_steps(draw, chosen, a);
    add_reading(draw, chosen, a);
    add_embargo_verbs(draw, chosen);
    add_substitution_verbs(draw, chosen);
    add_simulate_verb(draw, chosen);
}

}  // namespace sunlot::cli
