#include "api/log_read_routes.h"

#include "api/entry_page.h"
#include "api/framed_page.h"
#include "api/journal_page.h"
#include "api/log_json.h"
#include "api/rate_limit.h"
#include "base/text.h"
#include "store/database.h"
#include "workflow/witness_list.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

namespace sunlot::api {
namespace {

using inspection::Permission;
using workflow::Context;

constexpr std::size_t kRowsPerPage = 50;
constexpr const char* kShort = "public, max-age=2";
constexpr const char* kForEver = "public, max-age=31536000, immutable";

Response cached(Response response, const char* how_long) {
    response.headers.emplace_back("Cache-Control", how_long);
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");  // any monitor's page may read it
    return response;
}

Response plain(std::string body) {
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(body);
    return response;
}

Refusal no_entry() {
    return refuse(RefusalKind::not_found, "log.entry", "日志里没有这一条", "The log has no such entry");
}

Result<std::uint64_t> number_in(const Request& request) {
    const auto seq = parse_unsigned(request.params.at("seq"));
    if (!seq || *seq > INT64_MAX) return no_entry();
    return *seq;
}

Result<workflow::PublishedEntry> entry_of(const Context& context, const Request& request) {
    const auto seq = number_in(request);
    if (!seq) return pass_on(seq.error());
    return workflow::published_entry(context, *seq);
}

Json to_json(const workflow::WitnessLine& witness) {
    return Json::Object{{"cosigned_at", witness.cosigned_at ? Json(witness.cosigned_at->text()) : Json()},
                        {"name", witness.name},
                        {"organisation", witness.organisation},
                        {"vkey", witness.vkey.empty() ? Json() : Json(witness.vkey)}};
}

/// The newest head that the quorum has cosigned, if there is one.
Json witnessed(const Context& context) {
    std::ifstream in(context.data_directory / "log" / "witnessed", std::ios::binary);
    if (!in) return {};
    return std::string(std::istreambuf_iterator<char>(in), {});
}

Result<Response> head(const Context& context, const Request&) {
    const auto log = workflow::published_log(context);
    if (!log) return pass_on(log.error());
    Json::Array witnesses;
    for (const auto& witness : workflow::witnesses_of(context, *log)) witnesses.push_back(to_json(witness));
    Json::Array keys;
    for (const auto& key : workflow::published_keys(context)) keys.push_back(key.text());
    return cached(json_response(Json::Object{{"checkpoint", log->note},
                                             {"keys", std::move(keys)},
                                             {"origin", log->head.origin},
                                             {"root", hash::hex(log->head.root)},
                                             {"size", log->head.size},
                                             {"witnessed", witnessed(context)},
                                             {"witnesses", std::move(witnesses)}}),
                  kShort);
}

Result<Response> entry(const Context& context, const Request& request) {
    const auto found = entry_of(context, request);
    if (!found) return pass_on(found.error());
    return cached(json_response(api::to_json(*found)), kShort);
}

Result<std::optional<std::uint64_t>> size_in(const Request& request, std::string_view name) {
    const auto number = request.number(name, -1, 0, INT64_MAX);
    if (!number) return pass_on(number.error());
    if (*number < 0) return std::optional<std::uint64_t>();
    return std::optional(static_cast<std::uint64_t>(*number));
}

Result<workflow::ConsistencyProof> proof_between(const Context& context, const Request& request) {
    const auto from = size_in(request, "from");
    if (!from) return pass_on(from.error());
    const auto to = size_in(request, "to");
    if (!to) return pass_on(to.error());
    return workflow::published_consistency(context, from->value_or(0), *to);
}

Result<Response> consistency(const Context& context, const Request& request) {
    const auto proof = proof_between(context, request);
    if (!proof) return pass_on(proof.error());
    const bool fixed = request.query.contains("from") && request.query.contains("to");
    return cached(json_response(api::to_json(*proof)), fixed ? kForEver : kShort);
}

/// The published part for everybody; all of it for those who may read the journal.
Result<Response> search(const Context& context, const Request& request, bool everything) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    const auto log = workflow::published_log(context);
    const std::uint64_t published = log ? log->head.size : 0;
    const std::string box = request.text("q");
    const std::string after = request.text("after");
    workflow::JournalQuestion question{.box = box, .after = after, .limit = *limit, .below = {}};
    if (!everything) question.below = published;
    const auto answer = workflow::search_journal(context, question);
    if (!answer) return pass_on(answer.error());
    Json::Array rows;
    for (const auto& row : answer->rows) rows.push_back(api::to_json(row, row.seq < published));
    Json::Array words;
    for (const auto& word : answer->words) words.push_back(api::to_json(word));
    return json_response(Json::Object{{"next", answer->next ? Json(*answer->next) : Json()},
                                      {"rows", std::move(rows)},
                                      {"total", Json()},
                                      {"words", std::move(words)}});
}

Result<Response> search_page(const Context& context, const Request& request) {
    JournalPage page{
        .asked = request.text("q"), .log = {}, .answer = {}, .refused = {}, .language = language_of(request)};
    if (auto log = workflow::published_log(context)) page.log = std::move(*log);
    const std::string after = request.text("after");
    auto answer = workflow::search_journal(
        context,
        {.box = page.asked, .after = after, .limit = kRowsPerPage, .below = page.log ? page.log->head.size : 0});
    if (answer) {
        page.answer = std::move(*answer);
    } else {
        page.refused = answer.error().text;
    }
    return framed_page(context, journal_page(page));
}

Result<Response> entry_html(const Context& context, const Request& request) {
    const auto seq = number_in(request);
    if (!seq) return pass_on(seq.error());
    const auto found = workflow::published_entry(context, *seq);
    const Language language = language_of(request);
    if (!found && found.error().code == "log.not_yet") {
        if (context.database.read().journal().size <= *seq) return no_entry();
        const auto log = workflow::published_log(context);
        return framed_page(context, waiting_page(*seq, log ? log->head.size : 0, language));
    }
    if (!found) return pass_on(found.error());
    const auto witnesses = workflow::witnesses_of(context, found->log);
    const auto keys = workflow::published_keys(context);
    return framed_page(context, entry_page({.entry = *found,
                                            .witnesses = witnesses,
                                            .keys = keys,
                                            .language = language,
                                            .leaf = lower(request.text("leaf"))}));
}

Result<Response> entry_bytes(const Context& context, const Request& request) {
    auto found = entry_of(context, request);
    if (!found) return pass_on(found.error());
    return cached(plain(std::move(found->bytes)), kForEver);
}

Result<Response> entry_proof(const Context& context, const Request& request) {
    auto found = entry_of(context, request);
    if (!found) return pass_on(found.error());
    return cached(plain(std::move(found->proof)), kShort);
}

Result<Response> consistency_html(const Context& context, const Request& request) {
    ConsistencyPage page{
        .pasted = request.text("checkpoint"), .kept = {}, .proof = {}, .refused = {}, .language = language_of(request)};
    const auto keep = [&page](auto answer, auto& member) {
        if (answer) {
            member = std::move(*answer);
        } else {
            page.refused = answer.error().text;
        }
    };
    if (!page.pasted.empty()) {
        keep(workflow::compare_kept(context, page.pasted), page.kept);
    } else if (request.query.contains("from")) {
        keep(proof_between(context, request), page.proof);
    }
    return framed_page(context, consistency_page(page));
}

void add_public(Router& router, const std::string& path, const char* schema, const char* summary, Handler handler) {
    router.add({Method::get, path, Permission::public_access, Body::none, "None", schema, summary, std::move(handler)});
}

}  // namespace

