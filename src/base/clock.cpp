#include "base/clock.h"

#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace sunlot {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kBeijingOffset = 8 * 3'600;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

/// Reads exactly `count` digits at `at`, or -1.
std::int32_t digits(std::string_view text, std::size_t at, std::size_t count) {
    if (at + count > text.size()) return -1;
    std::int32_t value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

}  // namespace

std::int64_t Date::days() const {
    // Days from the civil calendar, with the year starting in March so that the leap day comes last.
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = floor_div(y, 400);
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t month_index = (month + 9) % 12;
    const std::int64_t day_of_year = (153 * month_index + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

Date Date::from_days(std::int64_t days) {
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = floor_div(shifted, 146'097);
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_index = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<std::int32_t>(day_of_year - (153 * month_index + 2) / 5 + 1);
    const auto month = static_cast<std::int32_t>(month_index < 10 ? month_index + 3 : month_index - 9);
    const auto year = static_cast<std::int32_t>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
    return Date{year, month, day};
}

Result<Date> Date::parse(std::string_view text) {
    const Date date{digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)};
    const bool shape = text.size() == 10 && text[4] == '-' && text[7] == '-' && date.year >= 0 && date.month >= 1 &&
                       date.month <= 12 && date.day >= 1 && date.day <= 31;
    if (!shape || from_days(date.days()) != date)
        return refuse(RefusalKind::invalid, "date.malformed", "日期应为“年-月-日”，如 2026-03-31",
                      "a date is written YYYY-MM-DD, for example 2026-03-31");
    return date;
}

std::string Date::text() const {
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::string Instant::text() const {
    const std::int64_t seconds = floor_div(micros, kMicrosPerSecond);
    const std::int64_t day = floor_div(seconds, kSecondsPerDay);
    const std::int64_t in_day = seconds - day * kSecondsPerDay;
    return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", Date::from_days(day).text(), in_day / 3600, in_day / 60 % 60,
                       in_day % 60, micros - seconds * kMicrosPerSecond);
}

Result<Instant> Instant::parse(std::string_view text) {
    const auto bad = [] {
        return refuse(RefusalKind::invalid, "instant.malformed", "时间应为协调世界时，如 2026-11-22T08:00:00Z",
                      "a time is written in UTC, for example 2026-11-22T08:00:00Z");
    };
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z') return bad();
    const auto date = Date::parse(text.substr(0, 10));
    const std::int32_t hour = digits(text, 11, 2);
    const std::int32_t minute = digits(text, 14, 2);
    const std::int32_t second = digits(text, 17, 2);
    if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return bad();
    std::int64_t fraction = 0;
    if (text.size() > 20) {
        const std::size_t count = text.size() - 21;
        if (text[19] != '.' || count < 1 || count > 6) return bad();
        fraction = digits(text, 20, count);
        if (fraction < 0) return bad();
        for (std::size_t i = count; i < 6; ++i) fraction *= 10;
    }
    const std::int64_t seconds = date->days() * kSecondsPerDay + hour * 3600 + minute * 60 + second;
    return Instant{seconds * kMicrosPerSecond + fraction};
}

std::string Instant::beijing() const {
    std::string text = Instant{micros + kBeijingOffset * kMicrosPerSecond}.text().substr(0, 19);
    text[10] = ' ';
    return text;
}

Date Instant::beijing_date() const {
    return Date::from_days(floor_div(floor_div(micros, kMicrosPerSecond) + kBeijingOffset, kSecondsPerDay));
}

std::string Entropy::hex(std::size_t count) {
    std::vector<unsigned char> bytes(count);
    fill(bytes);
    return to_hex(bytes);
}

}  // namespace sunlot
