// The supervisor's report on a period (纪检): every draw, attempt, void, redraw, substitution, extension, correction,
// late publication, refusal of permission, change of policy and key, look at personal data and export, each with the
// number of its entry, its leaf and the proof that leads to one checkpoint. Reads the entries of the period and no
// others.
#pragma once
#include "base/clock.h"
#include "base/result.h"
#include "hash/sha256.h"
#include "workflow/actor.h"
#include "workflow/context.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::workflow {

struct ReportRow {
    std::uint64_t seq = 0;
    Instant at;
    std::string kind;
    std::string meaning;  ///< the kind in Chinese, of the register
    std::string actor;
    std::string subject;
    std::string detail;  ///< for people
    std::string entry;   ///< the bytes that were hashed
    hash::Digest leaf{};
    std::vector<hash::Digest> path;
};

struct ReportSection {
    std::string zh;
    std::string en;
    std::vector<ReportRow> rows;
};

struct PeriodReport {
    Date from;
    Date to;
    Instant made_at;
    std::string organ;
    std::string origin;
    std::uint64_t first = 0;  ///< entries [first, end) are of the period
    std::uint64_t end = 0;
    std::uint64_t size = 0;  ///< of the checkpoint
    hash::Digest root{};
    std::string checkpoint;
    std::vector<ReportSection> sections;
    std::uint64_t rows() const;
};

/// Days in Beijing, both included. Refuses report.period (the end before the beginning), organ.not_configured, and what
/// publishing the log refuses.
Result<PeriodReport> collect_report(const Context& context, Date from, Date to);

/// A4, Chinese, with page numbers and a QR code to the last entry of the period on `site` ("https://…").
std::string report_pdf(const PeriodReport& report, std::string_view site);
/// A sheet for each section, the proofs in columns, and the checkpoint. Throws std::runtime_error.
void report_xlsx(const std::filesystem::path& file, const PeriodReport& report);

enum class ReportFormat { pdf, xlsx };
/// Collected, written to a temporary file, and on record (export.made with its digest). The caller removes the file.
Result<std::filesystem::path> make_report(const Context& context, const Actor& actor, Date from, Date to,
                                          ReportFormat format, std::string_view site);

}  // namespace sunlot::workflow
