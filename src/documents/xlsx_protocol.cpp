#include "documents/xlsx_protocol.h"

#include "base/text.h"

#include <array>

#include <fmt/format.h>

namespace sunlot::documents {

std::string encode_limits(const XlsxLimits& limits) {
    return fmt::format("{},{},{},{},{},{},{},{},{},{}", limits.file_bytes, limits.unpacked_bytes, limits.unpacked_ratio,
                       limits.text_bytes, limits.rows, limits.columns, limits.cell_bytes, limits.xml_depth,
                       limits.memory_bytes, limits.cpu.count());
}

std::optional<XlsxLimits> parse_limits(std::string_view argument) {
    std::array<std::uint64_t, 10> values{};
    const auto parts = split(argument, ',');
    if (parts.size() != values.size()) return std::nullopt;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = parse_unsigned(parts[i]);
        if (!value) return std::nullopt;
        values[i] = *value;
    }
    XlsxLimits limits;
    limits.file_bytes = values[0];
    limits.unpacked_bytes = values[1];
    limits.unpacked_ratio = values[2];
    limits.text_bytes = values[3];
    limits.rows = values[4];
    limits.columns = static_cast<std::uint32_t>(values[5]);
    limits.cell_bytes = static_cast<std::uint32_t>(values[6]);
    limits.xml_depth = static_cast<std::uint32_t>(values[7]);
    limits.memory_bytes = values[8];
    limits.cpu = std::chrono::seconds(values[9]);
    return limits;
}

void append_number(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

std::optional<std::uint64_t> take_number(std::string_view& in, int bytes) {
    if (in.size() < static_cast<std::size_t>(bytes)) return std::nullopt;
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(in[static_cast<std::size_t>(i)])) << (8 * i);
    in.remove_prefix(static_cast<std::size_t>(bytes));
    return value;
}

void append_message(std::string& out, MessageType type, std::string_view payload) {
    out += static_cast<char>(type);
    append_number(out, payload.size(), 4);
    out += payload;
}

void append_row(std::string& out, const RowHead& head, const std::vector<std::string_view>& cells) {
    append_number(out, head.number, 8);
    append_number(out, head.formulas, 8);
    append_number(out, head.permille, 4);
    append_number(out, cells.size(), 4);
    for (const std::string_view cell : cells) append_number(out, cell.size(), 4);
    for (const std::string_view cell : cells) out += cell;
}

}  // namespace sunlot::documents
