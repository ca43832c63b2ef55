#include "api/draw_routes.h"

#include "api/contribution_json.h"
#include "api/draw_json.h"
#include "workflow/draw.h"

#include <functional>
#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;

Result<Response> draw_response(const workflow::Context& context, std::string_view draw_id, int status = 200) {
    const auto draw = workflow::view_draw(context, draw_id);
    if (!draw) return pass_on(draw.error());
    return json_response(to_json(*draw), status);
}

/// The draw after the step, or why the step was refused.
Result<Response> after(const workflow::Context& context, const Request& request, const Result<Done>& done) {
    if (!done) return pass_on(done.error());
    return draw_response(context, request.params.at("id"));
}

/// Steps that need nothing but the draw's id.
using Step = Result<Done> (*)(const workflow::Context&, const workflow::Actor&, std::string_view);
template <Step step>
Result<Response> take(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    if (auto no = in.refusal()) return pass_on(*no);
    return after(context, request, step(context, request.actor, request.params.at("id")));
}

/// Steps that need a reason.
using ReasonedStep = Result<Done> (*)(const workflow::Context&, const workflow::Actor&, std::string_view,
                                      std::string_view);
template <ReasonedStep step>
Result<Response> take_with_reason(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string reason = in.text("reason", 1, 2000);
    if (auto no = in.refusal()) return pass_on(*no);
    return after(context, request, step(context, request.actor, request.params.at("id"), reason));
}

Result<draw::Party> read_party(const Json& value, const std::string& path) {
    FieldReader in(value, path);
    draw::Party party;
    party.id = in.text("id", 1, 32);
    party.organisation = in.text("organisation", 1, 200);
    party.role = in.text("role", 1, 64);
    if (auto no = in.refusal()) return pass_on(*no);
    return party;
}

Result<draw::PlannedEvent> read_event(const Json& value, const std::string& path) {
    FieldReader in(value, path);
    draw::PlannedEvent event;
    const auto kind = draw::parse_event_kind(in.text("kind", 1, 16));
    if (kind)
        event.kind = *kind;
    else
        in.refuse_field("kind", kind.error().code, kind.error().text.zh, kind.error().text.en);
    event.name = in.text("name", 1, 128);
    if (!event.name.empty())
        if (const auto name = draw::check_event_name(event.kind, event.name); !name)
            in.refuse_field("name", name.error().code, name.error().text.zh, name.error().text.en);
    const auto not_before = Instant::parse(in.text("not_before", 1, 32));
    if (not_before)
        event.not_before = not_before->text();
    else
        in.refuse_field("not_before", "instant.malformed", "时间应写作 2026-11-24T13:15:00Z",
                        "must be an instant like 2026-11-24T13:15:00Z");
    if (auto no = in.refusal()) return pass_on(*no);
    return event;
}

/// Absent, a draw is under embargo: a sample that everybody can compute would tell every firm beforehand.
void read_embargo(FieldReader& in, workflow::DrawTerms& terms) {
    const std::string mode = in.optional_text("mode", 16).value_or("embargo");
    if (mode != "embargo" && mode != "open")
        in.refuse_field("mode", "draw.mode", "应为 embargo（保密）或 open（公开）", "must be embargo or open");
    terms.mode = mode == "open" ? draw::Mode::open : draw::Mode::embargo;
    for (const Json& item : in.array_or_empty("sealed", 2)) {
        FieldReader share(item, "sealed[" + std::to_string(terms.sealed.size()) + "]");
        terms.sealed.push_back(share.text("organisation", 1, 200));
        if (const auto no = share.refusal()) in.refuse_field("sealed", no->code, no->text.zh, no->text.en);
    }
    const Json& embargo = in.any("embargo");
    if (embargo.is_null()) return;
    FieldReader deadline(embargo, "embargo");
    const auto reveal_by = Instant::parse(deadline.text("reveal_by", 1, 32));
    if (reveal_by)
        terms.embargo = draw::Embargo{.reveal_by = reveal_by->text()};
    else
        deadline.refuse_field("reveal_by", "instant.malformed", "时间应写作 2026-12-20T16:00:00Z",
                              "must be an instant like 2026-12-20T16:00:00Z");
    if (const auto no = deadline.refusal()) in.refuse_field("embargo", no->code, no->text.zh, no->text.en);
}

