// Substitutions and extensions for the view of a draw.
#pragma once
#include "workflow/draw_view.h"

namespace sunlot::store {
class View;
}

namespace sunlot::workflow {

/// Fills `substitutions` and `extension`.
void add_changes(DrawView& draw, store::View& view);

}  // namespace sunlot::workflow
