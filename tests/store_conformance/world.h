// The two engines as the tests see them: an empty database that goes away with its object, and a way round the product
// (another program's connection) to change things behind the journal's back.
#pragma once
#include "store/blob_store.h"
#include "store/database.h"
#include "store/test_data_keys.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sunlot::store::testing {

/// Bytes that differ at each call and are the same in each run.
class CountingEntropy final : public Entropy {
public:
    void fill(std::span<unsigned char> bytes) override;

private:
    std::uint64_t next_ = 0;
};

class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class SqliteWorld {
public:
    std::string url() const { return "sqlite:" + (folder_.path() / "sunlot.db").string(); }
    /// Runs SQL on a connection of our own, as someone with the sqlite3 program would.
    void behind_the_back(const std::string& sql) const;
    const std::filesystem::path& folder() const { return folder_.path(); }

private:
    TemporaryFolder folder_;
};

class PostgresWorld {
public:
    /// Creates a database in the cluster of SUNLOT_TEST_PG; throws when there is none: the tests fail, never skip.
    /// `how` follows CREATE DATABASE name.
    explicit PostgresWorld(const std::string& how = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
    ~PostgresWorld();
    PostgresWorld(const PostgresWorld&) = delete;
    PostgresWorld& operator=(const PostgresWorld&) = delete;
    const std::string& url() const { return url_; }
    /// Runs SQL by psql.
    void behind_the_back(const std::string& sql) const;
    const std::filesystem::path& folder() const { return folder_.path(); }

private:
    TemporaryFolder folder_;
    std::string name_;
    std::string url_;
};

/// One database of the engine under test, open.
template <class World>
class StoreTest : public ::testing::Test {
protected:
    StoreTest() : blobs_(world_.folder() / "blobs", test_data_keys()) { reopen(); }

    void reopen() {
        database_.reset();
        auto opened = Database::open({.url = world_.url(), .blobs = blobs_, .entropy = entropy_});
        if (!opened) throw std::runtime_error(opened.error().text.en);
        database_ = std::move(*opened);
    }

    World world_;
    BlobStore blobs_;
    CountingEntropy entropy_;
    std::unique_ptr<Database> database_;
};

using Worlds = ::testing::Types<SqliteWorld, PostgresWorld>;
struct WorldNames {
    template <class World>
    static std::string GetName(int) {
        return std::is_same_v<World, SqliteWorld> ? "sqlite" : "postgres";
    }
};

/// The first entry of every journal.
Event log_created(Instant at = Instant{1'000'000});
/// An account called `login`; its name and login are private.
Event account_created(const std::string& id, const std::string& login, Instant at = Instant{2'000'000});
/// An entry that no projection keeps anything of.
Event signed_in(const std::string& id, Instant at = Instant{3'000'000});
/// An entry with a private part that no projection keeps anything of.
Event private_viewed(const std::string& id, Instant at);

/// log.created and `accounts` accounts u1, u2, …, in one transaction.
void begin_journal(Database& database, int accounts);

/// Every line in one transaction.
void execute_all(Database& database, const std::vector<std::string>& statements);

}  // namespace sunlot::store::testing
