#include "witness/alarm.h"

#include <algorithm>
#include <cstring>

#include <spawn.h>
#include <spdlog/spdlog.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sunlot::witness {
namespace {

constexpr std::size_t kMostCommands = 16;

}  // namespace

Text title(std::string_view what) {
    if (what == "fork") return {"日志分叉", "fork"};
    if (what == "rollback") return {"日志倒退", "rollback"};
    if (what == "state") return {"本见证的状态是旧的", "our own state is old"};
    if (what == "signature") return {"签名不对", "bad signature"};
    if (what == "damaged") return {"文件缺失或不符", "damaged files"};
    return {"没有消息", "silence"};
}

bool ends_by_itself(std::string_view what) {
    return what == "silence" || what == "signature" || what == "damaged";
}

Json to_json(const Alarm& alarm) {
    return Json::Object{{"what", alarm.what},
                        {"zh", alarm.why.zh},
                        {"en", alarm.why.en},
                        {"since", alarm.since.text()},
                        {"evidence", Json(alarm.evidence)}};
}

Alarm alarm_from(const Json& json) {
    Alarm alarm{.what = json.at("what").as_string(),
                .why = {json.at("zh").as_string(), json.at("en").as_string()},
                .since = Instant::parse(json.at("since").as_string()).value(),
                .evidence = {}};
    for (const auto& file : json.at("evidence").as_array()) alarm.evidence.push_back(file.as_string());
    return alarm;
}

void Bell::ring(const std::string& origin, const Alarm& alarm) {
    spdlog::error("ALARM {}: {}: {} · {}", alarm.what, origin, alarm.why.zh, alarm.why.en);
    if (command_.empty()) return;
    reap();
    const std::scoped_lock lock(mutex_);
    if (children_.size() >= kMostCommands) {
        spdlog::error("the alarm command does not end; not started again");
        return;
    }
    std::vector<std::string> words{"SUNLOT_ORIGIN=" + origin, "SUNLOT_ALARM=" + alarm.what,
                                   "SUNLOT_REASON=" + alarm.why.zh + " · " + alarm.why.en};
    for (char** old = environ; *old != nullptr; ++old) words.emplace_back(*old);
    std::vector<char*> environment;
    for (auto& word : words) environment.push_back(word.data());
    environment.push_back(nullptr);
    std::string shell = "sh";
    std::string dash_c = "-c";
    std::string command = command_;
    char* arguments[] = {shell.data(), dash_c.data(), command.data(), nullptr};
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, "/bin/sh", nullptr, nullptr, arguments, environment.data());
    if (failed != 0) {
        spdlog::error("the alarm command can't be started: {}", std::strerror(failed));
    } else {
        children_.push_back(child);
    }
}

void Bell::reap() {
    const std::scoped_lock lock(mutex_);
    std::erase_if(children_, [](pid_t child) { return ::waitpid(child, nullptr, WNOHANG) != 0; });
}

}  // namespace sunlot::witness
