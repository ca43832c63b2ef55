// Verbs of an auditor, and the erasure of personal data.
#include "cli/verbs.h"

#include <charconv>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace sunlot::cli {
namespace {

using api::Method;

std::string deletions_text(const Json& answer) {
    const auto& rows = answer.at("rows").as_array();
    std::string out = table(
        {{"sort", "类别"}, {"entry", "条目"}, {"at", "时间"}, {"actor", "谁"}, {"subject", "对象"}, {"detail", "内容"}},
        rows);
    return out +
           (answer.at("clean").as_bool()
                ? fmt::format("{} 项；没有编号缺口，没有无故缺失的私密部分 (clean)\n", rows.size())
                : fmt::format("{} 项；有编号缺口，或者有无故缺失的私密部分 (gaps or missing parts)\n", rows.size()));
}

Result<Done> deletions(Workplace& place) {
    const auto found = ask_here_or_there(place, {.target = "/api/audit/deletions"});
    if (!found) return pass_on(found.error());
    place.print(*found, deletions_text);
    if (found->at("clean").as_bool()) return Done{};
    return refuse(RefusalKind::conflict, "audit.gaps", "有编号缺口，或者有无故缺失的私密部分，见上",
                  "There are gaps, or private parts missing without an entry");
}

struct ReportArguments {
    std::string from;
    std::string to;
    std::string pdf;
    std::string xlsx;
};

Result<Done> save_report(Workplace& place, const ReportArguments& a, const char* format, const std::string& file) {
    const auto client = place.client();
    if (!client) return pass_on(client.error());
    const auto answer = (*client)->ask({.method = Method::post,
                                        .target = "/api/audit/report",
                                        .body = Json::Object{{"format", format}, {"from", a.from}, {"to", a.to}},
                                        .save_as = file});
    if (!answer) return pass_on(answer.error());
    fmt::print("{}\n", file);
    return Done{};
}

Result<Done> report(Workplace& place, const ReportArguments& a) {
    if (a.pdf.empty() && a.xlsx.empty())
        return refuse(RefusalKind::invalid, "report.file", "请用 --pdf 或 --xlsx 写明文件",
                      "Say --pdf FILE or --xlsx FILE");
    if (!a.pdf.empty())
        if (auto saved = save_report(place, a, "pdf", a.pdf); !saved) return saved;
    if (!a.xlsx.empty())
        if (auto saved = save_report(place, a, "xlsx", a.xlsx); !saved) return saved;
    return Done{};
}

void add_audit(CLI::App& app, Chosen& chosen) {
    auto& audit = *app.get_subcommand("audit");
    add_verb(audit, chosen, "deletions", "删除、作废、替代、停用和编号缺口 Everything taken back, and gaps", deletions);
    auto a = std::make_shared<ReportArguments>();
    auto* command = add_verb(audit, chosen, "report", "某段时间的监督报告 A supervisor's report on a period",
                             [a](Workplace& place) { return report(place, *a); });
    command->add_option("from", a->from, "开始日期（北京时间）First day, YYYY-MM-DD")->required();
    command->add_option("to", a->to, "结束日期，含当日 Last day, included")->required();
    command->add_option("--pdf", a->pdf, "写成 PDF Write a PDF");
    command->add_option("--xlsx", a->xlsx, "写成 XLSX Write a workbook");
}

struct ErasureArguments {
    std::string id;
    std::string what;
    std::string basis;
    std::string person;
    std::string reason;
    std::string target;
    std::vector<std::int64_t> entries;
};

std::string erasures_table(const Json::Array& rows) {
    return table({{"id", "编号"},
                  {"state", "状态"},
                  {"what", "范围"},
                  {"basis", "依据"},
                  {"entries", "条目"},
                  {"requested_by", "申请"},
                  {"answered_by", "答复"},
                  {"entry", "见条目"}},
                 rows);
}

std::string one_erasure(const Json& answer) {
    return erasures_table({answer});
}

Result<Done> request(Workplace& place, const ErasureArguments& a) {
    Json::Object body{{"basis", a.basis}, {"person", a.person}, {"reason", a.reason}};
    body["what"] = a.entries.empty() ? a.what : "entries";
    if (a.entries.empty())
        body["target"] = a.target;
    else
        body["entries"] = Json(a.entries);
    return place.ask_and_show({.method = Method::post, .target = "/api/erasures", .body = Json(body)}, one_erasure);
}

void add_erasure(CLI::App& app, Chosen& chosen) {
    auto& erasure = *app.add_subcommand("erasure", "删除个人信息 Erase personal data")->require_subcommand(1);
    auto a = std::make_shared<ErasureArguments>();
    add_verb(erasure, chosen, "list", "申请列表 Requests", [](Workplace& place) {
        return place.ask_and_show({.target = "/api/erasures"},
                                  [](const Json& answer) { return erasures_table(answer.at("rows").as_array()); });
    });
    auto* ask = add_verb(erasure, chosen, "request", "申请 Ask", [a](Workplace& place) { return request(place, *a); });
    auto* entries = ask->add_option("--entry", a->entries, "条目序号，可多个 Numbers of entries");
    ask->add_option("--what", a->what, "officer 或 object")->excludes(entries);
    ask->add_option("--target", a->target, "人员或对象的编号 Id")->excludes(entries);
    ask->add_option("--basis", a->basis, "withdrawn, purpose_fulfilled, retention_over, unlawful, court")->required();
    ask->add_option("--person", a->person, "当事人（不公开）Whose data; private");
    ask->add_option("--reason", a->reason, "理由（不公开）Why; private")->required();
    auto* approve = add_verb(erasure, chosen, "approve", "批准并执行 Approve and carry out", [a](Workplace& place) {
        return place.ask_and_show(
            {.method = Method::post, .target = "/api/erasures/" + segment(a->id) + "/approve", .body = Json::Object{}},
            one_erasure);
    });
    approve->add_option("id", a->id, "编号 Id")->required();
    auto* refusal = add_verb(erasure, chosen, "refuse", "不同意 Refuse", [a](Workplace& place) {
        return place.ask_and_show({.method = Method::post,
                                   .target = "/api/erasures/" + segment(a->id) + "/refuse",
                                   .body = Json::Object{{"reason", a->reason}}},
                                  one_erasure);
    });
    refusal->add_option("id", a->id, "编号 Id")->required();
    refusal->add_option("--reason", a->reason, "理由 Why")->required();
}

}  // namespace

void add_audit_verbs(CLI::App& app, Chosen& chosen) {
    add_audit(app, chosen);
    add_erasure(app, chosen);
}

}  // namespace sunlot::cli
