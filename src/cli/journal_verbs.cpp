#include "cli/verbs.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

std::string report_text(const Json& report) {
    std::string out;
    for (const auto& fault : report.at("journal_faults").as_array()) {
        out += fmt::format("日志 entry {}  {}  {}\n", in_words(fault.at("seq")), in_words(fault.at("kind")),
                           in_words(fault.at("detail")));
    }
    for (const auto& one : report.at("differences").as_array()) {
        out += fmt::format("{}  {}  {}", in_words(one.at("table")), in_words(one.at("key")), in_words(one.at("kind")));
        if (!in_words(one.at("column")).empty()) {
            out += fmt::format("  {}：应为 expected {}，现为 found {}", in_words(one.at("column")),
                               in_words(one.at("expected")), in_words(one.at("found")));
        }
        out += "\n";
    }
    out += fmt::format("重放 {} 个条目，比对 {} 张表 {} 行：", in_words(report.at("entries")),
                       in_words(report.at("tables")), in_words(report.at("rows")));
    out +=
        report.at("clean").as_bool()
            ? "一致 (clean)\n"
            : fmt::format("{} 处不符 ({} differences)\n",
                          report.at("journal_faults_total").as_integer() + report.at("differences_total").as_integer(),
                          report.at("journal_faults_total").as_integer() + report.at("differences_total").as_integer());
    return out;
}

/// With --user by the route, like everyone. Without, whoever holds the data directory may read it: the same handler
/// runs here, while no server has the directory.
Result<Json> report_of(Workplace& place) {
    const Call call{.method = Method::post, .target = "/api/audit/replay"};
    if (place.options().user.empty()) {
        auto here = place.open_here();
        if (here) {
            (*here)->context().progress = [&](std::string_view stage, std::uint64_t done, std::uint64_t total) {
                place.progress().show(stage, done, total);
            };
            return ask_as_console(**here, call);
        }
        if (here.error().code != "data.locked") return pass_on(here.error());
    }
    const auto client = place.client();
    if (!client) return pass_on(client.error());
    return (*client)->ask(call);
}

Result<Done> replay(Workplace& place) {
    const auto report = report_of(place);
    place.progress().finish();
    if (!report) return pass_on(report.error());
    place.print(*report, report_text);
    if (report->at("clean").as_bool()) return Done{};
    return refuse(RefusalKind::conflict, "audit.differs", "数据库与日志不符，见上",
                  "The database is not what the journal says");
}

struct ListArguments {
    std::string kind;
    std::string subject;
    std::string after;
    std::string limit = "50";
};

}  // namespace

void add_journal_verbs(CLI::App& app, Chosen& chosen) {
    auto& audit = *app.add_subcommand("audit", "审计 Audit")->require_subcommand(1);
    add_verb(audit, chosen, "replay", "重放日志并逐行比对 Replay the journal and compare", replay);
    auto& journal = *app.add_subcommand("journal", "日志 Journal")->require_subcommand(1);
    auto a = std::make_shared<ListArguments>();
    auto* list = add_verb(journal, chosen, "list", "条目，从新到旧 Entries, newest first", [a](Workplace& place) {
        const std::string target = with_query(
            "/api/journal", {{"kind", a->kind}, {"subject", a->subject}, {"after", a->after}, {"limit", a->limit}});
        return place.ask_and_show({.target = target}, [](const Json& answer) {
            return table({{"seq", "条目"},
                          {"at", "时间"},
                          {"kind", "事情"},
                          {"actor", "谁"},
                          {"subject", "对象"},
                          {"data", "内容"}},
                         answer.at("rows").as_array());
        });
    });
    list->add_option("--kind", a->kind, "种类 Kind");
    list->add_option("--subject", a->subject, "对象 Subject");
    list->add_option("--after", a->after, "游标 Cursor");
    list->add_option("--limit", a->limit, "行数 Rows")->capture_default_str();
}

}  // namespace sunlot::cli
