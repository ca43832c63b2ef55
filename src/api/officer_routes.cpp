#include "api/officer_routes.h"

#include "api/officer_page.h"
#include "workflow/officer.h"
#include "workflow/officer_change.h"

#include <utility>

namespace sunlot::api {

namespace {

using inspection::Permission;

std::string day_text(const std::optional<Date>& day) {
    return day ? day->text() : std::string();
}

Json to_json(const inspection::CertificateWarning& warning) {
    return Json::Object{{"days_left", warning.days_left},
                        {"kind", warning.certificate.kind},
                        {"level", warning.level},
                        {"number", warning.certificate.number},
                        {"to", day_text(warning.certificate.to)}};
}

Json::Object to_json(const workflow::OfficerStanding& standing) {
    const auto& officer = standing.officer;
    Json::Array warnings;
    for (const auto& warning : standing.warnings) warnings.push_back(to_json(warning));
    return {{"certificate_no", officer.certificate_no},
            {"certificate_valid_to", day_text(officer.certificate_to)},
            {"drawable", !standing.why_not.has_value()},
            {"entry", officer.entry},
            {"expert", !officer.expert_fields.empty()},
            {"id", officer.id},
            {"load", standing.load},
            {"name", officer.name},
            {"post", officer.post},
            {"state", inspection::text(officer.state)},
            {"state_from", day_text(officer.state_from)},
            {"state_to", day_text(officer.state_to)},
            {"tags", Json(inspection::draw_tags(officer))},
            {"unit", officer.unit},
            {"untrained", standing.untrained},
            {"warnings", std::move(warnings)},
            {"why_not", standing.why_not ? Json(standing.why_not->zh) : Json()},
            {"why_not_en", standing.why_not ? Json(standing.why_not->en) : Json()}};
}

Json certificates_json(const inspection::OfficerRow& officer) {
    Json::Array out;
    for (const auto& one : inspection::certificates_of(officer))
        out.push_back(Json::Object{{"from", day_text(one.from)},
                                   {"kind", one.kind},
                                   {"number", one.number},
                                   {"state", inspection::text(one.state)},
                                   {"to", day_text(one.to)}});
    return out;
}

/// Every field of the form with what it says; of private ones nothing.
Json form_json(const inspection::OfficerRow& officer) {
    Json::Array out;
    const auto cells = inspection::officer_cells(officer);
    const auto fields = inspection::officer_fields();
    for (std::size_t i = 0; i < fields.size(); ++i)
        out.push_back(Json::Object{{"choices", fields[i].choices},
                                   {"name", fields[i].name},
                                   {"note", fields[i].note},
                                   {"private", fields[i].is_private},
                                   {"required", fields[i].required},
                                   {"title", fields[i].title},
                                   {"value", fields[i].is_private ? std::string() : cells[i]}});
    return out;
}

Json to_json(const store::TrainingRecord& training) {
    return Json::Object{{"entry", training.entry}, {"held_on", training.held_on}, {"hours", training.hours},
                        {"id", training.id},       {"kind", training.kind},       {"passed", training.passed},
                        {"topic", training.topic}};
}

Json to_json(const store::OfficerChange& change) {
    return Json::Object{{"changed_at", change.changed_at.text()},
                        {"changed_by", change.changed_by},
                        {"entry", change.entry},
                        {"fields", Json(change.fields)},
                        {"reason", change.reason}};
}

Json to_json(const workflow::OfficerDetail& detail) {
    const auto& officer = detail.standing.officer;
    auto out = to_json(detail.standing);
    out.emplace("auxiliary", officer.auxiliary);
    out.emplace("certificates", certificates_json(officer));
    out.emplace("employee_no", officer.employee_no);
    out.emplace("form", form_json(officer));
    out.emplace("recusals", detail.recusals);
    out.emplace("sex", inspection::text(officer.sex));
    Json::Array trainings;
    for (const auto& one : detail.trainings) trainings.push_back(to_json(one));
    out.emplace("trainings", std::move(trainings));
    Json::Array changes;
    for (const auto& one : detail.changes) changes.push_back(to_json(one));
    out.emplace("changes", std::move(changes));
    Json::Array loads;
    for (const auto& [year, count] : detail.loads)
        loads.push_back(Json::Object{{"count", count}, {"year", std::int64_t{year}}});
    out.emplace("loads", std::move(loads));
    return out;
}

Result<Response> list(const workflow::Context& context, const Request& request) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    auto page = workflow::list_officers(context, {.q = request.text("q"),
                                                  .state = request.text("state"),
                                                  .drawable = request.text("drawable"),
                                                  .warned = request.text("warned") == "yes",
                                                  .untrained = request.text("untrained") == "yes",
                                                  .after = request.text("after"),
                                                  .limit = *limit,
                                                  .scope = request.actor.scope});
    Json::Array rows;
    for (const auto& row : page.rows) rows.emplace_back(to_json(row));
    return list_response(std::move(rows), std::move(page.next), page.total);
}

Result<Response> answer(const Result<workflow::OfficerDetail>& detail, int status = 200) {
    if (!detail) return pass_on(detail.error());
    return json_response(to_json(*detail), status);
}

Result<Response> detail(const workflow::Context& context, const Request& request) {
    return answer(workflow::find_officer(context, request.params.at("id"), request.actor.scope));
}

/// The form of somebody who is not there yet.
Result<Response> blank(const workflow::Context&, const Request&) {
    return json_response(Json::Object{{"form", form_json(inspection::OfficerRow{})}});
}

struct Form {
    workflow::OfficerFields fields;
    std::string reason;
};
Result<Form> read_form(const Json& body) {
    FieldReader in(body);
    Form form;
    const Json& fields = in.any("fields");
    form.reason = in.text("reason", 1, 600);
    if (!fields.is_object())
        in.refuse_field("fields", "officer.fields", "应为 {字段名: 内容}", "an object of field names and texts");
    else
        for (const auto& [name, value] : fields.as_object()) {
            if (!value.is_string())
                in.refuse_field("fields", "officer.fields", "每个字段都应为文字", "every field is a text");
            else
                form.fields.emplace(name, value.as_string());
        }
    if (auto no = in.refusal()) return pass_on(*no);
    return form;
}

Result<Response> add(const workflow::Context& context, const Request& request) {
    const auto form = read_form(request.body);
    if (!form) return pass_on(form.error());
    return answer(workflow::add_officer(context, request.actor, form->fields, form->reason), 201);
}

Result<Response> change(const workflow::Context& context, const Request& request) {
    const auto form = read_form(request.body);
    if (!form) return pass_on(form.error());
    return answer(
        workflow::change_officer(context, request.actor, request.params.at("id"), form->fields, form->reason));
}

Result<Response> train(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    workflow::TrainingRequest training;
    training.kind = in.text("kind", 1, 60);
    const auto held_on = Date::parse(in.text("held_on", 1, 10));
    if (!held_on) in.refuse_field("held_on", held_on.error().code, held_on.error().text.zh, held_on.error().text.en);
    training.hours = in.integer("hours", 0, 100'000);
    training.passed = in.flag("passed", true);
    training.topic = in.optional_text("topic", 1000).value_or(std::string());
    if (auto no = in.refusal()) return pass_on(*no);
    training.held_on = *held_on;
    return answer(workflow::record_training(context, request.actor, request.params.at("id"), training), 201);
}

Result<Response> warnings(const workflow::Context& context, const Request& request) {
    Json::Array rows;
    for (const auto& one : workflow::certificate_warnings(context, request.actor.scope)) {
        Json row = to_json(one.warning);
        row.as_object().emplace("id", one.officer);
        row.as_object().emplace("name", one.name);
        row.as_object().emplace("unit", one.unit);
        rows.push_back(std::move(row));
    }
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), std::nullopt, total);
}

