// Verbs for interconnection (互联互通): sources, runs, conflicts, keys of other departments.
#include "cli/verbs.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

constexpr std::chrono::milliseconds kAskAgain{300};

struct Arguments {
    std::string id;
    std::string file;
    std::string secret_file;
    std::string reason;
    std::string source;
    std::string choice;
    std::vector<std::string> conflicts;
    bool dry = false;
    bool full = false;
    bool force = false;
};
using Shared = std::shared_ptr<Arguments>;

std::string source_target(const Shared& a, const std::string& rest = {}) {
    return "/api/exchange/sources/" + segment(a->id) + rest;
}

std::string sources_text(const Json& answer) {
    return table({{"id", "编号"},
                  {"name", "来源"},
                  {"kind", "种类"},
                  {"enabled", "启用"},
                  {"every_minutes", "间隔（分）"},
                  {"merged_at", "上次并入"},
                  {"conflicts", "待判断"}},
                 answer.at("rows").as_array());
}

std::string source_text(const Json& source) {
    return fmt::format("{} {}：{}\n", in_words(source.at("id")), in_words(source.at("name")),
                       to_canonical(source.at("place")));
}

std::string trial_text(const Json& trial) {
    return fmt::format("{}\n", in_words(trial.at("delivery"))) +
           table({{"title", "列"}, {"field", "当作"}, {"sample", "前几行"}}, trial.at("columns").as_array());
}

std::string run_text(const Json& run) {
    const Json& counts = run.at("counts");
    std::string out = fmt::format(
        "{} {}{}：读 {} 行；新增 {}，变更 {}，不变 {}，出入 {}，拒收 {}，不再交来 {}\n", in_words(run.at("id")),
        in_words(run.at("state")), run.at("dry").as_bool() ? "（试运行 dry run）" : "", in_words(counts.at("read")),
        in_words(counts.at("new")), in_words(counts.at("changed")), in_words(counts.at("same")),
        in_words(counts.at("conflicting")), in_words(counts.at("rejected")), in_words(counts.at("vanished")));
    if (const Json& no = run.at("refusal"); !no.is_null())
        out += fmt::format("[{}] {}\n{}\n", in_words(no.at("code")), in_words(no.at("message")),
                           in_words(no.at("message_en")));
    if (const Json& entry = run.at("entry"); !entry.is_null()) out += "日志条目 entry " + in_words(entry) + "\n";
    if (const Json* problems = run.find("problems"); problems != nullptr && !problems->as_array().empty())
        out += table({{"row", "行"}, {"column", "列"}, {"value", "内容"}, {"message", "怎么改"}}, problems->as_array());
    return out;
}

std::string conflicts_text(const Json& answer) {
    return table({{"id", "编号"},
                  {"source_name", "来源"},
                  {"object", "对象"},
                  {"object_name", "名称"},
                  {"field", "字段"},
                  {"ours", "我方"},
                  {"theirs", "来源方"}},
                 answer.at("rows").as_array());
}

std::string readers_text(const Json& answer) {
    return table({{"id", "编号"},
                  {"name", "部门"},
                  {"expires_on", "有效至"},
                  {"revoked", "已收回"},
                  {"given_rows", "已取行数"},
                  {"given_at", "上次来取"}},
                 answer.at("rows").as_array());
}

Result<std::string> read_secret(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return refuse(RefusalKind::not_found, "file.unreadable", "读不了文件 " + path,
                      "The file can't be read: " + path);
    std::string secret{std::istreambuf_iterator<char>(in), {}};
    while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
    return secret;
}

/// The settings in a file, with the key from another one beside them: a key never stands on a command line.
Result<Json> settings_of(const Shared& a) {
    auto settings = read_json_file(a->file);
    if (!settings || a->secret_file.empty()) return settings;
    auto secret = read_secret(a->secret_file);
    if (!secret) return pass_on(secret.error());
    settings->as_object().insert_or_assign("secret", std::move(*secret));
    return settings;
}

