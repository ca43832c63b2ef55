#include "api/exchange_routes.h"

#include "api/exchange_json.h"
#include "inspection/roll.h"
#include "store/database.h"
#include "workflow/export_record.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;
using workflow::Context;
using workflow::ExchangeDesk;

constexpr std::size_t kLongestSecret = 4000;
constexpr std::int64_t kMostShared = 5000;

// ── sources ───────────────────────────────────────────────────────────────────────────────────────────────────────

/// The body of a source: its settings, and beside them the key, which is never among them.
struct SourceBody {
    Json settings;
    std::optional<std::string> secret;
};
Result<SourceBody> source_body(const Request& request, std::initializer_list<const char*> others = {}) {
    Json::Object settings = request.body.as_object();
    for (const char* other : others) settings.erase(other);
    SourceBody out;
    if (const auto secret = settings.find("secret"); secret != settings.end()) {
        if (!secret->second.is_null() &&
            (!secret->second.is_string() || secret->second.as_string().size() > kLongestSecret))
            return refuse(RefusalKind::invalid, "exchange.secret", "密钥应为文字", "The key is a text", "secret");
        if (secret->second.is_string()) out.secret = secret->second.as_string();
        settings.erase(secret);
    }
    out.settings = std::move(settings);
    return out;
}

Json fields_json() {
    Json::Array out;
    for (const auto& column : inspection::roll_columns()) {
        if (column.name == "id" || column.name == "source") continue;
        out.push_back(Json::Object{{"name", column.name}, {"private", column.is_private}, {"title", column.title}});
    }
    return out;
}

Json inputs_json() {
    Json::Array out;
    for (const auto& field : inspection::fields(inspection::ImportKind::objects))
        out.push_back(Json::Object{{"name", field.name}, {"private", field.is_private}, {"title", field.title}});
    return out;
}

Result<Response> list_sources(const Context& context, ExchangeDesk& desk, const Request&) {
    Json::Array rows;
    for (const auto& source : workflow::list_sources(context)) {
        Json one = source_json(source);
        const auto runs = desk.list(source.record.id);
        one.as_object().emplace("run", runs.empty() ? Json() : run_json(runs.front(), false));
        rows.push_back(std::move(one));
    }
    return json_response(Json::Object{{"fields", fields_json()}, {"inputs", inputs_json()}, {"rows", std::move(rows)}});
}

Result<Response> show_source(const Context& context, const Request& request) {
    const auto source = workflow::find_source(context, request.params.at("id"));
    if (!source) return pass_on(source.error());
    return json_response(source_json(*source));
}

Result<Response> add_source(const Context& context, const Request& request) {
    const auto body = source_body(request);
    if (!body) return pass_on(body.error());
    const auto source = workflow::set_source(context, request.actor, "", body->settings, body->secret);
    if (!source) return pass_on(source.error());
    return json_response(source_json(*source), 201);
}

Result<Response> change_source(const Context& context, const Request& request) {
    const auto body = source_body(request);
    if (!body) return pass_on(body.error());
    const auto source =
        workflow::set_source(context, request.actor, request.params.at("id"), body->settings, body->secret);
    if (!source) return pass_on(source.error());
    return json_response(source_json(*source));
}

Result<Response> remove_source(const Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto reason = in.text("reason", 1, 500);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto removed = workflow::remove_source(context, request.actor, request.params.at("id"), reason);
    if (!removed) return pass_on(removed.error());
    return json_response(Json::Object{});
}

Result<Response> try_source(const Context& context, const Request& request) {
    const auto body = source_body(request, {"id"});
    if (!body) return pass_on(body.error());
    const Json* id = request.body.find("id");
    const auto trial = workflow::try_source(context, id != nullptr && id->is_string() ? id->as_string() : std::string(),
                                            body->settings, body->secret);
    if (!trial) return pass_on(trial.error());
    return json_response(trial_json(*trial));
}

// ── runs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

Result<Response> start_run(ExchangeDesk& desk, const Request& request) {
    FieldReader in(request.body);
    const workflow::RunTerms terms{.dry = in.flag("dry", false),
                                   .full = in.flag("full", false),
                                   .force = in.flag("force", false),
                                   .scheduled = false,
                                   .settled = {}};
    if (auto no = in.refusal()) return pass_on(*no);
    const auto run = desk.start(request.actor, request.params.at("id"), terms);
    if (!run) return pass_on(run.error());
    return json_response(run_json(*run, false), 202);
}

