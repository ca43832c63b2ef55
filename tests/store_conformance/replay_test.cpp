// Whatever is changed behind the journal's back, in a projection or in the journal itself, is found and named.
#include "store/replay.h"

#include "store/account.h"
#include "store/journal.h"
#include "store/projections.h"
#include "world.h"

#include <algorithm>

namespace sunlot::store::testing {
namespace {

template <class World>
class Replay : public StoreTest<World> {
protected:
    // Entries: 0 log.created, 1…3 accounts, 4…9 signed in.
    void SetUp() override {
        begin_journal(*this->database_, 3);
        auto transaction = this->database_->write();
        for (int i = 0; i < 6; ++i) transaction.append(signed_in("u1", Instant{5'000'000 + i}));
        transaction.commit();
    }

    ReplayReport report(std::vector<KnownHead> known = {}) {
        return replay(*this->database_, {.temporary = this->world_.folder(), .known = std::move(known)});
    }

    ReplayReport after(const std::string& sql) {
        this->world_.behind_the_back(sql);
        return report();
    }

    /// "kind seq" of each fault.
    static std::vector<std::string> faults(const ReplayReport& report) {
        std::vector<std::string> texts;
        for (const auto& fault : report.journal_faults)
            texts.push_back(std::string(name(fault.kind)) + " " + std::to_string(fault.seq));
        return texts;
    }

