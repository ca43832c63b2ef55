// The public search in the log (/j) and the page that holds a kept checkpoint against today's log (/j/consistency).
#pragma once
#include "api/page.h"
#include "workflow/journal_search.h"
#include "workflow/kept_checkpoint.h"
#include "workflow/published_log.h"

#include <optional>
#include <string>

namespace sunlot::api {

struct JournalPage {
    std::string asked;
    std::optional<workflow::PublishedLog> log;  ///< nothing before the first checkpoint
    std::optional<workflow::JournalAnswer> answer;
    std::optional<Text> refused;
    Language language = Language::zh;
};
Page journal_page(const JournalPage& page);

struct ConsistencyPage {
    /// What was pasted, and what came of it.
    std::string pasted;
    std::optional<workflow::KeptCheckpoint> kept;
    /// Between two sizes.
    std::optional<workflow::ConsistencyProof> proof;
    std::optional<Text> refused;
    Language language = Language::zh;
};
Page consistency_page(const ConsistencyPage& page);

}  // namespace sunlot::api
