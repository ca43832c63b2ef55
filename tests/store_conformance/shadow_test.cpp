// The replay that goes on from the last one finds what the whole replay finds: at once where something new happened,
// within the agreed number of runs everywhere else, and reads little when little was added.
#include "store/shadow.h"

#include "store/journal.h"
#include "world.h"

#include <fstream>

namespace sunlot::store::testing {
namespace {

constexpr int kAccounts = 70;

template <class World>
class Shadow : public StoreTest<World> {
protected:
    // Entries: 0 log.created, 1 … 70 accounts, 71 … 670 signed in.
    void SetUp() override {
        begin_journal(*this->database_, kAccounts);
        auto transaction = this->database_->write();
        for (int i = 0; i < 600; ++i) transaction.append(signed_in("u1", Instant{5'000'000 + i}));
        transaction.commit();
    }

    ReplayReport run(bool anew = false) {
        return replay_onward(*this->database_, {.file = this->world_.folder() / "audit" / "shadow.db",
                                                .turns = {.runs = 5, .small_table = 2},
                                                .anew = anew});
    }
    /// After how many runs something is found; 0 when nothing is in ten.
    int runs_until_found() {
        for (int i = 1; i <= 10; ++i)
            if (!run().clean()) return i;
        return 0;
    }
    static std::string text_of(const ReplayReport& report) {
        std::string out;
        for (const auto& one : report.journal_faults)
            out += std::string(name(one.kind)) + " " + std::to_string(one.seq) + "\n";
        for (const auto& one : report.differences)
            out += std::string(name(one.kind)) + " " + one.table + " " + one.key + " " + one.column + "\n";
        return out;
    }
};
TYPED_TEST_SUITE(Shadow, Worlds, WorldNames);

TYPED_TEST(Shadow, reads_everything_once_and_then_what_was_added) {
    const auto first = this->run();
    EXPECT_EQ(this->text_of(first), "");
    EXPECT_TRUE(first.whole);
    EXPECT_EQ(first.entries, 671U);
    EXPECT_EQ(first.rows, static_cast<std::uint64_t>(kAccounts));
    {
        auto transaction = this->database_->write();
        transaction.append(account_created("u900", "new", Instant{9'000'000}));
        transaction.commit();
    }
    const auto second = this->run();
    EXPECT_EQ(this->text_of(second), "");
    EXPECT_FALSE(second.whole);
    EXPECT_EQ(second.from, 671U);
    EXPECT_LE(second.entries, 1U + 256U);        // the new one, and a part of the older ones
    EXPECT_LE(second.rows, 1U + 71U / 5U + 1U);  // the row it touched, and a part of the others
    EXPECT_EQ(second.head.size, 672U);
    std::uint64_t rows = second.rows;
    std::uint64_t entries = second.entries;
    for (int i = 1; i < 5; ++i) {
        const auto next = this->run();
        EXPECT_EQ(this->text_of(next), "");
        rows += next.rows;
        entries += next.entries;
    }
    EXPECT_GE(rows, 71U);
    EXPECT_GE(entries, 672U);
}

TYPED_TEST(Shadow, finds_at_once_a_change_to_what_the_new_entries_touched) {
    EXPECT_EQ(this->text_of(this->run()), "");
    {
        auto transaction = this->database_->write();
        transaction.append(account_created("u900", "new", Instant{9'000'000}));
        transaction.commit();
    }
    this->world_.behind_the_back("UPDATE account SET roles = 'leader' WHERE id = 'u900'");
    EXPECT_EQ(this->text_of(this->run()), "changed account id=u900 roles\n");
    EXPECT_EQ(this->text_of(this->run()), "changed account id=u900 roles\n") << "told until it is right again";
    this->world_.behind_the_back("UPDATE account SET roles = 'clerk' WHERE id = 'u900'");
    EXPECT_EQ(this->text_of(this->run()), "");
    EXPECT_EQ(this->text_of(this->run()), "");
}

TYPED_TEST(Shadow, finds_any_other_change_within_the_agreed_number_of_runs) {
    for (const char* change :
         {"UPDATE account SET state = 'disabled' WHERE id = 'u1'", "DELETE FROM account WHERE id = 'u70'",
          "UPDATE account SET roles = 'leader' WHERE id = 'u36'",
          "INSERT INTO account (id, login, name, roles, state, created_at) VALUES ('zz', 'intruder', "
          "'', 'clerk', 'active', 0)"}) {
        EXPECT_EQ(this->text_of(this->run(true)), "");
        this->run();  // somewhere in a pass
        this->world_.behind_the_back("CREATE TABLE kept AS SELECT * FROM account");
        this->world_.behind_the_back(change);
        const int runs = this->runs_until_found();
        EXPECT_GE(runs, 1) << change;
        EXPECT_LE(runs, 5) << change;
        this->world_.behind_the_back("DELETE FROM account; INSERT INTO account SELECT * FROM kept; DROP TABLE kept");
        EXPECT_EQ(this->text_of(this->run()), "");
    }
}

TYPED_TEST(Shadow, finds_an_old_entry_that_was_changed_with_its_leaf_or_without) {
    EXPECT_EQ(this->text_of(this->run()), "");
    this->world_.behind_the_back(
        "UPDATE journal SET entry = replace(entry, '\"actor\":\"u1\"', '\"actor\":\"u9\"') WHERE seq = 300");
    EXPECT_GE(this->runs_until_found(), 1);
    EXPECT_EQ(this->text_of(this->run()), "leaf 300\ncolumns 300\n");  // the whole replay's words
    this->world_.behind_the_back(
        "UPDATE journal SET entry = replace(entry, '\"actor\":\"u9\"', '\"actor\":\"u1\"') WHERE seq = 300");
    EXPECT_EQ(this->text_of(this->run()), "");
    this->world_.behind_the_back("DELETE FROM journal WHERE seq IN (200, 201)");
    EXPECT_GE(this->runs_until_found(), 1);
}

TYPED_TEST(Shadow, notices_a_private_part_that_was_taken_away_and_one_that_was_erased) {
    EXPECT_EQ(this->text_of(this->run()), "");
    {
        auto transaction = this->database_->write();
        const auto event = private_viewed("u1", Instant{9'000'000});
        const auto receipt = transaction.append(event);
        transaction.commit();
        EXPECT_EQ(this->text_of(this->run()), "");
        auto erasing = this->database_->write();
        erasing.erase_private(receipt.seq, "u1", Instant{9'000'001}, "到期");
        erasing.commit();
    }
    for (int i = 0; i < 6; ++i) EXPECT_EQ(this->text_of(this->run()), "");
    this->world_.behind_the_back("DELETE FROM journal_private WHERE seq = 2");
    EXPECT_GE(this->runs_until_found(), 1);
}

TYPED_TEST(Shadow, begins_anew_when_the_shadow_is_damaged_or_of_another_program) {
    EXPECT_EQ(this->text_of(this->run()), "");
    EXPECT_FALSE(this->run().whole);
    std::ofstream(this->world_.folder() / "audit" / "shadow.db", std::ios::binary | std::ios::trunc)
        << "not a database";
    const auto report = this->run();
    EXPECT_TRUE(report.whole);
    EXPECT_EQ(this->text_of(report), "");
    EXPECT_FALSE(this->run().whole);
    EXPECT_TRUE(this->run(true).whole);
}

TYPED_TEST(Shadow, notices_a_journal_set_back_to_an_earlier_state) {
    EXPECT_EQ(this->text_of(this->run()), "");
    this->world_.behind_the_back("DELETE FROM journal WHERE seq >= 600");
    EXPECT_FALSE(this->run().clean());
}

}  // namespace
}  // namespace sunlot::store::testing
