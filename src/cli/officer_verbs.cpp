#include "cli/verbs.h"

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

std::string officer_text(const Json& officer) {
    std::string out = fmt::format("{} {} {} {}\n", in_words(officer.at("id")), in_words(officer.at("name")),
                                  in_words(officer.at("unit")), in_words(officer.at("post")));
    out += officer.at("drawable").as_bool() ? std::string("今天可以抽取\n")
                                            : "今天不能抽取：" + in_words(officer.at("why_not")) + "\n";
    out += table({{"kind", "证件"}, {"number", "编号"}, {"from", "自"}, {"to", "至"}, {"state", "状态"}},
                 officer.at("certificates").as_array());
    if (!officer.at("trainings").as_array().empty())
        out += "\n" +
               table({{"held_on", "日期"}, {"kind", "培训"}, {"hours", "学时"}, {"passed", "合格"}, {"topic", "内容"}},
                     officer.at("trainings").as_array());
    out += "\n" + table({{"year", "年度"}, {"count", "检查户次"}}, officer.at("loads").as_array());
    return out;
}

/// "certificate_to=2031-12-31": the field's name and what it is to say.
Result<Json> fields_of(const std::vector<std::string>& assignments) {
    Json::Object fields;
    for (const auto& text : assignments) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0)
            return refuse(RefusalKind::invalid, "cli.field", "请写成 字段=内容，如 certificate_to=2031-12-31",
                          "write field=text, such as certificate_to=2031-12-31");
        fields[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return Json(std::move(fields));
}

struct FormArguments {
    std::string id;
    std::vector<std::string> fields;
    std::string reason;
};

Result<Done> send_form(Workplace& place, const FormArguments& a) {
    auto fields = fields_of(a.fields);
    if (!fields) return pass_on(fields.error());
    return place.ask_and_show({.method = a.id.empty() ? Method::post : Method::put,
                               .target = a.id.empty() ? "/api/officers" : "/api/officers/" + segment(a.id),
                               .body = Json::Object{{"fields", *fields}, {"reason", a.reason}}},
                              officer_text);
}

void add_forms(CLI::App& group, Chosen& chosen) {
    auto show = std::make_shared<std::string>();
    add_verb(group, chosen, "show", "一名执法人员的证件、培训、户次 One officer",
             [show](Workplace& place) {
                 return place.ask_and_show({.target = "/api/officers/" + segment(*show)}, officer_text);
             })
        ->add_option("id", *show, "编号，如 F0001 Id")
        ->required();
    for (const bool is_new : {true, false}) {
        auto a = std::make_shared<FormArguments>();
        auto* command = add_verb(
            group, chosen, is_new ? "add" : "set",
            is_new ? "登记一名执法人员 Enter an officer" : "更改状态、证件、职务等 Change state, certificates, posts",
            [a](Workplace& place) { return send_form(place, *a); });
        if (!is_new) command->add_option("id", a->id, "编号，如 F0001 Id")->required();
        command->add_option("fields", a->fields, "字段=内容，可多个；字段名见 officer fields  field=text")->required();
        command->add_option("--reason", a->reason, "理由，不公开 Reason, kept private")->required();
    }
    add_verb(group, chosen, "fields", "登记表有哪些字段 The fields of the form", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/officers/form"}, [](const Json& answer) {
            return table({{"name", "字段"}, {"title", "名称"}, {"choices", "可填"}, {"note", "说明"}},
                         answer.at("form").as_array());
        });
    });
}

struct TrainingArguments {
    std::string id;
    std::string kind = "岗前培训";
    std::string on;
    std::int64_t hours = 0;
    bool failed = false;
    std::string topic;
};

void add_training(CLI::App& group, Chosen& chosen) {
    auto a = std::make_shared<TrainingArguments>();
    auto* command = add_verb(group, chosen, "train", "登记培训 Record training", [a](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = "/api/officers/" + segment(a->id) + "/trainings",
                                   .body = Json::Object{{"held_on", a->on},
                                                        {"hours", a->hours},
                                                        {"kind", a->kind},
                                                        {"passed", !a->failed},
                                                        {"topic", a->topic}}},
                                  officer_text);
    });
    command->add_option("id", a->id, "编号，如 F0001 Id")->required();
    command->add_option("--kind", a->kind, "种类 Kind")->capture_default_str();
    command->add_option("--on", a->on, "日期 YYYY-MM-DD Day")->required();
    command->add_option("--hours", a->hours, "学时 Hours")->required();
    command->add_option("--topic", a->topic, "内容 Topic");
    command->add_flag("--failed", a->failed, "未合格 Not passed");
}

