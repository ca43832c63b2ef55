#include "workflow/period_report.h"

#include "inspection/entry_kind.h"
#include "ledger/entry.h"
#include "ledger/merkle.h"
#include "store/audit.h"
#include "store/database.h"
#include "store/journal_search.h"
#include "store/organ.h"
#include "workflow/export_record.h"
#include "workflow/log_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace sunlot::workflow {
namespace {

struct SectionRule {
    std::string_view zh;
    std::string_view en;
    /// Kinds, or families ending in a dot, between blanks.
    std::string_view kinds;
};

constexpr std::string_view kLate = "逾期公布";
constexpr std::array<SectionRule, 13> kRules{{
    {"抽取", "Draws", " draw.opened seed.fixed draw.closed draw.alarmed "},
    {"各次名单与结果", "Attempts", " frame.sealed sealing.witnessed result.sealed assignment.sealed "},
    {"作废与不符", "Voids and rejected contributions", " draw.voided deposit.failed contribution.rejected "},
    {"重抽", "Redraws", " redraw. "},
    {"替换", "Substitutions", " substitution. "},
    {"扩大抽取", "Extensions", " extension. "},
    {"例外处理：保管人打开、保密期内查看", "Overrides: openings by trustees, looks under embargo",
     " contribution.opened share.revealed disclosed recusal. "},
    {"更正与变更", "Corrections",
     " task.changed item. roll.imported officer.imported history.imported organ.configured "},
    {kLate, "Late publications", ""},
    {"拒绝越权与登录失败", "Refusals of permission", " access.refused account.sign_in_failed "},
    {"见证策略、密钥与警报", "Policies, keys and alarms", " log. key. county. audit. verifier.published "},
    {"个人信息与导出", "Personal data and exports", " private. erasure. export.made "},
    {"账号、运行与配置", "Accounts, program and settings",
     " account.created account.activated account.activation_issued account.roles_changed account.disabled server. "
     "settings. console. party.invited task.created "},
}};

bool holds(const SectionRule& rule, std::string_view kind) {
    if (rule.kinds.contains(" " + std::string(kind) + " ")) return true;
    const auto family = std::string(kind.substr(0, kind.find('.'))) + ".";
    return rule.kinds.contains(" " + family + " ");
}

/// A value for people: digests and long texts shortened, the whole stands in the entry.
std::string shown(const Json& value) {
    constexpr std::size_t kLong = 90;
    if (value.is_string()) {
        const std::string& text = value.as_string();
        if (is_hex(text, 64)) return text.substr(0, 8) + "…";
        if (text.size() <= kLong) return text;
    } else {
        const auto text = to_canonical(value);
        if (text.size() <= kLong) return text;
    }
    return "（略）";
}

std::string detail_of(const Json& data) {
    std::string text;
    for (const auto& [key, value] : data.as_object())
        text.append(text.empty() ? "" : "；").append(key).append("=").append(shown(value));
    return text;
}

ReportRow row_of(std::string bytes) {
    auto entry = ledger::parse_entry(bytes);
    if (!entry) throw std::runtime_error("the journal holds what is no entry");
    const auto* kind = inspection::entry_kind(entry->kind);
    ReportRow row{.seq = entry->seq,
                  .at = entry->at,
                  .kind = std::move(entry->kind),
                  .meaning = kind == nullptr ? std::string() : std::string(kind->zh),
                  .actor = std::move(entry->actor),
                  .subject = std::move(entry->subject),
                  .detail = detail_of(entry->data),
                  .entry = {},
                  .leaf = ledger::leaf_hash(bytes),
                  .path = {}};
    row.entry = std::move(bytes);
    return row;
}

Instant start_of(Date day) {
    constexpr std::int64_t kDay = 86'400'000'000;
    constexpr std::int64_t kBeijing = std::int64_t{8} * 3'600'000'000;
    return {day.days() * kDay - kBeijing};
}

void collect(PeriodReport& report, store::View& view) {
    for (const auto& rule : kRules)
        report.sections.push_back({.zh = std::string(rule.zh), .en = std::string(rule.en), .rows = {}});
    store::for_each_entry(view, report.first, report.end, [&](const std::string& bytes) {
        auto row = row_of(bytes);
        const auto rule = std::ranges::find_if(kRules, [&](const auto& one) { return holds(one, row.kind); });
        if (rule != kRules.end())
            report.sections[static_cast<std::size_t>(rule - kRules.begin())].rows.push_back(std::move(row));
    });
}

/// Draws whose embargo ended later than promised, or has not ended: told by the entry that revealed or opened them.
void collect_late(PeriodReport& report, store::View& view) {
    const auto section = std::ranges::find(report.sections, kLate, &ReportSection::zh);
    const Instant until = std::min(start_of(Date::from_days(report.to.days() + 1)), report.made_at);
    for (const auto& late : store::late_reveals(view, start_of(report.from), until)) {
        auto row = row_of(store::journal_entry(view, late.entry).value().entry);
        row.detail = "应于 " + late.due.beijing() + " 前公布，" +
                     (late.revealed ? "实际 " + late.revealed->beijing() : std::string("至今未公布"));
        section->rows.push_back(std::move(row));
    }
}

/// Every row's path to the root of one published head, out of the files that everybody sees.
Result<Done> prove(const Context& context, PeriodReport& report) {
    const auto head = published_head(context, report.end);
    if (!head) return pass_on(head.error());
    report.size = head->size;
    report.root = head->root;
    report.checkpoint = head->checkpoint;
    auto tree = published_tree(context, head->size);
    for (auto& section : report.sections)
        for (auto& row : section.rows) {
            auto path = tree.inclusion_proof(row.seq);
            if (!path) return pass_on(path.error());
            if (!ledger::verify_inclusion(row.leaf, row.seq, head->size, *path, head->root))
                throw std::runtime_error("entry " + std::to_string(row.seq) + " does not lead to the published head");
            row.path = std::move(*path);
        }
    return Done{};
}

}  // namespace

