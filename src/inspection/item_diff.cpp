#include "inspection/item_diff.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace sunlot::inspection {
namespace {

/// For each of two sequences, which elements are in their longest common subsequence.
struct Common {
    std::vector<bool> before;
    std::vector<bool> after;
};

/// REQUIRES: both short (clauses of a text, rows of a form), for the table is their product.
template <class T>
Common longest_common(const std::vector<T>& before, const std::vector<T>& after) {
    const std::size_t n = before.size();
    const std::size_t m = after.size();
    std::vector<std::vector<std::size_t>> length(n + 1, std::vector<std::size_t>(m + 1, 0));
    for (std::size_t i = n; i-- > 0;)
        for (std::size_t j = m; j-- > 0;)
            length[i][j] =
                before[i] == after[j] ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
    Common common{.before = std::vector<bool>(n, false), .after = std::vector<bool>(m, false)};
    for (std::size_t i = 0, j = 0; i < n && j < m;) {
        if (before[i] == after[j]) {
            common.before[i++] = true;
            common.after[j++] = true;
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return common;
}

/// A line cut after each mark: its clauses, marks included.
std::vector<std::string_view> clauses(std::string_view line) {
    constexpr std::array<std::string_view, 6> kMarks{"，", "。", "；", "、", "：", "》"};
    std::vector<std::string_view> all;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < line.size();) {
        const auto mark = std::ranges::find_if(kMarks, [&](auto m) { return line.substr(at).starts_with(m); });
        if (mark == kMarks.end()) {
            ++at;
            continue;
        }
        at += mark->size();
        all.push_back(line.substr(begin, at - begin));
        begin = at;
    }
    if (begin < line.size()) all.push_back(line.substr(begin));
    return all;
}

void append(DiffLine& line, std::string_view text, bool changed) {
    if (text.empty()) return;
    if (!line.empty() && line.back().changed == changed)
        line.back().text += text;
    else
        line.push_back({.text = std::string(text), .changed = changed});
}

DiffLine marked(const std::vector<std::string_view>& parts, const std::vector<bool>& common) {
    DiffLine line;
    for (std::size_t i = 0; i < parts.size(); ++i) append(line, parts[i], !common[i]);
    return line;
}

DiffLine plain(std::string_view text, bool changed) {
    return {{.text = std::string(text), .changed = changed}};
}

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// Where both still agree from the front, at a character's beginning.
std::size_t common_front(std::string_view a, std::string_view b) {
    auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    while (at > 0 && at < a.size() && !starts_character(a[at])) --at;
    return at;
}

std::size_t common_back(std::string_view a, std::string_view b) {
    std::size_t length = 0;
    std::size_t whole = 0;
    while (length < a.size() && length < b.size() && a[a.size() - 1 - length] == b[b.size() - 1 - length]) {
        ++length;
        if (starts_character(a[a.size() - length])) whole = length;
    }
    return whole;
}

/// The changed piece between what both have in front and behind.
DiffLine around(std::string_view text, std::size_t front, std::size_t back) {
    DiffLine line;
    append(line, text.substr(0, front), false);
    append(line, text.substr(front, text.size() - front - back), true);
    append(line, text.substr(text.size() - back), false);
    return line;
}

bool has_common(const Common& common) {
    return std::ranges::find(common.before, true) != common.before.end();
}

/// Lines that were taken away stand beside those that came in their place, as far as there are both.
void put_replaced(std::vector<DiffRow>& rows, std::vector<std::string_view>& gone,
                  std::vector<std::string_view>& come) {
    const auto both = std::min(gone.size(), come.size());
    for (std::size_t i = 0; i < both; ++i) rows.push_back(compare_lines(gone[i], come[i]));
    for (std::size_t i = both; i < gone.size(); ++i)
        rows.push_back({.before = plain(gone[i], true), .after = std::nullopt, .changed = true});
    for (std::size_t i = both; i < come.size(); ++i)
        rows.push_back({.before = std::nullopt, .after = plain(come[i], true), .changed = true});
    gone.clear();
    come.clear();
}

std::vector<DiffRow> compare_rows(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    const auto common = longest_common(before, after);
    std::vector<DiffRow> rows;
    std::vector<std::string_view> gone;
    std::vector<std::string_view> come;
    for (std::size_t i = 0, j = 0; i < before.size() || j < after.size();) {
        if (i < before.size() && !common.before[i]) {
            gone.push_back(before[i++]);
        } else if (j < after.size() && !common.after[j]) {
            come.push_back(after[j++]);
        } else {
            put_replaced(rows, gone, come);
            rows.push_back({.before = plain(before[i], false), .after = plain(after[j], false), .changed = false});
            ++i;
            ++j;
        }
    }
    put_replaced(rows, gone, come);
    return rows;
}

}  // namespace

DiffRow compare_lines(std::string_view before, std::string_view after) {
    if (before == after) return {.before = plain(before, false), .after = plain(after, false), .changed = false};
    const auto old_parts = clauses(before);
    const auto new_parts = clauses(after);
    const auto common = longest_common(old_parts, new_parts);
    if (has_common(common) && old_parts.size() > 1)
        return {.before = marked(old_parts, common.before), .after = marked(new_parts, common.after), .changed = true};
    const auto front = common_front(before, after);
    const auto back = common_back(before.substr(front), after.substr(front));
    return {.before = around(before, front, back), .after = around(after, front, back), .changed = true};
}

std::vector<FieldDiff> compare_items(const Item& before, const Item& after) {
    std::vector<FieldDiff> all;
    const auto old_fields = item_fields(before);
    const auto new_fields = item_fields(after);
    for (std::size_t i = 0; i < old_fields.size(); ++i) {
        const auto& was = old_fields[i];
        const auto& is = new_fields[i];
        if (was.lines.empty() && is.lines.empty()) continue;
        all.push_back({.field = was.field,
                       .title = was.title,
                       .changed = was.lines != is.lines,
                       .rows = compare_rows(was.lines, is.lines)});
    }
    return all;
}

std::vector<Text> changed_fields(const Item& before, const Item& after) {
    std::vector<Text> titles;
    for (auto& field : compare_items(before, after))
        if (field.changed) titles.push_back(std::move(field.title));
    return titles;
}

}  // namespace sunlot::inspection
