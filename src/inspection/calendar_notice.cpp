#include "inspection/calendar_notice.h"

#include "base/text.h"
#include "inspection/cell.h"

#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace sunlot::inspection {
namespace {

constexpr std::int64_t kLongestHoliday = 31;

/// Takes pieces off the front of a text.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool done() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }
    bool take(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    /// One character, however many bytes.
    void skip() {
        rest_.remove_prefix(1);
        while (!rest_.empty() && (static_cast<unsigned char>(rest_.front()) & 0xC0U) == 0x80U) rest_.remove_prefix(1);
    }
    std::optional<std::int32_t> number() {
        constexpr std::size_t kDigits = 4;
        std::size_t digits = 0;
        while (digits < rest_.size() && digits < kDigits && rest_[digits] >= '0' && rest_[digits] <= '9') ++digits;
        if (digits == 0) return std::nullopt;
        std::int32_t value = 0;
        for (std::size_t i = 0; i < digits; ++i) value = value * 10 + (rest_[i] - '0');
        rest_.remove_prefix(digits);
        return value;
    }
    void blanks() {
        while (take(" ") || take("\n")) {}
    }

private:
    std::string_view rest_;
};

struct NamedDay {
    std::int32_t year = 0;   // 0: not said
    std::int32_t month = 0;  // 0: not said
    std::int32_t day = 0;
};

/// "2025年12月31日", "1月4日", "3日".
std::optional<NamedDay> read_day(Scanner& in) {
    Scanner ahead = in;
    NamedDay named;
    auto number = ahead.number();
    if (number && ahead.take("年")) {
        named.year = *number;
        number = ahead.number();
    }
    if (number && ahead.take("月")) {
        named.month = *number;
        number = ahead.number();
    }
    if (!number || !ahead.take("日")) return std::nullopt;
    named.day = *number;
    in = ahead;
    return named;
}

/// What a notice says in brackets behind a day, of which only the weekday matters: "(农历腊月二十八、周日)".
std::string_view read_brackets(Scanner& in) {
    if (!in.rest().starts_with('(')) return {};
    const auto end = in.rest().find(')');
    if (end == std::string_view::npos) return {};
    const auto inside = in.rest().substr(1, end - 1);
    in.take(in.rest().substr(0, end + 1));
    return inside;
}

class Notice {
public:
    Notice(std::string_view text, std::int32_t year) : in_(text) { out_.year = year; }

    Result<CalendarYear> read() {
        while (!in_.done() && !refusal_) {
            if (auto day = read_day(in_))
                sentence(*day);
            else
                other();
        }
        if (refusal_) return pass_on(*refusal_);
        if (out_.days.empty())
            return refuse(RefusalKind::invalid, "calendar.notice",
                          "没有读到放假安排，请粘贴通知全文（如“1月1日（周四）至3日（周六）放假调休，共3天”）",
                          "no holiday was found; paste the notice as published", "text");
        return std::move(out_);
    }

private:
    /// Remembers the words before a colon: the holiday's name.
    void other() {
        if (in_.take(":")) {
            name_ = words_;
            words_.clear();
        } else if (in_.take("。") || in_.take("\n") || in_.take(";") || in_.take(",") || in_.take("一、") ||
                   in_.take("二、") || in_.take("三、") || in_.take("四、") || in_.take("五、") || in_.take("六、") ||
                   in_.take("七、") || in_.take("八、")) {
            words_.clear();
        } else {
            const auto before = in_.rest();
            in_.skip();
            words_ += before.substr(0, before.size() - in_.rest().size());
        }
    }

    /// From one day on: "至3日(周六)放假调休,共3天", "、2月28日(周六)上班", or nothing of ours.
    void sentence(const NamedDay& first) {
        std::vector<Date> days;
        NamedDay named = first;
        for (;;) {
            const auto date = complete(named);
            if (!date) return;
            if (joined_)
                fill(days, *date);
            else
                days.push_back(*date);
            joined_ = false;
            in_.blanks();
            if (in_.take("至") || in_.take("到") || in_.take("-") || in_.take("—"))
                joined_ = true;
            else if (!in_.take("、") && !in_.take("和"))
                break;
            const auto next = read_day(in_);
            if (!next) return void(joined_ = false);
            named = *next;
        }
        if (in_.take("放假"))
            holiday(days);
        else if (in_.take("上班") || in_.take("正常上班"))
            for (const Date day : days) out_.days.push_back({.date = day, .off = false, .name = name_});
    }