Result<Done> set(Workplace& place, const Shared& a) {
    auto settings = settings_of(a);
    if (!settings) return pass_on(settings.error());
    const bool fresh = a->id.empty();
    return place.ask_and_show({.method = fresh ? Method::post : Method::put,
                               .target = fresh ? "/api/exchange/sources" : source_target(a),
                               .body = std::move(*settings)},
                              source_text);
}

Result<Done> try_it(Workplace& place, const Shared& a) {
    auto settings = settings_of(a);
    if (!settings) return pass_on(settings.error());
    if (!a->id.empty()) settings->as_object().insert_or_assign("id", a->id);
    return place.ask_and_show(
        {.method = Method::post, .target = "/api/exchange/sources/try", .body = std::move(*settings)}, trial_text);
}

bool is_over(const Json& run) {
    const auto& state = run.at("state").as_string();
    return state != "waiting" && state != "running";
}

/// Starts a run and waits for its end, here or on the server.
Result<Done> run(Workplace& place, const Shared& a) {
    const auto client = place.client();
    if (!client) return pass_on(client.error());
    auto run = (*client)->ask({.method = Method::post,
                               .target = source_target(a, "/runs"),
                               .body = Json::Object{{"dry", a->dry}, {"force", a->force}, {"full", a->full}}});
    while (run) {
        run = (*client)->ask({.target = "/api/exchange/runs/" + segment(run->at("id").as_string())});
        if (!run || is_over(*run)) break;
        place.progress().show(run->at("stage").as_string(),
                              static_cast<std::uint64_t>(run->at("rows_so_far").as_integer()), 0);
        std::this_thread::sleep_for(kAskAgain);
    }
    place.progress().finish();
    if (!run) return pass_on(run.error());
    place.print(*run, run_text);
    if (run->at("state").as_string() == "failed") place.end_with(1);
    return Done{};
}

void add_source_verbs(CLI::App& group, Chosen& chosen, const Shared& a) {
    add_verb(group, chosen, "sources", "共享来源 Sources of rows",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/exchange/sources"}, sources_text); });
    auto* setting = add_verb(group, chosen, "set", "新建或修改来源 Add a source, or configure one anew",
                             [a](Workplace& place) { return set(place, a); });
    auto* trying = add_verb(group, chosen, "try", "试读前几行 Read the first rows",
                            [a](Workplace& place) { return try_it(place, a); });
    for (auto* verb : {setting, trying}) {
        verb->add_option("file", a->file, "设置（JSON） Settings")->required();
        verb->add_option("--id", a->id, "已有来源的编号 Of a source that is there");
        verb->add_option("--secret-file", a->secret_file, "密钥所在的文件 File with the key or password");
    }
    auto* removing = add_verb(group, chosen, "remove", "移除来源 Remove a source", [a](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = source_target(a, "/remove"),
                                   .body = Json::Object{{"reason", a->reason}}},
                                  [](const Json&) { return std::string("已移除 (removed)\n"); });
    });
    removing->add_option("id", a->id, "编号 Id")->required();
    removing->add_option("--reason", a->reason, "理由 Reason")->required();
}

