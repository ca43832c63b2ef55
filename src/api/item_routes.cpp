#include "api/item_routes.h"

#include "workflow/item.h"

namespace sunlot::api {

namespace {

using inspection::Permission;

constexpr std::int64_t kLargestVersion = 1'000'000;

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json to_json(const store::ItemVersion& version) {
    auto out = inspection::to_json(version.item);
    auto& members = out.as_object();
    members.emplace("drafted_at", Instant{version.drafted_at}.text());
    members.emplace("effective_on", text_or_null(version.effective_on));
    members.emplace("entry", version.entry);
    members.emplace("published_on", text_or_null(version.published_on));
    members.emplace("reason", version.reason);
    members.emplace("state", inspection::text(version.state));
    members.emplace("version", version.version);
    return out;
}

Response rows_response(const std::vector<store::ItemVersion>& versions) {
    Json::Array rows;
    for (const auto& version : versions) rows.push_back(to_json(version));
    return list_response(std::move(rows), std::nullopt, static_cast<std::int64_t>(versions.size()));
}

Result<Response> list(const workflow::Context& context, const Request&) {
    return rows_response(workflow::list_items(context));
}

Result<Response> versions(const workflow::Context& context, const Request& request) {
    const auto found = workflow::item_versions(context, request.params.at("code"));
    if (!found) return pass_on(found.error());
    return rows_response(*found);
}

/// The item's members and the reason stand side by side in the request.
Result<Response> draft(const workflow::Context& context, const Request& request) {
    auto members = request.body.as_object();
    std::string reason;
    if (const auto found = members.find("reason"); found != members.end()) {
        if (!found->second.is_string() || found->second.as_string().size() > 1000)
            return refuse(RefusalKind::invalid, "item.reason", "原因应为不超过 1000 字节的文字",
                          "The reason is a text of at most 1000 bytes", "reason");
        reason = found->second.as_string();
        members.erase(found);
    }
    const auto item = inspection::item_from_json(std::move(members));
    if (!item) return pass_on(item.error());
    const auto drafted = workflow::draft_item(context, request.actor, *item, reason);
    if (!drafted) return pass_on(drafted.error());
    return json_response(to_json(*drafted), 201);
}

Result<Response> publish(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto version = in.integer("version", 1, kLargestVersion);
    const auto day = in.optional_text("effective_on", 10);
    std::optional<Date> effective_on;
    if (day && !day->empty()) {
        const auto parsed = Date::parse(*day);
        if (parsed)
            effective_on = *parsed;
        else
            in.refuse_field("effective_on", parsed.error().code, parsed.error().text.zh, parsed.error().text.en);
    }
    if (auto no = in.refusal()) return pass_on(*no);
    const auto published =
        workflow::publish_item(context, request.actor, request.params.at("code"), version, effective_on);
    if (!published) return pass_on(published.error());
    return json_response(to_json(*published));
}

}  // namespace

void add_item_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/items", Permission::item_read, Body::none, "None", "ItemList",
                "随机抽查事项清单 The item list", with(list)});
    router.add({Method::get, "/api/items/{code}", Permission::item_read, Body::none, "None", "ItemList",
                "一个事项的全部版本 All versions of one item", with(versions)});
    router.add({Method::post, "/api/items", Permission::item_edit, Body::json, "ItemDraft", "Item",
                "起草事项或新版本 Draft an item or a new version", with(draft)});
    router.add({Method::post, "/api/items/{code}/publish", Permission::item_publish, Body::json, "ItemPublication",
                "Item", "公布事项 Publish an item", with(publish)});
}

}  // namespace sunlot::api
