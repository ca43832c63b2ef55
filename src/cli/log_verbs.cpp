#include "base/text.h"
#include "cli/verbs.h"
#include "http/client.h"
#include "workflow/log_follow.h"
#include "workflow/log_fsck.h"
#include "workflow/log_source.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <memory>
#include <thread>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

namespace fs = std::filesystem;

struct FollowArguments {
    std::string source;
    fs::path folder;
    std::vector<std::string> keys;
    std::optional<fs::path> policy;
    bool replace_keys = false;
    bool once = false;
    std::uint64_t interval = 60;
    std::int64_t stale_hours = 48;
    std::int64_t bundle_hours = 24;
};

bool is_url(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

/// A log over HTTP: its files below …/log/, the bundles of draws beside it.
class Site {
public:
    explicit Site(std::string url) : site_(std::move(url)) {
        while (site_.ends_with('/')) site_.pop_back();
        if (site_.ends_with("/log")) site_.resize(site_.size() - 4);
    }
    Result<std::string> read(const std::string& path) {
        auto bytes = http::fetch(client_, site_ + "/log/" + path, limits(kLargestLogFile));
        if (bytes || bytes.error().kind != RefusalKind::not_found) return bytes;
        return refuse(RefusalKind::not_found, "log.file", "服务器上没有 log/" + path, "the server has no log/" + path);
    }
    Result<Done> save(const std::string& path, const fs::path& as) {
        const auto answer = client_.send({.url = site_ + path, .save_as = as, .limits = limits(kLargestBundle)});
        if (!answer) return pass_on(answer.error());
        if (answer->status == 200) return Done{};
        return refuse(RefusalKind::not_found, "bundle.missing", "服务器回答 " + std::to_string(answer->status),
                      "the server answered " + std::to_string(answer->status));
    }

private:
    /// 256 entries, each behind its length.
    static constexpr std::uint64_t kLargestLogFile = 256 * (2 + 65'535);
    static constexpr std::uint64_t kLargestBundle = std::uint64_t{1} << 31U;

    static http::Limits limits(std::uint64_t body) {
        return {.body = body, .connect = std::chrono::seconds(10), .stalled = std::chrono::seconds(60), .total = {}};
    }
    std::string site_;
    http::Client client_;
};

workflow::FollowSource source_of(const FollowArguments& a, const ReadBundle& read_bundle) {
    if (!is_url(a.source)) return {.read = workflow::folder_source(a.source)};
    const auto site = std::make_shared<Site>(a.source);
    workflow::FollowSource source;
    source.read = [site](const std::string& path) { return site->read(path); };
    source.bundle = [site, read_bundle,
                     place = a.folder / ".bundle.zip"](const std::string& draw_id) -> Result<draw::BundleFiles> {
        const auto saved = site->save("/d/" + segment(draw_id) + "/bundle.zip", place);
        auto files = saved ? read_bundle(place) : Result<draw::BundleFiles>(saved.error());
        fs::remove(place);
        return files;
    };
    return source;
}

Result<workflow::FollowOptions> options_of(const FollowArguments& a) {
    workflow::FollowOptions options;
    options.stale_hours = a.stale_hours;
    options.bundle_hours = a.bundle_hours;
    options.replace_keys = a.replace_keys;
    for (const std::string& text : a.keys) {
        auto key = ledger::VerifierKey::parse(text);
        if (!key) return pass_on(key.error());
        options.keys.push_back(std::move(*key));
    }
    // The Ed25519 key is the one that counts; the log's SM2 key may come with it.
    std::ranges::stable_sort(options.keys, {}, [](const auto& key) { return key.type(); });
    if (!options.keys.empty() && options.keys.front().type() != ledger::KeyType::ed25519)
        return refuse(RefusalKind::invalid, "vkey.type", "--vkey 须有日志的 Ed25519 公钥",
                      "--vkey must name the log's Ed25519 key");
    if (!a.policy) return options;
    std::ifstream in(*a.policy, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    auto policy = ledger::Policy::parse(text);
    if (!policy) return pass_on(policy.error());
    options.policy = std::move(*policy);
    return options;
}

int exit_code_of(workflow::Alarm alarm) {
    // Documented in docs/operating/audit.md: 1 and 2 are taken (error, usage).
    return alarm == workflow::Alarm::none ? 0 : static_cast<int>(alarm) + 2;
}

Json to_json(const workflow::FollowRound& round) {
    Json::Array draws;
    for (const auto& draw : round.draws)
        draws.push_back(Json::Object{{"detail", draw.detail.zh},
                                     {"detail_en", draw.detail.en},
                                     {"draw", draw.draw_id},
                                     {"verdict", draw.verdict}});
    Json::Array alarms;
    for (const auto& one : round.alarms)
        alarms.push_back(Json::Object{{"alarm", workflow::name(one.alarm)},
                                      {"evidence", one.evidence},
                                      {"text", one.text.zh},
                                      {"text_en", one.text.en}});
    return Json::Object{{"alarms", std::move(alarms)},
                        {"draws", std::move(draws)},
                        {"from", round.from},
                        {"key_from_log", round.key_from_log},
                        {"log", round.origin},
                        {"size", round.size},
                        {"verdict", workflow::name(round.gravest())},
                        {"vkey", round.vkey},
                        {"witnessed", round.witnessed ? Json(*round.witnessed) : Json()}};
}

std::string_view title_of(std::string_view alarm) {
    if (alarm == "none") return "✓ 一切相符 sound";
    if (alarm == "unreachable") return "✗ 取不到 unreachable";
    if (alarm == "stale") return "✗ 停滞 stale";
    if (alarm == "unwitnessed") return "✗ 未被见证 unwitnessed";
    if (alarm == "draw") return "✗ 抽查有问题 a draw does not hold";
    if (alarm == "damaged") return "✗ 损坏 damaged";
    if (alarm == "rollback") return "✗ 倒退 rolled back";
    return "✗ 分叉 FORKED";
}

std::string round_text(const Json& round) {
    std::string out = fmt::format("日志 {}：{} → {} 条", in_words(round.at("log")), in_words(round.at("from")),
                                  in_words(round.at("size")));
    if (!round.at("witnessed").is_null())
        out += fmt::format("，第 {} 条及以前已被见证 witnessed", in_words(round.at("witnessed")));
    out += "\n";
    if (round.at("key_from_log").as_bool())
        out += fmt::format(
            "注意：公钥取自日志本身，请与监管单位当面公布的核对，以后用 --vkey 指明\n"
            "note: the key is the log's own word; compare it with the one the bureau gives out\n  {}\n",
            in_words(round.at("vkey")));
    for (const auto& draw : round.at("draws").as_array())
        out += fmt::format("抽查 draw {}  {}  {}\n", in_words(draw.at("draw")), in_words(draw.at("verdict")),
                           in_words(draw.at("detail")));
    for (const auto& alarm : round.at("alarms").as_array()) {
        out += fmt::format("{}：{}\n  {}\n", title_of(alarm.at("alarm").as_string()), in_words(alarm.at("text")),
                           in_words(alarm.at("text_en")));
        if (!in_words(alarm.at("evidence")).empty())
            out += fmt::format("  证据 evidence: {}\n", in_words(alarm.at("evidence")));
    }
    return out + fmt::format("结论 verdict：{}\n", title_of(round.at("verdict").as_string()));
}

Instant system_now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

Result<Done> follow(Workplace& place, const FollowArguments& a, const ReadBundle& read_bundle) {
    auto options = options_of(a);
    if (!options) return pass_on(options.error());
    options->progress = [&](std::uint64_t done, std::uint64_t size) { place.progress().show("log", done, size); };
    const auto source = source_of(a, read_bundle);
    std::string shown;
    for (;;) {
        options->now = system_now();
        const auto round = workflow::follow_once(a.folder, source, *options);
        place.progress().finish();
        if (!round) return pass_on(round.error());
        const Json answer = to_json(*round);
        Json::Object news = answer.as_object();
        news["from"] = news["size"];  // a round that found nothing new is not told again
        if (std::string now = to_canonical(Json(std::move(news))); now != shown) {
            place.print(answer, round_text);
            std::fflush(stdout);
            shown = std::move(now);
        }
        place.end_with(exit_code_of(round->gravest()));
        if (a.once || round->gravest() == workflow::Alarm::forked) return Done{};
        std::this_thread::sleep_for(std::chrono::seconds(a.interval));
    }
}

Json to_json(const workflow::FsckReport& report) {
    Json::Array faults;
    for (const auto& fault : report.faults)
        faults.push_back(Json::Object{{"code", fault.code},
                                      {"file", fault.file},
                                      {"index", fault.index ? Json(*fault.index) : Json()},
                                      {"text", fault.text.zh},
                                      {"text_en", fault.text.en}});
    return Json::Object{{"entries", report.entries},
                        {"faults", std::move(faults)},
                        {"faults_total", report.faults_total},
                        {"repaired", report.repaired},
                        {"root_agrees", report.root_agrees},
                        {"size", report.size},
                        {"sound", report.sound()},
                        {"tiles", report.tiles}};
}

std::string fsck_text(const Json& report) {
    std::string out = log_faults_text(report.at("faults"));
    for (const auto& file : report.at("repaired").as_array())
        out += fmt::format("已重写 repaired  {}\n", in_words(file));
    return out + fmt::format("{} 个条目，{} 个分块，根{}：{}\n", in_words(report.at("entries")),
                             in_words(report.at("tiles")),
                             report.at("root_agrees").as_bool() ? "相符 root agrees" : "不符 ROOT DIFFERS",
                             report.at("sound").as_bool() ? "完好 (sound)" : "有问题 (faults)");
}

Result<Done> fsck(Workplace& place, const fs::path& folder, bool repair) {
    const auto report =
        workflow::fsck_log(folder, repair ? workflow::Repair::yes : workflow::Repair::no,
                           [&](std::uint64_t done, std::uint64_t size) { place.progress().show("log", done, size); });
    place.progress().finish();
    if (!report) return pass_on(report.error());
    place.print(to_json(*report), fsck_text);
    place.end_with(report->sound() ? 0 : 1);
    return Done{};
}

}  // namespace

std::string log_faults_text(const Json& faults) {
    std::string out;
    for (const auto& fault : faults.as_array())
        out += fmt::format("✗ {}{}  {}  {} / {}\n", in_words(fault.at("file")),
                           fault.at("index").is_null() ? "" : " [" + in_words(fault.at("index")) + "]",
                           in_words(fault.at("code")), in_words(fault.at("text")), in_words(fault.at("text_en")));
    return out;
}

void add_log_verbs(CLI::App& app, Chosen& chosen) {
    auto& log = *app.add_subcommand("log", "公开日志：存档、跟踪、修复 A published log: archive, follow, repair")
                     ->require_subcommand(1);
    auto a = std::make_shared<FollowArguments>();
    auto* command = log.add_subcommand("follow", "存档并跟踪一份日志 Archive a log and watch it");
    command->add_option("URL", a->source, "http(s)://… 或文件夹 or a folder")->required();
    command->add_option("DIR", a->folder, "存档文件夹 The folder to archive into")->required();
    command->add_option("--vkey", a->keys, "日志公钥，可多次 The log's key, also its SM2 key");
    command->add_flag("--replace-key", a->replace_keys,
                      "旧密钥泄露后改信 --vkey 给的新公钥 After a compromise: trust the key of --vkey from now on");
    command->add_option("--policy", a->policy, "见证策略文件 Policy file: whose cosignatures are needed");
    command->add_flag("--once", a->once, "只做一轮 One round only");
    command->add_option("--interval", a->interval, "两轮之间的秒数 Seconds between rounds")->capture_default_str();
    command->add_option("--stale", a->stale_hours, "多少小时没有新条目算停滞，0 不算 Hours without news; 0: never")
        ->capture_default_str();
    command->add_option("--bundle-term", a->bundle_hours, "抽查多少小时内须有公示材料 Hours a draw may lack its bundle")
        ->capture_default_str();
    command->add_flag("--json", chosen.common.json, "输出 JSON Print JSON");
    command->callback([&chosen, a] {
        chosen.verb = [&chosen, a](Workplace& place) { return follow(place, *a, chosen.read_bundle); };
    });
    auto folder = std::make_shared<fs::path>();
    auto repair = std::make_shared<bool>(false);
    auto* check = log.add_subcommand("fsck", "由条目重算全部分块与根 Rebuild every tile and the root from the entries");
    check->add_option("DIR", *folder, "DATA/log 或存档 DATA/log or an archive")->required();
    check->add_flag("--repair", *repair, "重写缺失或损坏的分块 Write missing or damaged tiles again");
    check->add_flag("--json", chosen.common.json, "输出 JSON Print JSON");
    check->callback([&chosen, folder, repair] {
        chosen.verb = [folder, repair](Workplace& place) { return fsck(place, *folder, *repair); };
    });
}

}  // namespace sunlot::cli
