// Reading somebody else's PostgreSQL, a real one.
#include "store/postgres_table.h"

#include "world.h"

#include <charconv>

namespace sunlot::store::testing {
namespace {

class ForeignTable : public ::testing::Test {
protected:
    ForeignTable() {
        world_.behind_the_back(
            "CREATE SCHEMA dr; CREATE TABLE dr.\"Firm\" (mc TEXT, dm TEXT, rs BIGINT, gxsj TIMESTAMP, bz TEXT); "
            "INSERT INTO dr.\"Firm\" VALUES ('甲', 'A', 3, '2026-11-01 08:00', NULL), ('乙', 'B', NULL, '2026-11-03 "
            "09:30', "
            "'有' || chr(9) || '制表符'), ('丙', 'C', 7, '2026-11-02 10:00', '')");
    }
    PostgresTablePlace place() const {
        // postgresql://sunlot@127.0.0.1:PORT/NAME
        const std::string url = world_.url();
        const auto colon = url.rfind(':');
        const auto slash = url.rfind('/');
        std::int64_t port = 0;
        std::from_chars(url.data() + colon + 1, url.data() + slash, port);
        return {.host = "127.0.0.1",
                .port = port,
                .database = url.substr(slash + 1),
                .user = "sunlot",
                .password = "",
                .tls = "prefer",
                .table = "dr.Firm",
                .order = "",
                .from = "",
                .limit = 0};
    }
    static std::vector<std::string> names(const PostgresTablePlace& place) {
        auto table = PostgresTable::open(place);
        if (!table) return {table.error().code};
        std::vector<std::string> out;
        std::vector<std::string_view> cells;
        while ((*table)->next(cells)) out.emplace_back(cells[0]);
        if ((*table)->refusal()) out.push_back((*table)->refusal()->code);
        return out;
    }
    PostgresWorld world_;
};

TEST_F(ForeignTable, gives_every_row_as_texts) {
    auto table = PostgresTable::open(place());
    ASSERT_TRUE(table) << table.error().text.zh;
    EXPECT_EQ((*table)->titles(), (std::vector<std::string>{"mc", "dm", "rs", "gxsj", "bz"}));
    std::vector<std::string_view> cells;
    ASSERT_TRUE((*table)->next(cells));
    EXPECT_EQ(cells[2], "3");
    EXPECT_EQ(cells[4], "");
    ASSERT_TRUE((*table)->next(cells));
    EXPECT_EQ(cells[2], "");
    EXPECT_EQ(cells[4], "有\t制表符");
}

TEST_F(ForeignTable, goes_on_from_a_value_of_the_growing_column_that_value_included) {
    auto since = place();
    since.order = "gxsj";
    EXPECT_EQ(names(since), (std::vector<std::string>{"甲", "丙", "乙"}));
    since.from = "2026-11-02 10:00:00";
    EXPECT_EQ(names(since), (std::vector<std::string>{"丙", "乙"}));
    since.limit = 1;
    EXPECT_EQ(names(since), std::vector<std::string>{"丙"});
}

TEST_F(ForeignTable, an_empty_table_has_titles_and_no_rows) {
    world_.behind_the_back("DELETE FROM dr.\"Firm\"");
    auto table = PostgresTable::open(place());
    ASSERT_TRUE(table);
    EXPECT_EQ((*table)->titles().size(), 5U);
    std::vector<std::string_view> cells;
    EXPECT_FALSE((*table)->next(cells));
    EXPECT_FALSE((*table)->refusal());
}

TEST_F(ForeignTable, names_are_names_and_never_sql) {
    auto sly = place();
    sly.table = "dr.Firm\"; DELETE FROM dr.\"Firm\" --";
    EXPECT_EQ(names(sly), std::vector<std::string>{"exchange.database"});
    EXPECT_EQ(names(place()).size(), 3U);
    sly = place();
    sly.order = "gxsj";
    sly.from = "'; DELETE FROM dr.\"Firm\"";
    EXPECT_EQ(names(sly), std::vector<std::string>{"exchange.database"});
}

TEST_F(ForeignTable, nothing_can_be_written_there) {
    world_.behind_the_back(
        "CREATE FUNCTION dr.grow() RETURNS TEXT LANGUAGE plpgsql AS $$ BEGIN INSERT INTO dr.\"Firm\" (mc) VALUES "
        "('x'); "
        "RETURN 'x'; END $$; CREATE VIEW dr.trap AS SELECT dr.grow() AS mc");
    auto trap = place();
    trap.table = "dr.trap";
    EXPECT_EQ(names(trap), std::vector<std::string>{"exchange.database"});
    EXPECT_EQ(names(place()).size(), 3U);
}

TEST_F(ForeignTable, who_does_not_answer_is_told_in_words) {
    auto nobody = place();
    nobody.port = 1;
    EXPECT_EQ(names(nobody), std::vector<std::string>{"exchange.database"});
    nobody = place();
    nobody.table = "dr.nothing";
    EXPECT_EQ(names(nobody), std::vector<std::string>{"exchange.database"});
}

}  // namespace
}  // namespace sunlot::store::testing
