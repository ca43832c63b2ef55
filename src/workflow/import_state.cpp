#include "workflow/import_state.h"

#include "base/bytes.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sunlot::workflow {

namespace {

constexpr std::int64_t kKeptMicros = std::int64_t{30} * 24 * 3600 * 1'000'000;
constexpr std::size_t kIdDigits = 16;

Refusal unknown_import() {
    return refuse(RefusalKind::not_found, "import.unknown", "没有这次导入，可能已经过期清理，请重新上传",
                  "There is no such import; it may have been cleared away, upload the file again");
}

std::string_view text(inspection::Severity severity) {
    return severity == inspection::Severity::error ? "error" : "warning";
}

Json to_json(const ImportColumn& column) {
    return Json::Object{{"field", column.field}, {"sample", Json(column.sample)}, {"title", column.title}};
}

Json to_json(const inspection::Problem& problem) {
    return Json::Object{{"code", problem.code},    {"column", problem.column},           {"en", problem.message.en},
                        {"row", problem.row},      {"severity", text(problem.severity)}, {"value", problem.value},
                        {"zh", problem.message.zh}};
}

Json to_json(const ImportSample& sample) {
    Json::Object cells;
    for (const auto& [name, cell] : sample.cells) cells.emplace(name, cell);
    return Json::Object{{"cells", std::move(cells)}, {"change", text(sample.change)}, {"row", sample.row}};
}

template <class T>
Json::Array list(const std::vector<T>& values) {
    Json::Array out;
    for (const auto& value : values) out.push_back(to_json(value));
    return out;
}

Json to_json(const Import& import) {
    return Json::Object{{"account", import.account},
                        {"added", import.counts.added},
                        {"bad", import.bad},
                        {"changed", import.counts.changed},
                        {"columns", list(import.columns)},
                        {"created_at", import.created_at.text()},
                        {"encoding", import.encoding},
                        {"entry", import.entry ? Json(*import.entry) : Json()},
                        {"filename", import.filename},
                        {"format", import.format},
                        {"generation", import.generation},
                        {"header_row", import.header_row},
                        {"id", import.id},
                        {"kind", inspection::text(import.kind)},
                        {"missing", Json(import.missing)},
                        {"problems", list(import.problems)},
                        {"problems_total", import.problems_total},
                        {"rows", import.rows},
                        {"same", import.counts.same},
                        {"sample", list(import.sample)},
                        {"state", text(import.state)}};
}

// Reading back: what does not read is a damaged file, a fault (Json::at and as_… throw).

std::uint64_t number(const Json& json, std::string_view key) {
    return static_cast<std::uint64_t>(json.at(key).as_integer());
}

std::vector<std::string> texts(const Json& json) {
    std::vector<std::string> out;
    for (const auto& value : json.as_array()) out.push_back(value.as_string());
    return out;
}

ImportState state_from(const std::string& word) {
    for (const auto state : {ImportState::preview, ImportState::confirmed, ImportState::discarded})
        if (text(state) == word) return state;
    throw std::runtime_error("import.json: state " + word);
}

RowChange change_from(const std::string& word) {
    for (const auto change : {RowChange::added, RowChange::changed, RowChange::same})
        if (text(change) == word) return change;
    throw std::runtime_error("import.json: change " + word);
}

inspection::Problem problem_from(const Json& json) {
    return {.row = number(json, "row"),
            .column = json.at("column").as_string(),
            .value = json.at("value").as_string(),
            .code = json.at("code").as_string(),
            .message = {json.at("zh").as_string(), json.at("en").as_string()},
            .severity = json.at("severity").as_string() == "error" ? inspection::Severity::error
                                                                   : inspection::Severity::warning};
}

ImportSample sample_from(const Json& json) {
    ImportSample sample{.row = number(json, "row"), .change = change_from(json.at("change").as_string()), .cells = {}};
    for (const auto& [name, cell] : json.at("cells").as_object()) sample.cells.emplace(name, cell.as_string());
    return sample;
}

Import import_from(const Json& json) {
    Import import;
    import.id = json.at("id").as_string();
    import.kind = inspection::parse_import_kind(json.at("kind").as_string()).value();
    import.filename = json.at("filename").as_string();
    import.account = json.at("account").as_string();
    import.created_at = Instant::parse(json.at("created_at").as_string()).value();
    import.state = state_from(json.at("state").as_string());
    import.format = json.at("format").as_string();
    import.encoding = json.at("encoding").as_string();
    import.header_row = number(json, "header_row");
    for (const auto& column : json.at("columns").as_array())
        import.columns.push_back(
            {column.at("title").as_string(), texts(column.at("sample")), column.at("field").as_string()});
    import.missing = texts(json.at("missing"));
    import.rows = number(json, "rows");
    import.bad = number(json, "bad");
    import.counts = {number(json, "added"), number(json, "changed"), number(json, "same")};
    for (const auto& problem : json.at("problems").as_array()) import.problems.push_back(problem_from(problem));
    import.problems_total = number(json, "problems_total");
    for (const auto& sample : json.at("sample").as_array()) import.sample.push_back(sample_from(sample));
    if (!json.at("entry").is_null()) import.entry = number(json, "entry");
    import.generation = number(json, "generation");
    return import;
}

}  // namespace

std::string_view text(ImportState state) {
    switch (state) {
        case ImportState::preview:
            return "preview";
        case ImportState::confirmed:
            return "confirmed";
        case ImportState::discarded:
            return "discarded";
    }
    throw std::logic_error("ImportState");
}

Result<ImportFolder> import_folder(const Context& context, std::string_view id) {
    if (!id.starts_with('i') || !is_hex(id.substr(1), kIdDigits)) return unknown_import();
    return ImportFolder{context.data_directory / "uploads" / id};
}

Result<Import> load_import(const Context& context, std::string_view id) {
    const auto folder = import_folder(context, id);
    if (!folder) return pass_on(folder.error());
    std::ifstream file(folder->state(), std::ios::binary);
    if (!file) return unknown_import();
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const auto json = parse_json(bytes);
    if (!json) return unknown_import();
    return import_from(*json);
}

void save_import(const Context& context, const Import& import) {
    const auto folder = import_folder(context, import.id).value();
    const auto temporary = folder.path / "import.json.new";
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file << to_canonical(to_json(import));
    file.close();
    if (!file) throw std::runtime_error("can't write " + temporary.string());
    std::filesystem::rename(temporary, folder.state());
}

void remove_old_imports(const Context& context) {
    const auto now = context.clock.now();
    std::error_code ignored;  // scratch: what can't be listed or removed now is removed another day
    for (const auto& entry : std::filesystem::directory_iterator(context.data_directory / "uploads", ignored)) {
        const auto import = load_import(context, entry.path().filename().string());
        if (import && now.micros - import->created_at.micros > kKeptMicros)
            std::filesystem::remove_all(entry.path(), ignored);
    }
}

}  // namespace sunlot::workflow
