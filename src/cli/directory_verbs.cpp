#include "cli/verbs.h"

#include <cstdio>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

struct ImportArguments {
    std::string file;
    std::vector<std::string> columns;
    bool preview = false;
    bool skip_bad_rows = false;
};

std::string preview_text(const Json& import) {
    const Json& counts = import.at("counts");
    std::string out =
        fmt::format("{}（{}，{}）：共 {} 行；新增 {}，变更 {}，不变 {}，有误 {}\n", in_words(import.at("filename")),
                    in_words(import.at("format")), in_words(import.at("encoding")), in_words(counts.at("rows")),
                    in_words(counts.at("new")), in_words(counts.at("changed")), in_words(counts.at("same")),
                    in_words(counts.at("bad")));
    out += table({{"title", "列"}, {"field", "当作"}}, import.at("columns").as_array());
    const auto& problems = import.at("problems").as_array();
    if (!problems.empty()) {
        out += "\n" + table({{"row", "行"}, {"column", "列"}, {"value", "内容"}, {"message", "怎么改"}}, problems);
        out += fmt::format("共 {} 处问题\n", in_words(import.at("problems_total")));
    }
    return out;
}

std::string outcome_text(const Json& import) {
    const Json& receipt = import.at("receipt");
    return receipt.is_null() ? std::string("没有变化，什么也没有写入。（nothing changed）\n")
                             : "已导入，日志条目 entry " + in_words(receipt.at("seq")) + "\n";
}

/// The guessed columns, with "企业名称=name" for each --column put in; "备注=" leaves a column out. Written by hand,
/// since the titles are the keys and canonical JSON has only ASCII ones.
std::string mapping_of(const Json& guessed, const std::vector<std::string>& chosen) {
    std::map<std::string, std::string> fields;
    for (const auto& column : guessed.as_array()) fields[in_words(column.at("title"))] = in_words(column.at("field"));
    for (const auto& text : chosen) {
        const std::size_t equals = text.rfind('=');
        fields[text.substr(0, equals)] = equals == text.npos ? "" : text.substr(equals + 1);
    }
    std::string mapping;
    for (const auto& [title, field] : fields) {
        mapping += (mapping.empty() ? "" : ",") + to_canonical(Json(title)) + ":" +
                   (field.empty() ? "null" : to_canonical(Json(field)));
    }
    return "{\"columns\":{" + mapping + "}}";
}

Result<Json> upload(Workplace& place, Client& client, const std::string& kind, const ImportArguments& arguments) {
    const std::filesystem::path path = arguments.file;
    if (!std::filesystem::is_regular_file(path)) {
        return refuse(RefusalKind::invalid, "file.unreadable", "没有文件 " + arguments.file,
                      "No file " + arguments.file);
    }
    auto import = client.ask({.method = Method::post,
                              .target = with_query("/api/imports", {{"kind", kind}, {"filename", path.filename()}}),
                              .file = path});
    if (import && !arguments.columns.empty()) {
        import = client.ask({.method = Method::post,
                             .target = "/api/imports/" + segment(import->at("id").as_string()) + "/mapping",
                             .text = mapping_of(import->at("columns"), arguments.columns)});
    }
    place.progress().finish();
    return import;
}

Result<Done> run_import(Workplace& place, const std::string& kind, const ImportArguments& arguments) {
    const auto client = place.client();
    if (!client) return pass_on(client.error());
    const auto import = upload(place, **client, kind, arguments);
    if (!import) return pass_on(import.error());
    const std::string address = "/api/imports/" + segment(import->at("id").as_string());
    if (!place.json()) std::fputs(preview_text(*import).c_str(), arguments.preview ? stdout : stderr);
    if (arguments.preview) {
        if (place.json()) place.print(*import, preview_text);
        const auto discarded = (*client)->ask({.method = Method::post, .target = address + "/discard"});
        return discarded ? Result<Done>(Done{}) : Result<Done>(pass_on(discarded.error()));
    }
    const auto confirmed = (*client)->ask({.method = Method::post,
                                           .target = address + "/confirm",
                                           .body = Json::Object{{"skip_bad_rows", arguments.skip_bad_rows}}});
    place.progress().finish();
    if (!confirmed) return pass_on(confirmed.error());
    place.print(*confirmed, outcome_text);
    return Done{};
}