Result<Response> drawability(const workflow::Context& context, const Request& request) {
    const auto from = Date::parse(request.text("from"));
    const auto to = Date::parse(request.text("to"));
    if (!from)
        return refuse(RefusalKind::invalid, from.error().code, from.error().text.zh, from.error().text.en, "from");
    if (!to) return refuse(RefusalKind::invalid, to.error().code, to.error().text.zh, to.error().text.en, "to");
    const auto found = workflow::drawability(context, *from, *to, request.actor.scope);
    if (!found) return pass_on(found.error());
    Json::Array out;
    for (const auto& one : found->out)
        out.push_back(Json::Object{
            {"id", one.officer}, {"name", one.name}, {"unit", one.unit}, {"why", one.why.zh}, {"why_en", one.why.en}});
    return json_response(Json::Object{{"drawable", found->drawable},
                                      {"from", found->from.text()},
                                      {"not_drawable", std::move(out)},
                                      {"to", found->to.text()}});
}

Result<Response> download(const workflow::Context& context, const Request& request, workflow::OfficerFormat format) {
    const bool csv = format == workflow::OfficerFormat::csv;
    Response response;
    response.content_type =
        csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.file = workflow::export_officers(context, request.actor, format);
    response.file_is_temporary = true;
    as_download(response, csv ? "执法人员名录.csv" : "执法人员名录.xlsx");
    return response;
}

