// One character at a time out of well-formed UTF-8.
#pragma once
#include <cstddef>
#include <string_view>

namespace sunlot::inspection {

/// Bytes of the character that begins with `lead`.
constexpr std::size_t character_length(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/// Takes the first character off. REQUIRES: `text` is well-formed and not empty.
constexpr char32_t take_character(std::string_view& text) {
    const std::size_t length = character_length(text[0]);
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    char32_t character = length == 1 ? byte(0) : byte(0) & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) character = character << 6 | (byte(i) & 0x3f);
    text.remove_prefix(length);
    return character;
}

}  // namespace sunlot::inspection
