// The item list as use cases: draft, submit, review, publish, cancel; and the twelve labour items a new log starts
// with. What is done to several versions at once is one transaction: all of them or none.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/item.h"
#include "store/item.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class Transaction;
class View;
}  // namespace sunlot::store

namespace sunlot::workflow {

/// A new item, or another content for one there is.
struct ItemDraft {
    inspection::Item item;
    std::string reason;       // of the adjustment, published with it
    std::string legal_basis;  // of the adjustment
};

/// One version. `draft`: the entry its content was read from; when it was drafted again since, the step is refused.
struct VersionRef {
    std::string code;
    std::int64_t version = 1;
    std::optional<std::int64_t> draft = {};
};

struct Publication {
    std::optional<Date> effective_on = {};  // nothing: today
    std::string title = {};                 // empty: 公布 or 调整随机抽查事项清单
    std::string document = {};              // 文号
};

/// All versions, newest first. Refuses item.unknown.
Result<std::vector<store::ItemVersion>> item_versions(const Context& context, std::string_view code);

/// A new item, a new version of a published one, or another text for the draft there is, which then has to be reviewed
/// again. Each is an entry; nothing that was written before is lost. Refuses item.reason, item.legal_basis, item.same.
Result<store::ItemVersion> draft_item(const Context& context, const Actor& actor, const ItemDraft& draft);
/// The same inside a transaction of the caller's.
Result<store::ItemVersion> draft_item(const Context& context, store::Transaction& transaction, const Actor& actor,
                                      const ItemDraft& draft);
/// Drafts the version that takes a published item off the list. Refuses item.unknown, item.not_published, item.reason.
Result<store::ItemVersion> cancel_item(const Context& context, const Actor& actor, std::string_view code,
                                       std::string_view reason, std::string_view legal_basis);
/// Drops a draft that is not published. Refuses item.unknown, item.not_draft, item.reason.
Result<Done> discard_draft(const Context& context, const Actor& actor, const VersionRef& which,
                           std::string_view reason);

/// Each refuses item.none, item.unknown, item.moved and what inspection::may_submit, may_review, may_publish refuse;
/// the refusal names the item.
Result<std::vector<store::ItemVersion>> submit_items(const Context& context, const Actor& actor,
                                                     std::span<const VersionRef> which);
/// Returning needs an opinion: item.opinion.
Result<std::vector<store::ItemVersion>> review_items(const Context& context, const Actor& actor,
                                                     std::span<const VersionRef> which, inspection::Verdict verdict,
                                                     std::string_view opinion);
/// One announcement (公告) of all of them.
Result<std::vector<store::ItemVersion>> publish_items(const Context& context, const Actor& actor,
                                                      std::span<const VersionRef> which,
                                                      const Publication& publication);

/// The labour items as drafts, in the transaction that makes the log. REQUIRES: the organ is configured.
Result<Done> load_labour_items(const Context& context, store::Transaction& transaction, const Actor& actor);
/// Publishes every draft there is, from today: for the demonstration data.
void publish_all_items(const Context& context, store::Transaction& transaction, const Actor& actor);

}  // namespace sunlot::workflow