Result<Response> list_runs(const Context& context, ExchangeDesk& desk, const Request& request) {
    const auto source = workflow::find_source(context, request.params.at("id"));
    if (!source) return pass_on(source.error());
    Json::Array rows;
    for (const auto& run : desk.list(source->record.id)) rows.push_back(run_json(run, false));
    return list_response(std::move(rows), std::nullopt);
}

Result<Response> show_run(ExchangeDesk& desk, const Request& request) {
    const auto run = desk.find(request.params.at("id"));
    if (!run) return pass_on(run.error());
    return json_response(run_json(*run, true));
}

Result<Response> problems(const Context& context, const Request& request) {
    const auto run = workflow::find_run(context, request.params.at("id"));
    if (!run) return pass_on(run.error());
    const auto file = workflow::run_problems(context, run->id);
    if (!file) return pass_on(file.error());
    workflow::record_export(context, request.actor,
                            {.what = "problems",
                             .format = "csv",
                             .filter = {{"run", run->id}},
                             .rows = run->problems_total,
                             .file = *file});
    Response response;
    response.content_type = "text/csv; charset=utf-8";
    response.file = *file;
    as_download(response, "拒收清单-" + run->id + ".csv");
    return response;
}

// ── conflicts ─────────────────────────────────────────────────────────────────────────────────────────────────────

Result<Response> list_conflicts(const Context& context, const Request& request) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    store::ConflictQuery query{.source = request.text("source"), .field = request.text("field"), .limit = *limit + 1};
    if (const auto state = request.text("state"); !state.empty()) query.state = state;
    if (const auto after = store::parse_conflict_id(request.text("after")))
        std::tie(query.after_entry, query.after_line) = *after;
    auto view = context.database.read();
    std::map<std::string, std::string> names;
    for (const auto& source : store::list_sources(view)) names.emplace(source.id, source.name);
    auto found = store::list_conflicts(view, query);
    std::optional<std::string> next;
    if (found.size() > *limit) {
        found.resize(*limit);
        next = found.back().id();
    }
    Json::Array rows;
    for (const auto& conflict : found) rows.push_back(conflict_json(conflict, names[conflict.source]));
    return list_response(std::move(rows), std::move(next), store::count_conflicts(view, query));
}

Result<Response> resolve(const Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto ids = in.texts("conflicts", 500);
    const auto choice = in.text("choice", 1, 10);
    const auto reason = in.optional_text("reason", 500).value_or("");
    if (choice != "keep" && choice != "take")
        in.refuse_field("choice", "exchange.choice", "请选择 keep（以我方为准）或 take（以来源为准）",
                        "choose keep or take");
    if (auto no = in.refusal()) return pass_on(*no);
    const auto done = workflow::resolve_conflicts(
        context, request.actor, ids, choice == "take" ? workflow::Choice::take : workflow::Choice::keep, reason);
    if (!done) return pass_on(done.error());
    return json_response(Json::Object{
        {"conflicts", done->conflicts}, {"objects", done->objects}, {"receipt", Json::Object{{"seq", done->entry}}}});
}

// ── our directory for others ──────────────────────────────────────────────────────────────────────────────────────

Result<Response> list_readers(const Context& context, const Request&) {
    Json::Array rows;
    for (const auto& reader : workflow::list_readers(context)) rows.push_back(reader_json(reader));
    return json_response(Json::Object{{"rows", std::move(rows)}, {"shareable", Json(inspection::shareable_fields())}});
}

Result<Response> add_reader(const Context& context, const Request& request) {
    const auto made = workflow::add_reader(context, request.actor, request.body);
    if (!made) return pass_on(made.error());
    Json out = reader_json(made->reader);
    out.as_object().emplace("key", made->key);
    return json_response(out, 201);
}

Result<Response> revoke_reader(const Context& context, const Request& request) {
    FieldReader in(request.body);
    const auto reason = in.text("reason", 1, 500);
    if (auto no = in.refusal()) return pass_on(*no);
    const auto done = workflow::revoke_reader(context, request.actor, request.params.at("id"), reason);
    if (!done) return pass_on(done.error());
    return json_response(Json::Object{});
}

