// The journal for people: pages of entries, the signed head, and the replay that finds what was changed behind it.
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "hash/sha256.h"
#include "store/journal.h"
#include "store/replay.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sunlot::workflow {

/// Newest first.
std::vector<store::JournalRow> journal_page(const Context& context, const store::JournalFilter& filter);

/// Rebuilds every projection from the journal and compares (store/replay.h).
store::ReplayReport replay_journal(const Context& context);

}  // namespace sunlot::workflow
