// Values, statements and transactions mean the same on both engines.
#include "store/account.h"
#include "store/engine.h"
#include "world.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <thread>

namespace sunlot::store::testing {
namespace {

template <class World>
class Sql : public StoreTest<World> {
protected:
    void SetUp() override {
        execute_all(*this->database_, {"CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, n BIGINT, t TEXT, b BYTEA)",
                                       "CREATE TABLE counter (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)",
                                       "INSERT INTO counter (id, n) VALUES (1, 0)",
                                       "CREATE TABLE part (id TEXT NOT NULL PRIMARY KEY REFERENCES thing (id), "
                                       "n BIGINT CHECK (n < 10))"});
    }
    static constexpr std::string_view kInsert = "INSERT INTO thing (id, n, t, b) VALUES ($1, $2, $3, $4)";
    static constexpr std::string_view kSelect = "SELECT n, t, b FROM thing WHERE id = $1";
    static constexpr std::string_view kCount = "SELECT count(*) FROM thing";

    std::int64_t things() {
        auto view = this->database_->read();
        return view.count(kCount);
    }
};
TYPED_TEST_SUITE(Sql, Worlds, WorldNames);

TYPED_TEST(Sql, every_value_comes_back_as_it_went_in) {
    const auto nul_bytes = Bytes{0, 1, 0, 255, 0};
    const std::string unicode = "临河区\t制表\n换行 'quote' \"double\" \\ 😀 é";
    auto transaction = this->database_->write();
    transaction.execute(this->kInsert, {"full", std::numeric_limits<std::int64_t>::min(), unicode, nul_bytes});
    transaction.execute(this->kInsert, {"empty", 0, "", Bytes()});
    transaction.execute(this->kInsert, {"null", nullptr, std::optional<std::string>(), std::nullopt});
    transaction.execute(this->kInsert, {"big", std::numeric_limits<std::int64_t>::max(), "x", ByteView()});
    transaction.commit();

    auto view = this->database_->read();
    int seen = 0;
    view.query(this->kSelect, {"full"}, [&](const Row& row) {
        EXPECT_EQ(row.integer(0), std::numeric_limits<std::int64_t>::min());
        EXPECT_EQ(row.text(1), unicode);
        EXPECT_EQ(row.bytes(2), nul_bytes);
        EXPECT_EQ(row.cell(2), Cell(nul_bytes));
        EXPECT_EQ(row.column_name(1), "t");
        EXPECT_EQ(row.columns(), 3);
        ++seen;
    });
    view.query(this->kSelect, {"empty"}, [&](const Row& row) {
        EXPECT_FALSE(row.is_null(1));
        EXPECT_EQ(row.text(1), "");
        EXPECT_FALSE(row.is_null(2));
        EXPECT_TRUE(row.bytes(2).empty());
        EXPECT_FALSE(row.boolean(0));
        ++seen;
    });
    view.query(this->kSelect, {"null"}, [&](const Row& row) {
        EXPECT_TRUE(row.is_null(0) && row.is_null(1) && row.is_null(2));
        EXPECT_EQ(row.optional_integer(0), std::nullopt);
        EXPECT_EQ(row.optional_text(1), std::nullopt);
        EXPECT_EQ(row.cell(2), Cell());
        ++seen;
    });
    view.query(this->kSelect, {"big"}, [&](const Row& row) {
        EXPECT_EQ(row.integer(0), std::numeric_limits<std::int64_t>::max());
        ++seen;
    });
    EXPECT_EQ(seen, 4);
}

TYPED_TEST(Sql, parameters_go_where_their_number_says_however_often) {
    auto transaction = this->database_->write();
    transaction.execute("INSERT INTO thing (t, id, n) VALUES ($3, $1, $2)", {"a", 7, "text"});
    const auto found = transaction.query_one("SELECT n FROM thing WHERE t = $2 AND id = $1 AND (id = $1 OR t = $2)",
                                             {"a", "text"}, [](const Row& row) { return row.integer(0); });
    EXPECT_EQ(found, 7);
    EXPECT_THROW(transaction.execute(this->kInsert, {"too few"}), std::logic_error);
}

TYPED_TEST(Sql, sums_counts_and_comparisons_are_whole_numbers) {
    auto transaction = this->database_->write();
    for (int i = 1; i <= 3; ++i) transaction.execute(this->kInsert, {std::to_string(i), i, nullptr, nullptr});
    EXPECT_EQ(transaction.count("SELECT sum(n) FROM thing"), 6);
    EXPECT_EQ(transaction.count("SELECT count(*) FROM thing WHERE n > $1", {1}), 2);
    EXPECT_EQ(transaction.count("SELECT sum(n) = $1 FROM thing", {6}), 1);
    EXPECT_EQ(transaction.count("SELECT EXISTS (SELECT 1 FROM thing WHERE n = $1)", {9}), 0);
    EXPECT_EQ(transaction.execute("UPDATE thing SET n = n + $1 WHERE n >= $2", {10, 2}), 2U);
    EXPECT_EQ(transaction.execute("DELETE FROM thing WHERE n = $1", {99}), 0U);
}

TYPED_TEST(Sql, a_value_of_another_type_is_a_bug_that_says_so) {
    const auto wrong = [&](auto use) {
        auto transaction = this->database_->write();
        transaction.execute(this->kInsert, {"a", 1, "one", Bytes{1}});
        transaction.execute(this->kInsert, {"null", nullptr, nullptr, nullptr});
        EXPECT_THROW(use(transaction), std::logic_error);
    };
    wrong([&](View& view) { view.query(this->kSelect, {"a"}, [](const Row& row) { row.integer(1); }); });
    wrong([&](View& view) { view.query(this->kSelect, {"a"}, [](const Row& row) { row.text(0); }); });
    wrong([&](View& view) { view.query(this->kSelect, {"a"}, [](const Row& row) { row.bytes(1); }); });
    wrong([&](View& view) { view.query(this->kSelect, {"a"}, [](const Row& row) { row.text(9); }); });
    wrong([&](View& view) { view.query(this->kSelect, {"null"}, [](const Row& row) { row.integer(0); }); });
    wrong([&](View& view) { view.query(this->kSelect, {"null"}, [](const Row& row) { row.text(1); }); });
}

TYPED_TEST(Sql, text_with_a_nul_character_is_refused) {
    auto transaction = this->database_->write();
    EXPECT_THROW(transaction.execute(this->kInsert, {"a", 1, std::string_view("x\0y", 3), nullptr}), DatabaseError);
}

TYPED_TEST(Sql, text_is_ordered_by_bytes_and_like_heeds_case) {
    std::vector<std::string> ids = {"b",  "B", "a", "A",  "Z",   "_",  " ",  "é",
                                    "中", "0", "~", "ab", "a b", "😀", "aB", "-"};
    auto transaction = this->database_->write();
    for (const auto& id : ids) transaction.execute(this->kInsert, {id, 0, nullptr, nullptr});
    std::ranges::sort(ids);
    const auto first = [](const Row& row) { return row.text(0); };
    EXPECT_EQ(transaction.query_all("SELECT id FROM thing ORDER BY id", {}, first), ids);
    // Page after page by key gives the same.
    std::vector<std::string> paged;
    for (std::string after;;) {
        const auto page =
            transaction.query_all("SELECT id FROM thing WHERE id > $1 ORDER BY id LIMIT $2", {after, 3}, first);
        if (page.empty()) break;
        paged.insert(paged.end(), page.begin(), page.end());
        after = page.back();
    }
    EXPECT_EQ(paged, ids);
    EXPECT_EQ(transaction.query_all("SELECT id FROM thing WHERE id LIKE $1 ORDER BY id", {"a%"}, first),
              (std::vector<std::string>{"a", "a b", "aB", "ab"}));
}

TYPED_TEST(Sql, a_key_that_is_taken_is_told_apart_from_other_rules) {
    const auto attempt = [&](auto work) {
        auto transaction = this->database_->write();
        transaction.execute(this->kInsert, {"a", 1, nullptr, nullptr});
        work(transaction);
    };
    EXPECT_THROW(attempt([&](Transaction& t) { t.execute(this->kInsert, {"a", 2, nullptr, nullptr}); }),
                 UniqueViolation);
    EXPECT_THROW(attempt([&](Transaction& t) { t.execute(this->kInsert, {nullptr, 2, nullptr, nullptr}); }),
                 ConstraintViolation);
    EXPECT_THROW(attempt([&](Transaction& t) { t.execute("INSERT INTO part (id, n) VALUES ($1, $2)", {"none", 1}); }),
                 ConstraintViolation);
    EXPECT_THROW(attempt([&](Transaction& t) { t.execute("INSERT INTO part (id, n) VALUES ($1, $2)", {"a", 10}); }),
                 ConstraintViolation);
    EXPECT_THROW(attempt([&](Transaction& t) { t.execute("INSERT INTO nowhere (id) VALUES ($1)", {"a"}); }),
                 DatabaseError);
    EXPECT_EQ(this->things(), 0);
}

TYPED_TEST(Sql, after_a_fault_a_transaction_can_only_be_let_go) {
    {
        auto transaction = this->database_->write();
        transaction.execute(this->kInsert, {"a", 1, nullptr, nullptr});
        EXPECT_THROW(transaction.execute(this->kInsert, {"a", 1, nullptr, nullptr}), UniqueViolation);
        EXPECT_THROW(transaction.execute(this->kInsert, {"b", 1, nullptr, nullptr}), std::logic_error);
        EXPECT_THROW(transaction.count(this->kCount), std::logic_error);
        EXPECT_THROW(transaction.commit(), std::logic_error);
    }
    EXPECT_EQ(this->things(), 0);
    auto next = this->database_->write();
    next.execute(this->kInsert, {"a", 1, nullptr, nullptr});
    next.commit();
    EXPECT_EQ(this->things(), 1);
}

TYPED_TEST(Sql, what_is_not_committed_never_was) {
    {
        auto transaction = this->database_->write();
        transaction.execute(this->kInsert, {"a", 1, nullptr, nullptr});
        EXPECT_EQ(transaction.count(this->kCount), 1);
    }
    EXPECT_EQ(this->things(), 0);
}

TYPED_TEST(Sql, misuse_is_a_bug_and_says_so) {
    {
        auto transaction = this->database_->write();
        EXPECT_THROW(this->database_->write(), std::logic_error);
        transaction.execute(this->kInsert, {"a", 1, nullptr, nullptr});
        transaction.commit();
        EXPECT_THROW(transaction.execute(this->kInsert, {"b", 1, nullptr, nullptr}), std::logic_error);
        EXPECT_THROW(transaction.commit(), std::logic_error);
    }
    const auto inside = [&](auto use) {
        auto transaction = this->database_->write();
        EXPECT_THROW(use(transaction), std::logic_error);
    };
    inside([&](Transaction& t) { t.query(this->kCount, {}, [&](const Row&) { t.execute("DELETE FROM thing", {}); }); });
    inside([&](Transaction& t) { t.query(this->kCount, {}, [&](const Row&) { t.append(log_created()); }); });
    inside([&](Transaction& t) { t.scan(this->kCount, {}, [&](const Row&) { t.count(this->kCount); }); });
    inside([&](Transaction& t) { t.copy_rows("thing", {"id"}, [&](RowSink&) { t.count(this->kCount); }); });
    inside([&](Transaction& t) {
        t.execute(this->kInsert, {"b", 1, nullptr, nullptr});
        t.query_one("SELECT id FROM thing", {}, [](const Row& row) { return row.text(0); });
    });
    EXPECT_EQ(this->things(), 1);
}

TYPED_TEST(Sql, two_statements_in_one_are_refused) {
    auto transaction = this->database_->write();
    EXPECT_ANY_THROW(transaction.execute("DELETE FROM part; DELETE FROM thing", {}));
}

TYPED_TEST(Sql, a_reader_cannot_change_anything) {
    auto view = this->database_->read();
    EXPECT_THROW(view.query(this->kInsert, {"a", 1, nullptr, nullptr}, [](const Row&) {}), DatabaseError);
}

TYPED_TEST(Sql, the_same_query_runs_inside_its_own_callback_and_again_and_again) {
    auto transaction = this->database_->write();
    for (int i = 0; i < 5; ++i) transaction.execute(this->kInsert, {std::to_string(i), i, nullptr, nullptr});
    int inner = 0;
    for (int round = 0; round < 50; ++round)
        transaction.query("SELECT n FROM thing WHERE n < $1 ORDER BY n", {5}, [&](const Row& outer) {
            transaction.query("SELECT n FROM thing WHERE n < $1 ORDER BY n", {outer.integer(0)},
                              [&](const Row&) { ++inner; });
        });
    EXPECT_EQ(inner, 50 * (0 + 1 + 2 + 3 + 4));
}

TYPED_TEST(Sql, more_different_queries_than_the_cache_holds) {
    auto view = this->database_->read();
    for (int i = 0; i < 900; ++i) EXPECT_EQ(view.count("SELECT " + std::to_string(i)), i);
}

TYPED_TEST(Sql, a_reader_sees_one_moment) {
    auto before = this->database_->read();
    auto transaction = this->database_->write();
    transaction.execute(this->kInsert, {"a", 1, nullptr, nullptr});
    EXPECT_EQ(before.count(this->kCount), 0);
    transaction.commit();
    EXPECT_EQ(before.count(this->kCount), 0);
    EXPECT_EQ(this->things(), 1);
}

TYPED_TEST(Sql, a_scan_given_up_half_way_leaves_the_connection_usable) {
    auto transaction = this->database_->write();
    for (int i = 0; i < 2000; ++i) transaction.execute(this->kInsert, {std::to_string(i), i, "text", nullptr});
    transaction.commit();
    int seen = 0;
    EXPECT_THROW(this->database_->read().scan("SELECT n FROM thing", {},
                                              [&](const Row&) {
                                                  if (++seen == 10) throw std::runtime_error("enough");
                                              }),
                 std::runtime_error);
    auto view = this->database_->read();
    std::int64_t sum = 0;
    view.scan("SELECT n FROM thing WHERE n < $1", {100}, [&](const Row& row) { sum += row.integer(0); });
    EXPECT_EQ(sum, 4950);
    EXPECT_EQ(view.count(this->kCount), 2000);
}

TYPED_TEST(Sql, sixteen_writers_lose_no_update) {
    constexpr int kThreads = 16;
    constexpr int kEach = 100;
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < kEach; ++i) {
                    try {
                        auto transaction = this->database_->write();
                        const auto n = transaction.count("SELECT n FROM counter WHERE id = 1");
                        transaction.execute("UPDATE counter SET n = $1 WHERE id = 1", {n + 1});
                        transaction.commit();
                        auto view = this->database_->read();
                        if (view.count("SELECT n FROM counter WHERE id = 1") <= n) ++failures;
                    } catch (const std::exception& fault) {
                        ++failures;
                        ADD_FAILURE() << fault.what();
                    }
                }
            });
    }
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(this->database_->read().count("SELECT n FROM counter WHERE id = 1"), kThreads * kEach);
}

