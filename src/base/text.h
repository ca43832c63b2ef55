// Plain text work on UTF-8 bytes, without locale: order is by bytes, as LC_ALL=C sorts.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot {

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// ASCII white space and the ideographic space U+3000 off both ends.
std::string_view trim(std::string_view text);

/// Every field, also empty ones: "a,,b" gives three; "" gives one empty.
std::vector<std::string_view> split(std::string_view text, char separator);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// ASCII only; other bytes are kept.
std::string upper(std::string_view text);
std::string lower(std::string_view text);

/// Decimal digits only, no sign, no leading zero (but "0"), no overflow: one number has exactly one text.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

}  // namespace sunlot
