#include "workflow/item.h"

#include "store/database.h"
#include "workflow/organ.h"

#include <stdexcept>

namespace sunlot::workflow {

namespace {

Refusal unknown_item() {
    return refuse(RefusalKind::not_found, "item.unknown", "没有这个事项或这一版", "No such item or version", "code");
}

void append_draft(const Context& context, store::Transaction& transaction, const Actor& actor,
                  const inspection::Item& item, std::int64_t version, std::string_view reason) {
    transaction.append(
        {.kind = "item.drafted",
         .actor = actor.account,
         .subject = item.code,
         .at = context.clock.now(),
         .data = Json::Object{{"item", inspection::to_json(item)}, {"reason", reason}, {"version", version}},
         .private_data = nullptr});
}

void append_published(const Context& context, store::Transaction& transaction, const Actor& actor,
                      const store::ItemVersion& version, Date today, Date effective_on) {
    transaction.append({.kind = "item.published",
                        .actor = actor.account,
                        .subject = version.item.code,
                        .at = context.clock.now(),
                        .data = Json::Object{{"effective_on", effective_on.text()},
                                             {"published_on", today.text()},
                                             {"version", version.version}},
                        .private_data = nullptr});
}

/// The version as it reads now, within the transaction that wrote it.
store::ItemVersion written(store::Transaction& transaction, std::string_view code, std::int64_t version) {
    for (auto& found : store::item_versions(transaction, code))
        if (found.version == version) return std::move(found);
    throw std::logic_error("an item's version vanished");
}

}  // namespace

std::vector<store::ItemVersion> list_items(const Context& context) {
    auto view = context.database.read();
    return store::current_items(view);
}

Result<std::vector<store::ItemVersion>> item_versions(const Context& context, std::string_view code) {
    auto view = context.database.read();
    auto versions = store::item_versions(view, code);
    if (versions.empty()) return unknown_item();
    return versions;
}

Result<store::ItemVersion> draft_item(const Context& context, const Actor& actor, const inspection::Item& item,
                                      std::string_view reason) {
    auto transaction = context.database.write();
    const auto versions = store::item_versions(transaction, item.code);
    if (!versions.empty() && reason.empty()) {
        return refuse(RefusalKind::invalid, "item.reason", "修改事项要写明原因，公布时一并公开",
                      "A change of an item needs a reason; it is published with it", "reason");
    }
    // A draft that is not published yet is replaced; a published version stays as it is and gets a successor.
    std::int64_t version = 1;
    if (!versions.empty()) {
        const auto& newest = versions.front();
        version = newest.state == inspection::ItemState::draft ? newest.version : newest.version + 1;
    }
    append_draft(context, transaction, actor, item, version, reason);
    auto result = written(transaction, item.code, version);
    transaction.commit();
    return result;
}

Result<store::ItemVersion> publish_item(const Context& context, const Actor& actor, std::string_view code,
                                        std::int64_t version, std::optional<Date> effective_on) {
    auto transaction = context.database.write();
    for (const auto& candidate : store::item_versions(transaction, code)) {
        if (candidate.version != version) continue;
        const auto today = context.clock.now().beijing_date();
        const auto from = effective_on.value_or(today);
        if (const auto may = inspection::may_publish(candidate.state, today, from); !may) return pass_on(may.error());
        append_published(context, transaction, actor, candidate, today, from);
        auto result = written(transaction, code, version);
        transaction.commit();
        return result;
    }
    return unknown_item();
}

Result<Done> load_labour_items(const Context& context, store::Transaction& transaction, const Actor& actor) {
    const auto organ = configured_organ(transaction);
    if (!organ) return refuse(RefusalKind::conflict, "organ.not_configured", "还没有设置机构", "No organ configured");
    for (const auto& item : inspection::labour_items(organ->name))
        append_draft(context, transaction, actor, item, 1, "系统预置，供审核后公布");
    return Done{};
}

void publish_all_items(const Context& context, store::Transaction& transaction, const Actor& actor) {
    const auto today = context.clock.now().beijing_date();
    for (const auto& version : store::current_items(transaction))
        if (version.state == inspection::ItemState::draft)
            append_published(context, transaction, actor, version, today, today);
}

}  // namespace sunlot::workflow
