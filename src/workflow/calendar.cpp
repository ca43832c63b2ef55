#include "workflow/calendar.h"

#include "base/text.h"
#include "documents/table_reader.h"
#include "inspection/calendar_notice.h"
#include "inspection/cell.h"
#include "inspection/parameter.h"
#include "store/database.h"
#include "workflow/parameter.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

using inspection::CalendarYear;
using inspection::SpecialDay;

constexpr std::int64_t kMostDays = 400;
constexpr std::string_view kWeekdaysOnly = "按周一至周五生成，待正式安排公布后导入确认";

Refusal malformed(std::string code, std::string zh, std::string en) {
    return refuse(RefusalKind::invalid, std::move(code), std::move(zh), std::move(en), "file");
}

/// Where the columns of a table stand; `date` and `kind` must be there.
struct TableColumns {
    std::optional<std::size_t> date;
    std::optional<std::size_t> kind;
    std::optional<std::size_t> name;
};

TableColumns columns_of(const inspection::SheetRow& row) {
    TableColumns columns;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const auto title = inspection::tidy(row.cells[i]);
        if (title == "日期" || title == "date") columns.date = i;
        if (title == "类型" || title == "安排" || title == "放假或上班" || title == "kind") columns.kind = i;
        if (title == "名称" || title == "节日" || title == "节假日" || title == "name") columns.name = i;
    }
    return columns;
}

std::string cell(const inspection::SheetRow& row, std::optional<std::size_t> column) {
    return column && *column < row.cells.size() ? inspection::tidy(row.cells[*column]) : std::string();
}

Result<SpecialDay> read_row(const inspection::SheetRow& row, const TableColumns& columns) {
    const auto date = inspection::read_date(cell(row, columns.date));
    if (!date)
        return malformed("calendar.row", fmt::format("第 {} 行：{}", row.number, date.error().text.zh),
                         fmt::format("row {}: {}", row.number, date.error().text.en));
    const auto kind = cell(row, columns.kind);
    const bool off = kind.contains("休") && !kind.contains("上班");
    const bool holiday = off || kind.contains("放假") || kind == "off" || kind.contains("节假日");
    const bool work = kind.contains("班") || kind == "work";
    if (holiday == work)
        return malformed("calendar.row", fmt::format("第 {} 行：类型请写“放假”或“上班”", row.number),
                         fmt::format("row {}: the kind is 放假 or 上班", row.number));
    return SpecialDay{.date = *date, .off = holiday, .name = cell(row, columns.name)};
}

std::int32_t most_frequent_year(const std::vector<SpecialDay>& days) {
    std::map<std::int32_t, int> count;
    for (const auto& day : days) ++count[day.date.year];
    const auto most = std::ranges::max_element(count, {}, [](const auto& one) { return one.second; });
    return most == count.end() ? 0 : most->first;
}

Json days_json(const std::vector<SpecialDay>& days) {
    Json::Array out;
    for (const auto& day : days)
        out.push_back(Json::Object{{"date", day.date.text()}, {"name", day.name}, {"off", day.off}});
    return out;
}

std::optional<store::CalendarRecord> record_of(store::View& view, std::int32_t year) {
    for (auto& one : store::calendar_years(view))
        if (one.year.year == year) return std::move(one);
    return std::nullopt;
}

/// The days of a term, or a refusal.
Result<std::int64_t> days_of(store::View& view, const TermQuestion& question) {
    if (question.days) {
        if (*question.days < 1 || *question.days > kMostDays)
            return refuse(RefusalKind::invalid, "calendar.days", "请填 1 到 400 个工作日", "1 to 400 working days",
                          "days");
        return *question.days;
    }
    const auto* parameter = inspection::find_parameter(question.parameter);
    if (parameter == nullptr || !parameter->term)
        return refuse(RefusalKind::not_found, "parameter.unknown", "没有这个期限", "there is no such term", "term");
    return parameter_value(view, parameter->name, question.from);
}

}  // namespace

