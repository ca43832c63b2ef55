#include "inspection/row_check.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/utf8.h"

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

constexpr std::size_t kShownBytes = 120;

/// The value as a message shows it: one line, not a page.
std::string shown(std::string_view cell, bool is_private) {
    std::string tidied = tidy_prose(cell);
    if (is_private) return mask(tidied);
    if (tidied.size() <= kShownBytes) return tidied;
    std::size_t end = 0;
    while (end + character_length(tidied[end]) <= kShownBytes) end += character_length(tidied[end]);
    return tidied.substr(0, end) + "…";
}

/// What a spreadsheet shows where a formula failed; #N/A means that there is nothing.
bool is_formula_error(std::string_view tidied) {
    return tidied.size() <= 7 && tidied.starts_with('#') && (tidied.ends_with('!') || tidied == "#NAME?");
}

}  // namespace

RowCheck::RowCheck(const Columns& columns, const SheetRow& row) : columns_(columns), row_(row) {
    if (auto problem = check_width(columns, row)) {
        problems_.push_back(std::move(*problem));
        failed_ = true;
    }
}

std::string_view RowCheck::cell(std::size_t field) const {
    const auto column = columns_.column_of(field);
    return column && *column < row_.cells.size() ? row_.cells[*column] : std::string_view{};
}

std::string RowCheck::checked(std::size_t field, std::string tidied, std::size_t max_bytes) {
    if (means_nothing(tidied)) return {};
    if (tidied.size() > max_bytes) {
        error(field, "cell.too_long", fmt::format("内容太长（最多约 {} 个汉字），请缩短", max_bytes / 3),
              fmt::format("too long (at most {} bytes)", max_bytes));
        return {};
    }
    if (is_formula_error(tidied)) {
        error(field, "cell.formula_error", "此格的公式出错了，请改成正确的内容", "the formula in this cell has failed");
        return {};
    }
    const auto column = columns_.column_of(field);
    if (column && *column < 64 && (row_.formulas >> *column & 1) != 0)
        warn(field, "cell.formula", "此格由公式算出，已取其显示的结果，请核对",
             "this cell is computed by a formula; its shown result was taken");
    else if (tidied[0] == '=' || tidied[0] == '@')
        warn(field, "cell.formula_text", "内容以“=”或“@”开头，像是公式，已按文字保存，请核对",
             "begins like a formula; kept as plain text");
    return tidied;
}

std::string RowCheck::text(std::size_t field, std::size_t max_bytes) {
    return checked(field, tidy(cell(field)), max_bytes);
}

std::string RowCheck::prose(std::size_t field, std::size_t max_bytes) {
    return checked(field, tidy_prose(cell(field)), max_bytes);
}

std::string RowCheck::code(std::size_t field, std::size_t max_bytes) {
    return checked(field, tidy_code(cell(field)), max_bytes);
}

std::string RowCheck::required(std::size_t field, std::size_t max_bytes) {
    const std::size_t before = problems_.size();
    std::string value = text(field, max_bytes);
    if (value.empty() && problems_.size() == before) {
        const Field& about = fields(columns_.kind())[field];
        error(field, "cell.missing", fmt::format("缺少“{}”，请补上", about.title),
              fmt::format("{} is missing", about.name));
    }
    return value;
}

std::optional<Date> RowCheck::date(std::size_t field, std::optional<Date> latest) {
    const std::string value = text(field);
    if (value.empty()) return std::nullopt;
    const auto date = read_date(value);
    if (!date) {
        error(field, date.error());
        return std::nullopt;
    }
    if (latest && *date > *latest) {
        error(field, "date.future", fmt::format("日期晚于今天（{}），请核对", latest->text()),
              fmt::format("the date lies after today ({})", latest->text()));
        return std::nullopt;
    }
    return *date;
}

std::optional<std::int64_t> RowCheck::count(std::size_t field, std::int64_t max) {
    const std::string value = text(field);
    if (value.empty()) return std::nullopt;
    const auto count = read_count(value, max);
    if (count) return *count;
    error(field, count.error());
    return std::nullopt;
}

bool RowCheck::flag(std::size_t field, bool absent) {
    const std::string value = tidy(cell(field));
    if (value.empty()) return absent;
    const auto flag = read_flag(value);
    if (flag) return *flag;
    error(field, flag.error());
    return absent;
}

std::vector<std::string> RowCheck::list(std::size_t field) {
    constexpr std::size_t kMaxItemBytes = 64;
    std::vector<std::string> items = read_list(text(field, 2000));
    for (const std::string& item : items)
        if (item.size() > kMaxItemBytes)
            error(field, "list.item_too_long", fmt::format("“{}”太长，几项之间请用顿号隔开", item),
                  fmt::format("“{}” is too long; separate the items by commas", item));
    return items;
}

void RowCheck::add(std::size_t field, std::string code, Text message, Severity severity) {
    const Field& about = fields(columns_.kind())[field];
    const auto column = columns_.column_of(field);
    problems_.push_back({
        .row = row_.number,
        .column = column ? columns_.titles()[*column] : std::string(about.title),
        .value = shown(cell(field), about.is_private),
        .code = std::move(code),
        .message = std::move(message),
        .severity = severity,
    });
    if (severity == Severity::error) failed_ = true;
}

}  // namespace sunlot::inspection
