#include "workflow/item.h"

#include "base/text.h"
#include "store/database.h"
#include "store/journal.h"
#include "workflow/organ.h"

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {

namespace {

using inspection::Adjustment;
using inspection::ItemState;
using store::ItemVersion;

constexpr std::size_t kWords = 2000;
constexpr std::size_t kTitle = 300;

Refusal unknown_item() {
    return refuse(RefusalKind::not_found, "item.unknown", "没有这个事项或这一版", "No such item or version", "code");
}

/// The refusal as it stands, with the item it is about in front: many may have been asked for at once.
Refusal about(std::string_view code, const Refusal& no) {
    Refusal named = no;
    named.text.zh = std::string(code) + "：" + no.text.zh;
    named.text.en = std::string(code) + ": " + no.text.en;
    return named;
}

Result<Done> need_words(std::string_view words, const char* code, std::string_view field, const char* zh,
                        const char* en) {
    if (!trim(words).empty() && words.size() <= kWords) return Done{};
    return refuse(RefusalKind::invalid, code, zh, en, std::string(field));
}

Result<Done> need_grounds(std::string_view reason, std::string_view legal_basis) {
    if (const auto no = need_words(reason, "item.reason", "reason", "请写明调整理由，公布时一并公开（2000 字节以内）",
                                   "An adjustment needs a reason; it is published with it");
        !no)
        return no;
    return need_words(legal_basis, "item.legal_basis", "legal_basis",
                      "请写明调整的法律依据，公布时一并公开（2000 字节以内）",
                      "An adjustment needs a legal basis; it is published with it");
}

struct Drafted {
    const inspection::Item& item;
    std::int64_t version;
    Adjustment adjustment;
    std::string_view reason;
    std::string_view legal_basis;
};

void append_draft(const Context& context, store::Transaction& transaction, const Actor& actor, const Drafted& drafted) {
    transaction.append({.kind = "item.drafted",
                        .actor = actor.account,
                        .subject = drafted.item.code,
                        .at = context.clock.now(),
                        .data = Json::Object{{"adjustment", inspection::text(drafted.adjustment)},
                                             {"format", inspection::kItemFormat},
                                             {"item", inspection::to_json(drafted.item)},
                                             {"legal_basis", trim(drafted.legal_basis)},
                                             {"reason", trim(drafted.reason)},
                                             {"version", drafted.version}},
                        .private_data = nullptr});
}

struct Announced {
    std::int64_t number;
    std::string title;
    std::string document;
    Date today;
    Date effective_on;
};

void append_published(const Context& context, store::Transaction& transaction, const Actor& actor,
                      const ItemVersion& version, const Announced& announced) {
    transaction.append({.kind = "item.published",
                        .actor = actor.account,
                        .subject = version.item.code,
                        .at = context.clock.now(),
                        .data = Json::Object{{"announcement", announced.number},
                                             {"document", announced.document},
                                             {"effective_on", announced.effective_on.text()},
                                             {"published_on", announced.today.text()},
                                             {"title", announced.title},
                                             {"version", version.version}},
                        .private_data = nullptr});
}

std::optional<ItemVersion> find_version(store::View& view, std::string_view code, std::int64_t version) {
    for (auto& found : store::item_versions(view, code))
        if (found.version == version) return std::move(found);
    return std::nullopt;
}

/// The version as it reads now, within the transaction that wrote it.
ItemVersion written(store::View& view, std::string_view code, std::int64_t version) {
    if (auto found = find_version(view, code, version)) return std::move(*found);
    throw std::logic_error("an item's version vanished");
}

/// Who wrote its drafts. Entries of before did not keep it in the table, but the journal knows the last.
std::vector<std::string> drafters_of(store::View& view, const ItemVersion& version) {
    if (!version.drafters.empty()) return version.drafters;
    const auto drafts =
        store::journal_page(view, {.kind = "item.drafted", .subject = version.item.code, .before = {}, .limit = 1});
    if (drafts.empty()) return {};
    const auto entry = store::journal_entry(view, drafts.front().seq);
    return entry ? std::vector<std::string>{entry->actor} : std::vector<std::string>{};
}

const ItemVersion* last_public(const std::vector<ItemVersion>& newest_first) {
    const auto found = std::ranges::find_if(newest_first, &ItemVersion::is_public);
    return found == newest_first.end() ? nullptr : &*found;
}

/// A draft that is not published yet is replaced; a published version stays as it is and gets a successor.
std::int64_t next_version(const std::vector<ItemVersion>& newest_first) {
    if (newest_first.empty()) return 1;
    const auto& newest = newest_first.front();
    return newest.is_public() ? newest.version + 1 : newest.version;
}

using Check = std::function<Result<Done>(const ItemVersion&)>;

/// The versions asked for, each checked; nothing when one of them is refused.
Result<std::vector<ItemVersion>> checked(store::View& view, std::span<const VersionRef> which, const Check& check) {
    if (which.empty())
        return refuse(RefusalKind::invalid, "item.none", "请至少选一个事项", "Choose at least one item", "versions");
    std::vector<ItemVersion> versions;
    std::set<std::string_view> codes;
    for (const auto& one : which) {
        auto version = find_version(view, one.code, one.version);
        if (!version) return about(one.code, unknown_item());
        if (!codes.insert(one.code).second)
            return refuse(RefusalKind::invalid, "item.twice", one.code + " 选了两次", one.code + " was chosen twice",
                          "versions");
        if (one.draft && one.draft != version->draft_entry)
            return refuse(RefusalKind::conflict, "item.moved", one.code + " 的草稿已被改动，请重新打开再办",
                          "The draft of " + one.code + " was changed since; look at it again", "versions");
        if (const auto may = check(*version); !may) return about(one.code, may.error());
        versions.push_back(std::move(*version));
    }
    return versions;
}

std::vector<ItemVersion> rewritten(store::View& view, const std::vector<ItemVersion>& versions) {
    std::vector<ItemVersion> now;
    now.reserve(versions.size());
    for (const auto& version : versions) now.push_back(written(view, version.item.code, version.version));
    return now;
}

}  // namespace

Result<std::vector<ItemVersion>> item_versions(const Context& context, std::string_view code) {
    auto view = context.database.read();
    auto versions = store::item_versions(view, code);
    if (versions.empty()) return unknown_item();
    return versions;
}

Result<ItemVersion> draft_item(const Context& context, store::Transaction& transaction, const Actor& actor,
                               const ItemDraft& draft) {
    if (const auto no = need_grounds(draft.reason, draft.legal_basis); !no) return pass_on(no.error());
    const auto versions = store::item_versions(transaction, draft.item.code);
    const auto* before = last_public(versions);
    const bool listed = before != nullptr && !before->cancels();
    if (listed && before->item == draft.item && versions.front().is_public())
        return refuse(RefusalKind::conflict, "item.same",
                      "内容与已公布的第 " + std::to_string(before->version) + " 版完全相同，没有可以调整的",
                      "Nothing differs from the published version", "item");
    const auto version = next_version(versions);
    append_draft(context, transaction, actor,
                 {.item = draft.item,
                  .version = version,
                  .adjustment = listed ? Adjustment::changed : Adjustment::added,
                  .reason = draft.reason,
                  .legal_basis = draft.legal_basis});
    return written(transaction, draft.item.code, version);
}

Result<ItemVersion> draft_item(const Context& context, const Actor& actor, const ItemDraft& draft) {
    auto transaction = context.database.write();
    auto result = draft_item(context, transaction, actor, draft);
    if (result) transaction.commit();
    return result;
}

Result<ItemVersion> cancel_item(const Context& context, const Actor& actor, std::string_view code,
                                std::string_view reason, std::string_view legal_basis) {
    if (const auto no = need_grounds(reason, legal_basis); !no) return pass_on(no.error());
    auto transaction = context.database.write();
    const auto versions = store::item_versions(transaction, code);
    if (versions.empty()) return unknown_item();
    const auto* before = last_public(versions);
    if (before == nullptr || before->cancels())
        return refuse(RefusalKind::conflict, "item.not_published", "这个事项不在已公布的清单里，无须取消",
                      "The item is not on the published list", "code");
    const auto version = next_version(versions);
    append_draft(context, transaction, actor,
                 {.item = before->item,
                  .version = version,
                  .adjustment = Adjustment::cancelled,
                  .reason = reason,
                  .legal_basis = legal_basis});
    auto result = written(transaction, code, version);
    transaction.commit();
    return result;
}

Result<Done> discard_draft(const Context& context, const Actor& actor, const VersionRef& which,
                           std::string_view reason) {
    if (const auto no = need_words(reason, "item.reason", "reason", "请写明删去草稿的理由", "A reason is needed"); !no)
        return pass_on(no.error());
    auto transaction = context.database.write();
    const auto found = checked(transaction, {&which, 1}, [](const ItemVersion& version) -> Result<Done> {
        if (!version.is_public()) return Done{};
        return refuse(RefusalKind::conflict, "item.not_draft", "已经公布的版本不能删除，只能调整或者取消",
                      "A published version is never removed; change or cancel the item", "version");
    });
    if (!found) return pass_on(found.error());
    transaction.append({.kind = "item.discarded",
                        .actor = actor.account,
                        .subject = which.code,
                        .at = context.clock.now(),
                        .data = Json::Object{{"reason", trim(reason)}, {"version", which.version}},
                        .private_data = nullptr});
    transaction.commit();
    return Done{};
}

Result<std::vector<ItemVersion>> submit_items(const Context& context, const Actor& actor,
                                              std::span<const VersionRef> which) {
    auto transaction = context.database.write();
    const auto versions =
        checked(transaction, which, [](const ItemVersion& version) { return inspection::may_submit(version.state); });
    if (!versions) return pass_on(versions.error());
    for (const auto& version : *versions)
        if (version.state == ItemState::draft)
            transaction.append({.kind = "item.submitted",
                                .actor = actor.account,
                                .subject = version.item.code,
                                .at = context.clock.now(),
                                .data = Json::Object{{"version", version.version}},
                                .private_data = nullptr});
    auto result = rewritten(transaction, *versions);
    transaction.commit();
    return result;
}

Result<std::vector<ItemVersion>> review_items(const Context& context, const Actor& actor,
                                              std::span<const VersionRef> which, inspection::Verdict verdict,
                                              std::string_view opinion) {
    if (verdict == inspection::Verdict::returned || !trim(opinion).empty())
        if (const auto no = need_words(opinion, "item.opinion", "opinion", "退回要写明意见（2000 字节以内）",
                                       "Returning needs an opinion (at most 2000 bytes)");
            !no)
            return pass_on(no.error());
    auto transaction = context.database.write();
    const auto versions = checked(transaction, which, [&](const ItemVersion& version) {
        return inspection::may_review(version.state, drafters_of(transaction, version), actor.account);
    });
    if (!versions) return pass_on(versions.error());
    for (const auto& version : *versions) {
        Json::Object data{
            {"opinion", trim(opinion)}, {"verdict", inspection::text(verdict)}, {"version", version.version}};
        if (version.draft_entry) data["draft"] = *version.draft_entry;
        transaction.append({.kind = "item.reviewed",
                            .actor = actor.account,
                            .subject = version.item.code,
                            .at = context.clock.now(),
                            .data = std::move(data),
                            .private_data = nullptr});
    }
    auto result = rewritten(transaction, *versions);
    transaction.commit();
    return result;
}

Result<std::vector<ItemVersion>> publish_items(const Context& context, const Actor& actor,
                                               std::span<const VersionRef> which, const Publication& publication) {
    auto transaction = context.database.write();
    const auto today = context.clock.now().beijing_date();
    const auto from = publication.effective_on.value_or(today);
    const auto versions = checked(transaction, which, [&](const ItemVersion& version) {
        return inspection::may_publish(version.state, today, from);
    });
    if (!versions) return pass_on(versions.error());
    if (publication.title.size() > kTitle || publication.document.size() > kTitle)
        return refuse(RefusalKind::invalid, "item.title", "公告标题和文号各不超过 300 字节",
                      "Title and document number have at most 300 bytes each", "title");
    const auto last = store::last_announcement(transaction);
    std::string title(trim(publication.title));
    if (title.empty())
        title = std::ranges::any_of(store::current_items(transaction), &ItemVersion::is_public)
                    ? "调整随机抽查事项清单"
                    : "公布随机抽查事项清单";
    const Announced announced{.number = last + 1,
                              .title = std::move(title),
                              .document = std::string(trim(publication.document)),
                              .today = today,
                              .effective_on = from};
    for (const auto& version : *versions) append_published(context, transaction, actor, version, announced);
    auto result = rewritten(transaction, *versions);
    transaction.commit();
    return result;
}

Result<Done> load_labour_items(const Context& context, store::Transaction& transaction, const Actor& actor) {
    const auto organ = configured_organ(transaction);
    if (!organ) return refuse(RefusalKind::conflict, "organ.not_configured", "还没有设置机构", "No organ configured");
    for (const auto& item : inspection::labour_items(organ->name))
        append_draft(context, transaction, actor,
                     {.item = item,
                      .version = 1,
                      .adjustment = Adjustment::added,
                      .reason = "系统预置，供审核后公布",
                      .legal_basis = "《劳动保障监察条例》第十一条"});
    return Done{};
}

void publish_all_items(const Context& context, store::Transaction& transaction, const Actor& actor) {
    const auto today = context.clock.now().beijing_date();
    const Announced announced{.number = store::last_announcement(transaction) + 1,
                              .title = "公布随机抽查事项清单",
                              .document = {},
                              .today = today,
                              .effective_on = today};
    for (const auto& version : store::current_items(transaction))
        if (!version.is_public()) append_published(context, transaction, actor, version, announced);
}

}  // namespace sunlot::workflow