void add_import(CLI::App& group, Chosen& chosen, const std::string& kind) {
    auto arguments = std::make_shared<ImportArguments>();
    auto* command = add_verb(group, chosen, "import", "导入 CSV 或 XLSX；全部成功或什么也不写 Import, all or nothing",
                             [arguments, kind](Workplace& place) { return run_import(place, kind, *arguments); });
    command->add_option("file", arguments->file, "文件 File")->required();
    command->add_option("--column", arguments->columns, "列对应，如 企业名称=name；可多次 Map a column");
    command->add_flag("--preview", arguments->preview, "只看不写 Preview only");
    command->add_flag("--skip-bad-rows", arguments->skip_bad_rows, "跳过有误的行 Leave out bad rows");
}

struct ListArguments {
    std::string q;
    std::string grade;
    std::string status;
    std::string kind;
    std::string district;
    std::string grid;
    std::string library;
    std::string tag;
    std::string state;
    std::string after;
    std::string limit = "50";
};

std::string with_next(std::string text, const Json& answer) {
    const Json* next = answer.find("next");
    if (next && next->is_string()) text += "下一页 next: --after '" + next->as_string() + "'\n";
    return text;
}

void add_roll_list(CLI::App& group, Chosen& chosen) {
    auto a = std::make_shared<ListArguments>();
    auto* command = add_verb(group, chosen, "list", "检查对象列表 List", [a](Workplace& place) {
        const std::string target = with_query("/api/objects", {{"q", a->q},
                                                               {"grade", a->grade},
                                                               {"status", a->status},
                                                               {"kind", a->kind},
                                                               {"district", a->district},
                                                               {"grid", a->grid},
                                                               {"library", a->library},
                                                               {"tag", a->tag},
                                                               {"after", a->after},
                                                               {"limit", a->limit}});
        return place.ask_and_show({.target = target}, [](const Json& answer) {
            return with_next(table({{"id", "编号"},
                                    {"name", "名称"},
                                    {"grade", "等级"},
                                    {"status", "状态"},
                                    {"district", "地区"},
                                    {"last_checked_on", "上次检查"}},
                                   answer.at("rows").as_array()),
                             answer);
        });
    });
    command->add_option("--q", a->q, "名称、代码或拼音首字母 Name, code, initials");
    command->add_option("--grade", a->grade, "诚信等级 Grade");
    command->add_option("--status", a->status, "状态 Status");
    command->add_option("--kind", a->kind, "类别 Kind");
    command->add_option("--district", a->district, "地区 District");
    command->add_option("--grid", a->grid, "网格编码，含其下各级 Grid node and all below");
    command->add_option("--library", a->library, "专项库 Special library");
    command->add_option("--tag", a->tag, "监管标签 Tag");
    command->add_option("--after", a->after, "上一页给出的游标 Cursor");
    command->add_option("--limit", a->limit, "行数 Rows")->capture_default_str();
}

void add_officer_list(CLI::App& group, Chosen& chosen) {
    auto a = std::make_shared<ListArguments>();
    auto* command = add_verb(group, chosen, "list", "执法人员列表 List", [a](Workplace& place) {
        return place.ask_and_show(
            {.target = with_query("/api/officers", {{"q", a->q}, {"state", a->state}, {"after", a->after}})},
            [](const Json& answer) {
                return with_next(table({{"id", "编号"},
                                        {"name", "姓名"},
                                        {"unit", "单位"},
                                        {"certificate_no", "执法证号"},
                                        {"drawable", "可派"},
                                        {"why_not", "原因"},
                                        {"load", "任务数"}},
                                       answer.at("rows").as_array()),
                                 answer);
            });
    });
    command->add_option("--q", a->q, "姓名或编号 Name or id");
    command->add_option("--state", a->state, "状态 State");
    command->add_option("--after", a->after, "上一页给出的游标 Cursor");
}

}  // namespace

void add_directory_verbs(CLI::App& app, Chosen& chosen) {
    auto& roll = *app.add_subcommand("roll", "监管对象名录库 Directory of objects")->require_subcommand(1);
    add_import(roll, chosen, "objects");
    add_roll_list(roll, chosen);
    add_roll_verbs(roll, chosen);
    auto& officer = *app.add_subcommand("officer", "执法人员名录库 Directory of officers")->require_subcommand(1);
    add_import(officer, chosen, "officers");
    add_officer_list(officer, chosen);
    auto& history = *app.add_subcommand("history", "既往检查 Past checks")->require_subcommand(1);
    add_import(history, chosen, "history");
}

}  // namespace sunlot::cli
