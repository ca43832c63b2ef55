#include "cli/verbs.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

#include <CLI/CLI.hpp>

namespace sunlot::cli {
namespace {

using api::Method;

constexpr int kOk = 200;

std::string items_table(const Json& answer) {
    return table({{"code", "编号"},
                  {"name", "名称"},
                  {"version", "版本"},
                  {"standing", "状态"},
                  {"kind", "类别"},
                  {"effective_on", "生效"}},
                 answer.at("rows").as_array());
}

std::string versions_table(const Json& answer) {
    return table({{"code", "编号"},
                  {"version", "版本"},
                  {"state", "状态"},
                  {"adjustment", "调整"},
                  {"published_on", "公布"},
                  {"effective_on", "生效"},
                  {"reason", "理由"},
                  {"legal_basis", "依据"}},
                 answer.at("rows").as_array());
}

std::string history_text(const Json& answer) {
    std::string out;
    for (const auto& row : answer.at("rows").as_array()) {
        out += in_words(row.at("published_on")) + "  " + in_words(row.at("title")) + "  " +
               in_words(row.at("document")) + "  自 " + in_words(row.at("effective_on")) + " 起施行\n";
        out += table({{"code", "编号"},
                      {"version", "版本"},
                      {"adjustment", "调整"},
                      {"reason", "理由"},
                      {"legal_basis", "依据"}},
                     row.at("changes").as_array());
    }
    return out;
}

std::string one_side(const Json& line) {
    std::string out;
    if (!line.is_array()) return out;
    for (const auto& piece : line.as_array()) {
        const bool changed = piece.at("changed").as_bool();
        out += (changed ? "[" : "") + piece.at("text").as_string() + (changed ? "]" : "");
    }
    return out;
}

/// The fields that differ, old line after new line, changed words in brackets.
std::string comparison_text(const Json& answer) {
    std::string out;
    for (const auto& field : answer.at("fields").as_array()) {
        if (!field.at("changed").as_bool()) continue;
        out += field.at("title").as_string() + "\n";
        for (const auto& row : field.at("rows").as_array()) {
            if (!row.at("changed").as_bool()) continue;
            if (row.at("before").is_array()) out += "  - " + one_side(row.at("before")) + "\n";
            if (row.at("after").is_array()) out += "  + " + one_side(row.at("after")) + "\n";
        }
    }
    return out.empty() ? "两个版本的内容相同。（the two versions are the same）\n" : out;
}

struct StepArguments {
    std::vector<std::string> items;
    std::string effective_on;
    std::string title;
    std::string document;
    std::string opinion;
    bool returned = false;
};

/// The version of an item that waits for a step: the one not published yet, or the only one there is.
std::int64_t waiting_version(const Json& rows, const std::string& code) {
    for (const auto& row : rows.as_array())
        if (row.at("code").as_string() == code)
            return (row.at("pending").is_null() ? row : row.at("pending")).at("version").as_integer();
    return 1;
}

/// "L02" or "L02/3".
Result<Json> read_versions(Client& client, const std::vector<std::string>& items) {
    const auto list = client.ask({.target = "/api/items"});
    if (!list) return pass_on(list.error());
    Json::Array versions;
    for (const auto& item : items) {
        const auto stroke = item.find('/');
        const std::string code = item.substr(0, stroke);
        std::int64_t version = 0;
        if (stroke == std::string::npos)
            version = waiting_version(list->at("rows"), code);
        else if (const auto number = parse_json(item.substr(stroke + 1)); number && number->is_integer())
            version = number->as_integer();
        if (version < 1)
            return refuse(RefusalKind::invalid, "cli.item", "应写成 L02 或者 L02/3（第 3 版）",
                          "Write L02 or L02/3 (version 3)");
        versions.push_back(Json::Object{{"code", code}, {"version", version}});
    }
    return Json(std::move(versions));
}

Result<Done> step(Workplace& place, const std::string& what, const StepArguments& arguments, Json::Object body) {
    const auto client = place.client();
    if (!client) return pass_on(client.error());
    auto versions = read_versions(**client, arguments.items);
    if (!versions) return pass_on(versions.error());
    body["versions"] = std::move(*versions);
    return place.ask_and_show({.method = Method::post, .target = "/api/items/" + what, .body = std::move(body)},
                              versions_table);
}

void add_items(CLI::App& command, const std::shared_ptr<StepArguments>& arguments) {
    command.add_option("items", arguments->items, "事项，如 L02 或 L02/3（第 3 版） Items, as L02 or L02/3")
        ->required();
}

void add_steps(CLI::App& item, Chosen& chosen) {
    auto a = std::make_shared<StepArguments>();
    add_items(*add_verb(item, chosen, "submit", "提交审核 Submit for review",
                        [a](Workplace& place) { return step(place, "submit", *a, {}); }),
              a);
    auto* review = add_verb(item, chosen, "review", "审核 Review", [a](Workplace& place) {
        return step(place, "review", *a, {{"opinion", a->opinion}, {"verdict", a->returned ? "returned" : "approved"}});
    });
    add_items(*review, a);
    review->add_flag("--return", a->returned, "退回 Return");
    review->add_option("--opinion", a->opinion, "意见，退回时必填 Opinion, needed when returning");
    auto* publish =
        add_verb(item, chosen, "publish", "公布（一次公告） Publish in one announcement", [a](Workplace& place) {
            return step(place, "publish", *a,
                        {{"document", a->document}, {"effective_on", a->effective_on}, {"title", a->title}});
        });
    add_items(*publish, a);
    publish->add_option("--effective-on", a->effective_on, "施行日期，缺省为今天 Effective on");
    publish->add_option("--title", a->title, "公告标题 Title of the announcement");
    publish->add_option("--document", a->document, "文号 Document number");
}

struct OneItem {
    std::string code;
    std::string file;
    std::string reason;
    std::string legal_basis;
    std::string version = "1";
    std::string from = "1";
    std::string to = "2";
};

Result<Done> draft(Workplace& place, const OneItem& a) {
    auto body = read_json_file(a.file);
    if (!body) return pass_on(body.error());
    body->as_object()["reason"] = a.reason;
    body->as_object()["legal_basis"] = a.legal_basis;
    return place.ask_and_show({.method = Method::post, .target = "/api/items", .body = std::move(*body)}, lines);
}

Result<Done> discard(Workplace& place, const OneItem& a) {
    const auto version = parse_json(a.version);
    return place.ask_and_show(
        {.method = Method::post,
         .target = "/api/items/" + segment(a.code) + "/discard",
         .body = Json::Object{{"reason", a.reason}, {"version", version ? *version : Json(a.version)}}},
        lines);
}

void add_grounds(CLI::App& command, const std::shared_ptr<OneItem>& a) {
    command.add_option("--reason", a->reason, "调整理由，随版本公开 Reason, published")->required();
    command.add_option("--legal-basis", a->legal_basis, "调整的法律依据，随版本公开 Legal basis, published")
        ->required();
}

void add_drafting(CLI::App& item, Chosen& chosen) {
    auto a = std::make_shared<OneItem>();
    auto* drafting = add_verb(item, chosen, "draft", "起草事项或新版本 Draft an item or a new version",
                              [a](Workplace& place) { return draft(place, *a); });
    drafting->add_option("file", a->file, "JSON 文件 JSON file")->required();
    add_grounds(*drafting, a);
    auto* cancel = add_verb(
        item, chosen, "cancel", "起草取消事项的版本 Draft the version that cancels an item", [a](Workplace& place) {
            return place.ask_and_show({.method = Method::post,
                                       .target = "/api/items/" + segment(a->code) + "/cancellation",
                                       .body = Json::Object{{"legal_basis", a->legal_basis}, {"reason", a->reason}}},
                                      lines);
        });
    cancel->add_option("code", a->code, "编号，如 L02 Code")->required();
    add_grounds(*cancel, a);
    auto* discarding = add_verb(item, chosen, "discard", "删去未公布的草稿 Drop a draft",
                                [a](Workplace& place) { return discard(place, *a); });
    discarding->add_option("code", a->code, "编号，如 L02 Code")->required();
    discarding->add_option("--version", a->version, "版本 Version")->capture_default_str();
    discarding->add_option("--reason", a->reason, "理由 Reason")->required();
}

void add_reading(CLI::App& item, Chosen& chosen) {
    add_verb(item, chosen, "list", "事项列表 List",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/items"}, items_table); });
    add_verb(item, chosen, "history", "历次公布 Announcements",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/items/history"}, history_text); });
    auto a = std::make_shared<OneItem>();
    auto* show = add_verb(item, chosen, "show", "一个事项的全部版本 All versions of an item", [a](Workplace& place) {
        return place.ask_and_show({.target = "/api/items/" + segment(a->code)}, versions_table);
    });
    show->add_option("code", a->code, "编号，如 L02 Code")->required();
    auto* compare =
        add_verb(item, chosen, "diff", "两个版本的对照 Two versions beside each other", [a](Workplace& place) {
            return place.ask_and_show(
                {.target = with_query("/api/items/" + segment(a->code) + "/diff", {{"from", a->from}, {"to", a->to}})},
                comparison_text);
        });
    compare->add_option("code", a->code, "编号，如 L02 Code")->required();
    compare->add_option("--from", a->from, "较早的版本 The earlier version")->capture_default_str();
    compare->add_option("--to", a->to, "较晚的版本 The later version")->capture_default_str();
}

struct FileArguments {
    std::string file;
    std::string reason;
    std::string legal_basis;
    bool working = false;
    bool preview = false;
};

/// The form of the file follows from its name.
Result<Done> save(Workplace& place, const FileArguments& a) {
    const bool paper = a.file.ends_with(".pdf");
    const auto client = place.client(a.working ? SignIn::needed : SignIn::none);
    if (!client) return pass_on(client.error());
    const std::string target = paper ? "/i/list.pdf" : a.working ? "/api/items/export.xlsx" : "/i/list.xlsx";
    const auto answer = (*client)->send({.target = target, .save_as = a.file});
    place.progress().finish();
    if (answer.status != kOk) return pass_on(refusal_in(answer));
    std::printf("已存入 saved %s\n", a.file.c_str());
    return Done{};
}

std::string import_text(const Json& answer) {
    std::string out = table({{"row", "行"}, {"code", "编号"}, {"name", "名称"}, {"change", "变化"}, {"fields", "改了"}},
                            answer.at("rows").as_array());
    for (const auto& row : answer.at("rows").as_array())
        if (const auto& problems = row.at("problems").as_array(); !problems.empty())
            out += table({{"row", "行"}, {"column", "列"}, {"message", "怎么改"}}, problems);
    return out + "已起草 drafted: " + in_words(answer.at("drafted")) + "\n";
}

Result<Done> take_in(Workplace& place, const FileArguments& a) {
    if (!std::filesystem::is_regular_file(a.file))
        return refuse(RefusalKind::invalid, "file.unreadable", "没有文件 " + a.file, "No file " + a.file);
    const std::string target =
        a.preview ? "/api/items/import/preview"
                  : with_query("/api/items/import", {{"reason", a.reason}, {"legal_basis", a.legal_basis}});
    return place.ask_and_show({.method = Method::post, .target = target, .file = a.file}, import_text);
}

void add_files(CLI::App& item, Chosen& chosen) {
    auto a = std::make_shared<FileArguments>();
    auto* saving = add_verb(item, chosen, "export", "导出清单：.xlsx 或 .pdf Export the list as .xlsx or .pdf",
                            [a](Workplace& place) { return save(place, *a); });
    saving->add_option("file", a->file, "存入 Where to")->required();
    saving->add_flag("--working", a->working,
                     "编辑稿，含草稿，改好可导入（XLSX） The working copy, to be imported again");
    auto* importing =
        add_verb(item, chosen, "import", "导入清单：起草新增和改动的事项 Import a list, draft what differs",
                 [a](Workplace& place) { return take_in(place, *a); });
    importing->add_option("file", a->file, "XLSX 或 CSV XLSX or CSV")->required();
    importing->add_flag("--preview", a->preview, "只看不写 Preview only");
    importing->add_option("--reason", a->reason, "调整理由，随版本公开 Reason, published");
    importing->add_option("--legal-basis", a->legal_basis, "调整的法律依据，随版本公开 Legal basis, published");
}

}  // namespace

void add_item_verbs(CLI::App& app, Chosen& chosen) {
    auto& item = *app.add_subcommand("item", "随机抽查事项清单 Items")->require_subcommand(1);
    add_reading(item, chosen);
    add_drafting(item, chosen);
    add_steps(item, chosen);
    add_files(item, chosen);
}

}  // namespace sunlot::cli
