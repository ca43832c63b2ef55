// The recipe of docs/verify/recipe.md as a paper, with one draw's own numbers filled in: to be printed before the
// event, filed, and followed by people who trust no web page.
#pragma once
#include "workflow/draw_view.h"

#include <string>
#include <string_view>

namespace sunlot::api {

/// PDF. Depends on the draw and on `origin` ("https://sunlot.example", where its code leads) alone: who prints it twice
/// gets the same bytes.
std::string recipe_paper(const workflow::DrawView& draw, std::string_view origin);

}  // namespace sunlot::api