void read_trustees(FieldReader& in, workflow::DrawTerms& terms) {
    const Json& value = in.any("trustees");
    if (value.is_null()) return;
    FieldReader reader(value, "trustees");
    draw::Trustees trustees;
    trustees.threshold = static_cast<std::uint64_t>(reader.integer("threshold", 2, 10));
    for (const Json& item : reader.array("keys", 10)) {
        FieldReader key(item, "trustees.keys[" + std::to_string(trustees.keys.size()) + "]");
        trustees.keys.push_back({.id = key.text("id", 1, 32),
                                 .key = key.text("key", 64, 64),
                                 .organisation = key.text("organisation", 1, 200)});
        if (const auto no = key.refusal()) reader.refuse_field("keys", no->code, no->text.zh, no->text.en);
    }
    if (const auto no = reader.refusal()) in.refuse_field("trustees", no->code, no->text.zh, no->text.en);
    terms.trustees = std::move(trustees);
}

Result<workflow::DrawTerms> read_terms(const Json& body) {
    FieldReader in(body);
    workflow::DrawTerms terms;
    terms.task = in.text("task", 1, 200);
    terms.min_parties = in.integer("min_parties", 2, 50);
    for (const Json& item : in.array("parties", 50)) {
        auto party = read_party(item, "parties[" + std::to_string(terms.parties.size()) + "]");
        if (!party) return pass_on(party.error());
        terms.parties.push_back(std::move(*party));
    }
    read_embargo(in, terms);
    read_trustees(in, terms);
    for (const Json& item : in.array_or_empty("events", 10)) {
        auto event = read_event(item, "events[" + std::to_string(terms.events.size()) + "]");
        if (!event) return pass_on(event.error());
        terms.events.push_back(std::move(*event));
    }
    if (auto no = in.refusal()) return pass_on(*no);
    return terms;
}

Result<Response> open(const workflow::Context& context, const Request& request) {
    const auto terms = read_terms(request.body);
    if (!terms) return pass_on(terms.error());
    const auto draw_id = workflow::open_draw(context, request.actor, *terms);
    if (!draw_id) return pass_on(draw_id.error());
    return draw_response(context, *draw_id, 201);
}

Result<Response> commit(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string party = in.text("party", 1, 32);
    const std::string commitment = in.text("commitment", 1, 64);
    const auto deposit = read_boxes(in);
    if (auto no = in.refusal()) return pass_on(*no);
    return after(
        context, request,
        workflow::commit_contribution(context, request.actor, request.params.at("id"), party, commitment, deposit));
}

Result<Response> reveal(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const workflow::Reveal reveal{.party = in.text("party", 1, 32),
                                  .value = in.optional_text("value", 64).value_or(""),
                                  .typed = in.optional_text("typed", 1000).value_or("")};
    if (auto no = in.refusal()) return pass_on(*no);
    return after(context, request,
                 workflow::reveal_contribution(context, request.actor, request.params.at("id"), reveal));
}

Result<Response> record(const workflow::Context& context, const Request& request) {
    FieldReader in(request.body);
    const std::string name = in.text("name", 1, 128);
    const std::string content = in.text("content", 1, 256);
    const std::string signature = in.optional_text("signature", 192).value_or("");
    if (auto no = in.refusal()) return pass_on(*no);
    return after(context, request,
                 workflow::record_event(context, request.actor, request.params.at("id"), name, content, signature));
}

Result<Response> read(const workflow::Context& context, const Request& request) {
    return draw_response(context, request.params.at("id"));
}

Result<Response> list(const workflow::Context& context, const Request& request) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    auto lines = workflow::list_draws(context, request.text("after"), *limit);
    if (!lines) return pass_on(lines.error());
    Json::Array rows;
    for (const auto& line : lines->rows) rows.push_back(to_json(line));
    return list_response(std::move(rows), lines->next);
}

Result<workflow::DrawnQuery> read_query(const Request& request, workflow::OfficerNames names) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    workflow::DrawnQuery query{
        .kind = request.text("kind"), .after = request.text("after"), .limit = *limit, .names = names};
    if (!query.kind.empty() && query.kind != "S" && query.kind != "R")
        return refuse(RefusalKind::invalid, "query.invalid", "kind 应为 S（样本）或 R（备选）",
                      "kind must be S (sample) or R (reserve)", "kind");
    return query;
}

