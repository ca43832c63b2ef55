// Bytes as text: lower-case hex and strict base64 (RFC 4648 §4, padded, no spare bits, no white space).
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot {

using Bytes = std::vector<unsigned char>;
using ByteView = std::span<const unsigned char>;

inline ByteView as_bytes(std::string_view text) {
    return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_hex(ByteView bytes);
/// Only lower-case hex of even length; nothing otherwise.
std::optional<Bytes> from_hex(std::string_view text);
/// True for exactly `characters` lower-case hex digits.
bool is_hex(std::string_view text, std::size_t characters);

std::string to_base64(ByteView bytes);
/// Refuses (nothing) wrong length, foreign characters, misplaced padding and non-zero spare bits, so that one byte
/// string has exactly one text.
std::optional<Bytes> from_base64(std::string_view text);

}  // namespace sunlot