Result<Response> public_list(const workflow::Context& context, const Request&) {
    Json::Array rows;
    for (const auto& one : workflow::public_officers(context))
        rows.push_back(Json::Object{{"certificate_no", one.certificate_no},
                                    {"certificate_to", one.certificate_to},
                                    {"name", one.name},
                                    {"unit", one.unit}});
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), std::nullopt, total);
}

}  // namespace

void add_officer_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/officers", Permission::officer_read, Body::none, "None", "OfficerList",
                "执法人员名录 The directory of officers", with(list)});
    router.add({Method::post, "/api/officers", Permission::officer_edit, Body::json, "OfficerForm", "OfficerDetail",
                "登记一名执法人员 Enter an officer", with(add)});
    router.add({Method::get, "/api/officers/form", Permission::officer_read, Body::none, "None", "OfficerBlank",
                "空白登记表 The form of a new officer", with(blank)});
    router.add({Method::get, "/api/officers/warnings", Permission::officer_read, Body::none, "None",
                "OfficerWarningList", "证件到期提醒 Certificates that end soon", with(warnings)});
    router.add({Method::get, "/api/officers/drawability", Permission::officer_read, Body::none, "None", "Drawability",
                "某段时间谁不能抽取及原因 Who can't be drawn in a period, and why", with(drawability)});
    for (const auto format : {workflow::OfficerFormat::csv, workflow::OfficerFormat::xlsx}) {
        const bool csv = format == workflow::OfficerFormat::csv;
        router.add({Method::get, csv ? "/api/officers/export.csv" : "/api/officers/export.xlsx",
                    Permission::officer_read, Body::none, "None", "File",
                    "导出执法人员名录 Export the directory of officers",
                    [&context, format](const Request& request) { return download(context, request, format); }});
    }
    router.add({Method::get, "/api/officers/{id}", Permission::officer_read, Body::none, "None", "OfficerDetail",
                "一名执法人员 One officer", with(detail)});
    router.add({Method::put, "/api/officers/{id}", Permission::officer_edit, Body::json, "OfficerForm", "OfficerDetail",
                "更改一名执法人员 Change an officer", with(change)});
    router.add({Method::post, "/api/officers/{id}/trainings", Permission::officer_edit, Body::json, "TrainingRequest",
                "OfficerDetail", "登记培训 Record training", with(train)});
    router.add({Method::get, "/api/public/officers", Permission::public_access, Body::none, "None", "PublicOfficerList",
                "执法人员公示 The officers, for the public", with(public_list)});
    router.add({Method::get, "/o", Permission::public_access, Body::none, "None", "Html",
                "执法人员公示页 The public page of officers",
                [&context](const Request& request) -> Result<Response> { return officers_page(context, request); }});
}

}  // namespace sunlot::api
