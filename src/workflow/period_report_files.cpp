// The report on a period as paper and as a workbook.
#include "base/bytes.h"
#include "documents/pdf.h"
#include "documents/table_writer.h"
#include "workflow/period_report.h"

#include <utility>

#include <fmt/format.h>

namespace sunlot::workflow {
namespace {

using documents::Paper;
using documents::PaperHeading;
using documents::PaperKeyValues;
using documents::PaperMono;
using documents::PaperQr;
using documents::PaperTable;
using documents::PaperText;
using documents::PaperTitle;

std::string base64_of(const hash::Digest& digest) {
    return to_base64(ByteView(digest.data(), digest.size()));
}

std::string period(const PeriodReport& report) {
    return report.from.text() + " 至 " + report.to.text();
}

PaperKeyValues facts(const PeriodReport& report) {
    const std::string entries = report.first == report.end
                                    ? "本期没有日志条目"
                                    : fmt::format("第 {} 至 {} 号，共 {} 条；列入本报告 {} 条", report.first,
                                                  report.end - 1, report.end - report.first, report.rows());
    return {{{"机构", report.organ},
             {"期间", period(report) + "（北京时间，首尾两日均含）"},
             {"生成时间", report.made_at.beijing()},
             {"日志", report.origin},
             {"本期条目", entries},
             {"检查点大小", std::to_string(report.size)},
             {"检查点根", hash::hex(report.root), true}}};
}

void add_section(Paper& paper, const ReportSection& section, int number) {
    paper.blocks.emplace_back(
        PaperHeading{fmt::format("{}、{} {}（{}）", number, section.zh, section.en, section.rows.size())});
    if (section.rows.empty()) {
        paper.blocks.emplace_back(PaperText{"本期没有。None in this period."});
        return;
    }
    PaperTable table{
        .columns = {{"条目", 0.7}, {"时间", 1.5}, {"事项", 1.9}, {"经办", 0.8}, {"对象", 1.6}, {"内容", 3.6}},
        .rows = {}};
    for (const auto& row : section.rows)
        table.rows.push_back({std::to_string(row.seq), row.at.beijing(), row.meaning.empty() ? row.kind : row.meaning,
                              row.actor, row.subject, row.detail});
    paper.blocks.emplace_back(std::move(table));
}

void add_proofs(Paper& paper, const PeriodReport& report) {
    paper.blocks.emplace_back(documents::PaperBreak{});
    paper.blocks.emplace_back(PaperHeading{"附录：叶散列与证明 Leaves and proofs"});
    paper.blocks.emplace_back(PaperText{
        "每条先列叶散列（十六进制），再列到检查点根的路径（base64，自叶向根，RFC 9162）。条目全文见同一期间的 XLSX，"
        "或在公示网站 /j/条目号 查看。",
        PaperText::Size::small});
    PaperTable table{.columns = {{"条目", 0.7}, {"叶散列", 3.4, true}, {"路径", 5.4, true}}, .rows = {}};
    for (const auto& section : report.sections)
        for (const auto& row : section.rows) {
            std::string path;
            for (const auto& digest : row.path) path += (path.empty() ? "" : " ") + base64_of(digest);
            table.rows.push_back({std::to_string(row.seq), hash::hex(row.leaf), path});
        }
    if (!table.rows.empty()) paper.blocks.emplace_back(std::move(table));
    paper.blocks.emplace_back(PaperHeading{"检查点 Checkpoint"});
    paper.blocks.emplace_back(PaperMono{report.checkpoint});
}

/// Where the reader's phone goes: the last entry of the period, which every earlier one stands before.
void add_qr(Paper& paper, const PeriodReport& report, std::string_view site) {
    const ReportRow* last = nullptr;
    for (const auto& section : report.sections)
        for (const auto& row : section.rows)
            if (last == nullptr || row.seq > last->seq) last = &row;
    const std::string address = last == nullptr
                                    ? std::string(site) + "/j"
                                    : fmt::format("{}/j/{}?leaf={}", site, last->seq, hash::hex(last->leaf));
    paper.blocks.emplace_back(
        PaperQr{.content = address,
                .caption = "扫码核对本期最后一条。\nThe last entry of the period, with its proof.\n" + address,
                .millimetres = 30});
}

const std::vector<documents::Column>& columns() {
    static const std::vector<documents::Column> all{
        {"条目", 8},     {"时间（北京）", 20}, {"种类", 24},
        {"含义", 28},    {"经办", 10},         {"对象", 28},
        {"内容", 60},    {"叶散列", 66},       {"证明路径（base64，自叶向根）", 60},
        {"条目全文", 80}};
    return all;
}

std::vector<std::string> cells_of(const ReportRow& row) {
    constexpr std::size_t kCell = 32'000;  // a cell of a spreadsheet holds 32,767 characters
    std::string path;
    for (const auto& digest : row.path) path += (path.empty() ? "" : " ") + base64_of(digest);
    return {std::to_string(row.seq),
            row.at.beijing(),
            row.kind,
            row.meaning,
            row.actor,
            row.subject,
            row.detail,
            hash::hex(row.leaf),
            path,
            row.entry.size() <= kCell ? row.entry : fmt::format("见 /j/{}", row.seq)};
}

}  // namespace

std::string report_pdf(const PeriodReport& report, std::string_view site) {
    Paper paper{.title = "双随机抽查监督报告 " + period(report),
                .footer = "双随机抽查监督报告 · " + period(report),
                .dated = report.made_at,
                .blocks = {}};
    paper.blocks.emplace_back(PaperTitle{"双随机抽查监督报告", report.organ + "　" + period(report)});
    paper.blocks.emplace_back(facts(report));
    add_qr(paper, report, site);
    if (report.rows() == 0)
        paper.blocks.emplace_back(PaperText{"本期没有应报告的事项。Nothing to report in this period."});
    int number = 0;
    for (const auto& section : report.sections) add_section(paper, section, ++number);
    add_proofs(paper, report);
    return documents::pdf(paper);
}

void report_xlsx(const std::filesystem::path& file, const PeriodReport& report) {
    std::vector<documents::TableSheet> sheets;
    documents::TableSheet summary{.name = "概况", .columns = {{"项目", 24}, {"内容", 90}}, .rows = {}};
    for (const auto& row : facts(report).rows) summary.rows.push_back({row.key, row.value});
    for (const auto& section : report.sections)
        summary.rows.push_back({section.zh, std::to_string(section.rows.size()) + " 条"});
    summary.rows.push_back({"检查点", report.checkpoint});
    sheets.push_back(std::move(summary));
    for (const auto& section : report.sections) {
        documents::TableSheet sheet{
            .name = section.zh.substr(0, section.zh.find("：")), .columns = columns(), .rows = {}};
        for (const auto& row : section.rows) sheet.rows.push_back(cells_of(row));
        sheets.push_back(std::move(sheet));
    }
    documents::write_workbook(file, sheets);
}

}  // namespace sunlot::workflow
