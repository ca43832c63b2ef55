#include "witness/status.h"

#include "base/bytes.h"

#include <algorithm>

namespace sunlot::witness {
namespace {

const char* state_of(const LogStatus& log) {
    if (!log.alarms.empty()) return "alarm";
    return log.head.note.empty() ? "waiting" : "well";
}

Json to_json(const LogStatus& log) {
    Json::Array alarms;
    for (const auto& alarm : log.alarms) alarms.push_back(to_json(alarm));
    Json::Array keys;
    for (const auto& key : log.settings.keys) keys.emplace_back(key.text());
    return Json::Object{{"origin", log.settings.origin},
                        {"id", log.id},
                        {"keys", std::move(keys)},
                        {"url", log.settings.url},
                        {"silence_seconds", log.settings.silence.count()},
                        {"size", static_cast<std::int64_t>(log.head.checkpoint.size)},
                        {"root", to_base64(log.head.checkpoint.root)},
                        {"heard", log.heard ? Json(log.heard->text()) : Json()},
                        {"state", state_of(log)},
                        {"alarms", std::move(alarms)}};
}

}  // namespace

bool Status::well() const {
    return std::ranges::all_of(logs, [](const LogStatus& log) { return log.alarms.empty(); });
}

Status status_of(const std::filesystem::path& data, const Settings& settings, const ledger::VerifierKey& key,
                 Instant now) {
    Status status{.settings = settings, .vkey = key.text(), .now = now, .logs = {}};
    for (const auto& folder : log_folders(data)) {
        auto log = folder.settings();
        auto head = folder.head(log.origin);
        status.logs.push_back({.settings = std::move(log),
                               .id = folder.id(),
                               .head = std::move(head),
                               .heard = folder.last_heard(),
                               .alarms = folder.alarms()});
    }
    std::ranges::sort(status.logs, {}, [](const LogStatus& log) { return log.settings.origin; });
    return status;
}

Json to_json(const Status& status) {
    Json::Array logs;
    for (const auto& log : status.logs) logs.push_back(to_json(log));
    return Json::Object{{"name", status.settings.name}, {"organisation", status.settings.organisation},
                        {"vkey", status.vkey},          {"at", status.now.text()},
                        {"well", status.well()},        {"logs", std::move(logs)}};
}

std::string to_text(const Status& status) {
    std::string text;
    for (const auto& log : status.logs) {
        text += log.settings.origin + "  " + std::to_string(log.head.checkpoint.size) + "  " +
                (log.heard ? log.heard->beijing() : "-") + "  " + state_of(log) + "\n";
        for (const auto& alarm : log.alarms)
            text += "  " + title(alarm.what).zh + "（" + alarm.since.beijing() + "）：" + alarm.why.zh + "\n    " +
                    alarm.what + ": " + alarm.why.en + "\n";
    }
    if (status.logs.empty())
        text = "还没有日志：请运行 sunlot-witness add-log · no log yet: run sunlot-witness add-log\n";
    return text;
}

}  // namespace sunlot::witness
