#include "workflow/officer.h"

#include "base/text.h"
#include "documents/table_writer.h"
#include "inspection/cell.h"
#include "store/database.h"
#include "store/draw.h"
#include "store/recusal.h"
#include "workflow/export_record.h"
#include "workflow/parameter.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sunlot::workflow {

namespace {

constexpr std::int32_t kYearsShown = 4;
constexpr std::string_view kPreService = "岗前培训";

/// What a list of officers is judged by, read once.
struct Yardstick {
    Date today;
    inspection::CertificateRule rule;
    std::vector<std::int64_t> warning_days;
    std::map<std::string, std::int64_t> loads;
    std::set<std::string> trained;
};

Yardstick yardstick(store::View& view, Date today) {
    Yardstick out{.today = today,
                  .rule = certificate_rule(view, today),
                  .warning_days = parameter_values(view, "officer.warning_days", today),
                  .loads = store::officer_loads(view, today.year),
                  .trained = {}};
    for (const auto& training : store::trainings(view, ""))
        if (training.passed && training.kind == kPreService) out.trained.insert(training.officer);
    return out;
}

OfficerStanding standing(store::OfficerRecord officer, const Yardstick& by) {
    const auto dealt = by.loads.find(officer.id);
    OfficerStanding out;
    out.load = base_load_in(officer, by.today.year) + (dealt == by.loads.end() ? 0 : dealt->second);
    out.why_not = inspection::why_not_drawable(officer, by.today, by.today, by.rule);
    out.warnings = inspection::certificate_warnings(officer, by.today, by.warning_days);
    out.untrained = !officer.auxiliary && officer.state != inspection::OfficerState::departed &&
                    inspection::certificates_of(officer).empty() && !by.trained.contains(officer.id);
    out.officer = std::move(officer);
    return out;
}

bool matches_text(const store::OfficerRecord& officer, const OfficerQuery& query, const std::string& fragment,
                  const std::string& letters) {
    if (!query.state.empty() && text(officer.state) != query.state) return false;
    return fragment.empty() || officer.name.contains(fragment) || officer.unit.contains(fragment) ||
           officer.id == letters || officer.employee_no.contains(fragment) ||
           officer.certificate_no.contains(fragment) || officer.initials.starts_with(letters);
}

bool matches_standing(const OfficerStanding& one, const OfficerQuery& query) {
    if (query.drawable == "yes" && one.why_not) return false;
    if (query.drawable == "no" && !one.why_not) return false;
    return (!query.warned || !one.warnings.empty()) && (!query.untrained || one.untrained);
}

std::int64_t recusals_in_force(store::View& view, std::string_view officer, Date today) {
    return std::ranges::count(store::recusals_within(view, today, today), officer, &store::Recusal::officer);
}

std::map<std::int32_t, std::int64_t> loads_by_year(store::View& view, const store::OfficerRecord& officer, Date today) {
    std::map<std::int32_t, std::int64_t> loads;
    for (std::int32_t year = today.year - kYearsShown + 1; year <= today.year; ++year) {
        const auto dealt = store::officer_loads(view, year);
        const auto mine = dealt.find(officer.id);
        const bool told = officer.base_load_year == year || (officer.base_load_year == 0 && year == today.year);
        loads[year] = (told ? officer.base_load : 0) + (mine == dealt.end() ? 0 : mine->second);
    }
    return loads;
}

}  // namespace

inspection::CertificateRule certificate_rule(store::View& view, Date day) {
    return inspection::parse_certificate_rule(parameter_choice(view, "officer.certificate_rule", day))
        .value_or(inspection::CertificateRule::enforcement);
}

OfficerPage list_officers(const Context& context, const OfficerQuery& query) {
    const auto fragment = inspection::tidy(query.q);
    const auto letters = upper(fragment);
    auto view = context.database.read();
    const auto by = yardstick(view, context.clock.now().beijing_date());
    OfficerPage page;
    for (auto& officer : store::all_officers(view)) {
        if (!query.scope.sees_unit(officer.unit) || !matches_text(officer, query, fragment, letters)) continue;
        auto one = standing(std::move(officer), by);
        if (!matches_standing(one, query)) continue;
        ++page.total;
        if (one.officer.id <= query.after) continue;
        if (page.rows.size() < query.limit)
            page.rows.push_back(std::move(one));
        else
            page.next = page.rows.back().officer.id;
    }
    return page;
}