    /// The date with what was not said taken from the day before it, and its weekday compared.
    std::optional<Date> complete(const NamedDay& named) {
        if (named.year != 0)
            year_ = named.year;
        else if (named.month != 0 && !joined_)
            year_ = out_.year;
        else if (named.month != 0 && named.month < month_)
            ++year_;
        if (named.month != 0) month_ = named.month;
        if (year_ == 0) year_ = out_.year;
        const auto date = Date::parse(fmt::format("{:04}-{:02}-{:02}", year_, month_, named.day));
        const auto words = read_brackets(in_);
        if (!date) {
            refusal_ = refuse(RefusalKind::invalid, "calendar.notice",
                              fmt::format("没有 {} 月 {} 日", month_, named.day), "there is no such day", "text");
            return std::nullopt;
        }
        if (auto wrong = compare_weekday(*date, words)) {
            refusal_ = std::move(wrong);
            return std::nullopt;
        }
        return *date;
    }

    static std::optional<Refusal> compare_weekday(Date date, std::string_view words) {
        auto at = words.rfind("周");
        std::size_t length = std::string_view("周").size();
        if (at == std::string_view::npos) {
            at = words.rfind("星期");
            length = std::string_view("星期").size();
        }
        if (at == std::string_view::npos) return std::nullopt;
        const auto said = words.substr(at + length);
        const auto is = weekday_text(date).substr(std::string_view("周").size());
        if (said.starts_with(is) || (is == "日" && said.starts_with("天"))) return std::nullopt;
        return refuse(
            RefusalKind::invalid, "calendar.weekday",
            fmt::format("通知写 {} 是“{}”，日历上是{}，请核对年份和日期", date.text(), words, weekday_text(date)),
            fmt::format("the notice calls {} “{}”, but it is weekday {}", date.text(), words, weekday(date) + 1),
            "text");
    }

    static void fill(std::vector<Date>& days, Date last) {
        const std::int64_t end = std::min(last.days(), days.back().days() + kLongestHoliday);
        for (std::int64_t day = days.back().days() + 1; day <= end; ++day) days.push_back(Date::from_days(day));
    }

    /// "放假调休,共3天。" or "放假1天".
    void holiday(const std::vector<Date>& days) {
        in_.take("调休");
        in_.take(",");
        in_.take("共");
        Scanner ahead = in_;
        const auto count = ahead.number();
        if (count && ahead.take("天") && static_cast<std::size_t>(*count) != days.size())
            refusal_ =
                refuse(RefusalKind::invalid, "calendar.count",
                       fmt::format("{}写的是共 {} 天，读到的是 {} 天，请核对", name_, *count, days.size()),
                       fmt::format("{} is said to have {} days, but {} were read", name_, *count, days.size()), "text");
        for (const Date day : days) out_.days.push_back({.date = day, .off = true, .name = name_});
    }

    Scanner in_;
    CalendarYear out_;
    std::string words_;
    std::string name_;
    std::int32_t year_ = 0;
    std::int32_t month_ = 1;
    bool joined_ = false;
    std::optional<Refusal> refusal_;
};

/// "关于2026年部分节假日安排": the year of the notice.
std::optional<std::int32_t> year_in(std::string_view text) {
    for (Scanner in(text); !in.done(); in.skip()) {
        Scanner ahead = in;
        const auto year = ahead.number();
        if (year && *year >= 2000 && ahead.take("年") && (ahead.take("部分") || ahead.take("节假日"))) return year;
        while (year && !in.done() && in.rest().front() >= '0' && in.rest().front() <= '9' && in.rest().size() > 1 &&
               in.rest()[1] >= '0' && in.rest()[1] <= '9')
            in.skip();
    }
    return std::nullopt;
}

/// Half-width digits and brackets, and blanks only where lines end.
std::string plain(std::string_view text) {
    std::string out;
    for (const auto line : split(text, '\n')) {
        std::string tidied = tidy(line);
        std::erase(tidied, ' ');
        out += tidied + "\n";
    }
    return out;
}

}  // namespace

Result<CalendarYear> read_holiday_notice(std::string_view text, std::int32_t year) {
    const std::string tidied = plain(text);
    if (year == 0) {
        const auto said = year_in(tidied);
        if (!said)
            return refuse(RefusalKind::invalid, "calendar.notice_year", "没有读到年份，请填写年份",
                          "the notice does not say its year; give it", "year");
        year = *said;
    }
    auto read = Notice(tidied, year).read();
    if (!read) return pass_on(read.error());
    read->source.assign(1, '-');
    auto checked = check_calendar_year(std::move(*read));
    if (checked) checked->source.clear();
    return checked;
}

}  // namespace sunlot::inspection
