// Processes that die, servers that go away: nothing is ever half there.
#include "store/replay.h"
#include "world.h"

#include <chrono>
#include <functional>
#include <thread>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sunlot::store::testing {
namespace {

/// Runs `work` in a process of its own. `work` gets a function that tells the parent "now".
class Child {
public:
    using Tell = std::function<void()>;
    explicit Child(const std::function<void(const Tell&)>& work) {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error("pipe");
        pid_ = ::fork();
        if (pid_ == 0) {
            ::close(ends[0]);
            try {
                work([&] {
                    if (::write(ends[1], "!", 1) != 1) ::_exit(3);
                });
            } catch (...) {
                ::_exit(2);
            }
            ::_exit(0);
        }
        ::close(ends[1]);
        heard_ = ends[0];
    }
    ~Child() {
        kill();
        ::close(heard_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Waits until the child has told; false when it died before.
    bool hear() const {
        char mark = 0;
        return ::read(heard_, &mark, 1) == 1;
    }
    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = 0;
    }

private:
    pid_t pid_ = 0;
    int heard_ = -1;
};

template <class World>
class Crash : public StoreTest<World> {
protected:
    // The parent must not hold the database while a child writes.
    void let_go() { this->database_.reset(); }

    std::uint64_t expect_whole() {
        this->reopen();
        const auto report = replay(*this->database_, {.temporary = this->world_.folder()});
        EXPECT_TRUE(report.clean());
        for (const auto& fault : report.journal_faults)
            ADD_FAILURE() << name(fault.kind) << " " << fault.seq << " " << fault.detail;
        const auto accounts = this->database_->read().count("SELECT count(*) FROM account");
        EXPECT_EQ(static_cast<std::uint64_t>(accounts) + 1, report.entries) << "an entry without its projection";
        return report.entries;
    }
};
TYPED_TEST_SUITE(Crash, Worlds, WorldNames);

TYPED_TEST(Crash, a_process_killed_before_its_commit_leaves_nothing) {
    begin_journal(*this->database_, 2);
    this->let_go();
    Child child([&](const Child::Tell& tell) {
        this->reopen();
        auto transaction = this->database_->write();
        for (int i = 3; i < 500; ++i)
            transaction.append(account_created("u" + std::to_string(i), "login" + std::to_string(i)));
        tell();
        std::this_thread::sleep_for(std::chrono::minutes(1));
    });
    ASSERT_TRUE(child.hear());
    child.kill();
    EXPECT_EQ(this->expect_whole(), 3U);
}

TYPED_TEST(Crash, a_process_killed_after_its_commit_leaves_all) {
    begin_journal(*this->database_, 2);
    this->let_go();
    Child child([&](const Child::Tell& tell) {
        this->reopen();
        auto transaction = this->database_->write();
        for (int i = 3; i <= 500; ++i)
            transaction.append(account_created("u" + std::to_string(i), "login" + std::to_string(i)));
        transaction.commit();
        tell();
        std::this_thread::sleep_for(std::chrono::minutes(1));
    });
    ASSERT_TRUE(child.hear());
    child.kill();
    EXPECT_EQ(this->expect_whole(), 501U);
}

TYPED_TEST(Crash, a_process_killed_at_any_moment_leaves_whole_transactions) {
    begin_journal(*this->database_, 0);
    std::uint64_t entries = 1;
    for (int round = 0; round < 12 || entries == 1; ++round) {  // a slow disk needs longer for its first commit
        this->let_go();
        Child child([&](const Child::Tell& tell) {
            this->reopen();
            tell();
            for (auto next = entries;;) {
                auto transaction = this->database_->write();
                for (int i = 0; i < 3; ++i, ++next)
                    transaction.append(account_created("u" + std::to_string(next), "login" + std::to_string(next)));
                transaction.commit();
            }
        });
        ASSERT_TRUE(child.hear());
        std::this_thread::sleep_for(std::chrono::microseconds(1'500 + 3'777 * round));
        child.kill();
        entries = this->expect_whole();
        EXPECT_EQ(entries % 3, 1U) << "transactions of three entries";
    }
}

class PostgresServer : public StoreTest<PostgresWorld> {
protected:
    static constexpr const char* kHangUp =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()";
};

TEST_F(PostgresServer, that_went_away_between_two_transactions_is_connected_to_again) {
    begin_journal(*database_, 1);
    EXPECT_EQ(database_->read().journal().size, 2U);
    world_.behind_the_back(kHangUp);
    EXPECT_EQ(database_->read().journal().size, 2U);
    auto transaction = database_->write();
    EXPECT_EQ(transaction.append(signed_in("u1")).seq, 2U);
    transaction.commit();
    EXPECT_EQ(database_->read().journal().size, 3U);
}

TEST_F(PostgresServer, that_goes_away_within_a_transaction_ends_that_one_only) {
    begin_journal(*database_, 1);
    {
        auto transaction = database_->write();
        transaction.append(account_created("u2", "second"));
        world_.behind_the_back(kHangUp);
        EXPECT_THROW(transaction.append(account_created("u3", "third")), DatabaseError);
        EXPECT_THROW(transaction.commit(), std::logic_error);
    }
    auto transaction = database_->write();
    EXPECT_EQ(transaction.append(account_created("u2", "second")).seq, 2U);
    transaction.commit();
}

/// Two transactions that each hold what the other wants. Returns how often our work was run.
int meet_a_rival(Database& database, const PostgresWorld& world) {
    std::jthread rival;
    int runs = 0;
    database.transact([&](Transaction& transaction) {
        ++runs;
        transaction.execute("UPDATE pair SET n = n + 1 WHERE id = 1", {});
        if (runs == 1) {
            // The rival takes 2 and waits for 1 without ever looking for a deadlock, so we, who then ask for 2, are the
            // one who finds it and is sent away.
            rival = std::jthread([&] {
                world.behind_the_back(
                    "SET deadlock_timeout = '1h'; BEGIN; UPDATE pair SET n = n + 10 WHERE id = 2; "
                    "UPDATE pair SET n = n + 10 WHERE id = 1; COMMIT");
            });
            while (transaction.count("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN "
                                     "(SELECT pid FROM pg_locks WHERE relation = 'pair'::regclass)") == 0)
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        transaction.execute("UPDATE pair SET n = n + 1 WHERE id = 2", {});
    });
    return runs;
}

TEST_F(PostgresServer, that_finds_a_deadlock_makes_the_work_be_done_again) {
    execute_all(*database_, {"CREATE TABLE pair (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)",
                             "INSERT INTO pair (id, n) VALUES (1, 0), (2, 0)"});
    EXPECT_EQ(meet_a_rival(*database_, world_), 2);
    EXPECT_EQ(database_->read().count("SELECT sum(n) FROM pair"), 22);
}

}  // namespace
}  // namespace sunlot::store::testing
