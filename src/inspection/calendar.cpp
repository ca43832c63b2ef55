#include "inspection/calendar.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
constexpr int kSaturday = 5;
constexpr int kDaysOfWeek = 7;
constexpr std::int32_t kFirstYear = 2000;
constexpr std::int32_t kLastYear = 2199;
constexpr std::size_t kLongestName = 60;
constexpr std::size_t kLongestSource = 300;
constexpr std::size_t kMostDays = 366;

Refusal not_loaded(std::int32_t year) {
    return refuse(RefusalKind::conflict, "calendar.not_loaded",
                  fmt::format("{} 年的工作日历还没有导入，不能计算工作日；请系统管理员先导入", year),
                  fmt::format("the calendar of {} is not loaded: working days can't be counted yet", year));
}

Refusal bad_day(std::string code, const SpecialDay& day, std::string_view zh, std::string_view en) {
    return refuse(RefusalKind::invalid, std::move(code), fmt::format("{}：{}", day.date.text(), zh),
                  fmt::format("{}: {}", day.date.text(), en), "days");
}

bool near(std::int32_t year, Date date) {
    constexpr std::int32_t kDecember = 12;
    return date.year == year || (date.year == year - 1 && date.month == kDecember) ||
           (date.year == year + 1 && date.month == 1);
}

Result<Done> check_day(std::int32_t year, const SpecialDay& day) {
    if (!near(year, day.date))
        return bad_day("calendar.range", day, "不在这一年（也不在相邻的十二月、一月）",
                       "neither of this year nor of the month before or after");
    if (!day.off && weekday(day.date) < kSaturday)
        return bad_day("calendar.workday", day, "调休上班的日子应当是周六或周日",
                       "an exchanged working day is a Saturday or Sunday");
    if (day.name.size() > kLongestName) return bad_day("calendar.name", day, "名称过长", "the name is too long");
    return Done{};
}

}  // namespace

int weekday(Date date) {
    constexpr std::int64_t kThursday = 3;  // 1970-01-01
    const std::int64_t day = (date.days() + kThursday) % kDaysOfWeek;
    return static_cast<int>(day < 0 ? day + kDaysOfWeek : day);
}

std::string_view weekday_text(Date date) {
    return kWeekdays[static_cast<std::size_t>(weekday(date))];
}

Result<CalendarYear> check_calendar_year(CalendarYear year) {
    if (year.year < kFirstYear || year.year > kLastYear)
        return refuse(RefusalKind::invalid, "calendar.year", "年份不对", "not a year", "year");
    if (trim(year.source).empty() || year.source.size() > kLongestSource)
        return refuse(RefusalKind::invalid, "calendar.source", "请写明依据（通知名称、文号）",
                      "say where the arrangement was announced", "source");
    if (year.days.size() > kMostDays)
        return refuse(RefusalKind::invalid, "calendar.range", "日子太多", "too many days", "days");
    std::ranges::sort(year.days, {}, &SpecialDay::date);
    for (const SpecialDay& day : year.days)
        if (auto sound = check_day(year.year, day); !sound) return pass_on(sound.error());
    const auto twice = std::ranges::adjacent_find(year.days, {}, &SpecialDay::date);
    if (twice != year.days.end()) return bad_day("calendar.twice", *twice, "写了两次", "is named twice");
    if (year.confirmed && std::ranges::none_of(year.days, &SpecialDay::off))
        return refuse(RefusalKind::invalid, "calendar.empty",
                      "没有一个放假的日子；正式安排公布之前，请用“按周一至周五生成”",
                      "there is no holiday in it; before the announcement, generate the year from weekdays", "days");
    return year;
}

Calendar::Calendar(const std::vector<CalendarYear>& years) {
    for (const CalendarYear& year : years) {
        confirmed_[year.year] = year.confirmed;
        // What an earlier version of the same year said is gone.
        std::erase_if(special_, [&](const auto& one) { return one.first.year == year.year; });
        for (const SpecialDay& day : year.days) special_.insert_or_assign(day.date, Special{day.off, day.name});
    }
}

bool Calendar::confirmed(std::int32_t year) const {
    const auto found = confirmed_.find(year);
    return found != confirmed_.end() && found->second;
}

Result<bool> Calendar::is_working_day(Date date) const {
    if (!covers(date.year)) return not_loaded(date.year);
    const auto special = special_.find(date);
    return special == special_.end() ? weekday(date) < kSaturday : !special->second.off;
}

std::string Calendar::name_of(Date date) const {
    const auto special = special_.find(date);
    if (special != special_.end()) return special->second.off ? special->second.name : "调休上班";
    return weekday(date) < kSaturday ? std::string() : std::string(weekday_text(date));
}

Result<Date> add_working_days(const Calendar& calendar, Date from, std::int64_t count) {
    if (count < 0) throw std::logic_error("add_working_days: a negative count");
    std::int64_t day = from.days() + (count == 0 ? 0 : 1);
    for (std::int64_t counted = 0;; ++day) {
        const auto working = calendar.is_working_day(Date::from_days(day));
        if (!working) return pass_on(working.error());
        if (*working && ++counted >= count) return Date::from_days(day);
    }
}

Result<std::int64_t> working_days_between(const Calendar& calendar, Date from, Date to) {
    const std::int64_t first = std::min(from.days(), to.days());
    const std::int64_t last = std::max(from.days(), to.days());
    std::int64_t counted = 0;
    for (std::int64_t day = first + 1; day <= last; ++day) {
        const auto working = calendar.is_working_day(Date::from_days(day));
        if (!working) return pass_on(working.error());
        counted += *working ? 1 : 0;
    }
    return to < from ? -counted : counted;
}

}  // namespace sunlot::inspection