std::uint64_t PeriodReport::rows() const {
    std::uint64_t count = 0;
    for (const auto& section : sections) count += section.rows.size();
    return count;
}

Result<PeriodReport> collect_report(const Context& context, Date from, Date to) {
    if (to < from)
        return refuse(RefusalKind::invalid, "report.period", "结束日期不能早于开始日期",
                      "The last day can't be before the first", "to");
    PeriodReport report;
    report.from = from;
    report.to = to;
    report.made_at = context.clock.now();
    {
        auto view = context.database.read();
        const auto organ = store::configured_organ(view);
        if (!organ)
            return refuse(RefusalKind::conflict, "organ.not_configured", "还没有设置机构", "no organ is configured");
        report.organ = organ->name;
        report.origin = view.journal().origin;
        report.first = store::first_entry_at(view, start_of(from));
        report.end = store::first_entry_at(view, start_of(Date::from_days(to.days() + 1)));
        collect(report, view);
        collect_late(report, view);
    }
    if (auto proved = prove(context, report); !proved) return pass_on(proved.error());
    return report;
}

Result<std::filesystem::path> make_report(const Context& context, const Actor& actor, Date from, Date to,
                                          ReportFormat format, std::string_view site) {
    const auto report = collect_report(context, from, to);
    if (!report) return pass_on(report.error());
    const auto directory = context.data_directory / "uploads";
    std::filesystem::create_directories(directory);
    auto file = directory / ("report-" + context.entropy.hex(8));
    if (format == ReportFormat::xlsx)
        report_xlsx(file, *report);
    else
        std::ofstream(file, std::ios::binary) << report_pdf(*report, site);
    record_export(context, actor,
                  {.what = "report",
                   .format = format == ReportFormat::xlsx ? "xlsx" : "pdf",
                   .filter = {{"from", from.text()}, {"to", to.text()}},
                   .words = {},
                   .rows = report->rows(),
                   .file = file});
    return file;
}

}  // namespace sunlot::workflow
