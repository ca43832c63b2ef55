#include "inspection/calendar.h"

#include "inspection/calendar_notice.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sunlot::inspection {
namespace {

// As announced on 2025-11-04 (新华社).
constexpr std::string_view kNotice = R"(国务院办公厅关于2026年部分节假日安排的通知

经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。)";

Date day(const char* text) {
    return *Date::parse(text);
}

CalendarYear announced() {
    auto year = read_holiday_notice(kNotice);
    EXPECT_TRUE(year) << year.error().text.zh;
    year->source = "通知";
    return *year;
}

TEST(Calendar, reads_the_notice_of_a_year_as_it_was_published) {
    const auto year = announced();
    EXPECT_EQ(year.year, 2026);
    EXPECT_EQ(std::ranges::count_if(year.days, &SpecialDay::off), 3 + 9 + 3 + 5 + 3 + 3 + 7);
    EXPECT_EQ(std::ranges::count_if(year.days, [](const auto& one) { return !one.off; }), 6);
    EXPECT_EQ(year.days.front(), (SpecialDay{.date = day("2026-01-01"), .off = true, .name = "元旦"}));
    EXPECT_EQ(year.days.back(), (SpecialDay{.date = day("2026-10-10"), .off = false, .name = "国庆节"}));
}

TEST(Calendar, refuses_a_notice_that_contradicts_itself) {
    const auto code = [](std::string_view text, std::int32_t year = 2026) {
        const auto read = read_holiday_notice(text, year);
        return read ? "read" : read.error().code;
    };
    EXPECT_EQ(code("元旦：1月1日（周五）至3日放假，共3天。"), "calendar.weekday");
    EXPECT_EQ(code("元旦：1月1日至3日放假，共4天。"), "calendar.count");
    EXPECT_EQ(code("元旦：2月30日放假。"), "calendar.notice");
    EXPECT_EQ(code("元旦：1月1日放假。1月5日上班。"), "calendar.workday");
    EXPECT_EQ(code("明年再说"), "calendar.notice");
    EXPECT_EQ(code("元旦：1月1日放假。", 0), "calendar.notice_year");
    EXPECT_EQ(code("元旦：1月1日放假，与周末连休。"), "read");
}

TEST(Calendar, takes_a_holiday_across_the_turn_of_the_year) {
    const auto read = read_holiday_notice("元旦：2022年12月31日至2023年1月2日放假调休，共3天。", 2023);
    ASSERT_TRUE(read) << read.error().text.zh;
    EXPECT_EQ(read->days.front().date, day("2022-12-31"));
    EXPECT_EQ(read->days.back().date, day("2023-01-02"));
}

TEST(Calendar, counts_working_days_with_exchanged_days) {
    const Calendar calendar({announced()});
    EXPECT_FALSE(*calendar.is_working_day(day("2026-10-01")));
    EXPECT_TRUE(*calendar.is_working_day(day("2026-10-10")));
    EXPECT_FALSE(*calendar.is_working_day(day("2026-10-11")));
    EXPECT_EQ(calendar.name_of(day("2026-10-10")), "调休上班");
    EXPECT_EQ(calendar.name_of(day("2026-10-11")), "周日");
    // 30 September is a Wednesday; 8 and 9 October, Saturday 10, then 12 October.
    EXPECT_EQ(*add_working_days(calendar, day("2026-09-30"), 1), day("2026-10-08"));
    EXPECT_EQ(*add_working_days(calendar, day("2026-09-30"), 4), day("2026-10-12"));
    EXPECT_EQ(*add_working_days(calendar, day("2026-10-03"), 0), day("2026-10-08"));
    EXPECT_EQ(*add_working_days(calendar, day("2026-10-08"), 0), day("2026-10-08"));
    EXPECT_EQ(*working_days_between(calendar, day("2026-09-30"), day("2026-10-12")), 4);
    EXPECT_EQ(*working_days_between(calendar, day("2026-10-12"), day("2026-09-30")), -4);
}

TEST(Calendar, refuses_days_of_years_that_were_not_loaded) {
    const Calendar calendar({announced()});
    EXPECT_EQ(add_working_days(calendar, day("2026-12-28"), 7).error().code, "calendar.not_loaded");
    EXPECT_EQ(calendar.is_working_day(day("2027-01-04")).error().code, "calendar.not_loaded");
    EXPECT_EQ(working_days_between(calendar, day("2025-12-30"), day("2026-01-06")).error().code, "calendar.not_loaded");
}

TEST(Calendar, a_later_version_of_a_year_replaces_the_earlier_one) {
    CalendarYear weekdays{.year = 2026, .days = {}, .source = "待确认", .confirmed = false};
    EXPECT_TRUE(check_calendar_year(weekdays));
    EXPECT_TRUE(*Calendar({weekdays}).is_working_day(day("2026-10-01")));
    EXPECT_FALSE(Calendar({weekdays}).confirmed(2026));
    const Calendar calendar({weekdays, announced()});
    EXPECT_FALSE(*calendar.is_working_day(day("2026-10-01")));
    EXPECT_TRUE(calendar.confirmed(2026));
    weekdays.confirmed = true;
    EXPECT_EQ(check_calendar_year(weekdays).error().code, "calendar.empty");
}

}  // namespace
}  // namespace sunlot::inspection
