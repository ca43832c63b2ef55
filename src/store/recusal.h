// Recusals (回避): which officer may not inspect which object, and why. The pair is private: the public part of the
// entry `recusal.declared` says only that there is one more. `recusal.ended` makes its last day an earlier one.
#pragma once
#include "base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sunlot::store {

class Transaction;
class View;
struct Projection;
struct StoredEvent;

struct Recusal {
    std::string id;  // "r<n>"
    std::string officer;
    std::string object;
    std::string relation;
    std::string reason;
    std::string valid_from;  // YYYY-MM-DD
    std::string valid_to;
    std::string salt;  // 32 lower-case hex: blinds the pair in recusals.txt
    std::string declared_by;
    std::int64_t declared_at = 0;  // microseconds UTC
    std::int64_t entry = 0;
    std::optional<std::int64_t> ended_entry;
    std::string ended_reason;
};

/// All recusals in the order of declaration.
std::vector<Recusal> all_recusals(View& view);
std::int64_t count_recusals(View& view);
std::optional<Recusal> find_recusal(View& view, std::string_view id);
/// Those valid on at least one day of [from, to], by (officer, object).
std::vector<Recusal> recusals_within(View& view, Date from, Date to);

Projection recusal_projection();

}  // namespace sunlot::store
