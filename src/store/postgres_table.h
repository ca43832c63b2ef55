// A table of somebody else's PostgreSQL: the exchange database (前置库) of another department. Read only, one row at a
// time, every value as text; nothing is ever written there. Not for our own database: that is database.h.
//
//     auto table = PostgresTable::open(place);
//     if (!table) return pass_on(table.error());
//     while ((*table)->next(row)) …
//     if (auto no = (*table)->refusal()) return pass_on(*no);
#pragma once
#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct PostgresTablePlace {
    std::string host;
    std::int64_t port = 5432;
    std::string database;
    std::string user;
    std::string password;
    std::string tls;    ///< libpq's sslmode
    std::string table;  ///< "schema.table" or "table"
    /// Rows come by this column, from `from` on (that value included); empty: all of them, as they lie.
    std::string order;
    std::string from;
    std::int64_t limit = 0;  ///< 0: no limit
};

class PostgresTable {
public:
    virtual ~PostgresTable() = default;
    /// Refuses exchange.database: no connection within ten seconds, no such table, no right to read it.
    static Result<std::unique_ptr<PostgresTable>> open(const PostgresTablePlace& place);

    virtual const std::vector<std::string>& titles() const = 0;
    /// False at the end and after a refusal. The views live until the next call; null reads as "".
    virtual bool next(std::vector<std::string_view>& cells) = 0;
    /// Why the rows ended early.
    virtual const std::optional<Refusal>& refusal() const = 0;
};

}  // namespace sunlot::store
