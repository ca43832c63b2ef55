// The schema's history: src/store/migrations/NNNN_name.sql, embedded at build time. Each is applied once, in order, in
// a transaction of its own, and remembered with its digest; one that was applied is never edited, a new one follows.
#pragma once
#include "base/result.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace sunlot::store {

class Connection;

struct Migration {
    std::int64_t number;
    std::string_view name;
    std::string_view sql;
};

/// In order of number.
std::span<const Migration> migrations();

/// Applies what is missing. Refuses database.newer and database.changed (see Database::open).
Result<Done> migrate(Connection& connection, std::span<const Migration> all = migrations());

}  // namespace sunlot::store
