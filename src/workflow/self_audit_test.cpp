#include "workflow/self_audit.h"

#include "store/journal.h"
#include "workflow/log_files.h"
#include "workflow/log_fsck.h"
#include "workflow/log_source.h"
#include "workflow/nightly_audit.h"
#include "workflow/test_bureau.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace sunlot::workflow {
namespace {

using testing::expect;
using testing::TestBureau;
namespace fs = std::filesystem;

void overwrite(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

struct AuditedBureau : TestBureau {
    AuditedBureau() { expect(publish_log(context)); }

    /// What was audited before is forgotten.
    std::string faults(Extent extent = Extent::whole) const {
        std::string out;
        for (const auto& fault : expect(audit_own_log(context, extent)).faults)
            out += fault.file + (fault.index ? " " + std::to_string(*fault.index) : "") + " " + fault.code + "\n";
        return out;
    }
    fs::path log() const { return folder.path / "log"; }
    std::string size() const { return std::to_string(database->read().journal().size); }
    /// Behind the journal's back, as whoever owns the database can.
    void edit(std::string_view sql) const {
        auto transaction = database->write();
        transaction.execute(sql, {});
        transaction.commit();
    }
};

Instant at(const char* text) {
    return expect(Instant::parse(text));
}

}  // namespace

TEST(OwnLogAudit, agrees_with_the_database_and_then_reads_only_what_is_new) {
    AuditedBureau bureau;
    const auto first = expect(audit_own_log(bureau.context, Extent::onward));
    EXPECT_EQ(first.faults_total, 0U);
    EXPECT_EQ(first.size, bureau.database->read().journal().size);
    EXPECT_FALSE(first.signers.empty());
    const auto second = expect(audit_own_log(bureau.context, Extent::onward));
    EXPECT_EQ(second.from, first.size);
    EXPECT_EQ(bureau.faults(), "");
}

TEST(OwnLogAudit, names_the_entry_that_differs_in_the_database) {
    AuditedBureau bureau;
    bureau.edit("UPDATE journal SET entry = replace(entry, '\"v\":1', '\"v\":2') WHERE seq = 1");
    EXPECT_EQ(bureau.faults(), "journal 1 journal.entry\n");
    EXPECT_EQ(bureau.faults(Extent::onward), "journal 1 journal.entry\n") << "nothing is taken as verified";
}

TEST(OwnLogAudit, names_the_published_file_that_was_changed) {
    AuditedBureau bureau;
    const std::string tile = "tile/0/000.p/" + bureau.size();
    std::string bytes = *folder_source(bureau.log())(tile);
    bytes[40] = static_cast<char>(bytes[40] ^ 4);
    overwrite(bureau.log() / tile, bytes);
    EXPECT_EQ(bureau.faults(), tile + " 1 tile.hash\n");
    const auto seen = expect(fsck_log(bureau.log(), Repair::no));
    EXPECT_FALSE(seen.sound());
    EXPECT_TRUE(expect(fsck_log(bureau.log(), Repair::yes)).sound());
    EXPECT_EQ(bureau.faults(), "");
}

TEST(Fsck, repairs_no_tiles_when_an_entry_is_what_was_changed) {
    AuditedBureau bureau;
    const fs::path bundle = bureau.log() / ("tile/entries/000.p/" + bureau.size());
    std::string bytes = *folder_source(bureau.log())("tile/entries/000.p/" + bureau.size());
    bytes[10] = static_cast<char>(bytes[10] ^ 1);
    overwrite(bundle, bytes);
    const auto report = expect(fsck_log(bureau.log(), Repair::yes));
    EXPECT_FALSE(report.root_agrees);
    EXPECT_FALSE(report.sound());
    EXPECT_TRUE(report.repaired.empty());
}

TEST(NightlyAudit, says_in_the_journal_what_it_found_and_turns_red) {
    AuditedBureau bureau;
    EXPECT_FALSE(audit_state(bureau.context).red());
    const auto clean = expect(audit_nightly(bureau.context));
    EXPECT_EQ(clean.faults, 0U);
    EXPECT_FALSE(audit_state(bureau.context).red());
    bureau.edit("UPDATE organ SET name = 'another'");
    const auto found = expect(audit_nightly(bureau.context));
    EXPECT_EQ(found.faults, 1U);
    EXPECT_EQ(found.findings, std::vector<std::string>{"organ changed"});
    const auto state = audit_state(bureau.context);
    EXPECT_TRUE(state.red());
    EXPECT_EQ(state.last->faults, 1U);
    EXPECT_EQ(state.last->findings, found.findings);
}

TEST(NightlyAudit, is_late_after_36_hours) {
    AuditedBureau bureau;
    expect(audit_nightly(bureau.context));
    bureau.clock.advance_seconds(36 * 3600);
    EXPECT_FALSE(audit_state(bureau.context).late);
    bureau.clock.advance_seconds(1);
    EXPECT_TRUE(audit_state(bureau.context).red());
}

TEST(NightlyAudit, is_due_once_a_night_and_made_up_for_when_missed) {
    AuditedBureau bureau;  // the clock stands at 16:00 in Beijing
    EXPECT_FALSE(audit_due(bureau.context, 120)) << "there was no journal last night";
    bureau.clock.advance_seconds(10 * 3600 - 1);
    EXPECT_FALSE(audit_due(bureau.context, 120));
    bureau.clock.advance_seconds(1);
    EXPECT_TRUE(audit_due(bureau.context, 120));
    bureau.clock.advance_seconds(3 * 3600);
    EXPECT_TRUE(audit_due(bureau.context, 120)) << "it was missed";
    expect(audit_nightly(bureau.context));
    EXPECT_FALSE(audit_due(bureau.context, 120));
    bureau.clock.advance_seconds(21 * 3600);
    EXPECT_TRUE(audit_due(bureau.context, 120));
}

TEST(NightlyAudit, reckons_in_beijing_time) {
    EXPECT_EQ(last_due(at("2026-11-22T18:00:00Z"), 120), at("2026-11-22T18:00:00Z"));
    EXPECT_EQ(last_due(at("2026-11-22T17:59:59Z"), 120), at("2026-11-21T18:00:00Z"));
    EXPECT_EQ(last_due(at("2026-11-23T17:59:59Z"), 120), at("2026-11-22T18:00:00Z"));
    EXPECT_EQ(expect(parse_minute("02:00")), 120);
    EXPECT_EQ(expect(parse_minute("23:59")), 1439);
    for (const char* text : {"24:00", "2:00", "02:60", "02:0", "0200", "", "02:00 "}) EXPECT_FALSE(parse_minute(text));
}

}  // namespace sunlot::workflow
