// Verbs of `roll` beside import and list: one object and its history, special libraries and tags, the grid, duplicates.
#include "cli/verbs.h"

#include <memory>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

struct RollArguments {
    std::string id;
    std::string other;
    std::string name;
    std::string kind = "library";
    std::string source = "其他";
    std::string reason;
    std::string to;
    std::string on;
    std::string before;
    std::vector<std::string> values;
    std::vector<std::string> put;
    std::vector<std::string> take;
    std::string note;
    std::string department;
    std::string level;
    std::string parent;
    std::string person;
    std::string phone;
    bool off = false;
};
using Arguments = std::shared_ptr<RollArguments>;

std::string address_of(const RollArguments& a, const char* step) {
    return "/api/objects/" + segment(a.id) + step;
}

std::string object_text(const Json& object) {
    std::string out = in_words(object.at("name")) + "  " + in_words(object.at("id")) + "\n";
    if (!object.at("merged_into").is_null()) out += "已并入 merged into " + in_words(object.at("merged_into")) + "\n";
    Json::Array filled;
    for (const auto& field : object.at("fields").as_array())
        if (!field.at("value").as_string().empty()) filled.push_back(field);
    out += table({{"name", "字段"}, {"source", "来源"}, {"verified_at", "核实"}, {"entry", "条目"}, {"value", "内容"}},
                 filled);
    return out;
}

std::string changes_text(const Json& answer) {
    return table({{"at", "时间"},
                  {"field", "字段"},
                  {"before", "改前"},
                  {"after", "改后"},
                  {"source", "来源"},
                  {"actor_name", "何人"},
                  {"entry", "条目"}},
                 answer.at("rows").as_array());
}

std::string labels_text(const Json& answer) {
    return table(
        {{"kind", "种类"}, {"name", "名称"}, {"objects", "对象"}, {"department", "责任科室"}, {"note", "说明"}},
        answer.at("rows").as_array());
}

std::string grid_text(const Json& answer) {
    return table({{"code", "编码"},
                  {"name", "名称"},
                  {"level", "层级"},
                  {"parent", "上级"},
                  {"person", "责任人"},
                  {"objects", "对象"}},
                 answer.at("nodes").as_array()) +
           fmt::format("未划入网格 outside: {}\n", in_words(answer.at("outside")));
}

std::string duplicates_text(const Json& answer) {
    std::string out;
    for (const auto& group : answer.at("groups").as_array()) {
        out += in_words(group.at("title")) + "\n";
        out += table({{"id", "编号"}, {"name", "名称"}, {"address", "地址"}, {"status", "状态"}},
                     group.at("objects").as_array());
    }
    return out + fmt::format("共 {} 组 groups\n", in_words(answer.at("total")));
}

void add_source(CLI::App* command, const Arguments& a) {
    command->add_option("--source", a->source, "信息来源：现场核查、电话核实、单位申报、部门通报、其他 Source")
        ->capture_default_str();
}
void add_reason(CLI::App* command, const Arguments& a) {
    command->add_option("--reason", a->reason, "理由 Reason");
}

void add_show(CLI::App& roll, Chosen& chosen) {
    auto a = std::make_shared<RollArguments>();
    auto* show = add_verb(roll, chosen, "show", "一个对象的全部字段和来源 One object", [a](Workplace& place) {
        return place.ask_and_show({.target = address_of(*a, "")}, object_text);
    });
    show->add_option("id", a->id, "统一社会信用代码或编号 Code")->required();
    auto b = std::make_shared<RollArguments>();
    auto* changes =
        add_verb(roll, chosen, "changes", "一个对象各字段的变更历史 What its fields were", [b](Workplace& place) {
            return place.ask_and_show({.target = with_query(address_of(*b, "/changes"), {{"before", b->before}})},
                                      changes_text);
        });
    changes->add_option("id", b->id, "统一社会信用代码或编号 Code")->required();
    changes->add_option("--before", b->before, "此条目之前 Before an entry");
}

Result<Done> edit(Workplace& place, const RollArguments& a) {
    Json::Object fields;
    for (const auto& text : a.values) {
        const auto equals = text.find('=');
        fields.insert_or_assign(text.substr(0, equals), equals == text.npos ? "" : text.substr(equals + 1));
    }
    return place.ask_and_show({.method = Method::post,
                               .target = address_of(a, "/edit"),
                               .body = Json::Object{{"fields", fields}, {"reason", a.reason}, {"source", a.source}}},
                              object_text);
}

void add_changes(CLI::App& roll, Chosen& chosen) {
    auto a = std::make_shared<RollArguments>();
    auto* command = add_verb(roll, chosen, "edit", "修改一个对象的字段 Change fields",
                             [a](Workplace& place) { return edit(place, *a); });
    command->add_option("id", a->id, "统一社会信用代码或编号 Code")->required();
    command->add_option("--set", a->values, "字段=内容，如 employees=35；可多次 field=value")->required();
    add_source(command, a);
    add_reason(command, a);

    auto b = std::make_shared<RollArguments>();
    command =
        add_verb(roll, chosen, "status", "变更状态：注销、吊销、迁出、停业… Change the status", [b](Workplace& place) {
            return place.ask_and_show(
                {.method = Method::post,
                 .target = address_of(*b, "/status"),
                 .body = Json::Object{{"on", b->on}, {"reason", b->reason}, {"source", b->source}, {"to", b->to}}},
                object_text);
        });
    command->add_option("id", b->id, "统一社会信用代码或编号 Code")->required();
    command->add_option("to", b->to, "新状态 New status")->required();
    command->add_option("--on", b->on, "自何日起，如 2026-01-31 Since")->required();
    add_source(command, b);
    add_reason(command, b);

    auto c = std::make_shared<RollArguments>();
    command = add_verb(roll, chosen, "verify", "核实字段 Say that fields are right", [c](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post,
             .target = address_of(*c, "/verify"),
             .body = Json::Object{{"fields", Json::Array(c->values.begin(), c->values.end())}, {"source", c->source}}},
            object_text);
    });
    command->add_option("id", c->id, "统一社会信用代码或编号 Code")->required();
    command->add_option("fields", c->values, "字段 Fields")->required();
    add_source(command, c);
}

