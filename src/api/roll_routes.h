// The directory of objects: list, detail, histories, facets, export; changes by hand, status, labels, grid, duplicates.
#pragma once
#include "api/route.h"
#include "workflow/context.h"
#include "workflow/roll.h"

#include <string_view>

namespace sunlot::api {

void add_roll_routes(Router& router, const workflow::Context& context);
/// Those that change something; part of add_roll_routes.
void add_roll_change_routes(Router& router, const workflow::Context& context);
void add_roll_register_routes(Router& router, const workflow::Context& context);

/// Refuses object.unknown for an object outside the districts that the account sees.
Result<Done> check_visible(const workflow::Context& context, const workflow::Actor& actor, std::string_view id);

Json object_row_json(const store::ObjectRecord& object);
Json object_detail_json(const workflow::ObjectDetail& detail);
Json merge_json(const store::Merge& merge);

}  // namespace sunlot::api
