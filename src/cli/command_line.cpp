#include "cli/command_line.h"

#include "cli/serve.h"
#include "cli/verbs.h"
#include "store/errors.h"

#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

int report(const Refusal& refusal) {
    fmt::print(stderr, "{}\n", refusal.text.zh);
    if (!refusal.text.en.empty()) fmt::print(stderr, "{}\n", refusal.text.en);
    fmt::print(stderr, "[{}{}{}]\n", refusal.code, refusal.field.empty() ? "" : " ", refusal.field);
    return 1;
}

void add_serve(CLI::App& app, Chosen& chosen, ServeOptions& options, const OpenSystem& open_system) {
    auto* command = app.add_subcommand("serve", "启动服务器 Run the server");
    auto& system = chosen.common.system;
    command->add_option("--data", system.data, "数据目录 Data directory")->capture_default_str();
    command->add_option("--database", system.database, "postgresql://…; SQLite when absent");
    command->add_option("--web", system.web, "网页程序目录 Built web application");
    command->add_option("--key-secret", system.key_secret, "打开日志密钥的口令文件 File that opens the log's key");
    command->add_option("--host", options.host, "监听地址 Address")->capture_default_str();
    command->add_option("--port", options.port, "端口 Port")->capture_default_str();
    command
        ->add_option("--county-pace", options.county_seconds, "每隔多少秒看各县日志 How often to look at county logs")
        ->capture_default_str();
    command
        ->add_option("--audit-at", options.audit_at, "夜间审计的时间（北京） When the nightly audit runs, Beijing time")
        ->capture_default_str();
    command->add_flag("--empty", options.empty, "不装入演示数据 Without demonstration data");
    command->callback(
        [&] { chosen.verb = [&](Workplace&) { return serve(chosen.common.system, options, open_system); }; });
}

}  // namespace

int run(int argc, char** argv, const OpenSystem& open_system, const ReadBundle& read_bundle) {
    CLI::App app("阳光双随机：可以核对的双随机抽查 Sunlot: inspection draws anyone can check");
    app.require_subcommand(1);
    Chosen chosen;
    chosen.read_bundle = read_bundle;
    ServeOptions serve_options;
    add_serve(app, chosen, serve_options, open_system);
    add_account_verbs(app, chosen);
    add_me_verbs(app, chosen);
    add_role_verbs(app, chosen);
    add_organ_verbs(app, chosen);
    add_directory_verbs(app, chosen);
    add_officer_verbs(app, chosen);
    add_setting_verbs(app, chosen);
    add_item_verbs(app, chosen);
    add_task_verbs(app, chosen);
    add_draw_verbs(app, chosen);
    add_trustee_verbs(app, chosen);
    add_journal_verbs(app, chosen);
    add_log_verbs(app, chosen);
    add_key_verbs(app, chosen);
    add_data_key_verbs(app, chosen);
    add_entry_verbs(app, chosen);
    add_witness_verbs(app, chosen);
    add_exchange_verbs(app, chosen);
    add_province_verbs(app, chosen);
    add_audit_verbs(app, chosen);
    try {
        app.parse(argc, argv);
        Workplace place(chosen.common, open_system);
        const auto done = chosen.verb(place);
        return done ? place.exit_code() : report(done.error());
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const store::Frozen& frozen) {
        return report(frozen.why);
    } catch (const std::exception& error) {
        fmt::print(stderr, "sunlot: {}\n", error.what());
        return 70;
    }
}

}  // namespace sunlot::cli
