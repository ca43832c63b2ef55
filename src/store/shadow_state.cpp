#include "base/bytes.h"
#include "base/text.h"
#include "hash/sha256.h"
#include "store/migrate.h"
#include "store/shadow_parts.h"

#include <utility>

namespace sunlot::store {
namespace {

// The shadow is always SQLite: what stands here need not be portable.
constexpr std::string_view kTables[] = {
    "CREATE TABLE shadow_state (id BIGINT NOT NULL PRIMARY KEY, schema TEXT NOT NULL, size BIGINT NOT NULL, root BLOB "
    "NOT NULL, frontier TEXT NOT NULL, origin TEXT NOT NULL, last_at BIGINT NOT NULL, spoiled BIGINT NOT NULL)",
    "CREATE TABLE shadow_block (block BIGINT NOT NULL PRIMARY KEY, leaves BLOB NOT NULL)",
    "CREATE TABLE shadow_turn (name TEXT NOT NULL PRIMARY KEY, after TEXT NOT NULL, runs BIGINT NOT NULL)"};
constexpr std::string_view kHasState = "SELECT count(*) FROM sqlite_master WHERE name = 'shadow_state'";
constexpr std::string_view kLoad =
    "SELECT schema, size, root, frontier, origin, last_at, spoiled FROM shadow_state WHERE id = 1";
constexpr std::string_view kSave = "INSERT OR REPLACE INTO shadow_state VALUES (1, $1, $2, $3, $4, $5, $6, $7)";
constexpr std::string_view kSpoil = "UPDATE shadow_state SET spoiled = 1";
constexpr std::string_view kLoadTurn = "SELECT after, runs FROM shadow_turn WHERE name = $1";
constexpr std::string_view kSaveTurn = "INSERT OR REPLACE INTO shadow_turn VALUES ($1, $2, $3)";
constexpr std::string_view kNewBlock = "INSERT OR REPLACE INTO shadow_block VALUES ($1, $2)";
constexpr std::string_view kGrowBlock = "UPDATE shadow_block SET leaves = CAST(leaves || $2 AS BLOB) WHERE block = $1";

std::string keys(const ProjectionTable& table, const std::string& of) {
    std::vector<std::string> columns;
    columns.reserve(table.key.size());
    for (const auto& column : table.key) columns.push_back(of + column);
    return join(columns, ", ");
}

}  // namespace

std::string shadow_schema() {
    hash::Sha256 digest;
    for (const auto& migration : migrations()) digest.update(migration.sql);
    for (const auto& projection : all_projections())
        for (const auto& table : projection.tables) digest.update(table.name + "(" + keys(table, "") + ")");
    return hash::hex(digest.finish());
}

std::optional<ShadowState> load_shadow(Database& shadow) {
    auto transaction = shadow.write();  // the shadow has one connection, for writing
    if (transaction.count(kHasState) == 0) return std::nullopt;
    auto state = transaction.query_one(kLoad, {}, [](const Row& row) {
        return ShadowState{.schema = row.text(0),
                           .head = {.size = static_cast<std::uint64_t>(row.integer(1)),
                                    .root = row.digest(2),
                                    .origin = row.text(4),
                                    .last_at = row.instant(5)},
                           .frontier = row.text(3),
                           .spoiled = row.boolean(6)};
    });
    if (!state || state->spoiled || state->schema != shadow_schema()) return std::nullopt;
    const auto frontier = ledger::Frontier::restore(state->head.size, state->frontier);
    if (!frontier || frontier->root() != state->head.root) return std::nullopt;
    return state;
}

void save_shadow(Transaction& shadow, const ShadowState& state) {
    shadow.execute(kSave, {state.schema, state.head.size, state.head.root, state.frontier, state.head.origin,
                           state.head.last_at, state.spoiled});
}

void spoil_shadow(Transaction& shadow) {
    shadow.execute(kSpoil, {});
}

void make_shadow_tables(Transaction& shadow) {
    for (const auto table : kTables) shadow.execute(table, {});
    for (const auto& projection : all_projections())
        for (const auto& table : projection.tables)
            shadow.execute("CREATE TABLE touched_" + table.name + " AS SELECT " + keys(table, "") + " FROM " +
                               table.name + " WHERE 0",
                           {});
    for (const auto& projection : all_projections())
        for (const auto& table : projection.tables)
            shadow.execute("CREATE UNIQUE INDEX touched_" + table.name + "_key ON touched_" + table.name + " (" +
                               keys(table, "") + ")",
                           {});
}

void watch_rows(Transaction& shadow) {
    for (const auto& projection : all_projections()) {
        for (const auto& table : projection.tables) {
            const std::string into = " BEGIN INSERT OR IGNORE INTO touched_" + table.name + " VALUES (";
            const auto watch = [&](const char* what, const std::string& rows) {
                shadow.execute("CREATE TRIGGER touch_" + lower(what) + "_" + table.name + " AFTER " + what + " ON " +
                                   table.name + rows + " END",
                               {});
            };
            watch("INSERT", into + keys(table, "NEW.") + ");");
            watch("DELETE", into + keys(table, "OLD.") + ");");
            watch("UPDATE", into + keys(table, "OLD.") + "); INSERT OR IGNORE INTO touched_" + table.name +
                                " VALUES (" + keys(table, "NEW.") + ");");
        }
    }
}

void keep_leaf(Transaction& shadow, std::uint64_t seq, const hash::Digest& leaf) {
    if (seq % kBlock == 0 || shadow.execute(kGrowBlock, {seq / kBlock, leaf}) == 0)
        shadow.execute(kNewBlock, {seq / kBlock, leaf});
}

Turn load_turn(Transaction& shadow, const std::string& name) {
    return shadow
        .query_one(kLoadTurn, {name},
                   [](const Row& row) {
                       return Turn{.after = row.text(0), .runs = static_cast<std::uint64_t>(row.integer(1))};
                   })
        .value_or(Turn{});
}

void save_turn(Transaction& shadow, const std::string& name, const Turn& turn) {
    shadow.execute(kSaveTurn, {name, turn.after, turn.runs});
}

}  // namespace sunlot::store
