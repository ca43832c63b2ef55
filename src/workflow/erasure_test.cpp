#include "workflow/erasure.h"

#include "inspection/officer.h"
#include "inspection/roll.h"
#include "store/account.h"
#include "store/database.h"
#include "store/journal.h"
#include "store/officer.h"
#include "store/recusal.h"
#include "workflow/personal_data.h"
#include "workflow/recusal.h"
#include "workflow/self_audit.h"
#include "workflow/test_bureau.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace sunlot::workflow::testing {
namespace {

const Actor kSecurity{.account = "u8", .name = "安全员", .roles = {inspection::Role::security_admin}};
const Actor kAudit{.account = "u9", .name = "审计员", .roles = {inspection::Role::audit_admin}};

struct ErasureBureau : TestBureau {
    std::uint64_t size() const { return database->read().journal().size; }
    ErasureRequest of(std::uint64_t seq) const {
        return {.what = "entries", .basis = "withdrawn", .entries = {seq}, .person = "王小明", .reason = "本人申请"};
    }
    std::uint64_t declare() {
        expect(declare_recusal(context, clerk,
                               {.officer = "F0001",
                                .object = "X:REG:1",
                                .relation = "亲属",
                                .reason = "配偶任职",
                                .valid_from = expect(Date::parse("2026-01-01")),
                                .valid_to = expect(Date::parse("2026-12-31"))}));
        return size() - 1;
    }
    void import_person(const std::string& phone) {
        inspection::OfficerRow row;
        row.id = "F0001";
        row.name = "王小明";
        row.phone = phone;
        row.id_number = "11010519491231002X";
        row.certificate_no = "150802001";
        std::string line;
        inspection::encode(row, line);
        import("officer.imported", "officer-v2", {line});
    }
    /// Whether any file or table row under the data directory has these bytes.
    bool anywhere(const std::string& text) const {
        for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path / "blobs")) {
            if (!file.is_regular_file()) continue;
            std::ifstream in(file.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            if (bytes.find(text) != std::string::npos) return true;
        }
        return false;
    }
};

TEST(Erasure, takes_two_persons) {
    ErasureBureau bureau;
    bureau.import_officers({{.id = "F0001", .tags = {}}});
    bureau.import_objects({{.id = "X:REG:1"}});
    const auto seq = bureau.declare();
    const auto asked = expect(request_erasure(bureau.context, kSecurity, bureau.of(seq)));
    EXPECT_EQ(approve_erasure(bureau.context, kSecurity, asked.id).error().code, "erasure.same_person");
    EXPECT_EQ(expect(refuse_erasure(bureau.context, kAudit, asked.id, "保存期内")).state, "refused");
    EXPECT_EQ(approve_erasure(bureau.context, kAudit, asked.id).error().code, "erasure.answered");
}

TEST(Erasure, leaves_the_tree_and_a_clean_replay) {
    ErasureBureau bureau;
    bureau.import_officers({{.id = "F0001", .tags = {}}});
    bureau.import_objects({{.id = "X:REG:1"}});
    const auto seq = bureau.declare();
    const auto before = bureau.size();
    const auto root = [&] {
        auto view = bureau.database->read();
        return store::journal_root(view, before);
    };
    const auto root_before = root();
    const auto asked = expect(request_erasure(bureau.context, kSecurity, bureau.of(seq)));
    expect(approve_erasure(bureau.context, kAudit, asked.id));
    EXPECT_EQ(root(), root_before);
    {
        auto view = bureau.database->read();
        EXPECT_FALSE(store::journal_private(view, seq));
        EXPECT_EQ(store::all_recusals(view).front().officer, "");
        EXPECT_TRUE(store::recusals_within(view, *Date::parse("2026-01-01"), *Date::parse("2026-12-31")).empty());
    }
    EXPECT_TRUE(expect(replay_journal(bureau.context, Extent::whole)).clean());
    bureau.declare();  // the number that was erased is not given again
    EXPECT_TRUE(expect(replay_journal(bureau.context, Extent::whole)).clean());
    EXPECT_EQ(request_erasure(bureau.context, kSecurity, bureau.of(seq)).error().code, "erasure.entry");
    EXPECT_EQ(show_private_part(bureau.context, kAudit, seq, {.purpose = "audit", .note = ""}).error().code,
              "private.none");
}

