// The schema: built the same on both engines, every query fits it, every table is accounted for.
#include "store/engine.h"
#include "store/migrate.h"
#include "store/projections.h"
#include "world.h"

#include <fstream>
#include <set>
#include <sstream>

namespace sunlot::store::testing {
namespace {

struct Query {
    std::string file;
    std::string sql;
};

/// Every R"sql(…)sql" in src/store.
std::vector<Query> all_queries() {
    constexpr std::string_view kOpen = "R\"sql(";
    constexpr std::string_view kClose = ")sql\"";
    std::vector<Query> queries;
    for (const auto& file :
         std::filesystem::directory_iterator(std::filesystem::path(SUNLOT_SOURCE_DIR) / "src/store")) {
        const auto extension = file.path().extension();
        if (extension != ".cpp" && file.path().filename() != "replay_parts.h") continue;
        std::stringstream content;
        content << std::ifstream(file.path()).rdbuf();
        const auto text = content.str();
        for (auto at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at)) {
            const auto start = at + kOpen.size();
            at = text.find(kClose, start);
            queries.push_back({file.path().filename().string(), text.substr(start, at - start)});
        }
    }
    return queries;
}

template <class World>
class Schema : public StoreTest<World> {
protected:
    std::unique_ptr<Connection> connect() {
        const auto url = std::string(this->world_.url());
        engine_ = url.starts_with("sqlite:") ? sqlite_engine(url.substr(7)) : postgres_engine(url);
        return engine_->connect(Purpose::write);
    }
    std::unique_ptr<Engine> engine_;
};
TYPED_TEST_SUITE(Schema, Worlds, WorldNames);

TYPED_TEST(Schema, every_query_prepares) {
    const auto queries = all_queries();
    ASSERT_GT(queries.size(), 40U);
    const auto connection = this->connect();
    for (const auto& query : queries) {
        try {
            connection->prepare(query.sql);
        } catch (const std::exception& fault) {
            ADD_FAILURE() << query.file << ": " << fault.what();
        }
    }
}

TYPED_TEST(Schema, opening_again_changes_nothing) {
    begin_journal(*this->database_, 1);
    this->reopen();
    this->reopen();
    auto view = this->database_->read();
    EXPECT_EQ(view.journal().size, 2U);
    EXPECT_EQ(view.count("SELECT count(*) FROM schema_migration"), static_cast<std::int64_t>(migrations().size()));
}

TYPED_TEST(Schema, a_database_of_a_later_version_is_refused) {
    this->world_.behind_the_back(
        "INSERT INTO schema_migration (number, name, digest) VALUES (9999, '9999_future', '')");
    const auto opened = Database::open({.url = this->world_.url(), .blobs = this->blobs_, .entropy = this->entropy_});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "database.newer");
}

TYPED_TEST(Schema, a_database_made_by_another_text_of_a_migration_is_refused) {
    this->world_.behind_the_back("UPDATE schema_migration SET digest = 'other' WHERE number = 1");
    const auto opened = Database::open({.url = this->world_.url(), .blobs = this->blobs_, .entropy = this->entropy_});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "database.changed");
}

TYPED_TEST(Schema, a_migration_that_fails_half_way_leaves_nothing) {
    const auto connection = this->connect();
    const std::vector<Migration> all = {
        {9000, "9000_good", "CREATE TABLE good (id BIGINT NOT NULL PRIMARY KEY)"},
        {9001, "9001_bad", "CREATE TABLE bad (id BIGINT); CREATE TABLE good (id BIGINT)"}};
    std::vector<Migration> with_own(migrations().begin(), migrations().end());
    with_own.insert(with_own.end(), all.begin(), all.end());
    EXPECT_THROW(static_cast<void>(migrate(*connection, with_own)), DatabaseError);
    EXPECT_NO_THROW(connection->prepare("SELECT id FROM good"));
    EXPECT_THROW(connection->prepare("SELECT id FROM bad"), DatabaseError);
}

TEST(SchemaOfSqlite, every_projection_names_its_true_key_and_no_table_is_forgotten) {
    // Tables that are no projections: the journal itself, and what may be lost without loss.
    const std::set<std::string> others = {"data_key",        "journal",          "journal_head",
                                          "journal_private", "schema_migration", "session"};
    SqliteWorld world;
    const BlobStore blobs(world.folder() / "blobs", test_data_keys());
    CountingEntropy entropy;
    const auto database = Database::open({.url = world.url(), .blobs = blobs, .entropy = entropy});
    ASSERT_TRUE(database);
    auto view = (*database)->read();
    std::set<std::string> listed;
    for (const auto& projection : all_projections()) {
        for (const auto& table : projection.tables) {
            EXPECT_TRUE(listed.insert(table.name).second) << table.name << " is listed twice";
            EXPECT_EQ(table.key, view.query_all("SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk",
                                                {table.name}, [](const Row& row) { return row.text(0); }))
                << table.name;
        }
    }
    view.query("SELECT name FROM sqlite_master WHERE type = 'table'", {}, [&](const Row& row) {
        const auto table = row.text(0);
        EXPECT_NE(listed.contains(table), others.contains(table))
            << table << " is neither a projection nor known to be none";
    });
    view.query(
        "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'",
        {}, [&](const Row& row) {
            EXPECT_TRUE((std::set<std::string>{"BIGINT", "TEXT", "BYTEA"}.contains(row.text(2))))
                << row.text(0) << "." << row.text(1) << " is " << row.text(2);
        });
}

TEST(SchemaOfPostgres, a_database_that_does_not_sort_by_bytes_is_refused) {
    const PostgresWorld world("TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'zh'");
    const BlobStore blobs(world.folder() / "blobs", test_data_keys());
    CountingEntropy entropy;
    const auto opened = Database::open({.url = world.url(), .blobs = blobs, .entropy = entropy});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "database.collation");
    EXPECT_TRUE(opened.error().text.en.contains("LOCALE 'C'")) << "says how to do it right";
}

TEST(SchemaOfPostgres, a_database_in_another_encoding_is_refused) {
    const PostgresWorld world("TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");
    const BlobStore blobs(world.folder() / "blobs", test_data_keys());
    CountingEntropy entropy;
    const auto opened = Database::open({.url = world.url(), .blobs = blobs, .entropy = entropy});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "database.encoding");
}

}  // namespace
}  // namespace sunlot::store::testing
