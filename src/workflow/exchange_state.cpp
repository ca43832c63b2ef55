#include "workflow/exchange_state.h"

#include "base/bytes.h"
#include "base/json.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace sunlot::workflow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRunDigits = 16;
constexpr std::size_t kReportsKept = 50;

void write_file(const fs::path& path, const Json& json) {
    const auto temporary = fs::path(path).concat(".new");
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file << to_canonical(json);
    file.close();
    if (!file) throw std::runtime_error("can't write " + temporary.string());
    fs::rename(temporary, path);
}

std::optional<Json> read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    auto json = parse_json(bytes);
    if (!json) return std::nullopt;
    return std::move(*json);
}

std::uint64_t number(const Json& json, std::string_view key) {
    return static_cast<std::uint64_t>(json.at(key).as_integer());
}

std::vector<std::string> texts(const Json& json) {
    std::vector<std::string> out;
    for (const Json& one : json.as_array()) out.push_back(one.as_string());
    return out;
}

// ── reports ───────────────────────────────────────────────────────────────────────────────────────────────────────

Json to_json(const inspection::Problem& problem) {
    return Json::Object{{"code", problem.code},
                        {"column", problem.column},
                        {"en", problem.message.en},
                        {"row", problem.row},
                        {"severity", problem.severity == inspection::Severity::error ? "error" : "warning"},
                        {"value", problem.value},
                        {"zh", problem.message.zh}};
}

inspection::Problem problem_from(const Json& json) {
    const bool error = json.at("severity").as_string() == "error";
    return {.row = number(json, "row"),
            .column = json.at("column").as_string(),
            .value = json.at("value").as_string(),
            .code = json.at("code").as_string(),
            .message = {json.at("zh").as_string(), json.at("en").as_string()},
            .severity = error ? inspection::Severity::error : inspection::Severity::warning};
}

Json to_json(const RunRow& row) {
    return Json::Object{
        {"change", row.change}, {"fields", Json(row.fields)}, {"id", row.id}, {"name", row.name}, {"row", row.row}};
}

RunRow row_from(const Json& json) {
    return {.row = number(json, "row"),
            .change = json.at("change").as_string(),
            .id = json.at("id").as_string(),
            .name = json.at("name").as_string(),
            .fields = texts(json.at("fields"))};
}

template <class T>
Json list(const std::vector<T>& values) {
    Json::Array out;
    for (const auto& value : values) out.push_back(to_json(value));
    return out;
}

Json refusal_json(const std::optional<Refusal>& refusal) {
    if (!refusal) return nullptr;
    return Json::Object{{"code", refusal->code}, {"en", refusal->text.en}, {"zh", refusal->text.zh}};
}

Json to_json(const RunReport& run) {
    return Json::Object{{"actor", run.actor},
                        {"added", run.added},
                        {"changed", run.changed},
                        {"conflicting", run.conflicting},
                        {"delivery", run.delivery},
                        {"dry", run.terms.dry},
                        {"ended_at", run.ended_at ? Json(run.ended_at->text()) : Json()},
                        {"entry", run.entry ? Json(*run.entry) : Json()},
                        {"force", run.terms.force},
                        {"full", run.terms.full},
                        {"id", run.id},
                        {"problems", list(run.problems)},
                        {"problems_total", run.problems_total},
                        {"read", run.read},
                        {"refusal", refusal_json(run.refusal)},
                        {"rejected", run.rejected},
                        {"rows", list(run.rows)},
                        {"same", run.same},
                        {"scheduled", run.terms.scheduled},
                        {"source", run.source},
                        {"started_at", run.started_at.text()},
                        {"state", text(run.state)},
                        {"vanished", run.vanished},
                        {"vanished_ids", Json(run.vanished_ids)}};
}

RunState state_from(const std::string& word) {
    for (const auto state :
         {RunState::waiting, RunState::running, RunState::done, RunState::nothing, RunState::failed, RunState::stopped})
        if (text(state) == word) return state;
    throw std::runtime_error("a run's report: state " + word);
}

