// The public page of one entry of the log (/j/<seq>): what happened in words, the bytes that were hashed, the way from
// them to the signed checkpoint, who watches the log, and commands to check it all. Papers lead here by a QR code.
#pragma once
#include "api/page.h"
#include "workflow/published_log.h"
#include "workflow/witness_list.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sunlot::api {

struct EntryPage {
    const workflow::PublishedEntry& entry;
    /// Of the checkpoint, in its order.
    const std::vector<workflow::WitnessLine>& witnesses;
    const std::vector<ledger::VerifierKey>& keys;
    Language language = Language::zh;
    /// The leaf that a paper says this entry has; "" when nothing says anything.
    std::string leaf = {};
    /// "https://sunlot.example": for commands to paste.
    std::string origin = {};
};
Page entry_page(const EntryPage& page);

/// The entry is in the database and not yet in the published log: seconds later it is.
Page waiting_page(std::uint64_t seq, std::uint64_t published, Language language);

}  // namespace sunlot::api