/// For other departments' systems, by key and not by account.
Result<Response> share(const Context& context, const Request& request) {
    const auto limit = request.number("limit", 1000, 1, kMostShared);
    if (!limit) return pass_on(limit.error());
    const auto page =
        workflow::share_objects(context, request.bearer, request.text("since"), static_cast<std::size_t>(*limit));
    if (!page) return pass_on(page.error());
    return json_response(shared_json(*page));
}

void add_source_routes(Router& router, const Context& context, ExchangeDesk& desk) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/exchange/sources", Permission::exchange_read, Body::none, "None", "ExchangeSources",
                "共享来源 Sources of rows",
                [&context, &desk](const Request& request) { return list_sources(context, desk, request); }});
    router.add({Method::post, "/api/exchange/sources", Permission::exchange_manage, Body::json, "ExchangeSettings",
                "ExchangeSource", "新建来源 Add a source", with(add_source)});
    router.add({Method::post, "/api/exchange/sources/try", Permission::exchange_manage, Body::json,
                "ExchangeTrialSettings", "ExchangeTrial", "试读前几行 Read the first rows", with(try_source)});
    router.add({Method::get, "/api/exchange/sources/{id}", Permission::exchange_read, Body::none, "None",
                "ExchangeSource", "一个来源 One source", with(show_source)});
    router.add({Method::put, "/api/exchange/sources/{id}", Permission::exchange_manage, Body::json, "ExchangeSettings",
                "ExchangeSource", "修改来源 Configure a source anew", with(change_source)});
    router.add({Method::post, "/api/exchange/sources/{id}/remove", Permission::exchange_manage, Body::json,
                "ExchangeReason", "Empty", "移除来源 Remove a source", with(remove_source)});
}

void add_run_routes(Router& router, const Context& context, ExchangeDesk& desk) {
    router.add({Method::post, "/api/exchange/sources/{id}/runs", Permission::exchange_run, Body::json,
                "ExchangeRunTerms", "ExchangeRun", "运行或试运行 Run a source, or try it",
                [&desk](const Request& request) { return start_run(desk, request); }});
    router.add({Method::get, "/api/exchange/sources/{id}/runs", Permission::exchange_read, Body::none, "None",
                "ExchangeRuns", "运行记录 Runs of a source",
                [&context, &desk](const Request& request) { return list_runs(context, desk, request); }});
    router.add({Method::get, "/api/exchange/runs/{id}", Permission::exchange_read, Body::none, "None", "ExchangeRun",
                "一次运行的进度和报告 A run, its progress and report",
                [&desk](const Request& request) { return show_run(desk, request); }});
    router.add({Method::get, "/api/exchange/runs/{id}/problems.csv", Permission::exchange_run, Body::none, "None",
                "File", "拒收清单 All rejected rows",
                [&context](const Request& request) { return problems(context, request); }});
}

}  // namespace

void add_exchange_routes(Router& router, const Context& context, ExchangeDesk& desk) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    add_source_routes(router, context, desk);
    add_run_routes(router, context, desk);
    router.add({Method::get, "/api/exchange/conflicts", Permission::exchange_read, Body::none, "None",
                "ExchangeConflicts", "待判断的出入 Conflicts that wait for a person", with(list_conflicts)});
    router.add({Method::post, "/api/exchange/conflicts/resolve", Permission::roll_merge, Body::json,
                "ExchangeResolution", "ExchangeResolved", "对出入作出判断 Decide on conflicts", with(resolve)});
    router.add({Method::get, "/api/exchange/readers", Permission::exchange_manage, Body::none, "None",
                "ExchangeReaders", "对外共享的密钥 Keys of other departments", with(list_readers)});
    router.add({Method::post, "/api/exchange/readers", Permission::exchange_manage, Body::json, "ExchangeScope",
                "ExchangeReader", "发给密钥 Give a department a key", with(add_reader)});
    router.add({Method::post, "/api/exchange/readers/{id}/revoke", Permission::exchange_manage, Body::json,
                "ExchangeReason", "Empty", "收回密钥 Take a key back", with(revoke_reader)});
    router.add({Method::get, "/api/exchange/objects", Permission::public_access, Body::none, "None", "ExchangeObjects",
                "凭密钥读取名录中变化的对象 Objects that changed, for the holder of a key", with(share)});
}

}  // namespace sunlot::api