RunReport report_from(const Json& json) {
    RunReport run;
    run.id = json.at("id").as_string();
    run.source = json.at("source").as_string();
    run.actor = json.at("actor").as_string();
    run.terms = {.dry = json.at("dry").as_bool(),
                 .full = json.at("full").as_bool(),
                 .force = json.at("force").as_bool(),
                 .scheduled = json.at("scheduled").as_bool(),
                 .settled = {}};
    run.state = state_from(json.at("state").as_string());
    run.started_at = Instant::parse(json.at("started_at").as_string()).value();
    if (!json.at("ended_at").is_null()) run.ended_at = Instant::parse(json.at("ended_at").as_string()).value();
    run.delivery = json.at("delivery").as_string();
    run.read = number(json, "read");
    run.same = number(json, "same");
    run.added = number(json, "added");
    run.changed = number(json, "changed");
    run.conflicting = number(json, "conflicting");
    run.rejected = number(json, "rejected");
    run.vanished = number(json, "vanished");
    for (const Json& row : json.at("rows").as_array()) run.rows.push_back(row_from(row));
    run.vanished_ids = texts(json.at("vanished_ids"));
    for (const Json& problem : json.at("problems").as_array()) run.problems.push_back(problem_from(problem));
    run.problems_total = number(json, "problems_total");
    if (const Json& no = json.at("refusal"); !no.is_null())
        run.refusal =
            refuse(RefusalKind::conflict, no.at("code").as_string(), no.at("zh").as_string(), no.at("en").as_string());
    if (!json.at("entry").is_null()) run.entry = number(json, "entry");
    return run;
}

}  // namespace

fs::path ExchangeFolder::made() const {
    fs::create_directories(path_);
    fs::permissions(path_, fs::perms::owner_all);
    return path_;
}

ReadingProgress load_progress(const ExchangeFolder& folder, std::int64_t settings, std::int64_t merged) {
    ReadingProgress out{.settings = settings, .merged = merged, .cursor = {}, .taken = {}};
    const auto json = read_file(folder.progress());
    if (!json || json->at("settings").as_integer() != settings || json->at("merged").as_integer() != merged) return out;
    out.cursor = json->at("cursor").as_string();
    for (const Json& file : json->at("taken").as_array())
        out.taken.push_back({file.at("name").as_string(), number(file, "size"), file.at("changed").as_integer()});
    return out;
}

void save_progress(const ExchangeFolder& folder, const ReadingProgress& progress) {
    Json::Array taken;
    for (const auto& file : progress.taken)
        taken.push_back(Json::Object{{"changed", file.changed}, {"name", file.name}, {"size", file.size}});
    write_file(folder.progress(), Json::Object{{"cursor", progress.cursor},
                                               {"merged", progress.merged},
                                               {"settings", progress.settings},
                                               {"taken", std::move(taken)}});
}

std::string_view text(RunState state) {
    switch (state) {
        case RunState::waiting:
            return "waiting";
        case RunState::running:
            return "running";
        case RunState::done:
            return "done";
        case RunState::nothing:
            return "nothing";
        case RunState::failed:
            return "failed";
        case RunState::stopped:
            return "stopped";
    }
    throw std::logic_error("RunState");
}

bool is_run_id(std::string_view text) {
    return text.starts_with('r') && is_hex(text.substr(1), kRunDigits);
}

void save_report(const Context& context, const RunReport& report) {
    const ExchangeFolder folder(context, report.source);
    folder.made();
    fs::create_directories(folder.runs());
    write_file(folder.report(report.id), to_json(report));
}

std::optional<RunReport> load_report(const fs::path& file) {
    const auto json = read_file(file);
    if (!json) return std::nullopt;
    return report_from(*json);
}

void trim_reports(const ExchangeFolder& folder) {
    std::vector<std::pair<fs::file_time_type, fs::path>> reports;
    std::error_code ignored;  // scratch: what can't be listed or removed now is removed another day
    for (const auto& file : fs::directory_iterator(folder.runs(), ignored))
        if (file.path().extension() == ".json") reports.emplace_back(file.last_write_time(ignored), file.path());
    if (reports.size() <= kReportsKept) return;
    std::ranges::sort(reports);
    reports.resize(reports.size() - kReportsKept);
    for (const auto& [at, path] : reports) {
        fs::remove(path, ignored);
        fs::remove_all(folder.scratch(path.stem().string()), ignored);
    }
}

}  // namespace sunlot::workflow
