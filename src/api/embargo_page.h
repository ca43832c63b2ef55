// The part of a draw's public page about its embargo: how long it lasts, who keeps the shares, what is sealed, how many
// lines were shown to someone so far. Never a line, a seed or a share.
#pragma once
#include "api/html.h"
#include "api/page.h"
#include "workflow/draw_view.h"

namespace sunlot::api {

/// REQUIRES: an embargoed draw.
Html embargo_section(const workflow::DrawView& draw, Language language);

}  // namespace sunlot::api
