#include "draw/event.h"

#include "base/bytes.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace sunlot::draw {
namespace {

constexpr std::array<std::string_view, 5> kNames = {"ssq", "dlt", "drand", "nist", "dice"};

bool is_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "03,09,12": exactly `count` two-digit numbers from 01 to `highest`, ascending.
bool are_balls(std::string_view text, std::size_t count, int highest) {
    const auto balls = split(text, ',');
    if (balls.size() != count) return false;
    int last = 0;
    for (const std::string_view ball : balls) {
        if (ball.size() != 2 || !is_digits(ball)) return false;
        const int number = (ball[0] - '0') * 10 + (ball[1] - '0');
        if (number <= last || number > highest) return false;
        last = number;
    }
    return true;
}

bool are_two_drums(std::string_view text, std::size_t first, int first_highest, std::size_t second,
                   int second_highest) {
    const auto drums = split(text, '+');
    return drums.size() == 2 && are_balls(drums[0], first, first_highest) &&
           are_balls(drums[1], second, second_highest);
}

/// "<chain>/<number>"
bool is_numbered(std::string_view text, bool hex_chain) {
    const auto parts = split(text, '/');
    if (parts.size() != 2 || parts[1].size() > 19 || !parse_unsigned(parts[1])) return false;
    return hex_chain ? is_hex(parts[0], 64) : parse_unsigned(parts[0]).has_value() && parts[0].size() <= 19;
}

bool is_plain_name(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
               c == '-';
    });
}

bool is_name(EventKind kind, std::string_view name) {
    switch (kind) {
        case EventKind::ssq:
            return name.size() == 7 && is_digits(name);
        case EventKind::dlt:
            return (name.size() == 7 || name.size() == 5) && is_digits(name);
        case EventKind::drand:
            return is_numbered(name, true);
        case EventKind::nist:
            return is_numbered(name, false);
        case EventKind::dice:
            return is_plain_name(name);
    }
    return false;
}

bool is_content(EventKind kind, std::string_view content) {
    switch (kind) {
        case EventKind::ssq:
            return are_two_drums(content, 6, 33, 1, 16);
        case EventKind::dlt:
            return are_two_drums(content, 5, 35, 2, 12);
        case EventKind::drand:
            return is_hex(content, 64);
        case EventKind::nist:
            return is_hex(content, 128);
        case EventKind::dice:
            return !content.empty() && content.size() <= 256 && is_digits(content);
    }
    return false;
}

}  // namespace

std::string_view text(EventKind kind) {
    return kNames[static_cast<std::size_t>(kind)];
}

Result<EventKind> parse_event_kind(std::string_view name) {
    const auto found = std::ranges::find(kNames, name);
    if (found == kNames.end())
        return refuse(RefusalKind::invalid, "event.kind", "公开事件种类应为 ssq、dlt、drand、nist 或 dice",
                      "an event is one of ssq, dlt, drand, nist, dice");
    return static_cast<EventKind>(found - kNames.begin());
}

Result<Done> check_event_name(EventKind kind, std::string_view name) {
    if (is_name(kind, name)) return Done{};
    return refuse(RefusalKind::invalid, "event.name", "公开事件的期号或名称格式不对：" + std::string(name),
                  "this is no name of such an event: " + std::string(name));
}

Result<Done> check_event_content(EventKind kind, std::string_view content) {
    if (is_content(kind, content)) return Done{};
    return refuse(RefusalKind::invalid, "event.content", "公开事件的结果格式不对：" + std::string(content),
                  "this is no result of such an event: " + std::string(content));
}

unsigned event_millibits(EventKind kind, std::string_view content) {
    switch (kind) {
        case EventKind::ssq:
            return 24'078;  // log2(C(33,6) · 16)
        case EventKind::dlt:
            return 24'352;  // log2(C(35,5) · C(12,2))
        case EventKind::drand:
            return 256'000;
        case EventKind::nist:
            return 512'000;
        case EventKind::dice:
            return static_cast<unsigned>(content.size()) * 2'584;  // log2(6)
    }
    return 0;
}

}  // namespace sunlot::draw
