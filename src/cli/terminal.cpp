#include "cli/terminal.h"

#include <algorithm>
#include <cstdio>
#include <iostream>

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

namespace sunlot::cli {
namespace {

/// Wide in East Asian terminals: CJK, kana, Hangul, full-width forms. Enough for names and addresses.
bool is_wide(std::uint32_t point) {
    return (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
           (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) || point >= 0x20000;
}

const Json* find_path(const Json& row, std::string_view key) {
    const std::size_t dot = key.find('.');
    const Json* member = row.find(key.substr(0, dot));
    if (!member || dot == key.npos) return member;
    return find_path(*member, key.substr(dot + 1));
}

std::string padded(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, display_width(text)), ' ');
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        std::uint32_t point = length == 1 ? first : first & (0x7FU >> length);
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
            point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        }
        width += is_wide(point) ? 2 : 1;
        i += length;
    }
    return width;
}

std::string in_words(const Json& value) {
    if (value.is_null()) return "";
    if (value.is_string()) return value.as_string();
    if (value.is_bool()) return value.as_bool() ? "是" : "否";
    if (value.is_integer()) return std::to_string(value.as_integer());
    if (value.is_object()) return to_canonical(value);
    std::string out;
    for (const auto& item : value.as_array()) out += (out.empty() ? "" : ",") + in_words(item);
    return out;
}

std::string table(const std::vector<TableColumn>& columns, const Json::Array& rows) {
    std::vector<std::vector<std::string>> cells(1);
    for (const auto& column : columns) cells[0].push_back(column.title);
    for (const auto& row : rows) {
        std::vector<std::string> line;
        for (const auto& column : columns) {
            const Json* value = find_path(row, column.key);
            line.push_back(value ? in_words(*value) : "");
        }
        cells.push_back(std::move(line));
    }
    std::vector<std::size_t> widths(columns.size(), 0);
    for (const auto& line : cells) {
        for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], display_width(line[i]));
    }
    std::string out;
    for (const auto& line : cells) {
        std::string text;
        for (std::size_t i = 0; i < line.size(); ++i) text += padded(line[i], widths[i]) + "  ";
        out += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
    }
    return out;
}

std::string lines(const Json& object) {
    std::string out;
    if (!object.is_object()) return in_words(object) + "\n";
    for (const auto& [key, value] : object.as_object()) out += key + ": " + in_words(value) + "\n";
    return out;
}

ProgressLine::ProgressLine() : terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressLine::show(std::string_view stage, std::uint64_t done, std::uint64_t total) {
    const std::string line =
        total > 0 ? fmt::format("{} {}%", stage, done * (terminal_ ? 100 : 10) / total * (terminal_ ? 1 : 10))
                  : fmt::format("{} {}", stage, done);
    if (line == last_ || (!terminal_ && total == 0)) return;
    fmt::print(stderr, "{}{}{}", terminal_ ? "\r\x1b[K" : "", line, terminal_ ? "" : "\n");
    last_ = line;
    open_ = terminal_;
}

void ProgressLine::finish() {
    if (open_) fmt::print(stderr, "\r\x1b[K");
    open_ = false;
    last_.clear();
}

std::string ask_password(std::string_view prompt) {
    termios before{};
    if (::isatty(STDIN_FILENO) != 1 || ::tcgetattr(STDIN_FILENO, &before) != 0) return "";
    fmt::print(stderr, "{}", prompt);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    std::string password;
    std::getline(std::cin, password);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fmt::print(stderr, "\n");
    return password;
}

}  // namespace sunlot::cli