TYPED_TEST(Sql, work_that_meets_a_conflict_is_done_again) {
    int runs = 0;
    const auto result = this->database_->transact([&](Transaction& transaction) {
        transaction.execute("UPDATE counter SET n = n + $1 WHERE id = 1", {1});
        if (++runs < 3) throw Conflict("made up");
        return 42;
    });
    EXPECT_EQ(result, 42);
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(this->database_->read().count("SELECT n FROM counter WHERE id = 1"), 1);
    runs = 0;
    EXPECT_THROW(this->database_->transact([&](Transaction&) {
        ++runs;
        throw Conflict("for ever");
    }),
                 Conflict);
    EXPECT_EQ(runs, 6);
}

TYPED_TEST(Sql, many_rows_at_once_arrive_as_they_are_and_indexes_stay) {
    execute_all(*this->database_,
                {"CREATE INDEX thing_by_n ON thing (n)", "CREATE UNIQUE INDEX thing_by_t ON thing (t)"});
    constexpr int kRows = 12'000;
    const std::string awkward = "tab\t newline\n return\r backslash \\ \\N 临河 '\"";
    const auto fill = [&](int from, int to) {
        auto transaction = this->database_->write();
        const auto copied = transaction.copy_rows("thing", {"id", "n", "t", "b"}, [&](RowSink& sink) {
            for (int i = from; i < to; ++i)
                sink.add({"k" + std::to_string(i), i, awkward + std::to_string(i), Bytes{0, '\\', '\n', 255}});
            sink.add({"null" + std::to_string(from), nullptr, nullptr, nullptr});
            sink.add({"empty" + std::to_string(from), 0, std::to_string(from), Bytes()});
        });
        EXPECT_EQ(copied, static_cast<std::uint64_t>(to - from + 2));
        transaction.commit();
    };
    fill(0, kRows);
    fill(kRows, kRows + 10);
    auto view = this->database_->read();
    EXPECT_EQ(view.count(this->kCount), kRows + 10 + 4);
    for (const int i : {0, 1, kRows - 1, kRows + 9}) {
        const bool same = *view.query_one(this->kSelect, {"k" + std::to_string(i)}, [&](const Row& row) {
            return row.integer(0) == i && row.text(1) == awkward + std::to_string(i) &&
                   row.bytes(2) == Bytes{0, '\\', '\n', 255};
        });
        EXPECT_TRUE(same) << i;
    }
    EXPECT_TRUE(
        *view.query_one(this->kSelect, {"null0"}, [](const Row& row) { return row.is_null(1) && row.is_null(2); }));
    EXPECT_TRUE(*view.query_one(this->kSelect, {"empty0"}, [](const Row& row) { return row.bytes(2).empty(); }));
    // The unique index is still at work.
    auto transaction = this->database_->write();
    EXPECT_THROW(transaction.execute(this->kInsert, {"new", 1, awkward + "5", nullptr}), UniqueViolation);
}

TYPED_TEST(Sql, a_copy_that_fails_leaves_nothing) {
    const auto copy = [&](const std::function<void(RowSink&)>& produce) {
        auto transaction = this->database_->write();
        transaction.copy_rows("thing", {"id", "n"}, produce);
    };
    EXPECT_THROW(copy([](RowSink& sink) {
                     for (int i = 0; i < 6000; ++i) sink.add({std::to_string(i), i});
                     sink.add({"17", 1});
                 }),
                 UniqueViolation);
    EXPECT_THROW(copy([](RowSink& sink) {
                     for (int i = 0; i < 6000; ++i) sink.add({std::to_string(i), i});
                     throw std::runtime_error("the file ends here");
                 }),
                 std::runtime_error);
    EXPECT_THROW(copy([](RowSink& sink) { sink.add({"too narrow"}); }), std::logic_error);
    EXPECT_EQ(this->things(), 0);
    auto transaction = this->database_->write();
    transaction.execute(this->kInsert, {"a", 1, nullptr, nullptr});
    transaction.commit();
    EXPECT_EQ(this->things(), 1);
}

}  // namespace
}  // namespace sunlot::store::testing
