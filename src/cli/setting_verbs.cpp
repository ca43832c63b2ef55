#include "cli/verbs.h"

#include <fstream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

std::string year_text(const Json& year) {
    std::string out = fmt::format("{} 年 {}{}\n", in_words(year.at("year")), in_words(year.at("source")),
                                  year.at("confirmed").as_bool() ? "" : "（待确认）");
    return out + table({{"date", "日期"}, {"weekday", "星期"}, {"off", "放假"}, {"name", "名称"}},
                       year.at("days").as_array());
}

struct CalendarArguments {
    std::string file;
    std::string source;
    std::int64_t year = 0;
    bool preview = false;
    std::string from;
    std::int64_t days = 0;
    std::string term;
};

/// A notice is text; a table is CSV or XLSX. Either is looked at first and loaded only when it holds.
Result<Json> look_at(Client& client, const CalendarArguments& a) {
    const std::filesystem::path path = a.file;
    if (!std::filesystem::is_regular_file(path))
        return refuse(RefusalKind::invalid, "file.unreadable", "没有文件 " + a.file, "No file " + a.file);
    if (path.extension() == ".xlsx" || path.extension() == ".csv")
        return client.ask({.method = Method::post,
                           .target = with_query("/api/calendar/table",
                                                {{"year", a.year == 0 ? std::string() : std::to_string(a.year)}}),
                           .file = path});
    std::ifstream in(path, std::ios::binary);
    Json::Object body{{"text", std::string(std::istreambuf_iterator<char>(in), {})}};
    if (a.year != 0) body["year"] = a.year;
    return client.ask({.method = Method::post, .target = "/api/calendar/notice", .body = Json(std::move(body))});
}

Result<Done> load(Workplace& place, const CalendarArguments& a) {
    const auto client = place.client();
    if (!client) return pass_on(client.error());
    auto year = look_at(**client, a);
    if (!year) return pass_on(year.error());
    if (a.preview) {
        place.print(*year, year_text);
        return Done{};
    }
    year->as_object()["source"] = a.source;
    return place.ask_and_show({.method = Method::post, .target = "/api/calendar/years", .body = *year}, year_text);
}

/// What came with the program, or else the weekdays alone.
Result<Done> load_known(Workplace& place, std::int64_t number, bool weekdays) {
    const auto client = place.client();
    if (!client) return pass_on(client.error());
    Json body = Json::Object{{"confirmed", false}, {"year", number}};
    if (!weekdays) {
        const auto known = (*client)->ask({.target = "/api/calendar/announced"});
        if (!known) return pass_on(known.error());
        const Json* found = nullptr;
        for (const Json& one : known->at("rows").as_array())
            if (one.at("year").as_integer() == number) found = &one;
        if (found == nullptr)
            return refuse(RefusalKind::not_found, "calendar.unknown",
                          "程序没有附带这一年的安排；请用 calendar load 导入通知，或加 --weekdays 先按周一至周五生成",
                          "that year did not come with the program; load the notice, or use --weekdays for now");
        body = *found;
    }
    return place.ask_and_show({.method = Method::post, .target = "/api/calendar/years", .body = std::move(body)},
                              year_text);
}

std::string term_text(const Json& term) {
    return fmt::format("{} 起 {} 个工作日：{} {}{}\n", in_words(term.at("from")), in_words(term.at("days")),
                       in_words(term.at("due")), in_words(term.at("due_weekday")),
                       term.at("provisional").as_bool() ? "（经过的年份还没有正式放假安排，暂按周一至周五计算）" : "");
}