Result<OfficerDetail> find_officer(const Context& context, std::string_view id, const inspection::DataScope& scope) {
    const auto today = context.clock.now().beijing_date();
    auto view = context.database.read();
    auto officer = store::find_officer(view, id);
    if (!officer || !scope.sees_unit(officer->unit))
        return refuse(RefusalKind::not_found, "officer.unknown", "名录里没有这名执法人员", "No such officer", "id");
    OfficerDetail detail{.standing = {},
                         .trainings = store::trainings(view, id),
                         .changes = store::officer_changes(view, id),
                         .loads = loads_by_year(view, *officer, today),
                         .recusals = recusals_in_force(view, id, today)};
    detail.standing = standing(std::move(*officer), yardstick(view, today));
    return detail;
}

std::vector<OfficerWarning> certificate_warnings(const Context& context, const inspection::DataScope& scope) {
    auto view = context.database.read();
    const auto by = yardstick(view, context.clock.now().beijing_date());
    std::vector<OfficerWarning> out;
    for (const auto& officer : store::all_officers(view)) {
        if (!scope.sees_unit(officer.unit)) continue;
        for (auto& warning : inspection::certificate_warnings(officer, by.today, by.warning_days))
            out.push_back(
                {.officer = officer.id, .name = officer.name, .unit = officer.unit, .warning = std::move(warning)});
    }
    std::ranges::stable_sort(out, {}, [](const auto& one) { return one.warning.days_left; });
    return out;
}

Result<Drawability> drawability(const Context& context, Date from, Date to, const inspection::DataScope& scope) {
    constexpr std::int64_t kLongest = 3 * 366;
    if (to < from || to.days() - from.days() > kLongest)
        return refuse(RefusalKind::invalid, "officer.period", "结束日期不能早于开始日期，最长三年",
                      "the last day can't be before the first, nor three years later", "to");
    auto view = context.database.read();
    const auto rule = certificate_rule(view, from);
    Drawability out{.from = from, .to = to, .out = {}};
    for (const auto& officer : store::all_officers(view)) {
        if (!scope.sees_unit(officer.unit)) continue;
        if (auto why = inspection::why_not_drawable(officer, from, to, rule))
            out.out.push_back(
                {.officer = officer.id, .name = officer.name, .unit = officer.unit, .why = std::move(*why)});
        else
            ++out.drawable;
    }
    return out;
}

std::vector<PublicOfficer> public_officers(const Context& context) {
    const auto today = context.clock.now().beijing_date();
    auto view = context.database.read();
    const auto rule = certificate_rule(view, today);
    std::vector<PublicOfficer> out;
    for (const auto& officer : store::all_officers(view)) {
        if (inspection::why_not_drawable(officer, today, today, rule)) continue;
        const auto all = inspection::certificates_of(officer);
        const auto valid = std::ranges::find_if(all, [&](const auto& one) {
            return one.state == inspection::CertificateState::valid && one.to && *one.to >= today &&
                   (!one.from || *one.from <= today);
        });
        if (valid == all.end()) continue;
        out.push_back({.name = officer.name,
                       .unit = officer.unit,
                       .certificate_no = valid->number,
                       .certificate_to = valid->to->text()});
    }
    return out;
}

std::filesystem::path export_officers(const Context& context, const Actor& actor, OfficerFormat format) {
    const auto directory = context.data_directory / "uploads";
    std::filesystem::create_directories(directory);
    const auto path = directory / ("export-" + context.entropy.hex(8));
    const auto fields = inspection::officer_fields();
    std::vector<documents::Column> columns;
    for (const auto& field : fields)
        if (!field.is_private) columns.push_back({.title = std::string(field.title)});
    std::vector<store::OfficerRecord> officers;
    {
        auto view = context.database.read();
        officers = store::all_officers(view);
        std::erase_if(officers, [&](const auto& officer) { return !actor.scope.sees_unit(officer.unit); });
    }
    auto next = officers.begin();
    const documents::RowSource rows = [&](std::vector<std::string>& cells) {
        if (next == officers.end()) return false;
        auto all = inspection::officer_cells(*next++);
        cells.clear();
        for (std::size_t i = 0; i < fields.size(); ++i)
            if (!fields[i].is_private) cells.push_back(std::move(all[i]));
        return true;
    };
    std::vector<std::string> titles;
    for (const auto& column : columns) titles.push_back(column.title);
    if (format == OfficerFormat::xlsx)
        documents::write_xlsx(path, "执法人员名录", columns, rows);
    else
        documents::write_csv(path, titles, rows);
    record_export(context, actor,
                  {.what = "officers",
                   .format = format == OfficerFormat::xlsx ? "xlsx" : "csv",
                   .rows = officers.size(),
                   .file = path});
    return path;
}

}  // namespace sunlot::workflow
