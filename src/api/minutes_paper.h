// 抽取记录: the minutes of a draw on paper, to be signed and filed: who took part, what was fixed when, the digests of
// the sealed lists, the seed, the result with its officers (while the embargo lasts: its roots), and the checkpoint of
// the log with its witnesses, so that the paper itself is a copy against which the log can be held later.
#pragma once
#include "workflow/draw_view.h"
#include "workflow/published_log.h"
#include "workflow/witness_list.h"

#include <string>
#include <vector>

namespace sunlot::api {

struct Minutes {
    const workflow::DrawView& draw;
    std::string organ;
    /// In the order of the result; empty while it is under embargo or not drawn yet.
    std::vector<workflow::DrawnRow> rows;
    /// More rows than a paper takes: the rest stands in result.tsv.
    bool cut = false;
    workflow::PublishedLog log;
    std::vector<workflow::WitnessLine> witnesses;
    /// "https://sunlot.example": where the QR code leads.
    std::string origin;
};
/// PDF.
std::string minutes_paper(const Minutes& minutes);

/// The minutes as they stand now, with the officers' names in full or masked. Refuses draw.unknown, log.unpublished.
Result<std::string> minutes_of(const workflow::Context& context, std::string_view draw, workflow::OfficerNames names,
                               std::string_view origin);

/// Where an entry of the log is shown, and held against what a paper says: "<origin>/j/17?leaf=…".
std::string entry_address(std::string_view origin, std::uint64_t seq, std::string_view leaf);

}  // namespace sunlot::api
