// The public pages of the item list (随机抽查事项清单): what may be inspected and on what grounds, each item with every
// version it ever had, and every announcement with what it changed, why, and on which legal basis.
#pragma once
#include "api/page.h"
#include "workflow/item_list.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::api {

/// `/i`: the list in force, narrowed to what contains `q` (code, name or legal basis).
Page item_list_page(const workflow::PublicList& list, Language language, const std::string& q);

struct ItemPage {
    std::vector<store::ItemVersion> versions;  // published, newest first
    std::int64_t version = 0;                  // the one shown
    Date today;
};
/// `/i/L02`. REQUIRES: `version` is among `versions`.
Page item_page(const ItemPage& page, Language language);

/// `/i/L02/diff`.
Page item_diff_page(const workflow::Comparison& comparison, Language language);

/// `/i/history`.
Page item_history_page(const std::vector<workflow::AnnouncementView>& history, Language language);

}  // namespace sunlot::api
