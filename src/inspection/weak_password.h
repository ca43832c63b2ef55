// Passwords that guessing programs try first: those of known lists, and a common word dressed up with digits and signs
// ("Admin@2026!!", "P@ssw0rd-123"). Pure; a bureau's own list is a file (workflow/account_parts.h).
#pragma once
#include <string_view>

namespace sunlot::inspection {

/// `folded`: in lower case, valid UTF-8.
bool is_weak_password(std::string_view folded);

}  // namespace sunlot::inspection
