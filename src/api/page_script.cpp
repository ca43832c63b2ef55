#include "api/page_files.h"

namespace sunlot::api {

const std::string_view kVerifyScript = R"js("use strict";
)js";

}  // namespace sunlot::api