Result<Response> result(const workflow::Context& context, const Request& request) {
    const auto query = read_query(request, workflow::OfficerNames::full);
    if (!query) return pass_on(query.error());
    auto drawn = workflow::drawn_rows(context, request.params.at("id"), *query);
    if (!drawn) return pass_on(drawn.error());
    Json::Array rows;
    for (const auto& row : drawn->rows) rows.push_back(to_json(row));
    return list_response(std::move(rows), drawn->next, static_cast<std::int64_t>(drawn->total));
}

/// For anyone: the same view, the seed part by part, and a page of what was drawn with masked names.
Result<Response> read_public(const workflow::Context& context, const Request& request) {
    const auto query = read_query(request, workflow::OfficerNames::masked);
    if (!query) return pass_on(query.error());
    const auto shown = workflow::public_draw(context, request.params.at("id"), *query);
    if (!shown) return pass_on(shown.error());
    Json out = to_json(shown->draw);
    Json::Array parts;
    for (const auto& part : shown->seed_parts) parts.push_back(to_json(part));
    Json::Array rows;
    for (const auto& row : shown->drawn.rows) rows.push_back(to_json(row));
    out.as_object()["seed_parts"] = parts;
    out.as_object()["drawn"] = Json::Object{
        {"rows", rows}, {"next", shown->drawn.next ? Json(*shown->drawn.next) : Json()}, {"total", shown->drawn.total}};
    return json_response(out);
}

using Call = Result<Response> (*)(const workflow::Context&, const Request&);

void add_step(Router& router, const workflow::Context& context, const std::string& step, Permission permission,
              const char* schema, const char* summary, Call call) {
    router.add({Method::post, "/api/draws/{id}/" + step, permission, Body::json, schema, "Draw", summary,
                [&context, call](const Request& request) { return call(context, request); }});
}

void add_steps(Router& router, const workflow::Context& context) {
    const auto run = [&](const char* step, const char* schema, const char* summary, Call call) {
        add_step(router, context, step, Permission::draw_run, schema, summary, call);
    };
    run("contributions", "Commitment", "提交承诺 Commit to a contribution", commit);
    run("seal", "Empty", "封存名单 Seal the frame", take<workflow::seal_frame>);
    run("reveals", "Reveal", "揭示贡献值 Reveal a contribution", reveal);
    run("event", "EventRecord", "登记公开事件 Record the public event", record);
    run("seed", "Empty", "确定种子 Fix the seed", take<workflow::fix_seed>);
    run("result", "Empty", "抽取检查对象 Draw the objects", take<workflow::seal_result>);
    run("assignment", "Empty", "分派执法人员 Assign the officers", take<workflow::seal_assignment>);
    run("close", "Empty", "结束抽取 Close the draw", take<workflow::close_draw>);
    run("redraw", "Reason", "申请更正重抽 Ask for a redraw", take_with_reason<workflow::request_redraw>);
    add_step(router, context, "redraw/approve", Permission::draw_approve, "Empty", "批准更正重抽 Approve a redraw",
             take<workflow::approve_redraw>);
    add_step(router, context, "void", Permission::draw_approve, "Reason", "作废抽取 Void the draw",
             take_with_reason<workflow::void_draw>);
}

}  // namespace

void add_draw_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](Call call) {
        return [&context, call](const Request& request) { return call(context, request); };
    };
    router.add({Method::post, "/api/draws", Permission::draw_run, Body::json, "DrawRequest", "Draw",
                "开启抽取 Open a draw", with(open)});
    router.add({Method::get, "/api/draws", Permission::draw_read, Body::none, "None", "DrawList", "抽取列表 List draws",
                with(list)});
    router.add({Method::get, "/api/draws/{id}", Permission::draw_read, Body::none, "None", "Draw",
                "查看抽取 Read a draw", with(read)});
    router.add({Method::get, "/api/draws/{id}/result", Permission::draw_read, Body::none, "None", "DrawnList",
                "抽取结果与分派 The objects drawn and their officers", with(result)});
    router.add({Method::get, "/api/public/draws/{id}", Permission::public_access, Body::none, "None", "PublicDraw",
                "公开的抽取信息 A draw as anyone may see it", with(read_public)});
    add_steps(router, context);
}

}  // namespace sunlot::api