    static bool has(const ReplayReport& report, const std::string& fault) {
        return std::ranges::count(faults(report), fault) > 0;
    }
};
TYPED_TEST_SUITE(Replay, Worlds, WorldNames);

using Faults = std::vector<std::string>;

TYPED_TEST(Replay, finds_nothing_where_nothing_was_changed) {
    const auto report = this->report();
    EXPECT_TRUE(report.clean()) << ::testing::PrintToString(this->faults(report));
    EXPECT_EQ(report.entries, 10U);
    EXPECT_GE(report.tables, 2U);
    EXPECT_EQ(report.rows, 3U);
    EXPECT_EQ(report.head.root, this->database_->read().journal().root);
    for (const auto& file : std::filesystem::directory_iterator(this->world_.folder()))
        EXPECT_FALSE(file.path().filename().string().starts_with("sunlot-replay")) << "left behind";
}

TYPED_TEST(Replay, names_the_row_and_column_that_were_changed) {
    const auto report = this->after("UPDATE account SET roles = 'clerk,leader' WHERE id = 'u2'");
    EXPECT_FALSE(report.clean());
    EXPECT_EQ(report.journal_faults_total, 0U);
    ASSERT_EQ(report.differences.size(), 1U);
    const auto& found = report.differences.front();
    EXPECT_EQ(found.kind, DifferenceKind::changed);
    EXPECT_EQ(found.table, "account");
    EXPECT_EQ(found.key, "id=u2");
    EXPECT_EQ(found.column, "roles");
    EXPECT_EQ(found.expected, "clerk");
    EXPECT_EQ(found.found, "clerk,leader");
}

TYPED_TEST(Replay, names_rows_taken_away_and_rows_added) {
    const auto report = this->after(
        "DELETE FROM account WHERE id = 'u2'; INSERT INTO account (id, login, name, roles, state, created_at) VALUES "
        "('u1x', 'intruder', '', 'clerk', 'active', 0); INSERT INTO organ VALUES ('zz', 'a', 'b', 'c')");
    ASSERT_EQ(report.differences.size(), 3U);
    std::vector<std::string> texts;
    for (const auto& difference : report.differences)
        texts.push_back(std::string(name(difference.kind)) + " " + difference.table + " " + difference.key);
    EXPECT_EQ(texts, (Faults{"surplus organ code=zz", "surplus account id=u1x", "missing account id=u2"}));
}

TYPED_TEST(Replay, names_an_entry_whose_text_was_changed) {
    const auto report =
        this->after("UPDATE journal SET entry = replace(entry, '\"actor\":\"u1\"', '\"actor\":\"u9\"') WHERE seq = 5");
    EXPECT_EQ(this->faults(report), (Faults{"leaf 5", "columns 5"}));
}

TYPED_TEST(Replay, names_an_entry_exchanged_together_with_its_leaf) {
    const auto other = this->database_->read().query_one("SELECT leaf FROM journal WHERE seq = 2", {},
                                                         [](const Row& row) { return hash::hex(row.digest(0)); });
    const std::string value = this->world_.url().starts_with("sqlite:") ? "x'" + *other + "'" : "'\\x" + *other + "'";
    const auto report = this->after("UPDATE journal SET leaf = " + value + " WHERE seq = 5");
    EXPECT_TRUE(this->has(report, "leaf 5"));
    EXPECT_TRUE(this->has(report, "root 5"));
    EXPECT_FALSE(this->has(report, "root 6")) << "one broken root says it";
}

TYPED_TEST(Replay, names_an_entry_that_is_no_entry_any_more) {
    const auto report = this->after("UPDATE journal SET entry = 'nothing of note' WHERE seq = 2");
    EXPECT_EQ(this->faults(report), (Faults{"leaf 2", "unreadable 2"}));
    // And what it had created is there without a reason.
    ASSERT_EQ(report.differences.size(), 1U);
    EXPECT_EQ(report.differences.front().key, "id=u2");
    EXPECT_EQ(report.differences.front().kind, DifferenceKind::surplus);
}

TYPED_TEST(Replay, names_a_column_that_says_something_else_than_the_entry) {
    EXPECT_EQ(this->faults(this->after("UPDATE journal SET actor = 'u7' WHERE seq = 6")), (Faults{"columns 6"}));
}

TYPED_TEST(Replay, names_a_gap) {
    const auto report = this->after("DELETE FROM journal WHERE seq IN (5, 6)");
    EXPECT_TRUE(this->has(report, "missing 5"));
    EXPECT_TRUE(this->has(report, "root 7"));
    EXPECT_TRUE(this->has(report, "head 10"));
}

TYPED_TEST(Replay, notices_that_the_last_entry_is_gone) {
    const auto report = this->after("DELETE FROM journal WHERE seq = 9");
    EXPECT_EQ(this->faults(report), (Faults{"missing 9", "head 10"}));
}

TYPED_TEST(Replay, notices_an_entry_put_after_the_last) {
    const auto report = this->after(
        "INSERT INTO journal (seq, kind, actor, subject, at, entry, leaf, root) "
        "SELECT 10, kind, actor, subject, at, entry, leaf, root FROM journal WHERE seq = 9");
    EXPECT_TRUE(this->has(report, "surplus 10"));
    EXPECT_TRUE(this->has(report, "columns 10"));
    EXPECT_TRUE(this->has(report, "head 10"));
}

TYPED_TEST(Replay, notices_a_changed_head) {
    EXPECT_EQ(this->faults(this->after("UPDATE journal_head SET last_at = last_at + 1")), (Faults{"head 10"}));
}

TYPED_TEST(Replay, notices_a_private_part_that_was_changed_or_taken_away) {
    const auto changed =
        this->after("UPDATE journal_private SET part = (SELECT part FROM journal_private WHERE seq = 3) WHERE seq = 2");
    EXPECT_EQ(this->faults(changed), (Faults{"private_part 2"}));
    ASSERT_FALSE(changed.differences.empty());
    EXPECT_EQ(changed.differences.front().key, "id=u2");
    const auto gone = this->after("DELETE FROM journal_private WHERE seq = 2");
    EXPECT_EQ(this->faults(gone), (Faults{"private_part 2"}));
}

TYPED_TEST(Replay, accepts_a_private_part_that_was_erased_by_an_entry) {
    {
        auto transaction = this->database_->write();
        const auto event = private_viewed("u1", Instant{9'000'000});
        const auto receipt = transaction.append(event);
        transaction.erase_private(receipt.seq, "u1", Instant{9'000'001}, "到期");
        transaction.commit();
    }
    auto view = this->database_->read();
    EXPECT_EQ(journal_private(view, 10), std::nullopt);
    const auto report = this->report();
    EXPECT_TRUE(report.clean()) << ::testing::PrintToString(this->faults(report));
}

TYPED_TEST(Replay, is_clean_after_the_person_of_an_account_was_erased) {
    {
        auto transaction = this->database_->write();
        const auto created = transaction.append(account_created("u9", "login9", Instant{9'000'000}));
        transaction.append({.kind = "account.activated",
                            .actor = "u9",
                            .subject = "u9",
                            .at = Instant{9'000'001},
                            .private_data = Json::Object{{"password", "$argon2id$x"}}});
        transaction.erase_private(created.seq, "u1", Instant{9'000'002}, "withdrawn");
        transaction.commit();
    }
    {
        auto view = this->database_->read();
        EXPECT_EQ(account_by_login(view, "login9"), std::nullopt);
        EXPECT_EQ(account_by_id(view, "u9")->state, "disabled");
    }
    const auto report = this->report();
    EXPECT_TRUE(report.clean()) << ::testing::PrintToString(this->faults(report));
}

TYPED_TEST(Replay, notices_a_journal_set_back_to_an_earlier_state) {
    const auto seen = this->database_->read().journal();
    EXPECT_TRUE(this->report({{seen.size, seen.root}}).clean());
    // Someone restores a backup: here, writes a shorter journal with everything in order.
    const auto earlier = this->database_->read();
    const auto report = this->report({{12, seen.root}});
    EXPECT_EQ(this->faults(report), (Faults{"rolled_back 10"}));
    const auto contradicted = this->report({{7, seen.root}});
    EXPECT_EQ(this->faults(contradicted), (Faults{"rolled_back 6"}));
}

TYPED_TEST(Replay, goes_on_while_others_write) {
    auto transaction = this->database_->write();
    transaction.append(signed_in("u1", Instant{9'000'000}));
    transaction.commit();
    bool written = false;
    const auto report = replay(*this->database_, {.temporary = this->world_.folder(),
                                                  .progress = [&](std::string_view, std::uint64_t, std::uint64_t) {
                                                      if (std::exchange(written, true)) return;
                                                      auto next = this->database_->write();
                                                      next.append(account_created("u4", "late", Instant{9'500'000}));
                                                      next.commit();
                                                  }});
    EXPECT_TRUE(report.clean());
    EXPECT_EQ(report.entries, 11U);
    EXPECT_TRUE(this->report().clean());
}

TYPED_TEST(Replay, says_when_the_journal_was_changed_and_the_projections_with_it) {
    // The careful intruder: changes the entry, its columns and the projection alike. The tree gives it away.
    const auto report = this->after(
        "UPDATE journal SET entry = replace(entry, '\"clerk\"', '\"leader\"') WHERE seq = 3; "
        "UPDATE account SET roles = 'leader' WHERE id = 'u3'");
    EXPECT_EQ(this->faults(report), (Faults{"leaf 3"}));
    EXPECT_TRUE(report.differences.empty());
}

}  // namespace
}  // namespace sunlot::store::testing
