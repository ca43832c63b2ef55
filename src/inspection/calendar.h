// The calendar of working days (工作日历): Monday to Friday, without the holidays and with the exchanged days
// (调休上班) that the State Council announces for each year. A day of a year that was not loaded is neither: every
// question about it is refused (calendar.not_loaded), so that no term is ever computed from a guess. Pure.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::inspection {

/// A day that is announced: a holiday, or a weekend day on which people work.
struct SpecialDay {
    Date date;
    bool off = true;
    std::string name;  ///< 国庆节
    friend bool operator==(const SpecialDay&, const SpecialDay&) = default;
};

struct CalendarYear {
    std::int32_t year = 0;
    std::vector<SpecialDay> days;  ///< by date; a few may lie in the December before or the January after
    std::string source;            ///< 国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）
    bool confirmed = true;         ///< false: weekdays alone, until the announcement is there
    friend bool operator==(const CalendarYear&, const CalendarYear&) = default;
};

/// Puts the days in order and checks them. Refuses calendar.year, calendar.range (a day far from the year),
/// calendar.twice, calendar.workday (an exchanged day that is no Saturday or Sunday), calendar.empty (confirmed, but
/// without a holiday), calendar.source.
Result<CalendarYear> check_calendar_year(CalendarYear year);

/// 0 Monday … 6 Sunday; 周一 … 周日.
int weekday(Date date);
std::string_view weekday_text(Date date);

class Calendar {
public:
    /// In the order in which they were loaded: the later one decides about a day that two of them name.
    explicit Calendar(const std::vector<CalendarYear>& years);

    bool covers(std::int32_t year) const { return confirmed_.contains(year); }
    /// The year is loaded, and from an announcement.
    bool confirmed(std::int32_t year) const;
    /// Refuses calendar.not_loaded.
    Result<bool> is_working_day(Date date) const;
    /// "国庆节", "周六" …: why nobody works on that day, or on a weekend does; "" on a plain working day.
    std::string name_of(Date date) const;

private:
    struct Special {
        bool off;
        std::string name;
    };
    std::map<Date, Special> special_;
    std::map<std::int32_t, bool> confirmed_;
};

/// The `count`-th working day after `from`: the day on which something happens does not count (民法典第二百零一条).
/// 0: `from` itself, or the next working day when nobody works on it. REQUIRES count ≥ 0. Refuses calendar.not_loaded.
Result<Date> add_working_days(const Calendar& calendar, Date from, std::int64_t count);
/// How many working days lie in (from, to]; negative when `to` is earlier. Refuses calendar.not_loaded.
Result<std::int64_t> working_days_between(const Calendar& calendar, Date from, Date to);

}  // namespace sunlot::inspection
