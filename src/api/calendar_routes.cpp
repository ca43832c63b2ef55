#include "api/calendar_routes.h"

#include "store/database.h"
#include "workflow/calendar.h"
#include "workflow/calendar_announced.h"
#include "workflow/context.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

constexpr std::size_t kLongestNotice = 40'000;
constexpr std::size_t kMostDays = 366;
constexpr std::int64_t kFirstYear = 2000;
constexpr std::int64_t kLastYear = 2199;

Json days_json(const std::vector<inspection::SpecialDay>& days) {
    Json::Array out;
    for (const auto& day : days)
        out.push_back(Json::Object{{"date", day.date.text()},
                                   {"name", day.name},
                                   {"off", day.off},
                                   {"weekday", inspection::weekday_text(day.date)}});
    return out;
}

Json::Object to_json(const inspection::CalendarYear& year) {
    return {{"confirmed", year.confirmed},
            {"days", days_json(year.days)},
            {"source", year.source},
            {"year", std::int64_t{year.year}}};
}

Json to_json(const store::CalendarRecord& record) {
    auto out = to_json(record.year);
    out.emplace("entry", record.entry);
    out.emplace("loaded_at", record.loaded_at.text());
    out.emplace("loaded_by", record.loaded_by);
    return out;
}

Result<Response> show(const workflow::Context& context, const Request&) {
    Json::Array years;
    for (const auto& record : workflow::list_calendar(context)) years.push_back(to_json(record));
    const auto total = static_cast<std::int64_t>(years.size());
    return list_response(std::move(years), std::nullopt, total);
}

Result<Response> announced(const workflow::Context&, const Request&) {
    Json::Array years;
    for (const auto& year : workflow::announced_years()) years.emplace_back(to_json(year));
    const auto total = static_cast<std::int64_t>(years.size());
    return list_response(std::move(years), std::nullopt, total);
}

Result<Response> term(const workflow::Context& context, const Request& request) {
    const auto from = Date::parse(request.text("from"));
    if (!from)
        return refuse(RefusalKind::invalid, from.error().code, from.error().text.zh, from.error().text.en, "from");
    workflow::TermQuestion question{.from = *from, .days = std::nullopt, .parameter = request.text("term")};
    if (question.parameter.empty()) {
        const auto days = request.number("days", 0, 0, kMostDays);
        if (!days) return pass_on(days.error());
        question.days = *days;
    }
    const auto found = workflow::compute_term(context, question);
    if (!found) return pass_on(found.error());
    return json_response(Json::Object{{"days", found->days},
                                      {"due", found->due.text()},
                                      {"due_weekday", inspection::weekday_text(found->due)},
                                      {"from", found->from.text()},
                                      {"passed", days_json(found->passed)},
                                      {"provisional", found->provisional}});
}

Result<Response> answer(const Result<inspection::CalendarYear>& year) {
    if (!year) return pass_on(year.error());
    return json_response(to_json(*year));
}

Result<Response> look_at_notice(const workflow::Context&, const Request& request) {
    FieldReader in(request.body);
    const auto text = in.text("text", 1, kLongestNotice);
    const auto year = in.integer_or("year", 0, 0, kLastYear);
    if (auto no = in.refusal()) return pass_on(*no);
    return answer(workflow::look_at_notice(text, static_cast<std::int32_t>(year)));
}

Result<Response> look_at_table(const workflow::Context&, const Request& request) {
    const auto year = request.number("year", 0, 0, kLastYear);
    if (!year) return pass_on(year.error());
    return answer(workflow::look_at_table(request.upload, static_cast<std::int32_t>(*year)));
}

Result<inspection::SpecialDay> read_day(const Json& json, const std::string& path) {
    FieldReader in(json, path);
    inspection::SpecialDay day;
    const auto date = Date::parse(in.text("date", 1, 10));
    if (!date) in.refuse_field("date", date.error().code, date.error().text.zh, date.error().text.en);
    day.off = in.flag("off", true);
    day.name = in.optional_text("name", 60).value_or(std::string());
    (void)in.optional_text("weekday", 10);
    if (auto no = in.refusal()) return pass_on(*no);
    day.date = *date;
    return day;
}

Result<Response> load(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto number = static_cast<std::int32_t>(in.integer("year", kFirstYear, kLastYear));
    inspection::CalendarYear year{.year = number, .days = {}, .source = {}, .confirmed = in.flag("confirmed", true)};
    const auto source = in.optional_text("source", 300);
    for (const Json& one : in.array_or_empty("days", kMostDays)) {
        auto day = read_day(one, in.path("days"));
        if (!day) return pass_on(day.error());
        year.days.push_back(std::move(*day));
    }
    if (auto no = in.refusal()) return pass_on(*no);
    if (!year.confirmed && year.days.empty())
        year = workflow::weekdays_of(number);
    else
        year.source = source.value_or(std::string());
    const auto loaded = workflow::load_calendar_year(context, request.actor, std::move(year));
    if (!loaded) return pass_on(loaded.error());
    return json_response(to_json(*loaded), 201);
}

}  // namespace

void add_calendar_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/calendar", Permission::signed_in, Body::none, "None", "CalendarList",
                "工作日历 The calendar of working days", with(show)});
    router.add({Method::get, "/api/calendar/announced", Permission::signed_in, Body::none, "None", "CalendarYearList",
                "随程序附带的放假安排 Announcements that came with the program", with(announced)});
    router.add({Method::get, "/api/calendar/term", Permission::signed_in, Body::none, "None", "CalendarTerm",
                "按工作日计算期限 When a term in working days ends", with(term)});
    router.add({Method::post, "/api/calendar/notice", Permission::calendar_manage, Body::json, "CalendarNotice",
                "CalendarYear", "读放假通知，只看不写 Read the holiday notice, write nothing", with(look_at_notice)});
    router.add({Method::post, "/api/calendar/table", Permission::calendar_manage, Body::file, "File", "CalendarYear",
                "读日历表格，只看不写 Read a table of days, write nothing", with(look_at_table)});
    router.add({Method::post, "/api/calendar/years", Permission::calendar_manage, Body::json, "CalendarYear",
                "CalendarRecord", "导入一年的工作日历 Load a year", with(load)});
}

}  // namespace sunlot::api
