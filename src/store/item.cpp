#include "store/item.h"

#include "base/text.h"
#include "store/database.h"
#include "store/projections.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::store {

namespace {

constexpr std::string_view kAll = R"sql(
    SELECT version, state, format, content, adjustment, reason, legal_basis, drafters, drafted_at, draft_entry,
           submitter, reviewer, verdict, opinion, reviewed_at, review_entry, published_on, effective_on, announcement,
           entry
      FROM item_version ORDER BY code, version)sql";
constexpr std::string_view kVersions = R"sql(
    SELECT version, state, format, content, adjustment, reason, legal_basis, drafters, drafted_at, draft_entry,
           submitter, reviewer, verdict, opinion, reviewed_at, review_entry, published_on, effective_on, announcement,
           entry
      FROM item_version WHERE code = $1 ORDER BY version DESC)sql";
constexpr std::string_view kAnnouncements = R"sql(
    SELECT number, title, document, published_on, effective_on, published_at, entry
      FROM item_announcement ORDER BY number DESC)sql";
constexpr std::string_view kLastAnnouncement = R"sql(SELECT coalesce(max(number), 0) FROM item_announcement)sql";
constexpr std::string_view kIsAnnounced = R"sql(SELECT count(*) FROM item_announcement WHERE number = $1)sql";

std::string drafters_line(const std::vector<std::string>& drafters) {
    std::string line;
    for (const auto& account : drafters) (line += line.empty() ? "" : ",") += account;
    return line;
}

std::vector<std::string> drafters_of(std::string_view line) {
    std::vector<std::string> drafters;
    for (const auto account : split(line, ','))
        if (!account.empty()) drafters.emplace_back(account);
    return drafters;
}

/// What was accepted into the journal is readable; if it is not, that is a fault and no refusal.
template <class T>
T stored(Result<T> read) {
    if (!read) throw std::logic_error("item: " + read.error().code + " " + read.error().field);
    return std::move(*read);
}

/// Entries of before did not say it: the first version added the item, every later one changed it.
inspection::Adjustment adjustment_of(std::string_view word, std::int64_t version) {
    if (const auto said = inspection::parse_adjustment(word)) return *said;
    return version == 1 ? inspection::Adjustment::added : inspection::Adjustment::changed;
}

ItemVersion record(const Row& row) {
    const auto verdict = inspection::parse_verdict(row.text_view(12));
    return {.item = stored(inspection::item_from_entry(row.text(2), stored(parse_json(row.text_view(3))))),
            .version = row.integer(0),
            .state = stored(inspection::parse_item_state(row.text_view(1))),
            .adjustment = adjustment_of(row.text_view(4), row.integer(0)),
            .reason = row.text(5),
            .legal_basis = row.text(6),
            .drafters = drafters_of(row.text_view(7)),
            .drafted_at = row.integer(8),
            .draft_entry = row.optional_integer(9),
            .submitter = row.text(10),
            .reviewer = row.text(11),
            .verdict = verdict ? std::optional(*verdict) : std::nullopt,
            .opinion = row.text(13),
            .reviewed_at = row.optional_integer(14),
            .review_entry = row.optional_integer(15),
            .published_on = row.text(16),
            .effective_on = row.text(17),
            .announcement = row.optional_integer(18),
            .entry = row.integer(19)};
}

}  // namespace

std::vector<ItemVersion> all_item_versions(View& view) {
    return view.query_all(kAll, {}, record);
}

std::vector<ItemVersion> current_items(View& view) {
    std::vector<ItemVersion> current;
    // By code and rising version: a later published version replaces an earlier one, a draft only stands for itself.
    for (auto& version : all_item_versions(view)) {
        if (current.empty() || current.back().item.code != version.item.code)
            current.push_back(std::move(version));
        else if (version.is_public())
            current.back() = std::move(version);
    }
    return current;
}

std::vector<ItemVersion> item_versions(View& view, std::string_view code) {
    return view.query_all(kVersions, {code}, record);
}

std::optional<ItemVersion> usable_item(View& view, std::string_view code, const inspection::TaskDays& days) {
    for (auto& version : item_versions(view, code)) {
        if (!version.is_public()) continue;
        const auto published = stored(Date::parse(version.published_on));
        const auto effective = stored(Date::parse(version.effective_on));
        if (!inspection::usable(version.state, published, effective, days)) continue;
        if (version.cancels()) return std::nullopt;
        return std::move(version);
    }
    return std::nullopt;
}

std::vector<Announcement> announcements(View& view) {
    return view.query_all(kAnnouncements, {}, [](const Row& row) {
        return Announcement{.number = row.integer(0),
                            .title = row.text(1),
                            .document = row.text(2),
                            .published_on = row.text(3),
                            .effective_on = row.text(4),
                            .published_at = Instant{row.integer(5)},
                            .entry = row.integer(6)};
    });
}

std::int64_t last_announcement(View& view) {
    return view.count(kLastAnnouncement);
}

// ── The projection ────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

constexpr std::string_view kDrafters = R"sql(
    SELECT drafters FROM item_version WHERE code = $1 AND version = $2)sql";