struct PeriodArguments {
    std::string from;
    std::string to;
};

void add_looks(CLI::App& group, Chosen& chosen) {
    add_verb(group, chosen, "warnings", "证件到期提醒 Certificates that end soon", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/officers/warnings"}, [](const Json& answer) {
            return table(
                {{"id", "编号"}, {"name", "姓名"}, {"kind", "证件"}, {"to", "有效期至"}, {"days_left", "还有几天"}},
                answer.at("rows").as_array());
        });
    });
    auto a = std::make_shared<PeriodArguments>();
    auto* command =
        add_verb(group, chosen, "drawable", "某段时间谁不能抽取 Who can't be drawn in a period", [a](Workplace& place) {
            const auto& to = a->to.empty() ? a->from : a->to;
            return place.ask_and_show(
                {.target = with_query("/api/officers/drawability", {{"from", a->from}, {"to", to}})},
                [](const Json& answer) {
                    return fmt::format("可抽取 {} 人\n", in_words(answer.at("drawable"))) +
                           table({{"id", "编号"}, {"name", "姓名"}, {"unit", "单位"}, {"why", "不能抽取的原因"}},
                                 answer.at("not_drawable").as_array());
                });
        });
    command->add_option("from", a->from, "第一天 First day")->required();
    command->add_option("to", a->to, "最后一天，缺省同一天 Last day");
    auto file = std::make_shared<std::string>();
    add_verb(group, chosen, "export", "导出名录（.xlsx 或 .csv） Export",
             [file](Workplace& place) {
                 const bool csv = file->ends_with(".csv");
                 return place.ask_and_show(
                     {.target = csv ? "/api/officers/export.csv" : "/api/officers/export.xlsx", .save_as = *file},
                     [file](const Json&) { return "已写入 " + *file + "\n"; });
             })
        ->add_option("file", *file, "文件 File")
        ->required();
}

struct RecusalArguments {
    std::string id;
    std::string officer;
    std::string object;
    std::string relation = "近亲属";
    std::string reason;
    std::string from;
    std::string to;
};

std::string recusal_text(const Json& row) {
    return fmt::format("{}：{} 不派往 {}，{} 至 {}\n", in_words(row.at("id")), in_words(row.at("officer_name")),
                       in_words(row.at("object_name")), in_words(row.at("valid_from")), in_words(row.at("valid_to")));
}

void add_recusals(CLI::App& app, Chosen& chosen) {
    auto& group = *app.add_subcommand("recusal", "回避 Recusals")->require_subcommand(1);
    add_verb(group, chosen, "list", "回避登记 List", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/recusals"}, [](const Json& answer) {
            return table({{"id", "编号"},
                          {"officer_name", "人员"},
                          {"object_name", "对象"},
                          {"relation", "关系"},
                          {"valid_from", "自"},
                          {"valid_to", "至"}},
                         answer.at("rows").as_array());
        });
    });
    auto a = std::make_shared<RecusalArguments>();
    auto* declare = add_verb(group, chosen, "declare", "登记回避 Declare", [a](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = "/api/recusals",
                                   .body = Json::Object{{"object", a->object},
                                                        {"officer", a->officer},
                                                        {"reason", a->reason},
                                                        {"relation", a->relation},
                                                        {"valid_from", a->from},
                                                        {"valid_to", a->to}}},
                                  recusal_text);
    });
    declare->add_option("officer", a->officer, "人员编号 Officer")->required();
    declare->add_option("object", a->object, "对象代码 Object")->required();
    declare->add_option("--relation", a->relation, "关系 Relation")->capture_default_str();
    declare->add_option("--reason", a->reason, "情况说明，不公开 Reason, kept private")->required();
    declare->add_option("--from", a->from, "第一天 First day")->required();
    declare->add_option("--to", a->to, "最后一天 Last day")->required();
    auto* end = add_verb(group, chosen, "end", "提前结束 End early", [a](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = "/api/recusals/" + segment(a->id) + "/end",
                                   .body = Json::Object{{"reason", a->reason}, {"valid_to", a->to}}},
                                  recusal_text);
    });
    end->add_option("id", a->id, "编号，如 r1 Id")->required();
    end->add_option("--last-day", a->to, "最后一天 Last day")->required();
    end->add_option("--reason", a->reason, "理由，不公开 Reason, kept private")->required();
}

}  // namespace

void add_officer_verbs(CLI::App& app, Chosen& chosen) {
    auto& group = *app.get_subcommand("officer");
    add_forms(group, chosen);
    add_training(group, chosen);
    add_looks(group, chosen);
    add_recusals(app, chosen);
}

}  // namespace sunlot::cli
