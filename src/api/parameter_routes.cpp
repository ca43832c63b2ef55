#include "api/parameter_routes.h"

#include "workflow/parameter.h"

#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

Json choices_json(const inspection::Parameter& parameter) {
    Json::Array out;
    for (const auto& choice : parameter.choices)
        out.push_back(Json::Object{{"title", choice.zh}, {"title_en", choice.en}, {"value", choice.value}});
    return out;
}

Json to_json(const workflow::ParameterStanding& standing) {
    const auto& parameter = *standing.parameter;
    Json::Array settings;
    for (const auto& one : standing.settings)
        settings.push_back(Json::Object{{"entry", one.entry},
                                        {"from", one.from},
                                        {"reason", one.reason},
                                        {"set_at", one.set_at.text()},
                                        {"set_by", one.set_by},
                                        {"value", one.value}});
    return Json::Object{{"basis", parameter.basis},     {"choices", choices_json(parameter)},
                        {"initial", parameter.initial}, {"kind", inspection::text(parameter.kind)},
                        {"max", parameter.max},         {"min", parameter.min},
                        {"name", parameter.name},       {"settings", std::move(settings)},
                        {"term", parameter.term},       {"title", parameter.zh},
                        {"title_en", parameter.en},     {"unit", parameter.unit_zh},
                        {"unit_en", parameter.unit_en}, {"value", standing.value}};
}

Json to_json(const workflow::DictionaryStanding& standing) {
    Json::Array changes;
    for (const auto& one : standing.changes)
        changes.push_back(Json::Object{{"changed_at", one.changed_at.text()},
                                       {"changed_by", one.changed_by},
                                       {"entry", one.entry},
                                       {"from", one.from},
                                       {"in_use", one.in_use},
                                       {"reason", one.reason},
                                       {"term", one.term}});
    return Json::Object{{"changes", std::move(changes)},
                        {"name", standing.dictionary->name},
                        {"terms", Json(standing.terms)},
                        {"title", standing.dictionary->zh},
                        {"title_en", standing.dictionary->en}};
}

template <class Standings>
Response list_of(const Standings& standings) {
    Json::Array rows;
    for (const auto& one : standings) rows.push_back(to_json(one));
    const auto total = static_cast<std::int64_t>(rows.size());
    return list_response(std::move(rows), std::nullopt, total);
}

Date read_from(FieldReader& in) {
    const auto from = Date::parse(in.text("from", 1, 10));
    if (!from) in.refuse_field("from", from.error().code, from.error().text.zh, from.error().text.en);
    return from ? *from : Date{};
}

Result<Response> set(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    workflow::ParameterChange change;
    change.value = in.text("value", 1, 200);
    change.from = read_from(in);
    change.reason = in.text("reason", 1, 600);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto done = workflow::set_parameter(context, request.actor, request.params.at("name"), change);
    if (!done) return pass_on(done.error());
    return json_response(to_json(*done));
}

Result<Response> change(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    workflow::TermRequest wanted;
    wanted.term = in.text("term", 1, 200);
    wanted.from = read_from(in);
    wanted.in_use = in.flag("in_use", true);
    wanted.reason = in.text("reason", 1, 600);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto done = workflow::change_dictionary(context, request.actor, request.params.at("name"), wanted);
    if (!done) return pass_on(done.error());
    return json_response(to_json(*done));
}

}  // namespace

void add_parameter_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add(
        {Method::get, "/api/parameters", Permission::signed_in, Body::none, "None", "ParameterList",
         "参数（期限、上限、比例） Parameters such as terms, caps and ratios",
         [&context](const Request&) -> Result<Response> { return list_of(workflow::list_parameters(context)); }});
    router.add({Method::post, "/api/parameters/{name}", Permission::parameter_manage, Body::json, "ParameterChange",
                "Parameter", "调整参数，自某日起生效 Change a parameter from a day on", with(set)});
    router.add({Method::get, "/api/dictionaries", Permission::signed_in, Body::none, "None", "DictionaryList",
                "字典 Dictionaries", [&context](const Request&) -> Result<Response> {
                    return list_of(workflow::list_dictionaries(context));
                }});
    router.add({Method::post, "/api/dictionaries/{name}", Permission::parameter_manage, Body::json, "DictionaryChange",
                "Dictionary", "增加或停用词条 Add a term or take it out of use", with(change)});
}

}  // namespace sunlot::api
