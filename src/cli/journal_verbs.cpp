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
    out += fmt::format("{}重放 {} 个条目，比对 {} 张表 {} 行：",
                       report.at("whole").as_bool() ? "" : "（只核对新增和轮到的部分，全部请用 --full）",
                       in_words(report.at("entries")), in_words(report.at("tables")), in_words(report.at("rows")));
    out +=
        report.at("clean").as_bool()
            ? "一致 (clean)\n"
            : fmt::format("{} 处不符 ({} differences)\n",
                          report.at("journal_faults_total").as_integer() + report.at("differences_total").as_integer(),
                          report.at("journal_faults_total").as_integer() + report.at("differences_total").as_integer());
    return out;
}

/// Asks, prints, and ends with 1 when something was found.
Result<Done> journal_audit(Workplace& place, const std::string& what, const Json& body,
                           const std::function<std::string(const Json&)>& show) {
    const auto report =
        ask_here_or_there(place, {.method = Method::post, .target = "/api/audit/" + what, .body = body});
    place.progress().finish();
    if (!report) return pass_on(report.error());
    place.print(*report, show);
    const Json* clean = report->find("clean");
    if (clean != nullptr ? clean->as_bool() : report->at("faults").as_integer() == 0) return Done{};
    return refuse(RefusalKind::conflict, "audit.differs", "审计发现问题，见上", "The audit found faults, see above");
}

std::string log_report_text(const Json& report) {
    std::string out = log_faults_text(report.at("faults"));
    for (const auto& signer : report.at("signers").as_array())
        out += fmt::format("✓ 签名 signed by {}\n", in_words(signer));
    if (report.at("unknown_lines").as_integer() > 0)
        out += fmt::format("另有 {} 行签名的密钥未知 lines of unknown keys\n", in_words(report.at("unknown_lines")));
    if (report.at("has_quorum").as_bool())
        out += report.at("witnessed").is_null()
                   ? std::string("尚无达到法定数的见证 not witnessed yet\n")
                   : fmt::format("前 {} 条已被见证 witnessed\n", in_words(report.at("witnessed")));
    return out + fmt::format("公开日志 {} → {} 条，读了 {} 个文件、{} 个条目：{}\n", in_words(report.at("from")),
                             in_words(report.at("size")), in_words(report.at("files")), in_words(report.at("entries")),
                             report.at("clean").as_bool()
                                 ? std::string("一致 (clean)")
                                 : fmt::format("{} 处问题 ({} faults)", in_words(report.at("faults_total")),
                                               in_words(report.at("faults_total"))));
}

std::string nightly_text(const Json& outcome) {
    std::string out;
    for (const auto& finding : outcome.at("findings").as_array()) out += fmt::format("✗ {}\n", in_words(finding));
    return out + fmt::format("夜间审计 {} → {} 条：{} 处问题 (faults)\n", in_words(outcome.at("from")),
                             in_words(outcome.at("to")), in_words(outcome.at("faults")));
}

struct ListArguments {
    std::string kind;
    std::string subject;
    std::string after;
    std::string limit = "50";
};

}  // namespace

Result<Json> ask_here_or_there(Workplace& place, const Call& call) {
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

void add_journal_verbs(CLI::App& app, Chosen& chosen) {
    auto& audit = *app.add_subcommand("audit", "审计 Audit")->require_subcommand(1);
    auto full = std::make_shared<bool>(false);
    const auto extent = [full] { return Json(Json::Object{{"full", *full}}); };
    const char* all = "全部，不只新增和轮到的部分 Everything, not only what is new and a part of the rest";
    add_verb(audit, chosen, "replay", "重放日志并逐行比对 Replay the journal and compare", [extent](Workplace& place) {
        return journal_audit(place, "replay", extent(), report_text);
    })->add_flag("--full", *full, all);
    add_verb(audit, chosen, "log", "核对公开的日志、签名与数据库 Published log, signatures and database",
             [extent](Workplace& place) { return journal_audit(place, "log", extent(), log_report_text); })
        ->add_flag("--full", *full, all);
    add_verb(audit, chosen, "nightly", "现在做一次夜间审计 Do the nightly audit now",
             [](Workplace& place) { return journal_audit(place, "nightly", Json::Object{}, nightly_text); });
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
