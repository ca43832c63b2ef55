// The style, the icon and the verifying script of the public pages, as they are sent. Their addresses name their
// content.
#pragma once
#include <string>
#include <string_view>

namespace sunlot::api {

extern const std::string_view kPageStyle;
extern const std::string_view kVerifyScript;
extern const std::string_view kPageIcon;

}  // namespace sunlot::api
