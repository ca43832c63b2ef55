#include "api/exchange_json.h"

#include "api/problem_json.h"

#include <string>

namespace sunlot::api {
namespace {

Json time_or_null(const std::optional<Instant>& time) {
    return time ? Json(time->text()) : Json();
}

Json rows_json(const workflow::RunReport& run) {
    Json::Array out;
    for (const auto& row : run.rows)
        out.push_back(Json::Object{{"change", row.change},
                                   {"fields", Json(row.fields)},
                                   {"id", row.id},
                                   {"name", row.name},
                                   {"row", row.row}});
    return out;
}

Json refusal_json(const std::optional<Refusal>& refusal) {
    if (!refusal) return nullptr;
    return Json::Object{{"code", refusal->code}, {"message", refusal->text.zh}, {"message_en", refusal->text.en}};
}

}  // namespace

Json source_json(const workflow::Source& source) {
    Json::Object out = inspection::public_part(source.settings);
    out.emplace("conflicts", source.record.open_conflicts);
    out.emplace("entry", source.record.entry);
    out.emplace("has_secret", source.has_secret);
    out.emplace("id", source.record.id);
    out.emplace("incremental", source.settings.incremental());
    out.emplace("merged_at", time_or_null(source.record.merged_at));
    out.emplace("merged_entry", source.record.merged_entry ? Json(*source.record.merged_entry) : Json());
    out.emplace("place", inspection::place_part(source.settings));
    out.emplace("set_at", source.record.set_at.text());
    out.emplace("set_by", source.record.set_by);
    return out;
}

Json trial_json(const workflow::SourceTrial& trial) {
    Json::Array columns;
    for (const auto& column : trial.columns)
        columns.push_back(Json::Object{{"field", column.field.empty() ? Json() : Json(column.field)},
                                       {"sample", Json(column.sample)},
                                       {"title", column.title}});
    return Json::Object{{"columns", std::move(columns)}, {"delivery", trial.label}, {"missing", Json(trial.missing)}};
}

Json run_json(const workflow::RunReport& run, bool whole) {
    Json::Object out{{"actor", run.actor},
                     {"counts", Json::Object{{"changed", run.changed},
                                             {"conflicting", run.conflicting},
                                             {"new", run.added},
                                             {"read", run.read},
                                             {"rejected", run.rejected},
                                             {"same", run.same},
                                             {"vanished", run.vanished}}},
                     {"delivery", run.delivery},
                     {"dry", run.terms.dry},
                     {"ended_at", time_or_null(run.ended_at)},
                     {"entry", run.entry ? Json(*run.entry) : Json()},
                     {"full", run.terms.full},
                     {"id", run.id},
                     {"permille", run.permille},
                     {"refusal", refusal_json(run.refusal)},
                     {"rows_so_far", run.rows_so_far},
                     {"scheduled", run.terms.scheduled},
                     {"source", run.source},
                     {"stage", run.stage},
                     {"started_at", run.started_at.text()},
                     {"state", workflow::text(run.state)}};
    if (!whole) return out;
    out.emplace("problems", problems_json(run.problems));
    out.emplace("problems_total", run.problems_total);
    out.emplace("rows", rows_json(run));
    out.emplace("vanished", Json(run.vanished_ids));
    return out;
}

Json conflict_json(const store::ConflictRecord& conflict, const std::string& source_name) {
    return Json::Object{{"at", conflict.raised_at.text()}, {"entry", conflict.entry},
                        {"field", conflict.field},         {"id", conflict.id()},
                        {"object", conflict.object},       {"object_name", conflict.object_name},
                        {"ours", conflict.ours},           {"source", conflict.source},
                        {"source_name", source_name},      {"state", conflict.state},
                        {"theirs", conflict.theirs}};
}

Json reader_json(const store::ReaderRecord& reader) {
    Json::Object out = reader.scope.as_object();
    out.emplace("entry", reader.entry);
    out.emplace("expires_on", reader.expires_on);
    out.emplace("given_at", time_or_null(reader.given_at));
    out.emplace("given_rows", reader.given_rows);
    out.emplace("given_until", reader.given_until);
    out.emplace("id", reader.id);
    out.emplace("name", reader.name);
    out.emplace("revoked", reader.revoked);
    out.emplace("set_at", reader.set_at.text());
    out.emplace("set_by", reader.set_by);
    return out;
}

Json shared_json(const workflow::SharedPage& page) {
    Json::Array rows;
    for (const auto& object : page.rows) {
        Json::Object row{{"changed_at", object.changed_at.text()}, {"entry", object.entry}, {"id", object.id}};
        if (!object.merged_into.empty()) row.emplace("merged_into", object.merged_into);
        if (object.withdrawn) row.emplace("withdrawn", true);
        for (const auto& [name, value] : object.fields) row.insert_or_assign(name, value);
        rows.push_back(std::move(row));
    }
    return Json::Object{{"as_of", page.as_of.text()},
                        {"format", "sunlot-objects-v1"},
                        {"more", page.more},
                        {"next", page.next},
                        {"rows", std::move(rows)}};
}

}  // namespace sunlot::api