constexpr std::string_view kDropDraft = R"sql(
    DELETE FROM item_version WHERE code = $1 AND version = $2 AND state IN ('draft', 'submitted', 'reviewed'))sql";
constexpr std::string_view kInsert = R"sql(
    INSERT INTO item_version (code, version, state, format, content, adjustment, reason, legal_basis, drafters,
                              drafted_at, draft_entry, submitter, reviewer, verdict, opinion, reviewed_at, review_entry,
                              published_on, effective_on, announcement, entry)
    VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9, $10, '', '', '', '', NULL, NULL, '', '', NULL, $11))sql";
constexpr std::string_view kSubmit = R"sql(
    UPDATE item_version SET state = 'submitted', submitter = $3, entry = $4 WHERE code = $1 AND version = $2)sql";
constexpr std::string_view kReview = R"sql(
    UPDATE item_version
       SET state = $3, verdict = $4, opinion = $5, reviewer = $6, reviewed_at = $7, review_entry = $8, entry = $8
     WHERE code = $1 AND version = $2)sql";
constexpr std::string_view kSupersede = R"sql(
    UPDATE item_version SET state = 'superseded', entry = $3
     WHERE code = $1 AND version < $2 AND state = 'published')sql";
constexpr std::string_view kPublish = R"sql(
    UPDATE item_version SET state = 'published', published_on = $3, effective_on = $4, announcement = $5, entry = $6
     WHERE code = $1 AND version = $2)sql";
constexpr std::string_view kAnnounce = R"sql(
    INSERT INTO item_announcement (number, title, document, published_on, effective_on, published_at, entry)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";

/// A member that entries of before do not have.
std::string member_or(const Json& data, std::string_view name, std::string_view absent) {
    const Json* const value = data.find(name);
    return value == nullptr ? std::string(absent) : value->as_string();
}

void apply_draft(Transaction& transaction, const StoredEvent& event) {
    const auto version = event.data.at("version").as_integer();
    const auto format = member_or(event.data, "format", "item-v1");
    // Whoever wrote any of this version's drafts has drafted it. Entries of before are kept as they were read then.
    const bool of_before = format == "item-v1";
    std::vector<std::string> drafters;
    if (!of_before) {
        const auto line =
            transaction.query_one(kDrafters, {event.subject, version}, [](const Row& row) { return row.text(0); });
        drafters = drafters_of(line.value_or(""));
        if (std::ranges::find(drafters, event.actor) == drafters.end()) drafters.push_back(event.actor);
    }
    const Param entry = of_before ? Param(nullptr) : Param(static_cast<std::int64_t>(event.seq));
    transaction.execute(kDropDraft, {event.subject, version});
    transaction.execute(
        kInsert, {event.subject, version, format, to_canonical(event.data.at("item")),
                  member_or(event.data, "adjustment", ""), event.data.at("reason").as_string(),
                  member_or(event.data, "legal_basis", ""), drafters_line(drafters), event.at, entry, event.seq});
}

void apply_review(Transaction& transaction, const StoredEvent& event) {
    const auto& verdict = event.data.at("verdict").as_string();
    const std::string_view state = verdict == "approved" ? "reviewed" : "draft";
    transaction.execute(kReview, {event.subject, event.data.at("version").as_integer(), state, verdict,
                                  event.data.at("opinion").as_string(), event.actor, event.at, event.seq});
}

void apply_publication(Transaction& transaction, const StoredEvent& event) {
    const auto version = event.data.at("version").as_integer();
    const auto& published_on = event.data.at("published_on").as_string();
    const auto& effective_on = event.data.at("effective_on").as_string();
    const Json* const number = event.data.find("announcement");
    transaction.execute(kSupersede, {event.subject, version, event.seq});
    const Param announcement = number == nullptr ? Param(nullptr) : Param(number->as_integer());
    transaction.execute(kPublish, {event.subject, version, published_on, effective_on, announcement, event.seq});
    if (number != nullptr && transaction.count(kIsAnnounced, {number->as_integer()}) == 0)
        transaction.execute(
            kAnnounce, {number->as_integer(), member_or(event.data, "title", ""), member_or(event.data, "document", ""),
                        published_on, effective_on, event.at, event.seq});
}

}  // namespace

void apply_item(Transaction& transaction, const StoredEvent& event) {
    if (event.kind == "item.drafted")
        apply_draft(transaction, event);
    else if (event.kind == "item.submitted")
        transaction.execute(kSubmit, {event.subject, event.data.at("version").as_integer(), event.actor, event.seq});
    else if (event.kind == "item.reviewed")
        apply_review(transaction, event);
    else if (event.kind == "item.discarded")
        transaction.execute(kDropDraft, {event.subject, event.data.at("version").as_integer()});
    else if (event.kind == "item.published")
        apply_publication(transaction, event);
    else
        unknown_event(event);
}

Projection item_projection() {
    return {.stem = "item",
            .kinds = {"item."},
            .apply = apply_item,
            .tables = {{"item_version", {"code", "version"}}, {"item_announcement", {"number"}}}};
}

}  // namespace sunlot::store
