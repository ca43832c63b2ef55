// Bringing a database and its files to the present generation of the data key: one that was made before there were such
// keys, and one whose key is being changed.
//
// Every crash point leaves what can be read and gone on with: texts and files say which generation they are of, both
// keys are there until the move is over, and the row of `data_key` changes in the last transaction.
#pragma once
#include "base/clock.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace sunlot::store {

class Database;
class View;

/// The generation that the whole database is sealed under; nothing when none ever was.
std::optional<std::uint32_t> data_key_generation(View& view);

struct DataKeyMove {
    bool first = false;       ///< nothing was sealed before
    std::uint64_t texts = 0;  ///< sealed anew in this run
    std::uint64_t files = 0;
};

/// Nothing to do: nothing, at the cost of one query. Refuses data_key.not_ours when the keys are not those of this
/// database. After a move the old bytes are gone from the tables' files. REQUIRES: no other use of the database.
Result<std::optional<DataKeyMove>> move_to_present_key(
    Database& database, Instant now,
    const std::function<void(std::string_view stage, std::uint64_t done, std::uint64_t total)>& progress = {});

}  // namespace sunlot::store
