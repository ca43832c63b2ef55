// The item list as use cases: draft, publish, and the twelve labour items a new log starts with.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/item.h"
#include "store/item.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sunlot::store {
class Transaction;
}

namespace sunlot::workflow {

/// What a reader sees first of each item, by code.
std::vector<store::ItemVersion> list_items(const Context& context);
/// All versions, newest first. Refuses item.unknown.
Result<std::vector<store::ItemVersion>> item_versions(const Context& context, std::string_view code);

/// A new item, a new version of a published one, or another text for the draft there is. Each is an entry; nothing that
/// was written before is lost. Refuses item.reason for a change without one.
Result<store::ItemVersion> draft_item(const Context& context, const Actor& actor, const inspection::Item& item,
                                      std::string_view reason);
/// Publishes one version from `effective_on` (nothing: today). Refuses item.unknown, item.not_draft, item.effective_on.
Result<store::ItemVersion> publish_item(const Context& context, const Actor& actor, std::string_view code,
                                        std::int64_t version, std::optional<Date> effective_on);

/// The labour items as drafts, in the transaction that makes the log. REQUIRES: the organ is configured.
Result<Done> load_labour_items(const Context& context, store::Transaction& transaction, const Actor& actor);
/// Publishes every draft there is, from today: for the demonstration data.
void publish_all_items(const Context& context, store::Transaction& transaction, const Actor& actor);

}  // namespace sunlot::workflow
