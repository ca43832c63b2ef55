// A public page under the organ's name, with the banner of a demonstration when it is one.
#pragma once
#include "api/page.h"

namespace sunlot::workflow {
struct Context;
}

namespace sunlot::api {

Response framed_page(const workflow::Context& context, Page page);

}  // namespace sunlot::api
