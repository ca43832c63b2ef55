// A draw as JSON: what GET /api/draws/{id} and the public /api/public/draws/{id} answer.
#pragma once
#include "base/json.h"
#include "workflow/draw_view.h"
#include "workflow/public_draw.h"

#include <optional>
#include <string_view>

namespace sunlot::api {

Json to_json(const workflow::DrawView& draw);
Json to_json(const std::optional<workflow::EmbargoView>& embargo);
Json to_json(const std::optional<draw::Trustees>& trustees);
Json to_json(const workflow::PartyView& party);
Json to_json(const workflow::EventView& event);
/// "open" | "embargo"
std::string_view name(draw::Mode mode);
Json to_json(const workflow::DrawLine& draw);
Json to_json(const workflow::DrawnRow& row);
Json to_json(const workflow::SeedPart& part);

}  // namespace sunlot::api
