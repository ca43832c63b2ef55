// Requests to erase personal data, and what an erasure does to the tables: afterwards they are as if the private part
// had never been there, which is how a replay finds them.
#pragma once
#include "store/database.h"
#include "store/projections.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

struct ErasureRecord {
    std::string id;
    std::string state;  ///< requested, approved, refused
    std::string what;   ///< entries, officer, object
    std::string basis;
    std::vector<std::uint64_t> entries;
    std::string requested_by;
    Instant requested_at;
    std::optional<std::string> answered_by;
    std::optional<Instant> answered_at;
    std::uint64_t entry = 0;
};

/// Newest first.
std::vector<ErasureRecord> list_erasures(View& view);
std::optional<ErasureRecord> find_erasure(View& view, std::string_view id);
std::int64_t count_erasures(View& view);

Projection erasure_projection();

}  // namespace sunlot::store
