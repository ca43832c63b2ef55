// The item list (随机抽查事项清单), every version of every item, and the announcements (公告) in which versions were
// published. Written by the entries of the family `item.`.
#pragma once
#include "base/clock.h"
#include "inspection/item.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class Transaction;
class View;
struct Projection;
struct StoredEvent;

struct ItemVersion {
    inspection::Item item;
    std::int64_t version = 1;
    inspection::ItemState state = inspection::ItemState::draft;
    inspection::Adjustment adjustment = inspection::Adjustment::added;
    std::string reason;       // why this version was drafted
    std::string legal_basis;  // of the adjustment; empty in entries of before
    /// Accounts that wrote this version's drafts; empty in entries of before.
    std::vector<std::string> drafters;
    std::int64_t drafted_at = 0;
    std::optional<std::int64_t> draft_entry;
    std::string submitter;
    std::string reviewer;
    std::optional<inspection::Verdict> verdict;
    std::string opinion;
    std::optional<std::int64_t> reviewed_at;
    std::optional<std::int64_t> review_entry;
    std::string published_on;  // YYYY-MM-DD or ""
    std::string effective_on;
    std::optional<std::int64_t> announcement;
    std::int64_t entry = 0;  // the last that touched it

    bool is_public() const {
        return state == inspection::ItemState::published || state == inspection::ItemState::superseded;
    }
    bool cancels() const { return adjustment == inspection::Adjustment::cancelled; }
};

struct Announcement {
    std::int64_t number = 1;
    std::string title;
    std::string document;  // 文号, or ""
    std::string published_on;
    std::string effective_on;
    Instant published_at;
    std::int64_t entry = 0;
};

/// Every version, by code and rising version.
std::vector<ItemVersion> all_item_versions(View& view);
/// The version of each item that a reader should see first: the last published one, else the draft; by code. A
/// cancelled item stays, as its cancelling version.
std::vector<ItemVersion> current_items(View& view);
/// All versions of one item, newest first; empty when there is no such item.
std::vector<ItemVersion> item_versions(View& view, std::string_view code);
/// The version a task must use: the newest one published by the day the task is made and in force at its first visit;
/// nothing when that one cancels the item.
std::optional<ItemVersion> usable_item(View& view, std::string_view code, const inspection::TaskDays& days);
/// Newest first.
std::vector<Announcement> announcements(View& view);
std::int64_t last_announcement(View& view);

void apply_item(Transaction& transaction, const StoredEvent& event);
Projection item_projection();

}  // namespace sunlot::store
