// A draw as JSON: what GET /api/draws/{id} and the public /api/public/draws/{id} answer.
#pragma once
#include "base/json.h"
#include "workflow/draw_view.h"
#include "workflow/public_draw.h"

namespace sunlot::api {

Json to_json(const workflow::DrawView& draw);
Json to_json(const workflow::DrawLine& draw);
Json to_json(const workflow::DrawnRow& row);
Json to_json(const workflow::SeedPart& part);

}  // namespace sunlot::api
