#include "inspection/tsv.h"

#include "base/text.h"

#include <algorithm>
#include <stdexcept>

namespace sunlot::inspection {

TsvWriter& TsvWriter::add(std::string_view text) {
    // One pass: find_first_of would make a call for every byte.
    if (std::ranges::any_of(text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }))
        throw std::logic_error("a tab or line break in a tab-separated column");
    if (!first_) line_ += '\t';
    first_ = false;
    line_ += text;
    return *this;
}

TsvWriter& TsvWriter::add(const std::vector<std::string>& items) {
    return add(join(items, ","));
}

std::string_view TsvReader::text() {
    if (ended_) {
        good_ = false;
        return {};
    }
    const auto tab = rest_.find('\t');
    const std::string_view column = rest_.substr(0, tab);
    ended_ = tab == std::string_view::npos;
    if (!ended_) rest_.remove_prefix(tab + 1);
    return column;
}

std::optional<Date> TsvReader::date() {
    const std::string_view column = text();
    if (column.empty()) return std::nullopt;
    const auto date = Date::parse(column);
    if (date) return *date;
    good_ = false;
    return std::nullopt;
}

std::optional<std::int64_t> TsvReader::number() {
    const std::string_view column = text();
    if (column.empty()) return std::nullopt;
    const auto number = parse_unsigned(column);
    if (number) return static_cast<std::int64_t>(*number);
    good_ = false;
    return std::nullopt;
}

std::vector<std::string> TsvReader::items() {
    const std::string_view column = text();
    if (column.empty()) return {};
    std::vector<std::string> items;
    for (const std::string_view item : split(column, ',')) items.emplace_back(item);
    return items;
}

}  // namespace sunlot::inspection
