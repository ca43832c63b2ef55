// The log and its entries as the API tells them.
#pragma once
#include "base/json.h"
#include "store/journal.h"
#include "workflow/journal_search.h"
#include "workflow/published_log.h"

#include <string_view>

namespace sunlot::api {

/// What the register calls a kind; the code itself for one it does not know.
Text kind_title(std::string_view kind);

/// The row as it was hashed, `data` out of the entry's own bytes. `published`: the published log has it.
Json to_json(const store::JournalRow& row, bool published);
Json to_json(const workflow::UnderstoodWord& word);
Json to_json(const workflow::PublishedEntry& entry);
Json to_json(const workflow::ConsistencyProof& proof);

}  // namespace sunlot::api
