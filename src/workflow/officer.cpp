#include "workflow/officer.h"

#include "base/text.h"
#include "inspection/cell.h"
#include "inspection/officer.h"
#include "store/database.h"
#include "store/draw.h"

#include <map>
#include <utility>

namespace sunlot::workflow {

namespace {

std::optional<Date> day_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return Date::parse(text).value();
}

/// The members that decide whether an officer can be drawn.
inspection::OfficerRow row_of(const store::OfficerRecord& record) {
    inspection::OfficerRow row;
    row.id = record.id;
    row.name = record.name;
    row.certificate_no = record.certificate_no;
    row.certificate_from = day_of(record.certificate_from);
    row.certificate_to = day_of(record.certificate_to);
    row.second_certificate_no = record.second_certificate_no;
    row.second_certificate_to = day_of(record.second_certificate_to);
    row.state = inspection::parse_officer_state(record.state).value_or(inspection::OfficerState::departed);
    row.auxiliary = record.auxiliary;
    return row;
}

bool matches(const store::OfficerRecord& officer, const OfficerQuery& query, const std::string& fragment,
             const std::string& letters) {
    if (!query.state.empty() && officer.state != query.state) return false;
    return fragment.empty() || officer.name.contains(fragment) || officer.unit.contains(fragment) ||
           officer.id == letters || officer.employee_no.contains(fragment) ||
           officer.certificate_no.contains(fragment) || officer.initials.starts_with(letters);
}

OfficerStanding standing(store::OfficerRecord officer, Date today, const std::map<std::string, std::int64_t>& loads) {
    const auto dealt = loads.find(officer.id);
    const auto load = officer.base_load + (dealt == loads.end() ? 0 : dealt->second);
    auto why_not = why_not_drawable(officer, today, today);
    return {.officer = std::move(officer), .why_not = std::move(why_not), .load = load};
}

}  // namespace

std::optional<Text> why_not_drawable(const store::OfficerRecord& officer, Date from, Date to) {
    const auto row = row_of(officer);
    if (auto why = inspection::why_not_drawable(row, from)) return why;
    return inspection::why_not_drawable(row, to);
}

OfficerPage list_officers(const Context& context, const OfficerQuery& query) {
    const auto today = context.clock.now().beijing_date();
    const auto fragment = inspection::tidy(query.q);
    const auto letters = upper(fragment);
    auto view = context.database.read();
    const auto loads = store::officer_loads(view, today.year);
    OfficerPage page;
    for (auto& officer : store::all_officers(view)) {
        if (!matches(officer, query, fragment, letters)) continue;
        ++page.total;
        if (officer.id <= query.after) continue;
        if (page.rows.size() < query.limit)
            page.rows.push_back(standing(std::move(officer), today, loads));
        else
            page.next = page.rows.back().officer.id;
    }
    return page;
}

Result<OfficerStanding> find_officer(const Context& context, std::string_view id) {
    const auto today = context.clock.now().beijing_date();
    auto view = context.database.read();
    auto officer = store::find_officer(view, id);
    if (!officer)
        return refuse(RefusalKind::not_found, "officer.unknown", "名录里没有这名执法人员", "No such officer", "id");
    return standing(std::move(*officer), today, store::officer_loads(view, today.year));
}

}  // namespace sunlot::workflow
