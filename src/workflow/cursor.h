// Where the next page of a list starts. Clients hand back what `next` gave them; anything else is refused.
#pragma once
#include "base/result.h"
#include "base/text.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sunlot::workflow {

inline Refusal invalid_cursor() {
    return refuse(RefusalKind::invalid, "cursor.invalid", "翻页标记无效", "the cursor is not valid", "after");
}

/// Lists that run down from the newest position: nothing for an empty cursor (the first page), or the position below
/// which the page starts. Refuses cursor.invalid.
inline Result<std::optional<std::int64_t>> position_before(std::string_view cursor) {
    if (cursor.empty()) return std::optional<std::int64_t>();
    const auto position = parse_unsigned(cursor);
    if (!position || *position > INT64_MAX) return invalid_cursor();
    return std::optional(static_cast<std::int64_t>(*position));
}

}  // namespace sunlot::workflow