std::vector<store::CalendarRecord> list_calendar(const Context& context) {
    auto view = context.database.read();
    return store::calendar_years(view);
}

Result<CalendarYear> look_at_notice(std::string_view text, std::int32_t year) {
    return inspection::read_holiday_notice(text, year);
}

Result<CalendarYear> look_at_table(const std::filesystem::path& file, std::int32_t year) {
    auto reader = documents::open_table(file);
    if (!reader) return pass_on(reader.error());
    std::optional<TableColumns> columns;
    std::vector<SpecialDay> days;
    inspection::SheetRow row;
    while ((*reader)->next(row)) {
        if (!columns) {
            const auto found = columns_of(row);
            if (found.date && found.kind) columns = found;
            continue;
        }
        if (cell(row, columns->date).empty() && cell(row, columns->kind).empty()) continue;
        auto day = read_row(row, *columns);
        if (!day) return pass_on(day.error());
        days.push_back(std::move(*day));
    }
    if (const auto& no = (*reader)->refusal()) return pass_on(*no);
    if (!columns)
        return malformed("calendar.columns", "没有找到“日期”和“类型”两列（类型写“放假”或“上班”）",
                         "the columns 日期 and 类型 (放假 or 上班) are not there");
    const std::int32_t chosen = year != 0 ? year : most_frequent_year(days);
    auto checked = inspection::check_calendar_year({.year = chosen, .days = std::move(days), .source = "-"});
    if (checked) checked->source.clear();
    return checked;
}

CalendarYear weekdays_of(std::int32_t year) {
    return {.year = year, .days = {}, .source = std::string(kWeekdaysOnly), .confirmed = false};
}

Result<store::CalendarRecord> load_calendar_year(const Context& context, const Actor& actor, CalendarYear year) {
    auto checked = inspection::check_calendar_year(std::move(year));
    if (!checked) return pass_on(checked.error());
    auto transaction = context.database.write();
    const auto before = record_of(transaction, checked->year);
    if (before && before->year == *checked)
        return refuse(RefusalKind::conflict, "calendar.same", "这一年已经导入，内容相同",
                      "this year is loaded already, with the same content");
    if (before && before->year.confirmed && !checked->confirmed)
        return refuse(RefusalKind::conflict, "calendar.unconfirmed", "这一年已有正式安排，不能换成按周一至周五生成的",
                      "the official arrangement of this year is loaded; weekdays alone can't replace it");
    append_calendar_year(context, transaction, actor, *checked);
    auto out = record_of(transaction, checked->year);
    transaction.commit();
    return *out;
}

void append_calendar_year(const Context& context, store::Transaction& transaction, const Actor& actor,
                          const CalendarYear& year) {
    transaction.append({.kind = "calendar.loaded",
                        .actor = actor.account,
                        .subject = std::to_string(year.year),
                        .at = context.clock.now(),
                        .data = Json::Object{{"confirmed", year.confirmed},
                                             {"days", days_json(year.days)},
                                             {"source", year.source},
                                             {"year", year.year}},
                        .private_data = nullptr});
}

Result<Term> compute_term(const Context& context, const TermQuestion& question) {
    auto view = context.database.read();
    const auto days = days_of(view, question);
    if (!days) return pass_on(days.error());
    const auto calendar = store::load_calendar(view);
    const auto due = inspection::add_working_days(calendar, question.from, *days);
    if (!due) return pass_on(due.error());
    Term term{.from = question.from, .days = *days, .due = *due, .passed = {}};
    for (std::int32_t year = question.from.year; year <= due->year; ++year)
        term.provisional = term.provisional || !calendar.confirmed(year);
    for (const auto& one : store::calendar_years(view))
        for (const auto& day : one.year.days)
            if (day.date > term.from && day.date <= term.due) term.passed.push_back(day);
    std::ranges::sort(term.passed, {}, &SpecialDay::date);
    return term;
}

}  // namespace sunlot::workflow
