// What the sandboxed child says to its parent over the pipe: messages of one type byte, a length, and that many bytes.
// Integers are little-endian.
//   H  names of the sheets, each ended by NUL           once, first
//   R  a row: number, formulas (inspection::SheetRow), permille, count of cells, their lengths, their bytes
//   E  a refusal: code NUL zh NUL en NUL                 last
//   Z  nothing: all rows were sent                       last
#pragma once
#include "base/result.h"
#include "documents/table_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::documents {

inline constexpr std::string_view kXlsxChildArgument = "internal-xlsx-rows";
inline constexpr int kXlsxFileDescriptor = 3;  ///< where the child finds the workbook
inline constexpr std::size_t kMaxMessageBytes = 8U << 20;

enum class MessageType : char { sheets = 'H', row = 'R', refusal = 'E', end = 'Z' };

struct RowHead {
    std::uint64_t number = 0;
    std::uint64_t formulas = 0;
    std::uint32_t permille = 0;
};

/// The limits as one argument of the child's command line, and back; nothing for an argument that is not ours.
std::string encode_limits(const XlsxLimits& limits);
std::optional<XlsxLimits> parse_limits(std::string_view argument);

void append_number(std::string& out, std::uint64_t value, int bytes);
/// Takes an integer of `bytes` bytes off the front; nothing when there are fewer.
std::optional<std::uint64_t> take_number(std::string_view& in, int bytes);

void append_message(std::string& out, MessageType type, std::string_view payload);
/// A row's payload.
void append_row(std::string& out, const RowHead& head, const std::vector<std::string_view>& cells);

}  // namespace sunlot::documents
