// The item list (随机抽查事项清单), every version of every item. Written by `item.drafted` and `item.published`.
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
    std::string reason;        // why this version was drafted
    std::string published_on;  // YYYY-MM-DD or ""
    std::string effective_on;
    std::int64_t drafted_at = 0;
    std::int64_t entry = 0;
};

/// The version of each item that a reader should see first: the published one, else the draft; by code.
std::vector<ItemVersion> current_items(View& view);
/// All versions of one item, newest first; empty when there is no such item.
std::vector<ItemVersion> item_versions(View& view, std::string_view code);
/// The version a task of that day must use: the newest one published on or before it and in force on it.
std::optional<ItemVersion> usable_item(View& view, std::string_view code, Date task_date);

void apply_item(Transaction& transaction, const StoredEvent& event);
Projection item_projection();

}  // namespace sunlot::store
