// What the public page of a draw says of those who saw the sealing.
#pragma once
#include "api/html.h"
#include "api/page.h"
#include "workflow/draw_view.h"

namespace sunlot::api {

/// Who saw it and when, or that it waits for them. Nothing where nobody was asked to: the draw's warnings say so.
Content sealing_witnesses_line(const workflow::SealView& seal, Language language);

}  // namespace sunlot::api
