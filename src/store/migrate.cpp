#include "store/migrate.h"

#include "hash/sha256.h"
#include "store/engine.h"

#include <map>
#include <string>

namespace sunlot::store {
namespace {

constexpr const char* kCreateHistory =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    "number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL)";
constexpr std::string_view kApplied = R"sql(
    SELECT number, name, digest FROM schema_migration ORDER BY number)sql";
constexpr std::string_view kRemember = R"sql(
    INSERT INTO schema_migration (number, name, digest) VALUES ($1, $2, $3))sql";

struct Applied {
    std::string name;
    std::string digest;
};

std::map<std::int64_t, Applied> applied_migrations(Connection& connection) {
    std::map<std::int64_t, Applied> applied;
    const auto statement = connection.prepare(kApplied);
    statement->start({}, Delivery::kept);
    while (statement->step())
        applied[statement->integer(0)] = {std::string(statement->text(1)), std::string(statement->text(2))};
    return applied;
}

// A crash in here leaves the schema as it was before this migration: both engines take CREATE TABLE back.
void apply_migration(Connection& connection, const Migration& migration, const std::string& digest) {
    connection.begin();
    try {
        connection.run_script(std::string(migration.sql));
        const Param row[] = {migration.number, migration.name, digest};
        const auto statement = connection.prepare(kRemember);
        statement->start(row, Delivery::kept);
        statement->step();
    } catch (...) {
        connection.rollback();
        throw;
    }
    connection.commit();
}

}  // namespace

Result<Done> migrate(Connection& connection, std::span<const Migration> all) {
    connection.run_script(kCreateHistory);
    auto applied = applied_migrations(connection);
    for (const auto& migration : all) {
        const auto digest = hash::sha256_hex(migration.sql);
        const auto found = applied.find(migration.number);
        if (found == applied.end()) {
            apply_migration(connection, migration, digest);
            continue;
        }
        if (found->second.digest != digest)
            return refuse(RefusalKind::conflict, "database.changed",
                          "数据库由内容不同的 " + found->second.name + " 建成，程序与数据不相配",
                          "this database was made by another text of " + found->second.name +
                              ": program and data do not belong together");
        applied.erase(found);
    }
    if (!applied.empty())
        return refuse(
            RefusalKind::conflict, "database.newer",
            "数据库已由更新的版本升级（" + applied.begin()->second.name + "），请使用该版本的程序",
            "a later version has upgraded this database (" + applied.begin()->second.name + "): use that version");
    return Done{};
}

}  // namespace sunlot::store