void add_log_read_routes(Router& router, const Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    const auto limit = std::make_shared<RateLimit>(context.clock, RateLimit::Rate{});
    const auto limited = [&context, limit](auto handler) {
        return [&context, limit, handler](const Request& request) -> Result<Response> {
            if (const auto free = limit->take(request.address); !free) return pass_on(free.error());
            return handler(context, request);
        };
    };
    add_public(router, "/api/public/log/head", "LogHead",
               "公开日志的检查点与见证人 The published head and its witnesses", with(head));
    add_public(router, "/api/public/log/entries/{seq}", "LogEntry", "一条日志及其收录证明 An entry with its proof",
               with(entry));
    add_public(router, "/api/public/log/consistency", "LogConsistency",
               "两个日志之间的一致性证明 A consistency proof between two sizes", with(consistency));
    add_public(router, "/api/public/log/search", "LogSearch", "搜索公开日志 Search the published log",
               limited([](const Context& c, const Request& r) { return search(c, r, false); }));
    router.add({Method::get, "/api/journal/search", Permission::journal_read, Body::none, "None", "LogSearch",
                "搜索日志 Search the journal",
                with([](const Context& c, const Request& r) { return search(c, r, true); })});
    add_public(router, "/j", "Html", "公开日志的搜索页 The page to search the log", limited(search_page));
    add_public(router, "/j/consistency", "Html", "用旧检查点核对日志有没有改写 Hold a kept checkpoint against the log",
               limited(consistency_html));
    add_public(router, "/j/{seq}", "Html", "一条日志的页面 The page of an entry", with(entry_html));
    add_public(router, "/j/{seq}/entry.json", "File", "一条日志的原文 The bytes of an entry", with(entry_bytes));
    add_public(router, "/j/{seq}/proof.txt", "File", "一条日志的收录证明 The proof of an entry", with(entry_proof));
}

}  // namespace sunlot::api
