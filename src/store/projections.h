// Projections: the tables that screens read, made from the journal's events and from nothing else.
//
// How to add one, say for items (stem `item`):
//   1. src/store/migrations/NNNN_item.sql creates its tables: BIGINT, TEXT, BYTEA columns and a PRIMARY KEY, no
//      reference to the journal's own tables.
//   2. src/store/item.h declares `Projection item_projection();` beside the queries that screens use, and item.cpp
//   says:
//
//         constexpr std::string_view kInsertItem = R"sql(INSERT INTO item (code, name, entry) VALUES ($1, $2, $3))sql";
//
//         void apply_item(Transaction& transaction, const StoredEvent& event) {
//             if (event.kind == "item.drafted")
//                 transaction.execute(kInsertItem, {event.subject, event.data.at("name").as_string(), event.seq});
//             else if …
//             else unknown_event(event);
//         }
//
//         Projection item_projection() {
//             return {.stem = "item", .kinds = {"item."}, .apply = apply_item,
//                     .tables = {{"item", {"code"}}, {"item_tag", {"code", "tag"}}}};
//         }
//   3. projections.cpp lists `item_projection()`.
//
// `apply` may look at the event, at its own and earlier projections, and at blobs the event names; never at a clock, at
// randomness or at tables that are no projections, because replay runs it again into an empty database and compares
// every row of every table listed. Rows arriving by the thousand go through Transaction::copy_rows.
#pragma once
#include "store/database.h"

#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct ProjectionTable {
    std::string name = {};
    /// The columns of its primary key, in order.
    std::vector<std::string> key = {};
    /// Columns of type TEXT whose values went through Transaction::seal.
    std::vector<std::string> sealed = {};
};

struct Projection {
    std::string stem = {};
    /// The event kinds it takes: exact ("log.created") or, ending in a dot, a family ("account."). Several projections
    /// may take the same event; they see it in the order of all_projections().
    std::vector<std::string> kinds = {};
    void (*apply)(Transaction&, const StoredEvent&) = nullptr;
    std::vector<ProjectionTable> tables = {};
};

/// In the order in which they are applied: a projection may look into those before it.
const std::vector<Projection>& all_projections();

/// Applies to every projection that takes the event; std::logic_error when none does.
void apply(Transaction& transaction, const StoredEvent& event);

/// For the end of an `if … else if` over kinds: throws std::logic_error naming the kind.
[[noreturn]] void unknown_event(const StoredEvent& event);

}  // namespace sunlot::store
