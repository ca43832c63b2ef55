// Items, announcements and comparisons as JSON, the same for staff and public.
#pragma once
#include "base/json.h"
#include "workflow/item_list.h"

namespace sunlot::api {

/// Whether accounts are named: those who drafted and reviewed are no business of the public feed.
enum class ItemDetail { everybody, staff };

Json item_json(const store::ItemVersion& version, ItemDetail detail);
/// The version shown, with `standing`, `coming` and `pending`.
Json item_row_json(const workflow::ItemRow& row);
Json comparison_json(const workflow::Comparison& comparison, ItemDetail detail);
Json announcement_json(const workflow::AnnouncementView& announcement);

}  // namespace sunlot::api
