#include "cli/verbs.h"
#include "files/data_lock.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

}  // namespace

Result<Done> Workplace::connect() {
    const Progress progress = [this](std::string_view stage, std::uint64_t done, std::uint64_t total) {
        progress_.show(stage, done, total);
    };
    auto here = open_system_(options_.system);
    if (here) {
        client_ = local_client(std::move(*here), progress);
        return Done{};
    }
    if (here.error().code != "data.locked") return pass_on(here.error());
    const auto address = files::DataLock::owner(options_.system.data);
    if (!address || address->empty()) return pass_on(here.error());
    client_ = http_client(*address, progress);
    return Done{};
}

Result<Done> Workplace::sign_in_now() {
    const std::string user = options_.user.empty() ? environment("SUNLOT_USER") : options_.user;
    if (user.empty()) {
        return refuse(RefusalKind::unauthenticated, "cli.user", "请用 --user 指明登录名",
                      "Say who you are with --user");
    }
    std::string password = environment("SUNLOT_PASSWORD");
    if (password.empty()) password = ask_password(user + " 的密码 password: ");
    if (password.empty()) {
        return refuse(RefusalKind::unauthenticated, "cli.password", "请在终端输入密码，或设置环境变量 SUNLOT_PASSWORD",
                      "Enter the password on a terminal, or set SUNLOT_PASSWORD");
    }
    const std::string code = environment("SUNLOT_CODE");
    auto done = client_->sign_in(user, password, code);
    if (done || done.error().code != "login.code_needed" || !code.empty()) return done;
    const std::string typed = ask_password("动态口令或恢复码 code: ");
    return typed.empty() ? std::move(done) : client_->sign_in(user, password, typed);
}

Result<Client*> Workplace::client(SignIn sign_in) {
    if (!client_) {
        const auto connected = connect();
        if (!connected) return pass_on(connected.error());
    }
    if (sign_in == SignIn::needed && !signed_in_) {
        const auto done = sign_in_now();
        if (!done) return pass_on(done.error());
        signed_in_ = true;
    }
    return client_.get();
}

void Workplace::print(const Json& answer, const std::function<std::string(const Json&)>& show) const {
    const std::string text = options_.json ? to_canonical(answer) + "\n" : show(answer);
    std::fwrite(text.data(), 1, text.size(), stdout);
}

Result<Done> Workplace::ask_and_show(const Call& call, const std::function<std::string(const Json&)>& show,
                                     SignIn sign_in) {
    const auto there = client(sign_in);
    if (!there) return pass_on(there.error());
    const auto answer = (*there)->ask(call);
    progress_.finish();
    if (!answer) return pass_on(answer.error());
    print(*answer, show);
    return Done{};
}

CLI::App* add_verb(CLI::App& parent, Chosen& chosen, const std::string& name, const std::string& help, Verb verb) {
    auto* command = parent.add_subcommand(name, help);
    auto& system = chosen.common.system;
    command->add_option("--data", system.data, "数据目录 Data directory")->capture_default_str();
    command->add_option("--database", system.database, "postgresql://…; SQLite when absent");
    command->add_option("--key-secret", system.key_secret, "打开日志密钥的口令文件 File that opens the log's key");
    command->add_option("--user", chosen.common.user, "登录名 Login name (or SUNLOT_USER; password: SUNLOT_PASSWORD)");
    command->add_flag("--json", chosen.common.json, "输出 JSON Print JSON");
    command->callback([&chosen, verb = std::move(verb)] { chosen.verb = verb; });
    return command;
}

std::string segment(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (kUnreserved.contains(c)) {
            out += c;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    return out;
}

std::string with_query(std::string path, const std::vector<std::pair<std::string, std::string>>& parameters) {
    char mark = '?';
    for (const auto& [name, value] : parameters) {
        if (value.empty()) continue;
        path += mark + name + "=" + segment(value);
        mark = '&';
    }
    return path;
}

Result<Json> read_json_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        return refuse(RefusalKind::invalid, "file.unreadable", "读不到文件 " + path.string(),
                      "Can't read " + path.string());
    }
    std::stringstream text;
    text << in.rdbuf();
    return parse_json(text.str());
}

}  // namespace sunlot::cli
