// One page that says of a whole province whether its counties have rewritten their journals.
#pragma once
#include "api/page.h"
#include "store/province.h"

#include <vector>

namespace sunlot::api {

Page province_page(const std::vector<store::County>& counties, Language language);

/// "well", "alarm" or "waiting".
std::string_view county_state(const store::County& county);

}  // namespace sunlot::api
