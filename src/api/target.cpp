#include "api/target.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

namespace sunlot::api {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

enum class Part { path, query };

/// Only a query may have line breaks: a checkpoint pasted into a form has them.
bool is_forbidden(char c, Part part) {
    return is_control(c) && !(part == Part::query && (c == '\n' || c == '\r'));
}

std::optional<std::string> decode(std::string_view text, Part part) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && part == Part::query) {
            c = ' ';
        } else if (c == '%') {
            const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return {};
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (is_forbidden(c, part)) return {};
        out += c;
    }
    if (!is_utf8(out)) return {};
    return out;
}

Refusal bad_target() {
    return refuse(RefusalKind::invalid, "request.target", "网址格式不正确", "The address of the request is malformed");
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
    if (text.empty() || text.front() != '/') return bad_target();
    const std::size_t mark = text.find('?');
    Target target;
    for (const auto part : split(text.substr(1, mark == text.npos ? mark : mark - 1), '/')) {
        auto segment = decode(part, Part::path);
        if (!segment || *segment == "." || *segment == ".." || segment->contains('/')) return bad_target();
        target.path += '/' + *segment;
        target.segments.push_back(std::move(*segment));
    }
    if (target.segments.size() == 1 && target.segments.front().empty()) target.segments.clear();
    if (mark == text.npos || mark + 1 == text.size()) return target;
    for (const auto part : split(text.substr(mark + 1), '&')) {
        if (part.empty()) continue;
        const std::size_t equals = part.find('=');
        auto name = decode(part.substr(0, equals), Part::query);
        auto value =
            equals == part.npos ? std::optional<std::string>("") : decode(part.substr(equals + 1), Part::query);
        if (!name || !value || !target.query.emplace(std::move(*name), std::move(*value)).second) return bad_target();
    }
    return target;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool unreserved = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                                std::string_view("-._~").contains(c);
        if (unreserved) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4U];
            out += kHex[byte & 15U];
        }
    }
    return out;
}

}  // namespace sunlot::api