void add_calendar(CLI::App& app, Chosen& chosen) {
    auto& group = *app.add_subcommand("calendar", "工作日历 Working days")->require_subcommand(1);
    add_verb(group, chosen, "list", "已导入的年份 Years loaded", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/calendar"}, [](const Json& answer) {
            return table({{"year", "年份"}, {"confirmed", "正式"}, {"source", "依据"}, {"loaded_at", "导入时间"}},
                         answer.at("rows").as_array());
        });
    });
    auto a = std::make_shared<CalendarArguments>();
    auto* command = add_verb(group, chosen, "load", "导入放假通知（文本）或表格（CSV、XLSX） Load a notice or a table",
                             [a](Workplace& place) { return load(place, *a); });
    command->add_option("file", a->file, "文件 File")->required();
    command->add_option("--source", a->source, "依据，如通知名称和日期 Where it was announced");
    command->add_option("--year", a->year, "年份，缺省从文件读 Year");
    command->add_flag("--preview", a->preview, "只看不写 Preview only");
    auto year = std::make_shared<std::int64_t>(0);
    auto weekdays = std::make_shared<bool>(false);
    auto* known = add_verb(group, chosen, "year", "用随程序附带的安排 Load a year that came with the program",
                           [year, weekdays](Workplace& place) { return load_known(place, *year, *weekdays); });
    known->add_option("year", *year, "年份 Year")->required();
    known->add_flag("--weekdays", *weekdays, "正式安排公布前，先按周一至周五生成 Weekdays alone, for now");
    auto* term = add_verb(group, chosen, "term", "按工作日算期限 When a term ends", [a](Workplace& place) {
        const auto days = a->days == 0 ? std::string() : std::to_string(a->days);
        return place.ask_and_show(
            {.target = with_query("/api/calendar/term", {{"from", a->from}, {"days", days}, {"term", a->term}})},
            term_text);
    });
    term->add_option("from", a->from, "起算日，当天不算 The day it begins")->required();
    term->add_option("--days", a->days, "几个工作日 Working days");
    term->add_option("--term", a->term, "或期限参数，如 term.publish Or a parameter");
}

struct SettingArguments {
    std::string name;
    std::string value;
    std::string from;
    std::string reason;
    bool retire = false;
};

void add_setting_options(CLI::App& command, SettingArguments& a) {
    command.add_option("--from", a.from, "生效日期 YYYY-MM-DD First day")->required();
    command.add_option("--reason", a.reason, "依据或理由 Basis or reason")->required();
}

void add_parameters(CLI::App& app, Chosen& chosen) {
    auto& group = *app.add_subcommand("parameter", "参数 Parameters")->require_subcommand(1);
    add_verb(group, chosen, "list", "全部参数 List", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/parameters"}, [](const Json& answer) {
            return table({{"name", "名称"}, {"title", "含义"}, {"value", "现值"}, {"unit", "单位"}},
                         answer.at("rows").as_array());
        });
    });
    auto a = std::make_shared<SettingArguments>();
    auto* set = add_verb(group, chosen, "set", "调整，自某日起生效 Set from a day on", [a](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = "/api/parameters/" + segment(a->name),
                                   .body = Json::Object{{"from", a->from}, {"reason", a->reason}, {"value", a->value}}},
                                  lines);
    });
    set->add_option("name", a->name, "名称，如 term.publish Name")->required();
    set->add_option("value", a->value, "数值 Value")->required();
    add_setting_options(*set, *a);
}

void add_dictionaries(CLI::App& app, Chosen& chosen) {
    auto& group = *app.add_subcommand("dictionary", "字典 Dictionaries")->require_subcommand(1);
    add_verb(group, chosen, "list", "全部字典 List", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/dictionaries"}, [](const Json& answer) {
            return table({{"name", "名称"}, {"title", "含义"}, {"terms", "词条"}}, answer.at("rows").as_array());
        });
    });
    auto a = std::make_shared<SettingArguments>();
    auto* term = add_verb(group, chosen, "term", "增加词条，或停用 Add a term, or retire it", [a](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post,
             .target = "/api/dictionaries/" + segment(a->name),
             .body =
                 Json::Object{{"from", a->from}, {"in_use", !a->retire}, {"reason", a->reason}, {"term", a->value}}},
            [](const Json& answer) { return in_words(answer.at("terms")) + "\n"; });
    });
    term->add_option("dictionary", a->name, "字典，如 training_kind Dictionary")->required();
    term->add_option("term", a->value, "词条 Term")->required();
    term->add_flag("--retire", a->retire, "停用 No longer used");
    add_setting_options(*term, *a);
}

}  // namespace

void add_setting_verbs(CLI::App& app, Chosen& chosen) {
    add_calendar(app, chosen);
    add_parameters(app, chosen);
    add_dictionaries(app, chosen);
}

}  // namespace sunlot::cli
