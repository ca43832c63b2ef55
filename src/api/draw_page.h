// The public page of a draw, and the list of all draws: what was committed when, the seed part by part, every drawn
// object with its ticket and rank, and how to check it. Plain HTML; the one script only adds a button.
#pragma once
#include "api/page.h"
#include "workflow/public_draw.h"
#include "workflow/published_verifier.h"

#include <optional>
#include <string>

namespace sunlot::api {

Page draw_list_page(const workflow::DrawLines& draws, Language language);

struct DrawPageOptions {
    Language language = Language::zh;
    /// Of the rows shown: "" (drawn) or "R" (reserve).
    std::string kind;
    /// The verifier handed out here, as the log knows it.
    std::optional<workflow::PublishedVerifier> verifier = {};
};
Page draw_page(const workflow::PublicDraw& draw, const DrawPageOptions& options);

}  // namespace sunlot::api
