#include "api/audit_routes.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

/// `{"full":false}`: what is new, and a part of the rest; else everything.
Result<workflow::Extent> extent_of(const Request& request) {
    FieldReader in(request.body);
    const bool full = in.flag("full", true);
    if (const auto no = in.refusal()) return pass_on(*no);
    return full ? workflow::Extent::whole : workflow::Extent::onward;
}

Json to_json(const std::vector<ledger::LogFault>& faults) {
    Json::Array out;
    for (const auto& fault : faults)
        out.push_back(Json::Object{{"code", fault.code},
                                   {"file", fault.file},
                                   {"index", fault.index ? Json(*fault.index) : Json()},
                                   {"text", fault.text.zh},
                                   {"text_en", fault.text.en}});
    return out;
}

Result<Response> audit_log(const workflow::Context& context, const Request& request) {
    const auto extent = extent_of(request);
    if (!extent) return pass_on(extent.error());
    const auto report = workflow::audit_own_log(context, *extent);
    if (!report) return pass_on(report.error());
    return json_response(Json::Object{{"clean", report->clean()},
                                      {"entries", report->entries},
                                      {"faults", to_json(report->faults)},
                                      {"faults_total", report->faults_total},
                                      {"files", report->files},
                                      {"from", report->from},
                                      {"has_quorum", report->has_quorum},
                                      {"signers", report->signers},
                                      {"size", report->size},
                                      {"unknown_lines", report->unknown_lines},
                                      {"witnessed", report->witnessed ? Json(*report->witnessed) : Json()}});
}

Result<Response> replay(const workflow::Context& context, const Request& request) {
    const auto extent = extent_of(request);
    if (!extent) return pass_on(extent.error());
    const auto report = workflow::replay_journal(context, *extent);
    if (!report) return pass_on(report.error());
    Json::Array faults;
    for (const auto& fault : report->journal_faults) {
        faults.push_back(Json::Object{{"detail", fault.detail}, {"kind", store::name(fault.kind)}, {"seq", fault.seq}});
    }
    Json::Array differences;
    for (const auto& difference : report->differences) {
        differences.push_back(Json::Object{{"column", difference.column},
                                           {"expected", difference.expected},
                                           {"found", difference.found},
                                           {"key", difference.key},
                                           {"kind", store::name(difference.kind)},
                                           {"table", difference.table}});
    }
    return json_response(Json::Object{{"clean", report->clean()},
                                      {"differences", std::move(differences)},
                                      {"differences_total", report->differences_total},
                                      {"entries", report->entries},
                                      {"from", report->from},
                                      {"journal_faults", std::move(faults)},
                                      {"journal_faults_total", report->journal_faults_total},
                                      {"root", hash::hex(report->head.root)},
                                      {"rows", report->rows},
                                      {"tables", report->tables},
                                      {"whole", report->whole}});
}

Json to_json(const workflow::AuditOutcome& outcome) {
    return Json::Object{{"at", outcome.at.text()},
                        {"faults", outcome.faults},
                        {"findings", outcome.findings},
                        {"from", outcome.from},
                        {"to", outcome.to}};
}

Result<Response> nightly(const workflow::Context& context, const Request&) {
    const auto outcome = workflow::audit_nightly(context);
    if (!outcome) return pass_on(outcome.error());
    return json_response(to_json(*outcome));
}

}  // namespace

Json to_json(const workflow::AuditState& state) {
    return Json::Object{
        {"last", state.last ? to_json(*state.last) : Json()}, {"late", state.late}, {"red", state.red()}};
}

void add_audit_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::post, "/api/audit/replay", Permission::audit_run, Body::json, "AuditExtent", "AuditReport",
                "重放日志并逐行比对 Replay the journal and compare every row", with(replay), WhenFrozen::answer});
    router.add({Method::post, "/api/audit/log", Permission::audit_run, Body::json, "AuditExtent", "LogAuditReport",
                "核对公开的日志 Audit the published log, its files, signatures and database", with(audit_log),
                WhenFrozen::answer});
    router.add({Method::post, "/api/audit/nightly", Permission::audit_run, Body::json, "Empty", "AuditOutcome",
                "做一次夜间审计 Do the nightly audit now", with(nightly), WhenFrozen::answer});
}

}  // namespace sunlot::api
