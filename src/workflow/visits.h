// The visits of a draw: who goes to whom after the assignment in force and the approved substitutions. Secret while the
// draw is under embargo: only what workflow/disclosure.h puts on record may leave this process.
#pragma once
#include "draw/substitution.h"
#include "store/database.h"
#include "store/draw.h"
#include "workflow/context.h"
#include "workflow/draw_step.h"

#include <memory>
#include <optional>
#include <vector>

namespace sunlot::workflow {

/// The lists of the attempt in force and the visits made of them, which view the lists: kept in one place.
struct VisitBook {
    SealedFiles files;
    std::vector<draw::DrawnRow> rows;  // result.tsv, by line
    draw::SlotTable slots;
    draw::Assignment assignment;
    std::optional<draw::Visits> visits;
};

/// REQUIRES: the attempt in force is assigned.
std::unique_ptr<const VisitBook> open_visits(const Context& context, store::View& view, const store::DrawRecord& draw);

/// Lines of the visits in the order in which the officers were dealt, which nobody could foresee.
std::vector<std::uint64_t> deal_order(const draw::Visits& visits, std::string_view seed);

}  // namespace sunlot::workflow
