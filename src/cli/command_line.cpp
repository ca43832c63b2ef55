#include "cli/command_line.h"

#include "cli/serve.h"

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

}  // namespace

int run(int argc, char** argv, const OpenSystem& open_system) {
    CLI::App app("阳光抽签 Sunlot");
    app.require_subcommand(1);
    SystemOptions system_options;
    ServeOptions serve_options;
    std::function<Result<Done>()> verb;
    auto* serve_command = app.add_subcommand("serve", "启动服务器 Run the server");
    serve_command->add_option("--data", system_options.data, "数据目录 Data directory")->capture_default_str();
    serve_command->add_option("--database", system_options.database, "postgresql://…; SQLite when absent");
    serve_command->add_option("--web", system_options.web, "网页程序目录 Built web application");
    serve_command->add_option("--host", serve_options.host, "监听地址 Address")->capture_default_str();
    serve_command->add_option("--port", serve_options.port, "端口 Port")->capture_default_str();
    serve_command->add_flag("--empty", serve_options.empty, "不装入演示数据 Without demonstration data");
    serve_command->callback([&] { verb = [&] { return serve(system_options, serve_options, open_system); }; });
    try {
        app.parse(argc, argv);
        const auto done = verb();
        return done ? 0 : report(done.error());
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "sunlot: {}\n", error.what());
        return 70;
    }
}

}  // namespace sunlot::cli
