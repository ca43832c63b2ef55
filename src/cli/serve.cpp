#include "cli/serve.h"

#include "files/secret_box.h"
#include "http/server.h"
#include "store/database.h"
#include "workflow/demo.h"
#include "workflow/erasure.h"
#include "workflow/log_keys.h"
#include "workflow/log_publisher.h"
#include "workflow/log_rotation.h"
#include "workflow/nightly_audit.h"
#include "workflow/program_run.h"
#include "workflow/province_follower.h"
#include "workflow/published_verifier.h"
#include "workflow/roll.h"

#include <algorithm>
#include <cstdio>
#include <thread>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

namespace sunlot::cli {
namespace {

/// A line people and scripts wait for: out at once, also into a pipe.
void say(const std::string& line) {
    std::fputs((line + "\n").c_str(), stdout);
    std::fflush(stdout);
}

/// Every connection is a file descriptor: take as many as we may have.
void raise_file_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<Done> fill_when_new(System& system, bool empty) {
    const bool fresh = system.context().database.read().journal().size == 0;
    if (!fresh || empty) return Done{};
    say("正在装入演示数据……（loading demonstration data; use --empty to start without）");
    return workflow::load_demo(system.context());
}

/// Nobody configured a secret: say what the one that was made does not protect from.
void tell_of_secret(const workflow::Context& context) {
    if (!context.keys.secret_file.empty()) return;
    const std::string file = files::default_secret_file(context.data_directory).string();
    say("日志密钥和数据密钥的口令自动生成在 " + file +
        "：它只防单独拷走 keys/ 或数据库的人，能读这台机器磁盘的人两样都拿得到。正式使用请用 --key-secret 另放。");
    say("The secret of the log's key and of the data key is in " + file +
        ": that protects copies of keys/ or of the database taken alone, and nothing else (docs/operating/keys.md).");
}

/// Writes what a server writes before its first request; one whose journal is not the one that was signed only says so.
Result<Done> make_ready(System& system, bool empty) {
    if (const auto frozen = system.context().database.frozen()) {
        say("只读 read only [" + frozen->code + "]: " + frozen->text.zh);
        say(frozen->text.en);
        return Done{};
    }
    if (const auto opened = workflow::prepare_log_keys(system.context()); !opened) return pass_on(opened.error());
    if (const auto filled = fill_when_new(system, empty); !filled) return pass_on(filled.error());
    tell_of_secret(system.context());
    workflow::publish_verifier(system.context());
    return Done{};
}

void announce_setup(System& system) {
    if (system.context().database.frozen()) return;
    const auto code = system.accounts().issue_setup_code();
    if (!code) return;
    say("系统还没有账号。请打开上面的网址，用设置码设置第一个系统管理员（设置码每次启动都会更换，只能用一次）：");
    say("No account yet. Open the address above and use this one-time code to make the first administrator:");
    say("  setup code: " + *code);
}

/// What an auditor wants to see changed: where it listens and where the data are, never a password.
workflow::ProgramRun run_of(const SystemOptions& system, const ServeOptions& options) {
    return {.version = SUNLOT_VERSION,
            .program = workflow::running_program_digest(),
            .settings = {{"data", system.data.lexically_normal().string()},
                         {"database", system.database.empty() ? "sqlite" : "postgresql"},
                         {"host", options.host},
                         {"port", options.port}}};
}

}  // namespace

Result<Done> serve(const SystemOptions& system_options, const ServeOptions& options, const OpenSystem& open_system) {
    raise_file_limit();
    const auto minute = workflow::parse_minute(options.audit_at);
    if (!minute) return pass_on(minute.error());
    auto opened = open_system(system_options);
    if (!opened) return pass_on(opened.error());
    System& system = **opened;
    if (const auto ready = make_ready(system, options.empty); !ready) return pass_on(ready.error());
    const workflow::LogPublisher publisher(system.context());
    const workflow::ProvinceFollower counties(system.context(), std::chrono::seconds(options.county_seconds));
    system.witnessing().watch();
    system.exchange().watch();
    const workflow::NightlyAudit nightly(system.context(), *minute);
    const std::size_t cores = std::max(2U, std::thread::hardware_concurrency());
    http::Server server({.address = options.host, .port = options.port, .workers = 4 * cores, .stop_on_signals = true},
                        system.gate());
    const std::string address = fmt::format("{}:{}", options.host, server.port());
    system.announce(address);
    say("http://" + address);
    announce_setup(system);
    workflow::finish_erasures(system.context());
    workflow::note_start(system.context(), run_of(system_options, options));
    const std::jthread searches([&system] { workflow::prepare_search(system.context()); });
    {
        const workflow::RefusalWriter writer(system.gate().refusals());
        server.run();
    }
    system.exchange().close();
    workflow::note_stop(system.context());
    say("已停止。（stopped）");
    return Done{};
}

}  // namespace sunlot::cli
