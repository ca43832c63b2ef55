#include "cli/verbs.h"

#include <cstdlib>
#include <memory>

#include <CLI/CLI.hpp>

namespace sunlot::cli {
namespace {

using api::Method;

struct OrganArguments {
    std::string code;
    std::string name;
    std::string kind;
    std::string parent;
    std::string account;
};

std::string tree_table(const Json& answer) {
    return table({{"code", "编号"}, {"name", "名称"}, {"kind", "种类"}, {"parent", "上级"}, {"open", "启用"}},
                 answer.at("rows").as_array()) +
           table({{"account", "账号"}, {"unit", "数据范围"}}, answer.at("places").as_array());
}

void add_unit_verbs(CLI::App& organ, Chosen& chosen) {
    auto arguments = std::make_shared<OrganArguments>();
    add_verb(organ, chosen, "list", "机构树和账号的数据范围 The tree, and what accounts see",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/organ-units"}, tree_table); });
    auto* set = add_verb(organ, chosen, "set", "设立或修改机构 Set up or change a unit", [arguments](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::put,
             .target = "/api/organ-units/" + segment(arguments->code),
             .body = Json::Object{{"kind", arguments->kind}, {"name", arguments->name}, {"parent", arguments->parent}}},
            tree_table);
    });
    set->add_option("code", arguments->code, "编号 Code")->required();
    set->add_option("--name", arguments->name, "名称，与名录一致 Name, as in the directories")->required();
    set->add_option("--kind", arguments->kind, "region 区划 | department 部门")->required();
    set->add_option("--parent", arguments->parent, "上级编号 Code of the unit above");
    auto* close = add_verb(organ, chosen, "close", "停用机构 Close a unit", [arguments](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post, .target = "/api/organ-units/" + segment(arguments->code) + "/close"}, tree_table);
    });
    close->add_option("code", arguments->code, "编号 Code")->required();
    auto* put =
        add_verb(organ, chosen, "place", "规定账号的数据范围 What an account sees", [arguments](Workplace& place) {
            return place.ask_and_show({.method = Method::post,
                                       .target = "/api/accounts/" + segment(arguments->account) + "/place",
                                       .body = Json::Object{{"unit", arguments->code}}},
                                      tree_table);
        });
    put->add_option("account", arguments->account, "账号编号，如 u4 Account")->required();
    put->add_option("unit", arguments->code, "机构编号；不写即全部 Unit; none: everything");
}

void add_provider_verbs(CLI::App& provider, Chosen& chosen) {
    auto arguments = std::make_shared<OrganArguments>();
    add_verb(provider, chosen, "list", "身份认证平台 Providers", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/oidc/providers"}, [](const Json& answer) {
            return table({{"id", "编号"}, {"title", "名称"}, {"issuer", "issuer"}, {"client", "client_id"}},
                         answer.at("rows").as_array());
        });
    });
    auto* set = add_verb(
        provider, chosen, "configure", "配置（密钥：SUNLOT_OIDC_SECRET）Configure one", [arguments](Workplace& place) {
            const char* secret = std::getenv("SUNLOT_OIDC_SECRET");
            return place.ask_and_show({.method = Method::put,
                                       .target = "/api/oidc/providers/" + segment(arguments->code),
                                       .body = Json::Object{{"client", arguments->account},
                                                            {"issuer", arguments->parent},
                                                            {"secret", secret != nullptr ? secret : ""},
                                                            {"title", arguments->name}}},
                                      lines);
        });
    set->add_option("id", arguments->code, "编号 Id")->required();
    set->add_option("--title", arguments->name, "登录页上的名称 Title")->required();
    set->add_option("--issuer", arguments->parent, "发行者地址 Issuer")->required();
    set->add_option("--client", arguments->account, "客户端编号 Client id")->required();
    auto* close = add_verb(provider, chosen, "close", "停用 Close", [arguments](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post, .target = "/api/oidc/providers/" + segment(arguments->code) + "/close"}, lines);
    });
    close->add_option("id", arguments->code, "编号 Id")->required();
    add_verb(provider, chosen, "links", "自己关联的平台 Linked providers",
             [](Workplace& place) { return place.ask_and_show({.target = "/api/me/oidc"}, lines); });
    auto* unlink = add_verb(provider, chosen, "unlink", "解除关联 Unlink", [arguments](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post, .target = "/api/me/oidc/" + segment(arguments->code) + "/unlink"}, lines);
    });
    unlink->add_option("id", arguments->code, "编号 Id")->required();
}

}  // namespace

void add_organ_verbs(CLI::App& app, Chosen& chosen) {
    add_unit_verbs(*app.add_subcommand("organ", "机构树 Organisation tree")->require_subcommand(1), chosen);
    add_provider_verbs(*app.add_subcommand("oidc", "统一身份认证平台 Providers of identities")->require_subcommand(1),
                       chosen);
}

}  // namespace sunlot::cli
