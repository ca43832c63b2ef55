// One line of tab-separated columns, the form in which import blobs keep rows (docs/formats/rows-v1.md).
#pragma once
#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// Appends columns to a line.
class TsvWriter {
public:
    explicit TsvWriter(std::string& line) : line_(line) {}
    /// Throws std::logic_error for a tab or line break: rows are tidied before they get here.
    TsvWriter& add(std::string_view text);
    TsvWriter& add(std::optional<Date> date) { return add(date ? date->text() : std::string()); }
    TsvWriter& add(std::optional<std::int64_t> number) { return add(number ? std::to_string(*number) : std::string()); }
    TsvWriter& add(const std::vector<std::string>& items);

private:
    std::string& line_;
    bool first_ = true;
};

/// Takes columns off a line, in order, and remembers whether all was well.
class TsvReader {
public:
    explicit TsvReader(std::string_view line) : rest_(line) {}
    std::string_view text();
    std::optional<Date> date();
    std::optional<std::int64_t> number();
    std::vector<std::string> items();
    /// The same where a line may end before the column: then it is empty.
    std::string_view text_if_any() { return ended_ ? std::string_view() : text(); }
    std::vector<std::string> items_if_any() { return ended_ ? std::vector<std::string>() : items(); }
    /// A value that `parse` knows; `parse` maps text to std::optional<T>.
    template <class Parse>
    auto word(Parse parse) {
        auto value = parse(text());
        if (!value) good_ = false;
        return value.value_or(typename decltype(value)::value_type{});
    }
    /// All columns were there and none is left over.
    bool complete() const { return good_ && ended_; }

private:
    std::string_view rest_;
    bool ended_ = false;
    bool good_ = true;
};

}  // namespace sunlot::inspection
