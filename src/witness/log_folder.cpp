#include "witness/log_folder.h"

#include "files/durable_file.h"
#include "hash/sha256.h"
#include "witness/add_checkpoint.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sunlot::witness {
namespace {

namespace fs = std::filesystem;

Json read_json(const fs::path& path) {
    const auto bytes = read_file(path);
    if (!bytes) throw std::runtime_error("can't read " + path.string());
    auto json = parse_json(*bytes);
    if (!json) throw std::runtime_error(path.string() + ": " + json.error().text.en);
    return std::move(*json);
}

}  // namespace

std::optional<std::string> read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

fs::path LogFolder::place(const fs::path& data, std::string_view origin) {
    return data / "logs" / hash::sha256_hex(origin).substr(0, 16);
}

LogSettings LogFolder::settings() const {
    const Json json = read_json(folder_ / "log.json");
    LogSettings settings{.origin = json.at("origin").as_string(),
                         .keys = {},
                         .url = json.at("url").as_string(),
                         .silence = std::chrono::seconds(json.at("silence_seconds").as_integer()),
                         .poll = std::chrono::seconds(json.at("poll_seconds").as_integer())};
    for (const auto& key : json.at("keys").as_array())
        settings.keys.push_back(ledger::VerifierKey::parse(key.as_string()).value());
    return settings;
}

void LogFolder::save(const LogSettings& settings) const {
    Json::Array keys;
    for (const auto& key : settings.keys) keys.emplace_back(key.text());
    const Json json = Json::Object{{"origin", settings.origin},
                                   {"keys", std::move(keys)},
                                   {"url", settings.url},
                                   {"silence_seconds", settings.silence.count()},
                                   {"poll_seconds", settings.poll.count()}};
    files::write_durably(folder_ / "log.json", to_canonical(json) + "\n");
}

ledger::WatchedHead LogFolder::head(const std::string& origin) const {
    auto note = read_file(folder_ / "checkpoint");
    if (!note) return ledger::unseen_head(origin);
    auto checkpoint = checkpoint_in(*note);
    if (!checkpoint || checkpoint->origin != origin)
        throw std::runtime_error((folder_ / "checkpoint").string() + " is no checkpoint of " + origin);
    return {.checkpoint = std::move(*checkpoint), .note = std::move(*note)};
}

void LogFolder::keep_head(const ledger::WatchedHead& head) const {
    files::write_durably(folder_ / "checkpoint", head.note);
}

void LogFolder::keep_cosignature(const std::string& line) const {
    files::write_durably(folder_ / "cosignature", line);
}

std::string LogFolder::cosignature() const {
    return read_file(folder_ / "cosignature").value_or("");
}

void LogFolder::heard(Instant now) const {
    const fs::path beside = folder_ / "seen.writing";
    std::ofstream(beside, std::ios::binary | std::ios::trunc) << now.text() << "\n";
    fs::rename(beside, folder_ / "seen");
}

std::optional<Instant> LogFolder::last_heard() const {
    const auto bytes = read_file(folder_ / "seen");
    const auto instant = Instant::parse(bytes ? bytes->substr(0, bytes->find('\n')) : "");
    return instant ? std::optional(*instant) : std::nullopt;
}

fs::path LogFolder::alarm_file(std::string_view what) const {
    return folder_ / "alarms" / (std::string(what) + ".json");
}

std::vector<Alarm> LogFolder::alarms() const {
    std::vector<Alarm> alarms;
    std::error_code none;
    for (const auto& file : fs::directory_iterator(folder_ / "alarms", none))
        if (file.path().extension() == ".json") alarms.push_back(alarm_from(read_json(file.path())));
    std::ranges::sort(alarms, {}, &Alarm::since);
    return alarms;
}

bool LogFolder::has(std::string_view what) const {
    return fs::exists(alarm_file(what));
}

std::optional<Alarm> LogFolder::raise(Alarm alarm, const std::string& held, const std::string& shown) const {
    if (has(alarm.what)) return std::nullopt;
    const auto keep = [&](const char* which, const std::string& bytes) {
        if (bytes.empty()) return;
        const std::string name = alarm.what + "-" + std::to_string(alarm.since.micros) + "." + which;
        files::write_durably(folder_ / "evidence" / name, bytes);
        alarm.evidence.push_back(name);
    };
    keep("held", held);
    keep("shown", shown);
    // A crash before this line leaves evidence without an alarm; the next look raises it again.
    files::write_durably(alarm_file(alarm.what), to_canonical(to_json(alarm)) + "\n");
    return alarm;
}

void LogFolder::end(std::string_view what, Instant now, const std::string& reason) const {
    if (!has(what)) return;
    Json json = to_json(alarm_from(read_json(alarm_file(what))));
    json.as_object()["ended"] = now.text();
    json.as_object()["reason"] = reason;
    const std::string name = std::string(what) + "-" + std::to_string(now.micros) + ".json";
    files::write_durably(folder_ / "ended" / name, to_canonical(json) + "\n");
    fs::remove(alarm_file(what));
    files::sync_directory(folder_ / "alarms");
}

std::vector<LogFolder> log_folders(const fs::path& data) {
    std::vector<LogFolder> folders;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(data / "logs", none))
        if (fs::exists(entry.path() / "log.json")) folders.emplace_back(entry.path());
    std::ranges::sort(folders, {}, &LogFolder::path);
    return folders;
}

}  // namespace sunlot::witness
