// 执法人员公示: who may inspect, for everyone. Name, unit and certificate; never an identity number or a phone.
#pragma once
#include "api/page.h"

namespace sunlot::workflow {
struct Context;
}

namespace sunlot::api {

/// Searched by `q`, a part of a name, unit or certificate number.
Response officers_page(const workflow::Context& context, const Request& request);

}  // namespace sunlot::api
