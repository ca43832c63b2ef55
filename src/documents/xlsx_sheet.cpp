#include "documents/xlsx_sheet.h"

#include "base/clock.h"
#include "base/text.h"

#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace sunlot::documents {
namespace {

constexpr double kExactIntegers = 1e15;  // a double shows 15 decimal digits, and so does a spreadsheet
constexpr double kLastDay = 2'958'465;   // 9999-12-31
constexpr std::int64_t kSecondsPerDay = 86'400;

std::optional<double> to_double(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// Excel believes in 1900-02-29 (day 60), so days before it are one off.
Date date_of(std::int64_t day, bool dates_from_1904) {
    if (dates_from_1904) return Date::from_days(Date{1904, 1, 1}.days() + day);
    return Date::from_days(Date{1899, 12, 30}.days() + day + (day < 60 ? 1 : 0));
}

/// "BC12" is column 55; 0 when it begins with no letter or goes beyond what a spreadsheet has.
std::size_t column_of(std::string_view reference) {
    std::size_t column = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
        if (column > 16'384) return 0;
    }
    return column;
}

}  // namespace

std::string serial_text(std::string_view value, NumberFormat format, bool dates_from_1904) {
    const auto serial = to_double(value);
    if (!serial || *serial < 0 || *serial > kLastDay) return std::string(value);
    const auto seconds = static_cast<std::int64_t>(std::llround(*serial * kSecondsPerDay));
    const std::int64_t in_day = seconds % kSecondsPerDay;
    std::string clock = fmt::format("{:02}:{:02}:{:02}", in_day / 3600, in_day / 60 % 60, in_day % 60);
    if (format == NumberFormat::time && seconds < kSecondsPerDay) return clock;
    const std::string date = date_of(seconds / kSecondsPerDay, dates_from_1904).text();
    return in_day == 0 ? date : date + " " + clock;
}

std::string number_text(std::string_view value) {
    const auto number = to_double(value);
    if (!number) return std::string(value);
    if (std::abs(*number) >= kExactIntegers) return upper(value);
    if (*number == std::trunc(*number)) return fmt::format("{}", static_cast<std::int64_t>(*number));
    return fmt::format("{:.15g}", *number);
}

void SheetReader::start(std::string_view name, const XmlAttributes& attributes) {
    if (name == "row") return start_row(attributes);
    if (!in_row_) return;
    if (name == "c") return start_cell(attributes);
    if (name == "v" || name == "t") in_value_ = column_ > 0;
    if (name == "rPh") in_phonetic_ = true;
    if (name == "f" && column_ > 0 && column_ <= 64) head_.formulas |= std::uint64_t{1} << (column_ - 1);
}

void SheetReader::end(std::string_view name) {
    if (name == "v" || name == "t") in_value_ = false;
    if (name == "rPh") in_phonetic_ = false;
    if (name == "c" && in_row_) end_cell();
    if (name == "row" && in_row_) end_row();
}

void SheetReader::text(std::string_view piece) {
    if (!in_value_ || in_phonetic_) return;
    value_ += piece;
    if (value_.size() > limits_.cell_bytes)
        stop("xlsx.cell", fmt::format("第 {} 行有一格文字太长，请缩短后再导入", head_.number),
             fmt::format("row {}: a cell is too long", head_.number));
}

void SheetReader::start_row(const XmlAttributes& attributes) {
    const std::string_view told = attributes["r"];
    const auto number = told.empty() ? std::optional(head_.number + 1) : parse_unsigned(told);
    if (!number || *number <= head_.number || *number > limits_.rows)
        return stop("xlsx.row_number", fmt::format("工作表的行号混乱或超过 {} 行，请另存后再导入", limits_.rows),
                    fmt::format("row numbers are out of order or beyond {}", limits_.rows));
    head_ = {.number = *number, .formulas = 0, .permille = 0};
    bytes_.clear();
    slots_.clear();
    column_ = 0;
    in_row_ = true;
}

void SheetReader::start_cell(const XmlAttributes& attributes) {
    const std::string_view reference = attributes["r"];
    const std::size_t column = reference.empty() ? column_ + 1 : column_of(reference);
    if (column <= column_)
        return stop("xlsx.cell_order", fmt::format("第 {} 行的单元格次序混乱，请另存后再导入", head_.number),
                    fmt::format("row {}: cells are out of order", head_.number));
    column_ = column;
    value_.clear();
    style_ = parse_unsigned(attributes["s"]).value_or(0);
    const std::string_view type = attributes["t"];
    if (type == "s")
        type_ = CellType::shared;
    else if (type == "b")
        type_ = CellType::boolean;
    else if (type.empty() || type == "n")
        type_ = CellType::number;
    else
        type_ = CellType::text;  // str, inlineStr, d (ISO 8601) and e (#N/A) are text already
}

void SheetReader::end_cell() {
    if (value_.empty()) return;
    switch (type_) {
        case CellType::shared: {
            const auto index = parse_unsigned(value_);
            if (!index || *index >= book_.texts.size())
                return stop("xlsx.shared", fmt::format("第 {} 行引用了不存在的文字，工作簿已损坏", head_.number),
                            fmt::format("row {}: a shared text does not exist", head_.number));
            return keep(book_.texts[*index]);
        }
        case CellType::boolean:
            return keep(value_ == "1" ? "TRUE" : "FALSE");
        case CellType::number: {
            const NumberFormat format = style_ < book_.formats.size() ? book_.formats[style_] : NumberFormat::number;
            return keep(format == NumberFormat::number ? number_text(value_)
                                                       : serial_text(value_, format, book_.dates_from_1904));
        }
        case CellType::text: {
            std::string decoded;
            decode_escapes(value_, decoded);
            return keep(decoded);
        }
    }
}

void SheetReader::keep(std::string_view value) {
    if (trim(value).empty()) return;
    if (column_ > limits_.columns)
        return stop("xlsx.columns", fmt::format("第 {} 行超过 {} 列，请删去多余的列", head_.number, limits_.columns),
                    fmt::format("row {} has more than {} columns", head_.number, limits_.columns));
    if (bytes_.size() + value.size() > kMaxMessageBytes / 2)
        return stop("xlsx.row", fmt::format("第 {} 行内容太多", head_.number),
                    fmt::format("row {} is too long", head_.number));
    slots_.resize(column_);
    slots_.back() = {bytes_.size(), value.size()};
    bytes_ += value;
}

void SheetReader::end_row() {
    in_row_ = false;
    if (slots_.empty()) return;
    cells_.clear();
    for (const Slot& slot : slots_) cells_.push_back(std::string_view(bytes_).substr(slot.offset, slot.length));
    sink_(head_, cells_);
}

}  // namespace sunlot::documents
