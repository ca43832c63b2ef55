#include "api/journal_routes.h"

#include "workflow/journal.h"
#include "workflow/log_files.h"

#include <stdexcept>

namespace sunlot::api {
namespace {

using inspection::Permission;

/// The row as it was hashed: `data` comes from the entry's own bytes.
Json to_json(const store::JournalRow& row) {
    const auto entry = parse_canonical(row.entry);
    if (!entry) throw std::runtime_error("journal entry " + std::to_string(row.seq) + " can't be read");
    return Json::Object{{"actor", row.actor},    {"at", row.at.text()},         {"data", entry->at("data")},
                        {"kind", row.kind},      {"leaf", hash::hex(row.leaf)}, {"seq", row.seq},
                        {"subject", row.subject}};
}

Result<Response> list_entries(const workflow::Context& context, const Request& request) {
    const auto limit = request.limit();
    if (!limit) return pass_on(limit.error());
    const auto after = request.number("after", -1, 0, INT64_MAX);
    if (!after) return pass_on(after.error());
    store::JournalFilter filter{.kind = request.text("kind"),
                                .subject = request.text("subject"),
                                .before = {},
                                .limit = static_cast<int>(*limit) + 1};
    if (*after >= 0) filter.before = static_cast<std::uint64_t>(*after);
    auto rows = workflow::journal_page(context, filter);
    std::optional<std::string> next;
    if (rows.size() > *limit) {
        rows.resize(*limit);
        next = std::to_string(rows.back().seq);
    }
    Json::Array out;
    for (const auto& row : rows) out.push_back(to_json(row));
    return list_response(std::move(out), std::move(next));
}

Result<Response> head(const workflow::Context& context, const Request&) {
    const auto signed_head = workflow::present_head(context);
    if (!signed_head) return pass_on(signed_head.error());
    return json_response(Json::Object{
        {"checkpoint", signed_head->checkpoint}, {"root", hash::hex(signed_head->root)}, {"size", signed_head->size}});
}

}  // namespace

void add_journal_routes(Router& router, const workflow::Context& context) {
    const auto with = [&context](auto handler) {
        return [&context, handler](const Request& request) { return handler(context, request); };
    };
    router.add({Method::get, "/api/journal", Permission::journal_read, Body::none, "None", "JournalList",
                "日志条目，从新到旧 Journal entries, newest first", with(list_entries)});
    router.add({Method::get, "/api/journal/head", Permission::journal_read, Body::none, "None", "JournalHead",
                "签名的日志头 The signed head of the log", with(head)});
}

}  // namespace sunlot::api
