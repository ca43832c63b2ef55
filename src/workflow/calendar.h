// Loading the years of the working-day calendar, and computing terms with them. A year is loaded from the State
// Council's notice as it was published, from a table (CSV, XLSX), or, until it is announced, from the weekdays alone:
// then everything computed with it says that it is provisional.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "inspection/calendar.h"
#include "store/calendar.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {
class Transaction;
}

namespace sunlot::workflow {

std::vector<store::CalendarRecord> list_calendar(const Context& context);

/// What the notice says, without writing anything. Refuses what read_holiday_notice refuses.
Result<inspection::CalendarYear> look_at_notice(std::string_view text, std::int32_t year);
/// The same of a table with the columns 日期, 类型 (放假, 上班) and, if it likes, 名称. `year` 0: that of most of its
/// days. Refuses what the readers refuse, calendar.columns, calendar.row, and what check_calendar_year refuses but the
/// source.
Result<inspection::CalendarYear> look_at_table(const std::filesystem::path& file, std::int32_t year);
/// Monday to Friday, to be confirmed by the announcement.
inspection::CalendarYear weekdays_of(std::int32_t year);

/// Refuses what check_calendar_year refuses, calendar.same, calendar.unconfirmed (weekdays in place of an
/// announcement that is loaded already).
Result<store::CalendarRecord> load_calendar_year(const Context& context, const Actor& actor,
                                                 inspection::CalendarYear year);

/// The same in a transaction of the caller's, for the demonstration data. REQUIRES: `year` was checked.
void append_calendar_year(const Context& context, store::Transaction& transaction, const Actor& actor,
                          const inspection::CalendarYear& year);

struct TermQuestion {
    Date from;
    std::optional<std::int64_t> days;  ///< working days; or:
    std::string parameter = {};        ///< a parameter that is a term; its value on `from` counts
};
struct Term {
    Date from;
    std::int64_t days = 0;
    Date due;
    bool provisional = false;                    ///< a year it passes through is not confirmed
    std::vector<inspection::SpecialDay> passed;  ///< holidays and exchanged days on the way
};
/// Refuses calendar.not_loaded, parameter.unknown, calendar.days (not 1 to 400).
Result<Term> compute_term(const Context& context, const TermQuestion& question);

}  // namespace sunlot::workflow
