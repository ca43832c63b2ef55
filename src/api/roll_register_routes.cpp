// Special libraries, tags, and the grid tree.
#include "api/roll_routes.h"
#include "base/text.h"
#include "workflow/roll_change.h"
#include "workflow/roll_register.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;
using workflow::Context;

constexpr std::size_t kTextBytes = 600;

Result<Response> answer(const std::vector<workflow::CountedLabel>& labels) {
    Json::Array rows;
    for (const auto& [label, objects] : labels) {
        Json::Array items;
        if (!label.items.empty())
            for (const auto item : split(label.items, ',')) items.emplace_back(item);
        rows.push_back(Json::Object{{"active", label.active},
                                    {"department", label.department},
                                    {"entry", label.entry == 0 ? Json() : Json(label.entry)},
                                    {"items", std::move(items)},
                                    {"kind", label.kind},
                                    {"name", label.name},
                                    {"note", label.note},
                                    {"objects", objects}});
    }
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), std::nullopt, total);
}

Result<Response> labels(const Context& context, const Request&) {
    return answer(workflow::list_labels(context));
}

Result<Response> set_label(const Context& context, const Request& request) {
    FieldReader in(request.body);
    store::ObjectLabel label{.kind = in.text("kind", 1, 20),
                             .name = in.text("name", 1, 120),
                             .note = in.optional_text("note", kTextBytes).value_or(""),
                             .department = in.optional_text("department", kTextBytes).value_or(""),
                             .items = {},
                             .active = in.flag("active", true),
                             .entry = 0};
    for (const Json& item : in.array_or_empty("items", 100))
        if (item.is_string()) label.items += (label.items.empty() ? "" : ",") + item.as_string();
    if (auto no = in.refusal()) return pass_on(*no);
    const auto all = workflow::set_label(context, request.actor, label);
    if (!all) return pass_on(all.error());
    return answer(*all);
}

std::vector<std::string> ids_in(FieldReader& in, const char* key) {
    std::vector<std::string> ids;
    for (const Json& id : in.array_or_empty(key, 5000))
        if (id.is_string()) ids.push_back(id.as_string());
    return ids;
}

Result<Response> members(const Context& context, const Request& request) {
    FieldReader in(request.body);
    workflow::Membership membership{.kind = in.text("kind", 1, 20),
                                    .name = in.text("name", 1, 120),
                                    .put = ids_in(in, "put"),
                                    .take = ids_in(in, "take")};
    if (auto no = in.refusal()) return pass_on(*no);
    const auto done = workflow::change_membership(context, request.actor, membership);
    if (!done) return pass_on(done.error());
    return json_response(
        Json::Object{{"entry", done->entry ? Json(*done->entry) : Json()}, {"put", done->put}, {"taken", done->taken}});
}

Result<Response> answer(const workflow::GridTree& tree) {
    Json::Array nodes;
    for (const auto& [node, objects] : tree.nodes)
        nodes.push_back(Json::Object{{"active", node.active},
                                     {"code", node.code},
                                     {"entry", node.entry},
                                     {"level", node.level},
                                     {"name", node.name},
                                     {"objects", objects},
                                     {"parent", node.parent},
                                     {"person", node.person},
                                     {"phone", node.phone}});
    Json::Array strange;
    for (const auto& [word, objects] : tree.strange)
        strange.push_back(Json::Object{{"count", objects}, {"value", word}});
    return json_response(
        Json::Object{{"nodes", std::move(nodes)}, {"outside", tree.outside}, {"strange", std::move(strange)}});
}

Result<Response> grids(const Context& context, const Request&) {
    return answer(workflow::grid_tree(context));
}

Result<Response> set_grid(const Context& context, const Request& request) {
    FieldReader in(request.body);
    const store::GridNode node{.code = in.text("code", 1, 60),
                               .name = in.text("name", 1, 120),
                               .level = in.text("level", 1, 20),
                               .parent = in.optional_text("parent", 60).value_or(""),
                               .active = in.flag("active", true),
                               .person = in.optional_text("person", 120).value_or(""),
                               .phone = in.optional_text("phone", 60).value_or(""),
                               .entry = 0};
    if (auto no = in.refusal()) return pass_on(*no);
    const auto tree = workflow::set_grid(context, request.actor, node);
    if (!tree) return pass_on(tree.error());
    return answer(*tree);
}

}  // namespace

void add_roll_register_routes(Router& router, const Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/labels", Permission::roll_read, Body::none, "None", "LabelList",
                "专项库和监管标签 Special libraries and tags", with(labels)});
    router.add({Method::post, "/api/labels", Permission::roll_edit, Body::json, "Label", "LabelList",
                "设置专项库或标签 Describe a library or tag", with(set_label)});
    router.add({Method::post, "/api/labels/members", Permission::roll_edit, Body::json, "Membership", "MembershipDone",
                "把监管对象放进或移出专项库、标签 Put objects into a library or take them out", with(members)});
    router.add({Method::get, "/api/grids", Permission::roll_read, Body::none, "None", "GridTree",
                "网格树 The grid tree", with(grids)});
    router.add({Method::post, "/api/grids", Permission::roll_edit, Body::json, "GridNode", "GridTree",
                "设置网格和责任人 Make or change a node of the grid", with(set_grid)});
}

}  // namespace sunlot::api
