#include "draw/lines.h"

#include "base/text.h"

#include <fmt/format.h>

namespace sunlot::draw {

Refusal Lines::malformed() const {
    const std::string_view stem = name_.substr(0, name_.find('.'));
    return refuse(RefusalKind::invalid, fmt::format("{}.malformed", stem),
                  fmt::format("{} 第 {} 行格式或顺序不对", name_, number_),
                  fmt::format("{} is malformed or out of order at line {}", name_, number_),
                  fmt::format("{}:{}", name_, number_));
}

std::optional<std::uint64_t> parse_up_to(std::string_view text, std::uint64_t largest) {
    const auto number = parse_unsigned(text);
    if (!number || *number > largest) return std::nullopt;
    return number;
}

}  // namespace sunlot::draw
