// Reads the State Council's yearly notice (国务院办公厅关于 ×××× 年部分节假日安排的通知) as it is published, so that a
// year is loaded by pasting it. The notice checks itself: it names the weekday of nearly every day and says how many
// days each holiday has, and what does not fit is refused instead of taken on trust.
#pragma once
#include "inspection/calendar.h"

#include <string_view>

namespace sunlot::inspection {

/// Any text with the notice's sentences in it:
/// "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。" The year stands in its title, or in
/// `year` when that is not 0. `source` is left for the caller. Refuses calendar.notice_year, calendar.notice (no such
/// sentence in it), calendar.weekday, calendar.count, and what check_calendar_year refuses.
Result<CalendarYear> read_holiday_notice(std::string_view text, std::int32_t year = 0);

}  // namespace sunlot::inspection
