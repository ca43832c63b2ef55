#include "witness/verbs.h"

#include "base/text.h"
#include "files/data_lock.h"
#include "files/durable_file.h"
#include "files/secret_box.h"
#include "http/client.h"
#include "http/server.h"
#include "witness/add_checkpoint.h"
#include "witness/follower.h"
#include "witness/site.h"
#include "witness/status.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>

#include <CLI/CLI.hpp>

namespace sunlot::witness {
namespace {

namespace fs = std::filesystem;

constexpr int kAlarm = 1;
constexpr int kTrouble = 2;

void say(const std::string& text) {
    std::fputs((text + "\n").c_str(), stdout);
    std::fflush(stdout);
}

int trouble(const Refusal& refusal) {
    std::fputs(("错误 " + refusal.code + "：" + refusal.text.zh + "\n  " + refusal.text.en + "\n").c_str(), stderr);
    return kTrouble;
}

/// What the words of the command line fill.
struct Words {
    fs::path data = "witness";
    Settings settings;
    KeySecret secret;
    std::string vkey, url, origin, reason, listen = "127.0.0.1:8091";
    std::int64_t silence = 600, poll = 30, rate = 10;
    fs::path request, out;
    bool json = false;
};

/// A witness that is set up.
struct Opened {
    Settings settings;
    ledger::SigningKey key;
};

Result<Opened> open(const Words& words) {
    auto settings = load_settings(words.data);
    if (!settings) return pass_on(settings.error());
    auto key = load_key(words.data, settings->name, words.secret);
    if (!key) return pass_on(key.error());
    return Opened{.settings = std::move(*settings), .key = *key};
}

/// The environment, else systemd (LoadCredential=), else nothing.
fs::path configured_secret() {
    if (const char* file = std::getenv("SUNLOT_WITNESS_KEY_SECRET_FILE")) return file;
    const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
    if (credentials == nullptr) return {};
    fs::path file = fs::path(credentials) / "sunlot-witness-key-secret";
    return fs::exists(file) ? file : fs::path();
}

int init(const Words& words, Entropy& entropy) {
    const auto made = make_witness(words.data, words.settings, words.secret, entropy);
    if (!made) return trouble(made.error());
    const auto opened = open(words);
    if (!opened) return trouble(opened.error());
    say("见证已建立。请把下面这行公钥交给日志的主办单位（当面或公函），写进他们的见证策略：");
    say("The witness is made. Hand this key to the log's organ, in person or by letter:");
    say(opened->key.verifier().text());
    if (words.secret.file.empty())
        say("密钥的口令自动生成在 " + files::default_secret_file(words.data).string() +
            "，与密钥分开备份。The key's secret is there: keep its copies apart from the key's.");
    return 0;
}

/// A key of 0.2 lies unencrypted: from now on it does not.
void encrypt_old_key(const Words& words, const Settings& settings, Entropy& entropy) {
    const auto done = encrypt_key(words.data, settings.name, words.secret, entropy);
    if (!done)
        trouble(done.error());
    else if (*done)
        say("witness.key 已加密保存；旧备份中的仍是明文。The key is encrypted now; old copies of it are not.");
}

int vkey(const Words& words) {
    const auto opened = open(words);
    if (!opened) return trouble(opened.error());
    say(opened->key.verifier().text());
    return 0;
}

int add_log(const Words& words) {
    if (const auto opened = open(words); !opened) return trouble(opened.error());
    const auto key = ledger::VerifierKey::parse(words.vkey);
    if (!key) return trouble(key.error());
    if (key->type() != ledger::KeyType::ed25519)
        return trouble(refuse(RefusalKind::invalid, "vkey.type", "请给日志的 Ed25519 公钥（/log/vkey 那一行）",
                              "give the log's Ed25519 key (the line of /log/vkey)"));
    const LogFolder folder(LogFolder::place(words.data, key->name()));
    LogSettings settings{.origin = key->name(), .keys = {}, .url = words.url};
    if (fs::exists(folder.path() / "log.json")) settings = folder.settings();
    if (std::ranges::find(settings.keys, *key) == settings.keys.end()) settings.keys.push_back(*key);
    settings.url = words.url.empty() ? settings.url : words.url;
    while (settings.url.ends_with('/')) settings.url.pop_back();
    settings.silence = std::chrono::seconds(words.silence);
    settings.poll = std::chrono::seconds(words.poll);
    folder.save(settings);
    say("已加入日志 " + settings.origin + "。公钥务必与主办单位当面或电话核对过。");
    say("Log added. Make sure that its key was compared with the organ in person or by telephone.");
    return 0;
}

int serve(const Words& words, const Clock& clock, Entropy& entropy) {
    const auto opened = open(words);
    if (!opened) return trouble(opened.error());
    auto lock = files::DataLock::take(words.data);
    if (!lock) return trouble(lock.error());
    encrypt_old_key(words, opened->settings, entropy);
    const auto colon = words.listen.rfind(':');
    const auto port =
        colon == std::string::npos ? std::nullopt : parse_unsigned(std::string_view(words.listen).substr(colon + 1));
    if (!port || *port > 65535)
        return trouble(refuse(RefusalKind::invalid, "listen.malformed", "--listen 应为 地址:端口",
                              "--listen must be address:port"));
    Bell bell(opened->settings.alarm_command);
    Witness witness(words.data, opened->key, clock, bell);
    Site site(witness, opened->settings, clock, {.at_once = 6 * words.rate, .per_second = words.rate});
    http::Server server({.address = words.listen.substr(0, colon),
                         .port = static_cast<std::uint16_t>(*port),
                         .workers = 4,
                         .max_connections = 1000,
                         .stop_on_signals = true},
                        site);
    const std::string address = words.listen.substr(0, colon) + ":" + std::to_string(server.port());
    lock->announce(address);
    const Follower follower(witness, clock, bell);
    say("http://" + address);
    server.run();
    say("已停止。（stopped）");
    return 0;
}

int status(const Words& words, const Clock& clock) {
    const auto opened = open(words);
    if (!opened) return trouble(opened.error());
    const auto now = status_of(words.data, opened->settings, opened->key.verifier(), clock.now());
    const bool running = files::DataLock::owner(words.data).has_value();
    if (words.json) {
        Json json = to_json(now);
        json.as_object()["running"] = running;
        say(to_canonical(json));
    } else {
        std::fputs(to_text(now).c_str(), stdout);
        if (!running) say("见证服务没有运行（sunlot-witness serve）。The server is not running.");
    }
    return now.well() ? 0 : kAlarm;
}

/// Asks the running server, which has the folder; or answers here when none runs.
Result<Verdict> verdict_on(const Words& words, const Clock& clock, const std::string& body) {
    auto opened = open(words);
    if (!opened) return pass_on(opened.error());
    if (const auto address = files::DataLock::owner(words.data); address && !address->empty()) {
        http::Client client;
        auto answer = client.send({.url = "http://" + *address + "/add-checkpoint", .method = "POST", .body = body});
        if (!answer) return pass_on(answer.error());
        return Verdict{.status = answer->status, .body = std::move(answer->body)};
    }
    const auto lock = files::DataLock::take(words.data);
    if (!lock) return pass_on(lock.error());
    Bell bell(opened->settings.alarm_command);
    Witness witness(words.data, opened->key, clock, bell);
    return witness.add_checkpoint(body);
}

int answer(const Words& words, const Clock& clock) {
    const auto body = read_file(words.request);
    if (!body || body->size() > Site::kBodyLimit)
        return trouble(refuse(RefusalKind::not_found, "request.file", "读不到请求文件，或文件太大",
                              "the request file can't be read, or is too large"));
    const auto verdict = verdict_on(words, clock, *body);
    if (!verdict) return trouble(verdict.error());
    if (verdict->status != 200 && verdict->status != 409) {
        say("未签名（" + std::to_string(verdict->status) + "）：" + verdict->body);
        return kAlarm;
    }
    fs::path out = words.out;
    if (out.empty()) out = fs::path(words.request).replace_extension(".cosignature");
    files::write_durably(fs::absolute(out), verdict->body);
    if (verdict->status == 409) {
        const std::string size = verdict->body.substr(0, verdict->body.find('\n'));
        say("本见证已签到第 " + size + " 条，没有签名。请把 " + out.string() + " 带回，主办单位会从 " + size +
            " 条起重新出一份。");
        say("This witness is at size " + size + ": take this file back, the next request will start there.");
        return kAlarm;
    }
    say("已签名，请把这个文件带回：" + out.string());
    say("Cosigned. Take this file back.");
    return 0;
}

int resolve(const Words& words, const Clock& clock) {
    if (const auto opened = open(words); !opened) return trouble(opened.error());
    const LogFolder folder(LogFolder::place(words.data, words.origin));
    if (!fs::exists(folder.path() / "log.json"))
        return trouble(
            refuse(RefusalKind::not_found, "log.unknown", "本见证没有这个日志", "this witness has no such log"));
    for (const auto& alarm : folder.alarms()) folder.end(alarm.what, clock.now(), words.reason);
    say("警报已解除，原因已记下；证据保留在 " + (folder.path() / "evidence").string());
    say("Alarms ended, the reason is kept, and so is the evidence. The log must go on from the head held before.");
    return 0;
}

void add_words(CLI::App& app, Words& words) {
    app.add_option("--data", words.data, "见证的目录 folder of the witness")->capture_default_str();
    app.add_option("--key-secret", words.secret.file,
                   "打开密钥的口令文件；默认 <目录>.key-secret file that opens the key");
    auto* init_verb = app.add_subcommand("init", "建立见证：目录与密钥 make folder and key");
    init_verb->add_option("--name", words.settings.name, "见证的名称，如 sfj.linhe.gov.cn/witness")->required();
    init_verb->add_option("--organisation", words.settings.organisation, "单位名称");
    init_verb->add_option("--alarm-command", words.settings.alarm_command, "每次报警运行的命令 run at each alarm");
    auto* add = app.add_subcommand("add-log", "加入一个日志，或给它加一把新公钥 add a log, or another key of it");
    add->add_option("vkey", words.vkey, "日志的公钥 the log's key")->required();
    add->add_option("--url", words.url, "日志文件的地址，如 https://example.gov.cn/log");
    add->add_option("--silence", words.silence, "多少秒没有消息就报警，0 不报")->check(CLI::Range(0, 31'536'000));
    add->add_option("--poll", words.poll, "每隔多少秒看一次")->check(CLI::Range(1, 86'400));
    auto* serve_verb = app.add_subcommand("serve", "运行 run");
    serve_verb->add_option("--listen", words.listen, "地址:端口")->capture_default_str();
    serve_verb->add_option("--rate", words.rate, "一个地址每秒可以问几次")->check(CLI::Range(1, 100'000));
    app.add_subcommand("status", "状态；有警报时退出码为 1")->add_flag("--json", words.json);
    app.add_subcommand("vkey", "本见证的公钥 this witness's key");
    auto* file = app.add_subcommand("answer", "回答文件里的请求（U 盘）answer a request in a file");
    file->add_option("request", words.request, "*.add-checkpoint")->required();
    file->add_option("--out", words.out, "写到哪里；默认在请求旁边");
    auto* end = app.add_subcommand("resolve", "查明之后解除一个日志的警报 end a log's alarms");
    end->add_option("origin", words.origin, "日志的名称")->required();
    end->add_option("--reason", words.reason, "查明的情况")->required();
    app.require_subcommand(1);
}

int perform(const std::string& verb, const Words& words, const Clock& clock, Entropy& entropy) {
    if (verb == "init") return init(words, entropy);
    if (verb == "add-log") return add_log(words);
    if (verb == "serve") return serve(words, clock, entropy);
    if (verb == "status") return status(words, clock);
    if (verb == "vkey") return vkey(words);
    if (verb == "answer") return answer(words, clock);
    return resolve(words, clock);
}

}  // namespace

int run(int argc, char** argv, const Clock& clock, Entropy& entropy) {
    CLI::App app("为他人的日志作见证 · a witness for other people's logs", "sunlot-witness");
    Words words;
    add_words(app, words);
    CLI11_PARSE(app, argc, argv);
    if (words.secret.file.empty()) words.secret.file = configured_secret();
    try {
        return perform(app.get_subcommands().front()->get_name(), words, clock, entropy);
    } catch (const std::exception& fault) {
        std::fputs((std::string("错误 fault: ") + fault.what() + "\n").c_str(), stderr);
        return kTrouble;
    }
}

}  // namespace sunlot::witness
