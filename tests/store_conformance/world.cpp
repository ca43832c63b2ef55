#include "world.h"

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <sqlite3.h>
#include <unistd.h>

namespace sunlot::store::testing {
namespace {

std::string unique_suffix() {
    static std::atomic<unsigned> counter = 0;
    return std::to_string(::getpid()) + "_" + std::to_string(++counter);
}

std::string cluster() {
    const char* url = std::getenv("SUNLOT_TEST_PG");
    if (url == nullptr || *url == '\0')
        throw std::runtime_error("SUNLOT_TEST_PG is not set: run this by tests/store_conformance/with-postgres");
    return url;
}

void psql(const std::string& url, const std::string& sql, const std::filesystem::path& folder) {
    const auto script = folder / ("psql_" + unique_suffix() + ".sql");
    std::ofstream(script) << sql;
    const auto command = "psql -XAtq -v ON_ERROR_STOP=1 -f '" + script.string() + "' '" + url + "' >/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("psql failed: " + sql);
}

}  // namespace

void CountingEntropy::fill(std::span<unsigned char> bytes) {
    for (auto& byte : bytes) byte = static_cast<unsigned char>(++next_ * 167 >> 3);
}

TemporaryFolder::TemporaryFolder()
    : path_(std::filesystem::temp_directory_path() / ("sunlot_store_" + unique_suffix())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void SqliteWorld::behind_the_back(const std::string& sql) const {
    sqlite3* database = nullptr;
    const auto file = folder_.path() / "sunlot.db";
    int code = sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_busy_timeout(database, 5000);
        // The product's own connection makes all checkpoints; the intruder makes none, or we would test SQLite's race.
        sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
    }
    const std::string text = sqlite3_errmsg(database);
    sqlite3_close(database);
    if (code != SQLITE_OK) throw std::runtime_error(text + ": " + sql);
}

PostgresWorld::PostgresWorld(const std::string& how) : name_("sunlot_test_" + unique_suffix()) {
    const auto server = cluster();
    psql(server, "CREATE DATABASE " + name_ + " " + how, folder_.path());
    url_ = server.substr(0, server.rfind('/') + 1) + name_;
}

PostgresWorld::~PostgresWorld() {
    try {
        psql(cluster(), "DROP DATABASE " + name_ + " WITH (FORCE)", folder_.path());
    } catch (const std::exception& fault) {
        ADD_FAILURE() << fault.what();
    }
}

void PostgresWorld::behind_the_back(const std::string& sql) const {
    psql(url_, sql, folder_.path());
}

Event log_created(Instant at) {
    return {.kind = "log.created",
            .actor = "system",
            .subject = "test.example/log",
            .at = at,
            .data = Json::Object{{"origin", "test.example/log"}, {"vkey", "test.example/log+00000000+AA=="}}};
}

Event account_created(const std::string& id, const std::string& login, Instant at) {
    return {.kind = "account.created",
            .actor = "system",
            .subject = id,
            .at = at,
            .data = Json::Object{{"roles", Json::Array{"clerk"}}},
            .private_data = Json::Object{{"login", login}, {"name", "王" + login}}};
}

Event signed_in(const std::string& id, Instant at) {
    return {.kind = "account.signed_in", .actor = id, .subject = id, .at = at};
}

Event private_viewed(const std::string& id, Instant at) {
    return {.kind = "private.viewed",
            .actor = id,
            .subject = "officer",
            .at = at,
            .data = Json::Object{{"fields", Json::Array{"phone"}}, {"purpose", "check"}},
            .private_data = Json::Object{{"id", "F0001"}, {"note", "核对"}}};
}

void begin_journal(Database& database, int accounts) {
    auto transaction = database.write();
    transaction.append(log_created());
    for (int i = 1; i <= accounts; ++i)
        transaction.append(account_created("u" + std::to_string(i), "login" + std::to_string(i)));
    transaction.commit();
}

void execute_all(Database& database, const std::vector<std::string>& statements) {
    auto transaction = database.write();
    for (const auto& sql : statements) transaction.execute(sql, {});
    transaction.commit();
}

}  // namespace sunlot::store::testing