void add_run_verbs(CLI::App& group, Chosen& chosen, const Shared& a) {
    auto* running = add_verb(group, chosen, "run", "运行来源，等到做完 Run a source and wait for its end",
                             [a](Workplace& place) { return run(place, a); });
    running->add_option("id", a->id, "来源编号 Source")->required();
    running->add_flag("--dry", a->dry, "只试运行，什么也不写 Write nothing");
    running->add_flag("--full", a->full, "从头读起，逐行比对 From the beginning, every row compared");
    running->add_flag("--force", a->force, "大量对象不再交来也照样并入 Although much has vanished");
    auto* listing = add_verb(group, chosen, "runs", "运行记录 Runs of a source", [a](Workplace& place) {
        return place.ask_and_show({.target = source_target(a, "/runs")}, [](const Json& answer) {
            return table(
                {{"id", "编号"}, {"state", "状态"}, {"dry", "试"}, {"started_at", "开始"}, {"delivery", "来自"}},
                answer.at("rows").as_array());
        });
    });
    listing->add_option("id", a->id, "来源编号 Source")->required();
    auto* showing = add_verb(group, chosen, "report", "一次运行的报告 The report of a run", [a](Workplace& place) {
        return place.ask_and_show({.target = "/api/exchange/runs/" + segment(a->id)}, run_text);
    });
    showing->add_option("id", a->id, "运行编号 Run")->required();
}

void add_conflict_verbs(CLI::App& group, Chosen& chosen, const Shared& a) {
    auto* listing = add_verb(group, chosen, "conflicts", "待判断的出入 Conflicts that wait", [a](Workplace& place) {
        return place.ask_and_show(
            {.target = with_query("/api/exchange/conflicts", {{"source", a->source}, {"limit", "500"}})},
            conflicts_text);
    });
    listing->add_option("--source", a->source, "来源编号 Of one source");
    auto* resolving = add_verb(group, chosen, "resolve", "对出入作出判断 Decide on conflicts", [a](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post,
             .target = "/api/exchange/conflicts/resolve",
             .body = Json::Object{{"choice", a->choice}, {"conflicts", Json(a->conflicts)}, {"reason", a->reason}}},
            [](const Json& answer) {
                return fmt::format("已处理 {} 条，改动 {} 个对象，日志条目 entry {}\n",
                                   in_words(answer.at("conflicts")), in_words(answer.at("objects")),
                                   in_words(answer.at("receipt").at("seq")));
            });
    });
    resolving->add_option("choice", a->choice, "keep（以我方为准）或 take（以来源为准）")->required();
    resolving->add_option("conflicts", a->conflicts, "出入编号 Conflicts")->required();
    resolving->add_option("--reason", a->reason, "理由 Reason");
}

void add_reader_verbs(CLI::App& group, Chosen& chosen, const Shared& a) {
    add_verb(group, chosen, "readers", "其他部门的密钥 Keys of other departments",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/exchange/readers"}, readers_text); });
    auto* giving = add_verb(
        group, chosen, "give-key", "发给一个部门密钥，只显示一次 Give a department a key", [a](Workplace& place) {
            const auto scope = read_json_file(a->file);
            if (!scope) return Result<Done>(pass_on(scope.error()));
            return place.ask_and_show({.method = Method::post, .target = "/api/exchange/readers", .body = *scope},
                                      [](const Json& answer) {
                                          return fmt::format("{} {}\n{}\n", in_words(answer.at("id")),
                                                             in_words(answer.at("name")), in_words(answer.at("key")));
                                      });
        });
    giving->add_option("file", a->file, "范围（JSON） Scope")->required();
    auto* revoking = add_verb(group, chosen, "revoke-key", "收回密钥 Take a key back", [a](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = "/api/exchange/readers/" + segment(a->id) + "/revoke",
                                   .body = Json::Object{{"reason", a->reason}}},
                                  [](const Json&) { return std::string("已收回 (revoked)\n"); });
    });
    revoking->add_option("id", a->id, "编号 Id")->required();
    revoking->add_option("--reason", a->reason, "理由 Reason")->required();
}

}  // namespace

void add_exchange_verbs(CLI::App& app, Chosen& chosen) {
    auto& group = *app.add_subcommand("exchange", "互联互通 Interconnection")->require_subcommand(1);
    const auto a = std::make_shared<Arguments>();
    add_source_verbs(group, chosen, a);
    add_run_verbs(group, chosen, a);
    add_conflict_verbs(group, chosen, a);
    add_reader_verbs(group, chosen, a);
}

}  // namespace sunlot::cli
