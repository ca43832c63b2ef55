#include "workflow/calendar_announced.h"

#include "inspection/calendar_notice.h"

#include <array>
#include <string>
#include <string_view>

namespace sunlot::workflow {
namespace {

struct Announcement {
    std::string_view source;
    std::string_view text;
};

constexpr std::array kAnnouncements{
    Announcement{"国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日，新华社发布）",
                 R"(关于2026年部分节假日安排
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。)"},
};

}  // namespace

std::vector<inspection::CalendarYear> announced_years() {
    std::vector<inspection::CalendarYear> years;
    for (const auto& one : kAnnouncements) {
        auto year = inspection::read_holiday_notice(one.text).value();
        year.source = one.source;
        years.push_back(std::move(year));
    }
    return years;
}

}  // namespace sunlot::workflow
