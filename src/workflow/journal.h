// The journal for people: pages of entries, the signed head, and the replay that finds what was changed behind it.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "hash/sha256.h"
#include "store/journal.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sunlot::workflow {

/// Newest first.
std::vector<store::JournalRow> journal_page(const Context& context, const store::JournalFilter& filter);

}  // namespace sunlot::workflow
