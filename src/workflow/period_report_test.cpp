#include "workflow/period_report.h"

#include "store/audit.h"
#include "store/database.h"
#include "workflow/deletions.h"
#include "workflow/log_files.h"
#include "workflow/test_bureau.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>

namespace sunlot::workflow::testing {
namespace {

Date day(const char* text) {
    return expect(Date::parse(text));
}

const ReportSection& section(const PeriodReport& report, std::string_view zh) {
    return *std::ranges::find(report.sections, zh, &ReportSection::zh);
}

void refused_access(TestBureau& bureau) {
    auto transaction = bureau.database->write();
    transaction.append(
        {.kind = "access.refused",
         .actor = "u2",
         .subject = "u2",
         .at = bureau.clock.now(),
         .data = Json::Object{{"count", 1}, {"minute", "2026-11-22T08:00:00.000000Z"}, {"routes", Json::Array{}}},
         .private_data = nullptr});
    transaction.commit();
}

TEST(PeriodReport, proves_each_entry_of_its_days_and_holds_no_other) {
    TestBureau bureau;  // 22 November, 16:00 in Beijing
    refused_access(bureau);
    bureau.clock.advance_seconds(8 * 3600);  // midnight in Beijing: the 23rd
    refused_access(bureau);
    const auto report = expect(collect_report(bureau.context, day("2026-11-23"), day("2026-11-23")));
    EXPECT_EQ(report.end - report.first, 1U);
    const auto& refused = section(report, "拒绝越权与登录失败");
    ASSERT_EQ(refused.rows.size(), 1U);
    EXPECT_EQ(refused.rows.front().seq, report.first);
    EXPECT_FALSE(refused.rows.front().path.empty());
    EXPECT_TRUE(report.checkpoint.starts_with(report.origin + "\n" + std::to_string(report.size) + "\n"));
    EXPECT_EQ(expect(collect_report(bureau.context, day("2026-11-22"), day("2026-11-23"))).end, report.end);
    EXPECT_EQ(collect_report(bureau.context, day("2026-11-23"), day("2026-11-22")).error().code, "report.period");
}

TEST(PeriodReport, of_an_empty_period_says_so) {
    TestBureau bureau;
    const auto report = expect(collect_report(bureau.context, day("2025-01-01"), day("2025-01-31")));
    EXPECT_EQ(report.rows(), 0U);
    EXPECT_TRUE(report_pdf(report, "https://sunlot.example").starts_with("%PDF-"));
}

TEST(PeriodReport, is_on_record_with_the_digest_of_its_file) {
    TestBureau bureau;
    for (const auto format : {ReportFormat::pdf, ReportFormat::xlsx}) {
        const auto file = expect(make_report(bureau.context, bureau.leader, day("2026-11-22"), day("2026-11-22"),
                                             format, "https://sunlot.example"));
        std::ifstream in(file, std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        auto view = bureau.database->read();
        const auto row = store::journal_entry(view, view.journal().size - 1);
        ASSERT_TRUE(row);
        EXPECT_EQ(row->kind, "export.made");
        EXPECT_NE(row->entry.find(hash::sha256_hex(bytes)), std::string::npos);
    }
}

TEST(Deletions, name_what_was_erased_and_what_is_missing_without_an_entry) {
    TestBureau bureau;
    bureau.import_officers({{.id = "F0001", .tags = {}}});
    auto transaction = bureau.database->write();
    std::uint64_t first = 0;
    for (int i = 0; i < 2; ++i)
        first = transaction
                    .append({.kind = "private.viewed",
                             .actor = "u2",
                             .subject = "officer",
                             .at = bureau.clock.now(),
                             .data = Json::Object{{"fields", Json::Array{}}, {"purpose", "audit"}},
                             .private_data = Json::Object{{"id", "F0001"}, {"note", ""}}})
                    .seq;
    transaction.erase_private(first, "u2", bureau.clock.now(), "withdrawn");
    transaction.commit();
    const auto before = find_deletions(bureau.context);
    EXPECT_TRUE(before.clean());
    EXPECT_TRUE(std::ranges::any_of(before.rows, [&](const Deletion& one) {
        return one.sort == DeletionSort::erased && one.subject == std::to_string(first);
    }));
    auto again = bureau.database->write();
    again.execute("DELETE FROM journal_private WHERE seq = $1", {first - 1});  // behind the program's back
    again.commit();
    const auto after = find_deletions(bureau.context);
    EXPECT_FALSE(after.clean());
    EXPECT_EQ(after.rows.back().sort, DeletionSort::missing);
    EXPECT_EQ(after.rows.back().entry, first - 1);
}

}  // namespace
}  // namespace sunlot::workflow::testing
