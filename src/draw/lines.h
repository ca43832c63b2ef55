// Reads the tab-separated files of a draw line by line without copying. Inside draw/ only.
#pragma once
#include "base/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sunlot::draw {

/// Every line ends with LF; a file may be empty. After the loop, `complete()` says whether the last line did end so.
class Lines {
public:
    Lines(std::string_view name, std::string_view file) : name_(name), rest_(file) {}

    /// The next line without its LF, or nothing at the end (also before an unfinished last line).
    std::optional<std::string_view> next() {
        const auto end = rest_.find('\n');
        if (end == std::string_view::npos) {
            if (!rest_.empty()) ++number_;
            return std::nullopt;
        }
        const std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        ++number_;
        return line;
    }
    bool complete() const { return rest_.empty(); }
    /// "frame.malformed" at "frame.tsv:17".
    Refusal malformed() const;

private:
    std::string_view name_;
    std::string_view rest_;
    std::uint64_t number_ = 0;
};

/// Exactly N fields between tabs.
template <std::size_t N>
std::optional<std::array<std::string_view, N>> fields(std::string_view line) {
    std::array<std::string_view, N> out;
    for (std::size_t i = 0; i + 1 < N; ++i) {
        const auto tab = line.find('\t');
        if (tab == std::string_view::npos) return std::nullopt;
        out[i] = line.substr(0, tab);
        line.remove_prefix(tab + 1);
    }
    if (line.contains('\t')) return std::nullopt;
    out[N - 1] = line;
    return out;
}

/// As parse_unsigned, and at most `largest`.
std::optional<std::uint64_t> parse_up_to(std::string_view text, std::uint64_t largest);

}  // namespace sunlot::draw