TEST(Erasure, of_an_account_closes_it) {
    ErasureBureau bureau;
    const auto append = [&](const char* kind, Json::Object data, Json part) {
        auto transaction = bureau.database->write();
        const auto seq = transaction
                             .append({.kind = kind,
                                      .actor = "u1",
                                      .subject = "u7",
                                      .at = bureau.clock.now(),
                                      .data = std::move(data),
                                      .private_data = std::move(part)})
                             .seq;
        transaction.commit();
        return seq;
    };
    const auto seq = append("account.created", {{"roles", Json::Array{"clerk"}}},
                            Json::Object{{"login", "wang"}, {"name", "王小明"}});
    append("account.activated", {}, Json::Object{{"password", "$argon2id$x"}});
    expect(
        approve_erasure(bureau.context, kAudit, expect(request_erasure(bureau.context, kSecurity, bureau.of(seq))).id));
    {
        auto view = bureau.database->read();
        const auto account = store::account_by_id(view, "u7");
        ASSERT_TRUE(account);
        EXPECT_EQ(account->login + "/" + account->name + "/" + account->state, "u7//disabled");
        EXPECT_EQ(account->password, std::nullopt);
    }
    EXPECT_TRUE(expect(replay_journal(bureau.context, Extent::whole)).clean());
}

TEST(Erasure, takes_a_person_out_of_every_imported_file_too) {
    ErasureBureau bureau;
    bureau.import_person("13800000001");
    bureau.import_person("13800000002");
    ASSERT_TRUE(bureau.anywhere("13800000001"));
    const auto asked = expect(request_erasure(
        bureau.context, kSecurity,
        {.what = "officer", .basis = "unlawful", .target = "F0001", .person = "王小明", .reason = "误录"}));
    expect(approve_erasure(bureau.context, kAudit, asked.id));
    EXPECT_FALSE(bureau.anywhere("13800000001") || bureau.anywhere("13800000002") ||
                 bureau.anywhere("11010519491231002X"));
    {
        auto view = bureau.database->read();
        EXPECT_FALSE(store::find_officer_person(view, "F0001"));
        EXPECT_EQ(store::find_officer(view, "F0001")->name, "王小明");
    }
    const auto report = expect(replay_journal(bureau.context, Extent::whole));
    EXPECT_TRUE(report.clean());
    finish_erasures(bureau.context);  // at the next start: nothing is left to do
    EXPECT_TRUE(expect(replay_journal(bureau.context, Extent::whole)).clean());
    const auto again = request_erasure(
        bureau.context, kSecurity,
        {.what = "officer", .basis = "unlawful", .target = "F0001", .person = "王小明", .reason = "再次"});
    EXPECT_EQ(approve_erasure(bureau.context, kAudit, expect(again).id).error().code, "erasure.nothing");
}

TEST(PersonalData, is_shown_only_after_the_look_is_on_record) {
    ErasureBureau bureau;
    bureau.import_person("13800000001");
    EXPECT_EQ(show_officer_person(bureau.context, kAudit, "F0001", {.purpose = "curiosity", .note = ""}).error().code,
              "private.purpose");
    const auto before = bureau.size();
    const auto shown =
        expect(show_officer_person(bureau.context, kAudit, "F0001", {.purpose = "audit", .note = "抽查"}));
    EXPECT_EQ(shown.part.at("phone").as_string(), "13800000001");
    EXPECT_EQ(shown.entry, before);
    auto view = bureau.database->read();
    const auto row = store::journal_entry(view, shown.entry);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->kind, "private.viewed");
    EXPECT_EQ(row->entry.find("F0001"), std::string::npos);  // whom: in the private part alone
    EXPECT_EQ(store::journal_private(view, shown.entry)->at("id").as_string(), "F0001");
}

}  // namespace
}  // namespace sunlot::workflow::testing
