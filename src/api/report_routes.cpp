#include "api/report_routes.h"

#include "workflow/deletions.h"
#include "workflow/period_report.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

Result<Response> deletions(const workflow::Context& context, const Request&) {
    const auto found = workflow::find_deletions(context);
    Json::Array rows;
    for (const auto& row : found.rows)
        rows.push_back(Json::Object{{"actor", row.actor},
                                    {"at", row.at ? row.at->text() : std::string()},
                                    {"detail", row.detail},
                                    {"entry", row.entry ? Json(*row.entry) : Json()},
                                    {"sort", workflow::name(row.sort)},
                                    {"subject", row.subject}});
    return json_response(Json::Object{{"clean", found.clean()}, {"rows", std::move(rows)}});
}

Result<Response> report(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto from = Date::parse(in.text("from", 10, 10));
    const auto to = Date::parse(in.text("to", 10, 10));
    const auto format = in.text("format", 1, 8);
    if (!from) in.refuse_field("from", from.error().code, from.error().text.zh, from.error().text.en);
    if (!to) in.refuse_field("to", to.error().code, to.error().text.zh, to.error().text.en);
    if (format != "pdf" && format != "xlsx")
        in.refuse_field("format", "report.format", "格式是 pdf 或 xlsx", "the format is pdf or xlsx");
    if (auto no = in.refusal()) return pass_on(*no);
    const bool paper = format == "pdf";
    const auto file =
        workflow::make_report(context, request.actor, *from, *to,
                              paper ? workflow::ReportFormat::pdf : workflow::ReportFormat::xlsx, request.origin);
    if (!file) return pass_on(file.error());
    Response response;
    response.content_type =
        paper ? "application/pdf" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.file = *file;
    response.file_is_temporary = true;
    as_download(response, "监督报告-" + from->text() + "-" + to->text() + "." + format);
    return response;
}

}  // namespace

void add_report_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add(
        {Method::get, "/api/audit/deletions", Permission::audit_run, Body::none, "None", "DeletionReport",
         "被删除、作废、替代、停用的一切，以及编号缺口 Everything erased, voided, superseded, disabled, and gaps in "
         "serials",
         with(deletions)});
    router.add({Method::post, "/api/audit/report", Permission::audit_run, Body::json, "PeriodReport", "File",
                "某段时间的监督报告，PDF 或 XLSX A supervisor's report on a period, as PDF or XLSX", with(report)});
}

}  // namespace sunlot::api