void add_labels(CLI::App& roll, Chosen& chosen) {
    add_verb(roll, chosen, "labels", "专项库和监管标签 Special libraries and tags",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/labels"}, labels_text); });
    auto a = std::make_shared<RollArguments>();
    auto* command =
        add_verb(roll, chosen, "label", "设置专项库或标签 Describe a library or tag", [a](Workplace& place) {
            return place.ask_and_show({.method = Method::post,
                                       .target = "/api/labels",
                                       .body = Json::Object{{"active", !a->off},
                                                            {"department", a->department},
                                                            {"items", Json::Array(a->values.begin(), a->values.end())},
                                                            {"kind", a->kind},
                                                            {"name", a->name},
                                                            {"note", a->note}}},
                                      labels_text);
        });
    command->add_option("name", a->name, "名称 Name")->required();
    command->add_option("--kind", a->kind, "library 或 tag")->capture_default_str();
    command->add_option("--note", a->note, "说明 Meaning");
    command->add_option("--department", a->department, "责任科室 Department");
    command->add_option("--item", a->values, "检查事项编号；可多次 Item");
    command->add_flag("--off", a->off, "停用 No longer in use");

    auto b = std::make_shared<RollArguments>();
    command = add_verb(
        roll, chosen, "members", "放进或移出专项库、标签 Put objects in or take them out", [b](Workplace& place) {
            return place.ask_and_show({.method = Method::post,
                                       .target = "/api/labels/members",
                                       .body = Json::Object{{"kind", b->kind},
                                                            {"name", b->name},
                                                            {"put", Json::Array(b->put.begin(), b->put.end())},
                                                            {"take", Json::Array(b->take.begin(), b->take.end())}}},
                                      [](const Json& done) {
                                          return fmt::format("放进 put {}，移出 taken {}\n", in_words(done.at("put")),
                                                             in_words(done.at("taken")));
                                      });
        });
    command->add_option("name", b->name, "名称 Name")->required();
    command->add_option("--kind", b->kind, "library 或 tag")->capture_default_str();
    command->add_option("--put", b->put, "放进的对象；可多次 Put in");
    command->add_option("--take", b->take, "移出的对象；可多次 Take out");
}

void add_grid(CLI::App& roll, Chosen& chosen) {
    add_verb(roll, chosen, "grids", "网格树 The grid tree",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/grids"}, grid_text); });
    auto a = std::make_shared<RollArguments>();
    auto* command = add_verb(roll, chosen, "grid", "设置网格和责任人 Make or change a node", [a](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = "/api/grids",
                                   .body = Json::Object{{"active", !a->off},
                                                        {"code", a->id},
                                                        {"level", a->level},
                                                        {"name", a->name},
                                                        {"parent", a->parent},
                                                        {"person", a->person},
                                                        {"phone", a->phone}}},
                                  grid_text);
    });
    command->add_option("code", a->id, "编码 Code")->required();
    command->add_option("--name", a->name, "名称 Name")->required();
    command->add_option("--level", a->level, "county、town、community 或 cell")->required();
    command->add_option("--parent", a->parent, "上级编码 Node above");
    command->add_option("--person", a->person, "责任人 Person responsible");
    command->add_option("--phone", a->phone, "电话 Phone");
    command->add_flag("--off", a->off, "停用 No longer in use");
}

void add_join(CLI::App& roll, Chosen& chosen, const char* verb, const char* help, const char* step) {
    auto a = std::make_shared<RollArguments>();
    auto* command = add_verb(roll, chosen, verb, help, [a, step](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = std::string("/api/duplicates/") + step,
                                   .body = Json::Object{{"gone", a->other}, {"kept", a->id}, {"reason", a->reason}}},
                                  [](const Json& object) {
                                      return object.find("fields") ? object_text(object) : std::string("已记录 done\n");
                                  });
    });
    command->add_option("kept", a->id, "保留的对象 The one kept")->required();
    command->add_option("gone", a->other, "另一个对象 The other one")->required();
    add_reason(command, a);
}

}  // namespace

void add_roll_verbs(CLI::App& roll, Chosen& chosen) {
    add_show(roll, chosen);
    add_changes(roll, chosen);
    add_labels(roll, chosen);
    add_grid(roll, chosen);
    add_verb(roll, chosen, "duplicates", "疑似重复的对象 Objects that may be one",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/duplicates"}, duplicates_text); });
    add_join(roll, chosen, "merge", "合并两个对象 Merge two objects", "merge");
    add_join(roll, chosen, "unmerge", "撤销合并 Take a merge back", "unmerge");
    add_join(roll, chosen, "apart", "认定两个对象不重复 Say that two objects are two", "apart");
}

}  // namespace sunlot::cli
